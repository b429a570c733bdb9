"""The pages of the committees: one small view for each page or button."""
