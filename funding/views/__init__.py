"""The pages of the money: one small view for each page or button."""
