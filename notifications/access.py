"""What a person may read of what they were told: a right that was lost takes its notifications along."""

from django.db.models import Q, QuerySet
from django.http import Http404

from dossiers.access import dossiers_for
from notifications.models import Notification
from okote_flow.directory.models import User


def notifications_for(user: User) -> QuerySet[Notification]:
    """Their notifications, newest first, without those of dossiers that they may no longer see."""
    within_rights = Q(dossier=None) | Q(dossier__in=dossiers_for(user))
    return Notification.objects.filter(within_rights, recipient=user)


def unread_count(user: User) -> int:
    """For the bell, in one query."""
    return notifications_for(user).filter(read_at=None).count()


def get_notification(user: User, pk: int) -> Notification:
    """Raises Http404 for what was told to somebody else."""
    found = notifications_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
