"""The code of a tally sheet: read off the paper and typed again, it says for which vote it was printed. Pure."""

import re
from dataclasses import astuple, dataclass

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXY"
"""Twenty-three, a prime: one wrong digit or two swapped ones always give another sign. No I, no O."""
WIDTH = 7
WRITTEN = re.compile(rf"([1-9]\d{{0,{WIDTH - 1}}})-" * 4 + rf"([{SIGNS}])", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetCode:
    """Meeting, item, version of its dossier, round: "12-40-3-1-K" with the check sign."""

    meeting: int
    item: int
    version: int
    round: int

    def __str__(self) -> str:
        return "-".join([*map(str, astuple(self)), self.sign])

    @property
    def sign(self) -> str:
        return SIGNS[int("".join(f"{number:0{WIDTH}d}" for number in astuple(self))) % len(SIGNS)]


def read(text: str) -> SheetCode | None:
    """A code as somebody typed it: spaces and small letters do no harm. None when the check sign does not fit."""
    found = WRITTEN.fullmatch("".join(text.split()).upper())
    if found is None:
        return None
    code = SheetCode(*map(int, found.groups()[:4]))
    return code if code.sign == found.group(5) else None
