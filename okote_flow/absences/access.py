"""Whose absences somebody may see: their own, and those in which they take over."""

from django.db.models import QuerySet
from django.http import Http404

from okote_flow import clock
from okote_flow.directory.models import Absence, User


def mine(user: User) -> QuerySet[Absence]:
    """One's own that are running or ahead."""
    return Absence.objects.not_over().filter(person=user).select_related("person", "stand_in")


def taken_over_by(user: User) -> QuerySet[Absence]:
    """Those of others in which this person takes over, running or ahead."""
    return Absence.objects.not_over().filter(stand_in=user).select_related("person", "stand_in")


def over(user: User) -> QuerySet[Absence]:
    """One's own that are past or lifted, the latest first."""
    past = Absence.objects.filter(person=user).exclude(lifted_on=None, ends_on__gte=clock.today())
    return past.select_related("person", "stand_in").order_by("-starts_on", "-pk")


def get_own(user: User, pk: int) -> Absence:
    found = mine(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
