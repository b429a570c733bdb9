"""Documents on paper: a typst template and its data give a PDF, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import typst
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
FONTS = settings.BASE_DIR / "data" / "fonts"
Standard = Literal["ua-1"]
CLAIMED: Standard = "ua-1"
"""Claimed by every document that the export finds to keep it (PDF/UA: read aloud, a text for each sign)."""


_TURNING = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of writing: a document says its words in the order in which they were typed."""


def pdf(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """Typeset a template, named from `templates/`. Data reach it as JSON, never as markup; `at` is the date on it.

    A sign that our fonts do not have is left out of the picture: such a document is exported without the claim.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True).translate(_TURNING)}
    try:
        return _compile(template, inputs, at, CLAIMED)
    except typst.TypstError:
        return _compile(template, inputs, at, None)


def _compile(template: str, inputs: dict[str, str], at: datetime, standard: Standard | None) -> bytes:
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=int(at.timestamp()),
    )
