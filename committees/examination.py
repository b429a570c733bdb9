"""What the screening and opinion pages say: the dossier's answers beside one's own, the others' once unsealed."""

from dataclasses import dataclass

from committees import access, rules
from committees.models import Mandate, Mark, MarkValue, ScreeningSheet
from dossiers.models import Criterion, Dossier
from dossiers.models.content import Side
from okote_flow.directory.models import User


@dataclass(frozen=True, slots=True)
class Judged:
    """What one person answered to one criterion."""

    who: str
    is_own: bool
    label: str
    remark: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion: what its holder wrote, how the marks are spread, who said what."""

    criterion: Criterion
    answer: str
    counts: list[tuple[str, str, int]]
    said: list[Judged]

    @property
    def is_divided(self) -> bool:
        """Whether members disagree: shown, never averaged."""
        return sum(1 for _, _, count in self.counts if count) > 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Who was asked for a sheet and who has given it."""

    mandate: Mandate
    given: bool


def criteria() -> list[Criterion]:
    return list(Criterion.objects.all())


def own_sheet(user: User, dossier: Dossier) -> ScreeningSheet | None:
    return ScreeningSheet.objects.of_round(dossier).filter(user=user).prefetch_related("marks").first()


def initial(sheet: ScreeningSheet | None) -> dict[str, str]:
    """A sheet as its form is filled in."""
    filled: dict[str, str] = {}
    for mark in sheet.marks.all() if sheet else ():
        filled |= {f"mark_{mark.criterion_id}": mark.value, f"remark_{mark.criterion_id}": mark.remark}
    return filled


def views(user: User, dossier: Dossier) -> list[CriterionView]:
    """The six criteria with the given sheets that this person may read now."""
    sheets = list(access.sheets_for(user, dossier).given().select_related("user").prefetch_related("marks__criterion"))
    answers = {answer.criterion_id: answer.text for answer in dossier.answers.all()}
    spread = rules.spread(_marks(sheet) for sheet in sheets)
    said = [(sheet, mark) for sheet in sheets for mark in sheet.marks.all() if mark.value]
    return [
        CriterionView(
            criterion=one,
            answer=answers.get(one.pk, ""),
            counts=_counts(spread.get(one.code, {})),
            said=[_judged(sheet, mark, user.pk) for sheet, mark in said if mark.criterion_id == one.pk],
        )
        for one in criteria()
    ]


def _counts(counts: dict[rules.Mark, int]) -> list[tuple[str, str, int]]:
    return [(value.value, value.label, counts.get(rules.Mark(value.value), 0)) for value in MarkValue]


def _marks(sheet: ScreeningSheet) -> dict[str, rules.Mark]:
    return {mark.criterion.code: rules.Mark(mark.value) for mark in sheet.marks.all() if mark.value}


def _judged(sheet: ScreeningSheet, mark: Mark, reader: int) -> Judged:
    return Judged(str(sheet.user), sheet.user_id == reader, mark.get_value_display(), mark.remark)


def content(dossier: Dossier) -> dict[str, object]:
    """What a dossier says besides its answers, for the reading side of the page."""
    lines = list(dossier.budget_lines.all())
    return {
        "expenses": [line for line in lines if line.side == Side.EXPENSE],
        "resources": [line for line in lines if line.side == Side.RESOURCE],
        "total_cents": sum(line.amount_cents for line in lines if line.side == Side.EXPENSE),
        "pieces": list(dossier.attachments.filter(removed_at=None).order_by("kind", "name", "-version")),
    }


def progress(dossier: Dossier) -> list[Progress]:
    """Members with a voice, and whether their sheet is in: that it is, never what it says."""
    given = set(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True))
    return [Progress(mandate, mandate.user_id in given) for mandate in access.voices(dossier)]
