"""What the given sheets say together, once unsealed: figures by answer, who said what, no average and no weight."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from committees import access, accord, rules
from committees.elements import Contents
from committees.examination import OPINIONS, TILES, Citation, citation
from committees.models import MarkValue, Overall, ScreeningSheet
from dossiers.models import Criterion, Dossier
from okote_flow.directory.models import User


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one answer."""

    value: str
    label: str
    css: str
    icon: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered."""

    who: str
    is_own: bool
    label: str
    css: str
    remark: str
    citations: list[Citation]


@dataclass(frozen=True, slots=True)
class Spread:
    """One question: how the answers are spread, who said what."""

    number: int
    name: str
    bars: list[Bar]
    said: list[Said]

    @property
    def is_divided(self) -> bool:
        """Whether members disagree: shown first, never averaged."""
        return sum(1 for bar in self.bars if bar.count) > 1


@dataclass(frozen=True, slots=True)
class Reviews:
    """All that was given: the overall opinions, the criteria with the divided ones first."""

    overall: Spread
    criteria: list[Spread]
    count: int


def reviews(user: User, dossier: Dossier, criteria: list[Criterion], contents: Contents) -> Reviews:
    """The given sheets that this person may read now."""
    given = access.sheets_for(user, dossier).given().select_related("user")
    sheets = list(given.prefetch_related("marks__criterion", "marks__evidence"))
    spread = accord.spread(_marks(sheet) for sheet in sheets)
    found = [
        Spread(
            number=one.number,
            name=one.name,
            bars=_bars(
                (value, value.label, *TILES[value], spread.get(one.code, {}).get(rules.Mark(value.value), 0))
                for value in MarkValue
            ),
            said=[said for sheet in sheets for said in _said(sheet, one, user, contents)],
        )
        for one in criteria
    ]
    found.sort(key=lambda one: (not one.is_divided, one.number))
    return Reviews(_overall(sheets, user), found, len(sheets))


def _marks(sheet: ScreeningSheet) -> dict[str, rules.Mark]:
    return {mark.criterion.code: rules.Mark(mark.value) for mark in sheet.marks.all() if mark.value}


def _bars(rows: Iterable[tuple[str, str, str, str, int]]) -> list[Bar]:
    listed = list(rows)
    whole = sum(row[-1] for row in listed)
    return [Bar(*row, 100 * row[-1] // whole if whole else 0) for row in listed]


def _said(sheet: ScreeningSheet, criterion: Criterion, reader: User, contents: Contents) -> Iterable[Said]:
    for mark in sheet.marks.all():
        if mark.criterion_id == criterion.pk and mark.value:
            cited = [citation(one, contents) for one in mark.evidence.all()]
            css = TILES[MarkValue(mark.value)][0]
            who = str(sheet.user)
            yield Said(who, sheet.user_id == reader.pk, mark.get_value_display(), css, mark.remark, cited)


def _overall(sheets: list[ScreeningSheet], reader: User) -> Spread:
    """Older sheets may say none: they are left out, not guessed."""
    counts = Counter(sheet.overall for sheet in sheets)
    known = [Overall(value) for value in OPINIONS]
    bars = _bars((value, value.label, *OPINIONS[value], counts[value]) for value in known)
    said = [
        Said(
            str(sheet.user),
            sheet.user_id == reader.pk,
            sheet.get_overall_display(),
            OPINIONS[sheet.overall][0],
            "",
            [],
        )
        for sheet in sheets
        if sheet.overall
    ]
    return Spread(0, "Avis d’ensemble", bars, said)


# ------------------------------------------------------------------------------------------------------- a first draft


def wording(found: Reviews, asked: int) -> str:
    """A text for the secretary to start from, without names: what members agree on, what they doubt, what divides."""
    members = f"{found.count} avis sur {asked}" if found.count <= asked else f"{found.count} avis"
    parts = [f"Le comité s’appuie sur {members}."]
    agreed = [one for one in found.criteria if not one.is_divided and one.said]
    yes = [one.name for one in sorted(agreed, key=lambda one: one.number) if _answer(one) == MarkValue.YES]
    if yes:
        parts.append(f"Points d’accord\u00a0: {', '.join(yes)}.")
    parts += [
        f"{one.name}, {_answer(one).label.lower()} pour tous.{_remarks(one)}"
        for one in agreed
        if _answer(one) != MarkValue.YES
    ]
    parts += [
        f"{one.name}, avis partagés ({_counts(one)}).{_remarks(one)}" for one in found.criteria if one.is_divided
    ]
    return "\n\n".join(parts)


def _answer(one: Spread) -> MarkValue:
    return next(MarkValue(bar.value) for bar in one.bars if bar.count)


def _counts(one: Spread) -> str:
    return ", ".join(f"{bar.count} {bar.label.lower()}" for bar in one.bars if bar.count)


def _remarks(one: Spread) -> str:
    return "".join(f"\n- {' '.join(said.remark.split())}" for said in one.said if said.remark.strip())
