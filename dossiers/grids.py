"""Which criteria a dossier answers, in which words: those of the grid in force when it was handed in, today's before.

A criterion keeps its row through all versions, so that what a draft says of it stays when the words change.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value

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


def worded(dossier: Dossier, answers: QuerySet[CriterionAnswer]) -> list[CriterionAnswer]:
    """The answers in the order of the dossier's grid, each criterion in its words; others are not shown. One query."""
    grid = _grid_of(dossier)
    line = GridLine.objects.filter(grid=grid, criterion=OuterRef("criterion"))
    rows = answers.select_related("criterion").annotate(
        in_grid=grid,
        rank=Subquery(line.values("number")[:1]),
        named=Subquery(line.values("name")[:1]),
        guided=Subquery(line.values("guidance")[:1]),
    )
    found = []
    for answer in rows:
        if answer.rank is not None:
            criterion = answer.criterion
            criterion.number, criterion.name, criterion.guidance = answer.rank, answer.named, answer.guided
        if answer.rank is not None or answer.in_grid is None:
            found.append(answer)
    return sorted(found, key=lambda answer: answer.criterion.number)


def _grid_of(dossier: Dossier) -> Any:
    """The key of the grid that binds a dossier, for the database; nothing while there are no versions."""
    if dossier.grid_id is not None:
        return Value(dossier.grid_id)
    versions = GridVersion.objects.standing().order_by("effective_on")
    if dossier.submitted_at is None:
        versions = versions.filter(effective_on__lte=clock.today()).order_by("-effective_on")
    return Subquery(versions.values("pk")[:1])


def worded_by(version: GridVersion | None) -> list[Criterion]:
    """The rows of the criteria with this version's words on them; they are to be read, never saved."""
    if version is None:
        return list(Criterion.objects.all())
    return [_worded(line) for line in GridLine.objects.filter(grid=version).select_related("criterion")]


def _worded(line: GridLine) -> Criterion:
    criterion = line.criterion
    criterion.number, criterion.name, criterion.guidance = line.number, line.name, line.guidance
    return criterion
