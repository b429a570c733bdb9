"""The icons of the house: Tabler Icons 3.51.0 (MIT), outline, drawn inline so that a page needs no sprite.

`icons.json` holds one path per icon. To add one, join the `d` of its paths in the npm package @tabler/icons.
"""

import json
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ATTRIBUTES = mark_safe(
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round" focusable="false"'
)


class UnknownIcon(LookupError):  # noqa: N818 - named after what it says
    """No icon bears this name: a misprint in a template."""


@cache
def paths() -> dict[str, str]:
    """Every icon: name -> path data."""
    found: dict[str, str] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return found


@cache
def svg(name: str, css: str = "") -> SafeString:
    """An icon that says nothing to a screen reader: words stand beside it. Raises UnknownIcon."""
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" {} aria-hidden="true"><path d="{}"/></svg>', classes, ATTRIBUTES, path_of(name)
    )


def spoken_svg(name: str, label: str, css: str = "") -> SafeString:
    """An icon that stands alone and is read as `label`. Raises UnknownIcon."""
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" {} role="img" aria-label="{}"><path d="{}"/></svg>', classes, ATTRIBUTES, label, path_of(name)
    )


def path_of(name: str) -> str:
    if name not in paths():
        raise UnknownIcon(name)
    return paths()[name]
