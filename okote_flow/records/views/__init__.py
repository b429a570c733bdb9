"""The pages of the archives."""
