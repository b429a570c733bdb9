"""The lines of an import, one by one, each in a transaction of its own: tried for the dry run, then done.

The dry run does what the import will do, by the same verbs, and takes it back; so it finds what they refuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from dossiers import actions as dossiers
from dossiers.models import Dossier
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.administration import import_access, import_twins
from okote_flow.administration.actions import organizations
from okote_flow.administration.import_reading import Reader, Reading, key_of
from okote_flow.administration.import_sentences import refuse
from okote_flow.administration.models.imports import (
    Choice,
    ImportBatch,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
    Verdict,
)
from okote_flow.directory.access import organization_of
from okote_flow.directory.models import LegalForm, Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused

AT_ONCE = 500
"""Lines that are done while their reader waits; more are done by the task queue."""
THE_LINE = "La ligne"
UNFIT = "La base de données refuse cette ligne\u00a0: vérifiez ses valeurs."


@dataclass(frozen=True, slots=True)
class Made:
    """What a line has made, and what it was before and after."""

    outcome: Outcome
    organization: Organization | None = None
    dossier: Dossier | None = None
    before: dict[str, str] | None = None
    after: dict[str, Any] | None = None


# The dry run


def check(pk: int) -> int:
    """Try every line that is not tried yet. Gives how many; safe to repeat after a crash.

    Of two at once the slower one leaves the lines as they are: somebody may have chosen meanwhile.
    """
    batch = ImportBatch.objects.select_related("uploaded_by", "confirmed_by").get(pk=pk)
    if batch.status != ImportState.CHECKING:
        return 0
    reader, by = Reader.of(batch.kind, batch.mapping), import_access.importer_of(batch)
    rows = list(batch.lines.order_by("number"))
    readings = {row.pk: reader.read(row.cells) for row in rows}
    there = import_twins.known(batch.kind, by, list(readings.values()))
    done = _done_before(batch, {key_of(batch.kind, one) for one in readings.values()})
    first: dict[str, int] = {}
    for row in rows:
        reading = readings[row.pk]
        _judge(row, reading, there.twins(reading), done, first)
        if row.verdict in (Verdict.GOOD, Verdict.TWIN):
            _try(row, reading, by)
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(pk=pk, state=ImportState.CHECKING, version=batch.version)
        if waiting.update(state=ImportState.CHECKED, version=batch.version + 1):
            found = ["verdict", "problems", "notes", "twins", "key", "choice"]
            ImportLine.objects.bulk_update(rows, found, batch_size=200)
    return len(rows)


def _done_before(batch: ImportBatch, keys: set[str]) -> dict[str, int]:
    """The keys that another import has created already -> that import."""
    made = ImportLine.objects.filter(kind=batch.kind, outcome=Outcome.CREATED, key__in=keys)
    return dict(made.values_list("key", "batch"))


def _judge(
    row: ImportLine, reading: Reading, twins: list[import_twins.Twin], done: dict[str, int], first: dict[str, int]
) -> None:
    """What can be said of a line before it is tried."""
    row.key = key_of(row.kind, reading)
    row.problems, row.notes, row.twins = list(reading.problems), list(reading.notes), twins
    if row.key in done:
        row.notes.append((THE_LINE, f"Déjà créée par l’import {done[row.key]}."))
        row.verdict, row.choice = Verdict.KNOWN, Choice.SKIP
        return
    if row.key in first and not row.problems:
        row.problems.append((THE_LINE, f"Elle dit la même chose que la ligne {first[row.key]}."))
    first.setdefault(row.key, row.number)
    if row.problems:
        row.verdict, row.choice = Verdict.BAD, ""
    elif twins:
        row.verdict, row.choice = Verdict.TWIN, Choice.SKIP
    else:
        row.verdict, row.choice = Verdict.GOOD, Choice.CREATE


def _try(row: ImportLine, reading: Reading, by: User) -> None:
    """Do it and take it back. A twin that cannot be created may still be completed."""
    wrong = _refused(lambda: _take_back(lambda: perform(row.kind, Choice.CREATE, reading, None, by)))
    if not wrong:
        return
    if row.verdict == Verdict.TWIN:
        row.notes.extend((THE_LINE, f"Ne se crée pas\u00a0: {reason}") for reason in wrong)
        return
    row.problems.extend((THE_LINE, reason) for reason in wrong)
    row.verdict, row.choice = Verdict.BAD, ""


def _take_back(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _refused(act: Callable[[], object]) -> list[str]:
    """Why an act is refused; empty when it is not."""
    try:
        act()
    except Refused as refused:
        return [one.message for one in refused.refusals]
    except IntegrityError:
        return [refuse("import-key-taken").message]
    except DatabaseError:
        return [UNFIT]
    return []


# What a line does


def perform(kind: str, choice: Choice, reading: Reading, target: int | None, by: User) -> Made:
    """One line by the verbs of the house. Raises Refused."""
    if choice == Choice.SKIP:
        return Made(Outcome.SKIPPED)
    if kind == ImportKind.DOSSIERS:
        return _draft(reading, by)
    said = {name: reading.text(name) for name in organizations.KEPT}
    if choice == Choice.UPDATE and target is not None:
        held = _twin(target)
        before = organizations.said_of(held)
        known = {name: value for name, value in said.items() if name not in ("name", "legal_form")}
        held = organizations.complete_organization(held, by=by, **known)
        after = organizations.said_of(held)
        return Made(Outcome.UPDATED if after != before else Outcome.SKIPPED, held, None, before, after)
    form = LegalForm(said.pop("legal_form"))
    made = organizations.enter_organization(by=by, legal_form=form, **said)
    return Made(Outcome.CREATED, made, after=organizations.said_of(made))


def _twin(pk: int) -> Organization:
    """The structure that a line completes. Raises Refused when it went away after the dry run."""
    try:
        return organization_of(pk)
    except Organization.DoesNotExist as gone:
        raise Refused([refuse("import-twin-gone")]) from gone


def _draft(reading: Reading, by: User) -> Made:
    """A draft for its holder, its sheet, and its structure when the line names one."""
    names = {name: reading.text(name) for name in ("first_name", "last_name")}
    dossier = dossiers.draft_for(email=reading.text("email"), title=reading.text("title"), by=by, **names)
    dossier = dossiers.edit_project(
        dossier,
        by=by,
        summary=reading.text("summary") or None,
        territory=reading.values.get("territory"),
        theme=Theme(reading.text("theme")) if reading.text("theme") else None,
        city=reading.text("city") or None,
        goal_cents=reading.values.get("goal"),
    )
    if reading.text("structure") and dossier.organization is None:
        form = LegalForm(reading.text("legal_form"))
        dossier = dossiers.edit_structure(
            dossier, by=by, name=reading.text("structure"), legal_form=form, siret=reading.text("siret")
        )
    return Made(Outcome.CREATED, None, dossier, after={"version": dossier.version})


# The import itself


def run(pk: int) -> int:
    """Do every line that waits, each once. Gives how many were done; safe to repeat after a crash."""
    batch = ImportBatch.objects.select_related("uploaded_by", "confirmed_by").get(pk=pk)
    if batch.status != ImportState.RUNNING:
        return 0
    reader, by = Reader.of(batch.kind, batch.mapping), import_access.importer_of(batch)
    waiting = list(batch.lines.filter(outcome="").order_by("number").values_list("pk", flat=True))
    for line in waiting:
        _do(line, reader, by)
    _end(pk, by)
    return len(waiting)


def _do(pk: int, reader: Reader, by: User) -> None:
    """One line, its row held: what it makes and its result are written together."""
    wrong = _refused(lambda: _done(pk, reader, by))
    if wrong:
        rows = ImportLine.objects.filter(pk=pk, outcome="")
        rows.update(outcome=Outcome.FAILED, message=" ".join(wrong)[:600])


@transaction.atomic
def _done(pk: int, reader: Reader, by: User) -> None:
    line = ImportLine.objects.select_for_update().get(pk=pk)
    if line.outcome:
        return
    if line.verdict == Verdict.BAD or not line.choice:
        line.outcome, line.message = (
            Outcome.FAILED,
            " ".join(f"{column}\u00a0: {why}" for column, why in line.problems),
        )
        line.message = line.message[:600]
        line.save(update_fields=["outcome", "message"])
        return
    target = line.twins[0]["pk"] if line.twins else None
    made = perform(line.kind, Choice(line.choice), reader.read(line.cells), target, by)
    line.outcome, line.organization, line.dossier = made.outcome, made.organization, made.dossier
    line.before, line.after = made.before, made.after
    line.save()


def _end(pk: int, by: User) -> None:
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=pk)
        if batch.status != ImportState.RUNNING or batch.lines.filter(outcome="").exists():
            return
        batch.state, batch.ended_at, batch.version = ImportState.DONE, clock.now(), batch.version + 1
        batch.save()
        counts: dict[str, Any] = {outcome.value: batch.lines.filter(outcome=outcome).count() for outcome in Outcome}
        office = import_access.office_of(by)
        record(Kind.IMPORT_DONE, subject=batch.subject, by=by, office=office, content=batch.kind, **counts)
