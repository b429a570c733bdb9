"""Which lines of a public table may be told: none that rests on few, none that a subtraction gives away. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Sizes = Sequence[int]
"""How many of each kind (projects, campaigns, gifts) stand behind a line."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept back of a table whose lines add up to a total."""

    few: frozenset[str] = frozenset()  # they rest on too few
    beside: frozenset[str] = frozenset()  # they would tell those, by subtraction from the total
    hides_total: bool = False

    @property
    def lines(self) -> frozenset[str]:
        return self.few | self.beside


def keep_back(table: Mapping[str, Sizes], least: int) -> Kept:
    """The lines to keep back, and whether the total goes with them.

    Nothing is said of a line that rests on one to `least` - 1 of something. The total less the lines that are told is
    what the kept ones have together: so those are at least two, and together rest on enough; the smallest other lines
    are kept back until it is so. Where none is left to keep back, the total is.
    """
    few = {name for name, sizes in table.items() if is_small(sizes, least)}
    kept = set(few)
    others = sorted(
        (name for name, sizes in table.items() if any(sizes) and name not in few),
        key=lambda name: (sum(table[name]), name),
    )
    while few and not _is_safe(kept, table, least) and others:
        kept.add(others.pop(0))
    return Kept(frozenset(few), frozenset(kept - few), bool(few) and not _is_safe(kept, table, least))


def is_small(sizes: Sizes, least: int) -> bool:
    return any(0 < size < least for size in sizes)


def _is_safe(kept: set[str], table: Mapping[str, Sizes], least: int) -> bool:
    """Whether what these lines have together may be told. One alone that rests on few never may."""
    together = [sum(sizes) for sizes in zip(*(table[name] for name in kept), strict=True)]
    return not is_small(together, least)
