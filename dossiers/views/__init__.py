"""The pages of dossiers: one small view for each page or button."""
