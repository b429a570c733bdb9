"""Holds what a scenario expects against what a play left behind. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from okote_flow.cents import euros, parse_euros
from okote_flow.operations.scenario_shapes import instead
from okote_flow.refusals import Refused


def disappointments(expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Every expectation that does not hold, as a sentence. What is not expected may be anything."""
    for kind, wanted in expected.items():
        yield from _table(wanted, found[kind], kind)


def _table(wanted: Mapping[str, Any], found: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in wanted.items():
        place = f"{path}.{name}"
        if name not in found:
            yield from _absent(value, place, instead(name, found))
        else:
            yield from _value(value, found[name], place)


def _absent(value: Any, place: str, near: str) -> Iterator[str]:
    """A thing that was never there holds nothing: 0, no rows."""
    if value not in (0, [], "0\u00a0€", "0 €"):
        yield f"{place}\u00a0: attendu {_said(value)}, introuvable{near}."


def _value(wanted: Any, found: Any, place: str) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        yield from _table(wanted, found, place)
    elif isinstance(found, Mapping):
        yield from _value(wanted, next((found[key] for key in ("state", "adopted") if key in found), None), place)
    elif isinstance(found, list) and isinstance(wanted, int):
        yield from _same(wanted, len(found), place)
    elif isinstance(found, list) and isinstance(wanted, list):
        for item in wanted:
            if item not in found:
                yield f"{place}\u00a0: attendu {_said(item)}, introuvable{instead(str(item), map(str, found))}."
    else:
        yield from _same(_cents(wanted, found), found, place)


def _cents(wanted: Any, found: Any) -> Any:
    """Amounts may be said as people say them."""
    if isinstance(wanted, str) and isinstance(found, int) and wanted.rstrip().endswith("€"):
        negative = wanted.startswith(("-", "−"))
        try:
            return parse_euros(wanted.lstrip("-−")) * (-1 if negative else 1)
        except Refused:
            return wanted
    return wanted


def _same(wanted: Any, found: Any, place: str) -> Iterator[str]:
    if not _holds(wanted, found):
        yield f"{place}\u00a0: attendu {_said(wanted)}, trouvé {_said(found)}."


def _holds(wanted: Any, found: Any) -> bool:
    """Whether this is it, or for "…some words…" has them. True is not 1."""
    if isinstance(wanted, str) and isinstance(found, str) and wanted[:1] == wanted[-1:] == "…":
        return wanted[1:-1] in found
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)


def _said(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 100:
        return f"{value} ({euros(value)})"
    return f"«\u00a0{value}\u00a0»" if isinstance(value, str) else str(value)
