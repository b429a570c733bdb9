"""What the pages of the administration ask."""
