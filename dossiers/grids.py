"""Which criteria a dossier answers, in which words: those of the grid in force when it was handed in, today's before.

A criterion keeps its row through all versions, so that what a draft says of it stays when the words change.
"""

from collections.abc import Iterable

from dossiers.models import Criterion, CriterionAnswer, Dossier, GridLine, GridVersion
from okote_flow import clock


def today() -> list[Criterion]:
    """The criteria of today, as the grid in force words them."""
    return worded_by(GridVersion.objects.in_force(clock.today()))


def of(dossier: Dossier) -> list[Criterion]:
    """Those that bind a dossier. One that was handed in before there were versions has the first."""
    if dossier.grid_id is not None:
        return worded_by(dossier.grid)
    if dossier.submitted_at is None:
        return today()
    return worded_by(GridVersion.objects.standing().order_by("effective_on").first())


def worded(dossier: Dossier, answers: Iterable[CriterionAnswer]) -> list[CriterionAnswer]:
    """The answers in the order of the dossier's grid, each criterion in its words; others are not shown."""
    said = {answer.criterion_id: answer for answer in answers}
    found = []
    for criterion in of(dossier):
        if criterion.pk in said:
            said[criterion.pk].criterion = criterion
            found.append(said[criterion.pk])
    return found


def worded_by(version: GridVersion | None) -> list[Criterion]:
    """The rows of the criteria with this version's words on them; they are to be read, never saved."""
    if version is None:
        return list(Criterion.objects.all())
    return [_worded(line) for line in GridLine.objects.filter(grid=version).select_related("criterion")]


def _worded(line: GridLine) -> Criterion:
    criterion = line.criterion
    criterion.number, criterion.name, criterion.guidance = line.number, line.name, line.guidance
    return criterion
