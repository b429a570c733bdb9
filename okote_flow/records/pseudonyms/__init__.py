"""A copy of the database in which nobody is named: for training and tests."""
