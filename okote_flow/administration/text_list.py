"""The list of texts: what is in force of each, and what somebody looks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dossiers.likeness import plain
from okote_flow import clock
from okote_flow.texts import registry
from okote_flow.texts.registry import Text
from okote_flow.texts.wording import Said, Worded, Wording


@dataclass(frozen=True, slots=True)
class Row:
    """One text as the list shows it."""

    text: Text
    said: Said
    version: int
    since: datetime | None
    coming: Worded | None
    is_changed: bool
    is_broken: bool

    @property
    def first_line(self) -> str:
        return self.said.subject or self.said.body.partition("\n")[0]


def rows(wording: Wording, *, words: str = "", family: str = "", state: str = "") -> list[Row]:
    """Every text that answers, in the order of the registry. Asks nothing of the database."""
    wanted = plain(words).split()
    found = (_row(wording, text) for text in registry.everything() if not family or text.family == family)
    return [row for row in found if _is_in(row, state) and all(word in _searched(row) for word in wanted)]


def _row(wording: Wording, text: Text) -> Row:
    held, broken = wording.version_of(text.key), False
    if held is not None and not held.is_original:
        broken = bool(text.refusals(held.said.subject, held.said.body))
    return Row(
        text,
        wording.raw(text.key),
        held.version if held else 0,
        held.from_at if held else None,
        next(_coming(wording, text), None),
        held is not None and not held.is_original,
        broken,
    )


def _coming(wording: Wording, text: Text) -> Iterator[Worded]:
    """What takes effect later, the next first."""
    later = [one for one in wording.versions.get(text.key, ()) if one.from_at > clock.now()]
    yield from sorted(later, key=lambda one: (one.from_at, -one.version))


def _is_in(row: Row, state: str) -> bool:
    return {"modifie": row.is_changed, "prevu": row.coming is not None, "casse": row.is_broken}.get(state, True)


def _searched(row: Row) -> str:
    text = row.text
    return plain(f"{text.label} {text.group} {text.told} {row.said.subject} {row.said.body}")
