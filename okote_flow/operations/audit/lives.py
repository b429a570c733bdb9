"""Dossiers: each is where its journal says, came there by the table, and asks of people what its state asks."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef
from viewflow.workflow.models import Task

from dossiers import clocks
from dossiers import snapshots as frozen
from dossiers.lifecycle import ENDS, STEPS, State
from dossiers.models import Counter, Deadline, Dossier, DossierProcess, DossierSnapshot
from dossiers.models.process import outlook
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row

TABLE = "dossiers_dossier"


def paths() -> Iterator[Fault]:
    """State, number and dates of every dossier follow from its steps in the journal, and every step from the table."""
    states = dict(Dossier.objects.values_list("pk", "state"))
    told: dict[int, list[Event]] = {dossier: [] for dossier in states}
    for event in Event.objects.filter(kind__in=[step.kind for step in STEPS.values()]).order_by("subject", "seq"):
        number = event.subject.removeprefix("dossier:")
        told.setdefault(int(number) if number.isdigit() else 0, []).append(event)
    for dossier, events in told.items():
        yield from _path(dossier, events, states.get(dossier))


def _path(key: int, events: list[Event], state: str | None) -> Iterator[Fault]:
    if state is None:
        yield Fault("dossier-gone", row(TABLE, key), "Le journal raconte un dossier qui n’existe plus.")
        return
    here: str = State.DRAFT
    for event in events:
        step = STEPS[event.kind.removeprefix("dossier.")]
        before, after = event.facts.get("before"), event.facts.get("after")
        if before != here or before not in step.sources or after not in step.targets:
            sentence = f"Le pas «\u00a0{step.label}\u00a0» (fait {event.seq}) ne part pas d’où était le dossier."
            yield Fault("path-illegal", row(TABLE, key), sentence)
        here = str(after)
    if state != here:
        label = State(here).label if here in State.values else here
        yield Fault("state-unfounded", row(TABLE, key), f"D’après le journal, le dossier est «\u00a0{label}\u00a0».")


def receipts() -> Iterator[Fault]:
    """Number and date of receipt are those of the submission; numbers have no gaps within a year."""
    given = {event.subject: event for event in Event.objects.filter(kind=STEPS["submit"].kind).order_by("pk")}
    counted: dict[str, int] = {}
    for dossier in Dossier.objects.handed_in().order_by("pk"):
        event = given.get(dossier.subject)
        if event is None or event.facts.get("number") != dossier.number or not _same(event.at, dossier.submitted_at):
            yield Fault(
                "receipt-wrong", row(TABLE, dossier.pk), "Numéro ou date de réception ne sont pas ceux du dépôt."
            )
        year = (dossier.number or "").rpartition("-")[0].removeprefix("OKT-")
        counted[year] = counted.get(year, 0) + 1
    for counter in Counter.objects.filter(name__startswith="dossier-"):
        if counted.get(counter.name.removeprefix("dossier-"), 0) != counter.value:
            sentence = f"Le compteur dit {counter.value}, les dossiers numérotés n’en font pas autant."
            yield Fault("numbers-gap", row("dossiers_counter", counter.pk), sentence)


def _same(told: datetime, stored: datetime | None) -> bool:
    return stored is not None and abs((told - stored).total_seconds()) < 1


def duties() -> Iterator[Fault]:
    """An open task was opened since its dossier is in its state; ends ask nothing of anybody."""
    still_open = DossierProcess.objects.filter(status="NEW").select_related("dossier").order_by("pk")
    for process in still_open.filter(opened_at__lt=F("dossier__state_since")):
        yield _task(process, "est plus ancienne que l’état du dossier")
    for process in still_open.filter(dossier__state__in=ENDS):
        yield _task(process, "reste ouverte alors que le dossier est fini")
    waits = Task.objects.filter(process=OuterRef("pk"), flow_task_type="HUMAN", status__in=["NEW", "ASSIGNED"])
    for process in still_open.exclude(Exists(waits)):
        yield _task(process, "n’attend plus personne")


def deadlines() -> Iterator[Fault]:
    """Every due date follows from its terms, and every task of a deadline has its date."""
    for deadline in Deadline.objects.prefetch_related("pauses").order_by("pk").iterator(500):
        if deadline.due_on != clocks.due(deadline.terms):
            sentence = f"L’échéance «\u00a0{deadline.get_kind_display()}\u00a0» n’est pas celle que donne son calcul."
            yield Fault("deadline-wrong", row("dossiers_deadline", deadline.pk), sentence)
    timed = DossierProcess.objects.filter(status="NEW", deadline__isnull=False).exclude(due_on=F("deadline__due_on"))
    for process in timed.order_by("pk"):
        yield _task(process, "n’a pas la date de son échéance", code="task-date-wrong")


def outlooks() -> Iterator[Fault]:
    """A dossier stands in the lists where its open tasks put it."""
    told = {f"told_{name}": expression for name, expression in outlook().items()}
    astray = Dossier.objects.alias(**told).exclude(
        next_due_on=F("told_next_due_on"), next_keeper=F("told_next_keeper")
    )
    for pk in astray.order_by("pk").values_list("pk", flat=True):
        sentence = "Sa place dans les listes n’est pas celle de sa tâche la plus pressée."
        yield Fault("outlook-wrong", row("dossiers_dossier", pk), sentence)


def _task(process: DossierProcess, what: str, *, code: str = "task-astray") -> Fault:
    return Fault(code, row("dossiers_dossierprocess", process.pk), f"La tâche «\u00a0{process.duty}\u00a0» {what}.")


def snapshots() -> Iterator[Fault]:
    """What was handed over is what is kept: each content under its hash, the numbers of a dossier without gap.

    A dossier that was eliminated, and it alone, has lost its contents.
    """
    dossier, number = 0, 0
    gone = set(Event.objects.filter(kind=Kind.DOSSIER_ELIMINATED).values_list("subject", flat=True))
    for one in DossierSnapshot.objects.order_by("dossier", "number").iterator():
        number = number + 1 if one.dossier_id == dossier else 1
        dossier = one.dossier_id
        emptied = one.content == {} and f"dossier:{one.dossier_id}" in gone
        if one.sha256 != frozen.digest(one.content) and not emptied:
            subject = row("dossiers_dossiersnapshot", one.pk)
            yield Fault("snapshot-changed", subject, "Le contenu remis a changé depuis sa remise.")
        if one.number != number:
            subject = row("dossiers_dossiersnapshot", one.pk)
            yield Fault("snapshot-gap", subject, f"La version {number} du dossier manque.")
            number = one.number
