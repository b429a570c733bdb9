"""The verbs of the criteria grid: a version from a day on, withdrawn while its day has not come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import slugify

from dossiers import grids
from dossiers.models import Criterion, GridLine, GridVersion, Programme
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.administration import access
from okote_flow.administration.actions.writing import log
from okote_flow.administration.models import Change, Thing
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal, Refused, require

FIRST = "Rapport CP-2021-8-1-4 du 20/09/2021, §2"


@dataclass(frozen=True, slots=True)
class Wording:
    """One criterion as a grid is to word it; without a code it is new."""

    name: str
    guidance: str
    code: str = ""


@action(
    "administration.adopt_grid",
    refuses=(
        "reference-not-yours", "rules-reference-missing", "grid-past", "grid-unchanged", "grid-empty", "grid-twice",
        "grid-moved",
    ),
)  # fmt: skip
def adopt_grid(*, lines: list[dict[str, str]], effective_on: date, reference: str, seen: str, by: User) -> GridVersion:
    """Word the criteria otherwise, add or leave out some, from a day on. Dossiers handed in keep the grid they had.

    `seen` is the mark of the last grid as its writer had it before them.
    """
    require(access.keeper_refusals(by))
    programme = Programme.objects.select_for_update().order_by("starts_on", "pk").last()
    assert programme is not None, "a programme is loaded with its criteria"
    last = last_grid()
    wanted = [Wording(line["name"].strip(), line["guidance"].strip(), line.get("code", "")) for line in lines]
    if seen != mark():
        raise Refused([refuse("grid-moved")])
    require(_refusals(wanted, last, effective_on, reference))
    if last is None:
        _first(programme)
    made = _write(programme, wanted, effective_on, reference.strip(), by)
    log(Thing.GRID, str(made.pk), str(made), made.subject, {}, said(made), by)
    return made


@action("administration.withdraw_grid", refuses=("reference-not-yours", "grid-in-force", "reference-undone"))
def withdraw_grid(grid: GridVersion, *, by: User) -> GridVersion:
    """Take a version back whose day has not come; the one before it goes on."""
    require(access.keeper_refusals(by))
    withdraw(grid, by, undoes=Change.objects.filter(thing=Thing.GRID, key=str(grid.pk), undoes=None).first())
    return GridVersion.objects.get(pk=grid.pk)


def withdraw(grid: GridVersion, by: User, *, undoes: Change | None) -> Change:
    grid = GridVersion.objects.select_for_update().get(pk=grid.pk)
    if grid.withdrawn_at is not None:
        raise Refused([refuse("reference-undone")])
    if grid.effective_on <= clock.today():
        raise Refused([refuse("grid-in-force", day=grid.effective_on)])
    before = said(grid)
    grid.withdrawn_at = clock.now()
    grid.save(update_fields=["withdrawn_at"])
    return log(Thing.GRID, str(grid.pk), str(grid), grid.subject, before, {}, by, undoes=undoes)


def last_grid() -> GridVersion | None:
    return GridVersion.objects.standing().order_by("effective_on").last()


def last_criteria() -> list[Criterion]:
    """As the last grid words them, also one whose day has not come."""
    return grids.worded_by(last_grid())


def mark() -> str:
    """Changes with every version: whoever writes the next one has read this one."""
    last = last_grid()
    return str(last.pk) if last is not None else "0"


def said(grid: GridVersion) -> dict[str, Any]:
    lines = {f"{line.number}. {line.name}": line.guidance for line in grid.lines.all()}
    return {"effective_on": grid.effective_on.isoformat(), "reference": grid.reference, **lines}


def _refusals(
    wanted: Sequence[Wording], last: GridVersion | None, effective_on: date, reference: str
) -> Iterator[Refusal]:
    if not wanted or any(not one.name or not one.guidance for one in wanted):
        yield refuse("grid-empty")
    names = [one.name.casefold() for one in wanted]
    for one in wanted:
        if names.count(one.name.casefold()) > 1:
            yield refuse("grid-twice", name=one.name)
            break
    earliest = clock.today()
    if last is not None and effective_on <= last.effective_on:
        earliest = max(earliest, last.effective_on + date.resolution)
    if effective_on < earliest:
        yield refuse("grid-past", earliest=earliest)
    if not reference.strip():
        yield refuse("rules-reference-missing")
    if wanted == [Wording(one.name, one.guidance, one.code) for one in last_criteria()]:
        yield refuse("grid-unchanged")


def _first(programme: Programme) -> None:
    """The criteria as they were loaded become the first version, for those who were handed in under them."""
    first = GridVersion.objects.create(programme=programme, effective_on=programme.starts_on, reference=FIRST)
    for criterion in Criterion.objects.all():
        _line(first, criterion, criterion.number, Wording(criterion.name, criterion.guidance))


def _write(
    programme: Programme, wanted: Sequence[Wording], effective_on: date, reference: str, by: User
) -> GridVersion:
    made = GridVersion.objects.create(
        programme=programme, effective_on=effective_on, reference=reference, written_by=by, written_at=clock.now()
    )
    for number, one in enumerate(wanted, 1):
        criterion = Criterion.objects.filter(code=one.code).first() if one.code else None
        _line(made, criterion or _criterion(programme, one), number, one)
    return made


def _line(grid: GridVersion, criterion: Criterion, number: int, one: Wording) -> None:
    GridLine.objects.create(grid=grid, criterion=criterion, number=number, name=one.name, guidance=one.guidance)


def _criterion(programme: Programme, one: Wording) -> Criterion:
    """A row of its own, after all that were: what dossiers answered to others stays theirs."""
    taken = list(Criterion.objects.values_list("number", flat=True))
    base, codes = slugify(one.name)[:40] or "critere", set(Criterion.objects.values_list("code", flat=True))
    code = next(c for c in (base, *(f"{base}-{n}" for n in range(2, 1000))) if c not in codes)
    number = max(taken, default=0) + 1
    return Criterion.objects.create(
        programme=programme, code=code, number=number, name=one.name, guidance=one.guidance
    )
