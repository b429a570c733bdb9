"""Panels: how an app shows something on another's page without being imported by it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string

Context = dict[str, object]
ContextOf = Callable[..., Context | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One app's part of another's page, and in which tab it stands where the page has tabs ("" is the first)."""

    template: str
    context: ContextOf
    place: int
    tab: str


_panels: dict[str, list[Panel]] = {}


def register(page: str, template: str, context: ContextOf, *, place: int, tab: str = "") -> None:
    """Show `template` on `page`, in order of `place`. `context(request, thing)` gives None to show nothing."""
    known = _panels.setdefault(page, [])
    if all(panel.template != template for panel in known):
        known.append(Panel(template, context, place, tab))
        known.sort(key=lambda panel: panel.place)


def render(page: str, request: HttpRequest, thing: object, *, tabs: Collection[str] | None = None) -> list[str]:
    """The panels of a page for this reader, as HTML; with `tabs`, only those that stand there."""
    found: list[str] = []
    for panel in _panels.get(page, []):
        if tabs is not None and panel.tab not in tabs:
            continue
        values = panel.context(request, thing)
        if values is not None:
            found.append(render_to_string(panel.template, values, request=request))
    return found
