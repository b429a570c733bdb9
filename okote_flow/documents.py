"""Documents on paper: a typst template and its data give a PDF, the same bytes for the same data."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import typst
from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse

TEMPLATES = settings.BASE_DIR / "templates"
FONTS = settings.BASE_DIR / "data" / "fonts"
Standards = tuple[Literal["ua-1", "a-2a"], ...]
CLAIMED: Standards = ("ua-1",)
"""Claimed by every document that the export finds to keep it (PDF/UA: read aloud, a text for each sign)."""
SEALED: Standards = ("a-2a", *CLAIMED)
"""Claimed by what is signed and kept for long (PDF/A besides)."""


_TURNING = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks that turn the direction of writing: a document says its words in the order in which they were typed."""


def pdf(template: str, data: Mapping[str, object], *, at: datetime, standards: Standards = CLAIMED) -> bytes:
    """Typeset a template, named from `templates/`. Data reach it as JSON, never as markup; `at` is the date on it.

    `standards` are claimed besides (PDF/A: kept for long). A sign that our fonts do not have is left out of the
    picture: such a document is exported without any claim.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True).translate(_TURNING)}
    try:
        return _compile(template, inputs, at, standards)
    except typst.TypstError:
        return _compile(template, inputs, at, ())


def picture(template: str, data: Mapping[str, object], *, at: datetime) -> bytes:
    """A page of a template as a PNG, one pixel for a point. Data reach it as JSON, never as markup."""
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True).translate(_TURNING)}
    made: bytes = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=72.0,
        sys_inputs=inputs,
        timestamp=int(at.timestamp()),
    )
    return made


def digest(made: bytes) -> str:
    """The SHA-256 of a document, by which it is sealed."""
    return hashlib.sha256(made).hexdigest()


def digest_of(kept: FieldFile) -> str:
    """The same of a document that is kept; "" when it is gone."""
    try:
        with kept.open("rb") as opened:
            return digest(opened.read())
    except OSError:
        return ""


def imprint() -> dict[str, object]:
    """What stands at the foot of every document: who publishes it, and that a fictional one proves nothing."""
    return {
        "publisher": settings.PUBLISHER,
        "contact": settings.CONTACT_EMAIL,
        "is_fictional": settings.DEMO,
        "fictional": "Données fictives\u00a0: ce document ne prouve rien.",
    }


def as_pdf(made: bytes, name: str) -> HttpResponse:
    """A document of the house, to be saved."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _compile(template: str, inputs: dict[str, str], at: datetime, standards: Standards) -> bytes:
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=list(standards),
        timestamp=int(at.timestamp()),
    )
