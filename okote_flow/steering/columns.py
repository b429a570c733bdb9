"""The dossiers that the board shows under each step: the longest there first, a few of each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber

from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, State
from dossiers.models import DossierQuerySet
from okote_flow import clock
from okote_flow.steering import figures

FEW = 4
SHORT = {3: "Territoire", 4: "Engagement"}


@dataclass(frozen=True, slots=True)
class Card:
    """A dossier as a column shows it."""

    pk: int
    title: str
    goal_cents: int
    days: int  # since it came to its state
    is_late: bool


def cards(dossiers: DossierQuerySet, today: date) -> dict[int, list[Card]]:
    """Step -> its first dossiers. One query, whatever their number."""
    running = dossiers.running().exclude(state__in=figures.GIVEN_UP_STATES).annotate(step=_step())
    place = Window(RowNumber(), partition_by=[F("step")], order_by=[F("state_since").asc(), F("pk").asc()])
    late = Case(When(figures.is_late(today), then=Value(1)), default=Value(0))
    few = running.annotate(place=place, late=late).filter(place__lte=FEW).order_by("step", "place")
    found: dict[int, list[Card]] = {number: [] for number in STAGES}
    for step, *rest in few.values_list("step", "pk", "title", "goal_cents", "state_since", "late"):
        pk, title, cents, since, is_late = rest
        days = (today - since.astimezone(clock.PARIS).date()).days
        found[step].append(Card(pk, title, cents or 0, days, bool(is_late)))
    return found


def _step() -> Case:
    """As `Dossier.stage` says it, for the database."""
    return Case(
        *(When(_stands_at(number), then=Value(number)) for number in STAGES),
        default=Value(1),
        output_field=IntegerField(),
    )


def _stands_at(number: int) -> Q:
    states = [state for state, stage in STAGE_OF.items() if stage == number and state not in ENDS]
    asked = Q(state=State.COMPLEMENTS_REQUESTED)
    return Q(state__in=states) & ~asked | asked & Q(asked_from__in=states)


def short(number: int) -> str:
    return SHORT.get(number, STAGES[number][0])
