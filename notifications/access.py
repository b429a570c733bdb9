"""What a person may read of what they were told: a right that was lost takes its notifications along."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from dossiers.access import denied, dossiers_for, granted, reads_notes, reads_thread
from dossiers.models import Dossier
from notifications.models import Delivery, Notification
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind

CLOSER: dict[Callable[[User], Q], frozenset[Kind]] = {
    reads_thread: frozenset({Kind.MESSAGE_SENT, Kind.MESSAGE_RETRACTED}),
    reads_notes: frozenset({Kind.NOTE_WRITTEN}),
}
"""The dossiers on which a person may know of these kinds, fewer than those that they may see."""


def notifications_for(user: User) -> QuerySet[Notification]:
    """Their notifications, newest first, without those of dossiers that they may no longer see."""
    within_rights = Q(dossier=None) | Q(dossier__in=dossiers_for(user))
    return Notification.objects.filter(within_rights, recipient=user).exclude(_hidden(user))


def _hidden(user: User) -> Q:
    """What is told to few, where this person is none of them (any more)."""
    theirs = ((kinds, Dossier.objects.filter(rule(user))) for rule, kinds in CLOSER.items())
    return reduce(or_, (Q(event__kind__in=kinds) & ~Q(dossier__in=dossiers) for kinds, dossiers in theirs))


def unread_count(user: User) -> int:
    """For the bell, in one query."""
    return notifications_for(user).filter(read_at=None).count()


def get_notification(user: User, pk: int) -> Notification:
    """Raises Http404 for what was told to somebody else."""
    found = notifications_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# Mails as those see them who answer for them


def watches_mails(user: User) -> bool:
    """Who reads the list of what left: those who keep the accounts, and those who answer to holders."""
    return bool(offices_of(user) & {Office.ADMINISTRATOR, Office.OFFICER})


def deliveries_for(user: User) -> QuerySet[Delivery]:
    """An administrator sees all mails, an officer those about dossiers that they may see.

    `may_read` says whether what a mail tells is theirs to read too, and not only where it went.
    """
    in_office = Dossier.objects.filter(granted(user) & ~denied(user))  # not as somebody who carries a project
    readable = Exists(in_office.filter(pk=OuterRef("notification__dossier")))
    found = Delivery.objects.annotate(may_read=readable).order_by("-pk")
    if Office.ADMINISTRATOR in offices_of(user):
        return found
    return found.filter(may_read=True) if Office.OFFICER in offices_of(user) else found.none()


def get_delivery(user: User, pk: int) -> Delivery:
    """Raises Http404 for a mail that is not theirs to answer for."""
    found = deliveries_for(user).filter(pk=pk).select_related("notification__recipient").first()
    if found is None:
        raise Http404
    return found


def get_mail(user: User, pk: int) -> list[Delivery]:
    """A mail that this person was sent, in the browser: as much of it as they may still see. Raises Http404."""
    theirs = Delivery.objects.filter(notification__in=notifications_for(user))
    first = theirs.filter(pk=pk).first()
    if first is None:
        raise Http404
    same = Q(message_id=first.message_id) if first.message_id else Q(pk=pk)
    found = theirs.filter(same).select_related("notification__recipient", "notification__dossier__officer")
    return list(found.order_by("notification__dossier", "pk"))
