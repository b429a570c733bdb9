"""How far those who screened a dossier agree, and how far apart they stand. Pure.

No average and no weight: the widest distance first, then how often.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from committees.rules import Mark

PLACES = {Mark.YES: 0, Mark.PARTLY: 1, Mark.NO: 2}
OPINIONS = {"favourable": 0, "recommendations": 1, "unfavourable": 2}
WIDEST = 2


def spread(sheets: Iterable[Mapping[str, Mark]]) -> dict[str, dict[Mark, int]]:
    """For each criterion, how many members gave each mark: what the members disagree on, not a score."""
    counts: dict[str, dict[Mark, int]] = {}
    for sheet in sheets:
        for code, mark in sheet.items():
            counts.setdefault(code, dict.fromkeys(Mark, 0))[mark] += 1
    return counts


def is_consensual(sheets: Sequence[Mapping[str, Mark]], opinions: Sequence[str]) -> bool:
    """Whether the members agree on all: two sheets at least, one answer to each criterion, one overall opinion."""
    return (
        len(sheets) > 1
        and len(set(opinions)) == 1
        and all(sum(1 for count in counts.values() if count) == 1 for counts in spread(sheets).values())
    )


@dataclass(frozen=True, slots=True, order=True)
class Width:
    """How much a dossier divides those who judged it. Ordered: the widest is the greatest."""

    opposed: int = 0  # criteria on which one says yes and another no
    divided: int = 0  # criteria on which answers differ otherwise
    overall: int = 0  # how far the overall opinions stand apart

    @property
    def is_none(self) -> bool:
        return self == Width()


def gap(marks: Collection[Mark]) -> int:
    """2 between yes and no, 1 between neighbours or where it does not even apply for one of them, 0 in agreement."""
    return _span(PLACES[mark] for mark in marks if mark in PLACES) or int(len(set(marks)) > 1)


def width(criteria: Iterable[Collection[Mark]], opinions: Iterable[str]) -> Width:
    """Of the answers to each criterion, and of the overall opinions. What nobody answered divides nobody."""
    gaps = [gap(marks) for marks in criteria]
    overall = _span(OPINIONS[opinion] for opinion in opinions if opinion in OPINIONS)
    return Width(gaps.count(WIDEST), gaps.count(1), overall)


def _span(places: Iterable[int]) -> int:
    found = list(places)
    return max(found) - min(found) if found else 0
