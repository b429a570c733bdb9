"""Reading marks. They are a person's own business: the journal does not keep them."""

from notifications.access import notifications_for
from notifications.models import Notification
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User


@action("notifications.mark_read")
def mark_read(notification: Notification, *, by: User) -> Notification:
    """Once read, it stays read since that time. Somebody else's stays as it is."""
    notifications_for(by).filter(pk=notification.pk, read_at=None).update(read_at=clock.now())
    notification.refresh_from_db(fields=["read_at"])
    return notification


@action("notifications.mark_all_read")
def mark_all_read(*, by: User) -> int:
    """Gives how many were new."""
    return notifications_for(by).filter(read_at=None).update(read_at=clock.now())
