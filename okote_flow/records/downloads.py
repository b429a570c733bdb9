"""Archives that leave the house: always to be saved, never kept by a browser."""

from django.http import HttpResponse


def as_zip(packed: bytes, name: str) -> HttpResponse:
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name.replace(" ", "-")}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
