"""The final report read: its lines with their sums, and what would be left of the money that was paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossiers import joints, rules
from dossiers.models import Attachment, BudgetLine, Dossier, FinalReport, ReportDraft, ReportLine
from dossiers.models.content import AttachmentKind, Side
from dossiers.sentences import refuse
from okote_flow.parameters import Parameters
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """What a holder says of one line: of the budget, when its side and label are those of one; else their own."""

    side: Side
    label: str
    actual_cents: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One side of a report, with its sums."""

    side: Side
    lines: tuple[ReportLine, ...]

    @property
    def forecast_cents(self) -> int:
        return sum(line.forecast_cents for line in self.lines)

    @property
    def actual_cents(self) -> int:
        return sum(line.actual_cents for line in self.lines)

    @property
    def difference_cents(self) -> int:
        return self.actual_cents - self.forecast_cents


def budget_of(dossier: Dossier) -> list[BudgetLine]:
    """The budget that binds: nobody can change a line of it once the committee has seen the dossier."""
    return list(dossier.budget_lines.order_by("side", "position", "pk"))


def laid_out(dossier: Dossier, said: Sequence[ReportedLine]) -> tuple[list[ReportLine], list[str]]:
    """What was said beside what was foreseen, and the labels of the budget of which nothing was said."""
    budget = budget_of(dossier)
    waiting, missing = list(said), list[str]()
    found: list[ReportLine] = []
    for line in budget:
        match = next((one for one in waiting if (one.side, one.label) == (line.side, line.label)), None)
        if match is None:
            missing.append(line.label)
            continue
        waiting.remove(match)
        found.append(_line(match, line.amount_cents, len(found)))
    return [*found, *(_line(one, 0, len(found) + n) for n, one in enumerate(waiting))], missing


def _line(said: ReportedLine, forecast_cents: int, position: int) -> ReportLine:
    return ReportLine(
        side=said.side,
        label=said.label.strip(),
        forecast_cents=forecast_cents,
        actual_cents=said.actual_cents,
        why=said.why.strip(),
        position=position,
    )


def refusals(dossier: Dossier, text: str, said: Sequence[ReportedLine]) -> list[Refusal]:
    """Why a report by line is not whole: something is not said, or a great difference is not explained."""
    lines, missing = laid_out(dossier, said)
    nameless = ["le libellé d’une ligne"] if any(not line.label or line.actual_cents < 0 for line in lines) else []
    unsaid = [
        *([] if text.strip() else ["ce qui a été fait"]),
        *(f"«\u00a0{one}\u00a0»" for one in missing),
        *nameless,
    ]
    if unsaid:
        return [refuse("report-incomplete", missing=", ".join(unsaid))]
    unexplained = [line.label for line in lines if wants_words(dossier, line) and not line.why]
    named = ", ".join(f"«\u00a0{one}\u00a0»" for one in unexplained)
    return [refuse("report-unexplained", lines=named)] if unexplained else []


def wants_words(dossier: Dossier, line: ReportLine) -> bool:
    return needs_words(dossier.parameters, line.forecast_cents, line.actual_cents)


def needs_words(parameters: Parameters, forecast_cents: int, actual_cents: int) -> bool:
    """Whether a difference passes both tolerances of these rules."""
    return rules.needs_words(
        forecast_cents,
        actual_cents,
        tolerance_bps=parameters.report_tolerance_bps,
        tolerance_cents=parameters.report_tolerance_cents,
    )


def tables(lines: Iterable[ReportLine]) -> list[Table]:
    """Expenses, then resources; nothing for a report that was given as one sum."""
    found = list(lines)
    sides = [Table(side, tuple(line for line in found if line.side == side)) for side in Side]
    return [table for table in sides if table.lines]


def of_dossier(dossier: Dossier) -> FinalReport | None:
    """The report that was handed in, as the database has it now."""
    return FinalReport.objects.filter(dossier=dossier).select_related("accepted_by", "sent_back_by").first()


def draft_of(dossier: Dossier) -> ReportDraft | None:
    """What is begun and not handed in: for those who may write it alone."""
    return ReportDraft.objects.filter(dossier=dossier).select_related("saved_by").first()


def unspent(report: FinalReport) -> rules.Unspent:
    """What is left by this report of what the project was paid; once accepted, as the acceptance has fixed it."""
    paid = joints.paid_to(report.dossier)
    received = sum(line.actual_cents for line in report.lines.all() if line.side == Side.RESOURCE)
    return rules.unspent(
        received_cents=received,
        spent_cents=report.spent_cents,
        paid_cents=paid.cents,
        partners_cents=paid.partners_cents,
    )


def proofs_of(dossier: Dossier) -> list[Attachment]:
    """The pieces joined to the report, the newest version of each."""
    newest: dict[str, Attachment] = {}
    rows = dossier.attachments.filter(kind=AttachmentKind.REPORT, removed_at=None).order_by("name", "-version")
    for piece in rows:
        newest.setdefault(piece.name, piece)
    return list(newest.values())
