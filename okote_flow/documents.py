"""Documents on paper: a typst template and its data give a PDF, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import datetime

import typst
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates" / "pdf"
FONTS = settings.BASE_DIR / "data" / "fonts"
STANDARDS = ("ua-1",)
"""Claimed by every document that the export finds to keep them (PDF/UA: read aloud, a text for each sign)."""


def pdf(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Typeset `templates/pdf/<template>.typ`. Data reach it as JSON, never as markup; `at` is the document's date.

    A sign that our fonts do not have is left out of the picture: such a document is exported without the claim.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    try:
        return _compile(template, inputs, at, list(STANDARDS))
    except typst.TypstError:
        return _compile(template, inputs, at, [])


def _compile(template: str, inputs: dict[str, str], at: datetime, standards: list[str]) -> bytes:
    made = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
