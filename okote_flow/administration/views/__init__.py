"""Pages of the administration, one module for each subject."""
"""The pages of the administration."""
