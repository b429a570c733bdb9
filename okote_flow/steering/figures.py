"""Which dossiers stand behind which figure: every count of the dashboard is the length of one of these lists."""

from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from dossiers.lifecycle import State
from dossiers.models import Ceiling, DossierProcess, DossierQuerySet
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event

GIVEN_UP_STATES = (State.RENOUNCED, State.CANCELLED)
GIVEN_UP = (Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL)


def supported(dossiers: DossierQuerySet, year: int) -> DossierQuerySet:
    """Endorsed by the engagement committee in that year, and not given up since."""
    endorsed = _events().filter(kind=Kind.DOSSIER_ENDORSE, at__gte=clock.local(date(year, 1, 1)))
    endorsed = endorsed.filter(at__lt=clock.local(date(year + 1, 1, 1)))
    found = dossiers.filter(Exists(endorsed), ~Exists(_events().filter(kind__in=GIVEN_UP)))
    return found.order_by("-submitted_at", "pk")


def cofunded(dossiers: DossierQuerySet, year: int) -> DossierQuerySet:
    """Of those, the ones with a ceiling of the partner that is bound to its competences (the CeA)."""
    ceilings = Ceiling.objects.filter(dossier=OuterRef("pk"), partner__is_competence_bound=True)
    return supported(dossiers, year).filter(Exists(ceilings))


def late(dossiers: DossierQuerySet, today: date) -> DossierQuerySet:
    """In progress with something overdue, the longest overdue first."""
    since = Subquery(overdue(today).order_by("due_on").values("due_on")[:1])
    found = dossiers.exclude(state__in=GIVEN_UP_STATES).alias(late_since=since)
    return found.filter(late_since__isnull=False).order_by("late_since", "pk")


def given_up(dossiers: DossierQuerySet) -> DossierQuerySet:
    """Renounced or cancelled: their money is being settled, then they are closed."""
    return dossiers.filter(state__in=GIVEN_UP_STATES).order_by("state_since", "pk")


def is_late(today: date) -> Q:
    return Q(Exists(overdue(today)))


def overdue(today: date) -> QuerySet[DossierProcess]:
    """What awaited somebody until a day that has passed."""
    return DossierProcess.objects.filter(dossier=OuterRef("pk"), status="NEW", due_on__lt=today)


def _events() -> QuerySet[Event]:
    """The journal of the dossier of the outer query."""
    subject = Concat(Value("dossier:"), Cast(OuterRef("pk"), CharField()))
    return Event.objects.annotate(about=subject).filter(subject=F("about"))
