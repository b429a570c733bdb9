"""What a person may read of what they were told: a right that was lost takes its notifications along."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import Http404

from dossiers.access import dossiers_for, reads_notes, reads_thread
from dossiers.models import Dossier
from notifications.models import Notification
from okote_flow.directory.models import User
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
