"""Panels: how an app shows something on another's page without being imported by it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.template.loader import render_to_string

Context = dict[str, object]
Panel = tuple[str, Callable[[HttpRequest, object], Context | None]]
_panels: dict[str, list[tuple[int, Panel]]] = {}


def register(page: str, template: str, context: Callable[..., Context | None], *, place: int) -> None:
    """Show `template` on `page`, in order of `place`. `context(request, thing)` gives None to show nothing."""
    known = _panels.setdefault(page, [])
    if all(panel[0] != template for _, panel in known):
        known.append((place, (template, context)))
        known.sort(key=lambda entry: entry[0])


def render(page: str, request: HttpRequest, thing: object) -> list[str]:
    """The panels of a page for this reader, as HTML."""
    found: list[str] = []
    for _, (template, context) in _panels.get(page, []):
        values = context(request, thing)
        if values is not None:
            found.append(render_to_string(template, values, request=request))
    return found
