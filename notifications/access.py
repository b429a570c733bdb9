"""What a person may read of what they were told: a right that was lost takes its notifications along."""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from committees.access import committees_for, inside, meetings_for
from dossiers.access import dossiers_for, own
from dossiers.models import Dossier, DossierQuerySet
from funding.access import envelopes_for, partners_answered_for, reads_books
from notifications.families import Standing
from notifications.models import Notification
from okote_flow.accounts.access import organizations_of
from okote_flow.directory.access import partners
from okote_flow.directory.models import Partner, User


def _carried(user: User) -> DossierQuerySet:
    return Dossier.objects.filter(own(user))


SEES: dict[Standing, Callable[[User], DossierQuerySet]] = {
    Standing.HOLDER: _carried,
    Standing.INSIDE: inside,
    Standing.EITHER: dossiers_for,
    Standing.PERSONAL: dossiers_for,
}
"""The dossiers that each standing shows today. What is told to a committee is not for whoever has come to carry the
project since, and what is told to a holder is not for the officer that they have become."""


BOTH = (Standing.EITHER, Standing.PERSONAL)


def _partners(user: User) -> QuerySet[Partner]:
    return partners() if reads_books(user) else partners_answered_for(user)


SUBJECTS: dict[str, tuple[Callable[[User], QuerySet[Any]], str]] = {
    "meeting": (meetings_for, "pk"),
    "committee": (committees_for, "code"),
    "envelope": (envelopes_for, "pk"),
    "partner": (_partners, "code"),
    "organization": (organizations_of, "pk"),
}
"""What notices are about beside dossiers: how the journal names it -> its door, and the column of its name."""


def notifications_for(user: User) -> QuerySet[Notification]:
    """Their notifications, newest first, without those whose subject they may no longer see. One query."""
    if not user.is_active:
        return Notification.objects.none()
    carried = Q(standing__in=(Standing.HOLDER, *BOTH), dossier__in=_carried(user))
    within = Q(standing__in=(Standing.INSIDE, *BOTH), dossier__in=inside(user))
    elsewhere = Q(dossier=None) & (Q(standing=Standing.PERSONAL) | Q(subject__in=_subjects(user)))
    return Notification.objects.filter(carried | within | elsewhere, recipient=user)


def _subjects(user: User) -> QuerySet[Any, str]:
    """What somebody may see today that is not a dossier, as the journal names it. What is not here is not shown."""
    first, *others = (_named(prefix, rows(user), key) for prefix, (rows, key) in SUBJECTS.items())
    return first.union(*others, all=True)


def _named(prefix: str, rows: QuerySet[Any], key: str) -> QuerySet[Any, str]:
    name = Concat(Value(f"{prefix}:"), Cast(key, CharField()), output_field=CharField())
    return rows.order_by().values_list(name, flat=True)


def showing(subject: str, user: User) -> QuerySet[Any]:
    """The row that an event is about, if this person may see it: for subjects that are no dossier."""
    prefix, _, value = subject.partition(":")
    if prefix not in SUBJECTS:
        return Notification.objects.none()
    rows, key = SUBJECTS[prefix]
    return rows(user).filter(**{key: value})


def unread_count(user: User) -> int:
    """For the bell, in one query."""
    return notifications_for(user).filter(read_at=None).count()


def get_notification(user: User, pk: int) -> Notification:
    """Raises Http404 for what was told to somebody else."""
    found = notifications_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
