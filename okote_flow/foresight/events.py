"""What the journal says of a dossier: when the engagement committee endorsed it, and which still count for a year."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr

from dossiers.models import DossierQuerySet
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event

SUBJECT = "dossier:"
GIVEN_UP = (Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL)


def of_dossier() -> QuerySet[Event]:
    """The journal of the dossier of the outer query."""
    subject = Concat(Value(SUBJECT), Cast(OuterRef("pk"), CharField()))
    return Event.objects.annotate(about=subject).filter(subject=F("about"))


def endorsed_at() -> Any:
    """When the dossier of the outer query was endorsed, the last time."""
    return of_dossier().filter(kind=Kind.DOSSIER_ENDORSE).order_by("-seq").values("at")[:1]


def supported(dossiers: DossierQuerySet, year: int) -> DossierQuerySet:
    """Endorsed in that year and not given up since: the dashboard counts the same.

    Read from the journal's own index, by kind and day: no dossier is looked up one by one.
    """
    first, after = clock.local(date(year, 1, 1)), clock.local(date(year + 1, 1, 1))
    endorsed = Event.objects.filter(kind=Kind.DOSSIER_ENDORSE, at__gte=first, at__lt=after)
    given_up = Event.objects.filter(kind__in=GIVEN_UP)
    return dossiers.filter(pk__in=_numbers(endorsed)).exclude(pk__in=_numbers(given_up))


def _numbers(events: QuerySet[Event]) -> Any:
    """The dossiers that events are about, as a query."""
    number = Cast(Substr("subject", len(SUBJECT) + 1), BigIntegerField())
    return events.filter(subject__startswith=SUBJECT).order_by().annotate(number=number).values("number")
