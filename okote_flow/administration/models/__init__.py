"""What the administration keeps."""

from okote_flow.administration.models.imports import ImportBatch, ImportLine

__all__ = ["ImportBatch", "ImportLine"]
