"""Reading marks and choices of mails. They are a person's own business: the journal does not keep them."""

from collections.abc import Iterable
from datetime import datetime

from notifications.access import notifications_for
from notifications.families import Cadence, Family
from notifications.models import Delivery, DeliveryStatus, Notification, Preference, Schedule
from notifications.sentences import refuse
from notifications.wishes import Wishes
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal, require


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


@action("notifications.mark_unread_again")
def mark_unread_again(*, by: User, at: datetime) -> int:
    """Take back that everything was marked read at that instant. Gives how many are new again."""
    return notifications_for(by).filter(read_at=at).update(read_at=None)


# Mails


@action("notifications.prefer", refuses=("family-mandatory",))
def prefer(*, by: User, family: Family, cadence: Cadence) -> Preference:
    """Choose how often the mails of a family leave. Those that wait follow the new choice."""
    if family.is_mandatory:
        require([refuse("family-mandatory", family=family.label, reason=family.reason)])
    _lock(by)
    chosen, _ = Preference.objects.update_or_create(user=by, family=family, defaults={"cadence": cadence})
    _put_off(by, [family])
    return chosen


@action("notifications.set_schedule", refuses=("hour-wrong", "day-wrong"))
def set_schedule(*, by: User, daily_hour: int, weekly_day: int, quiet: bool) -> Schedule:
    """Choose when summaries leave, and whether nights and week-ends are left in peace. What waits follows."""
    require(_schedule_refusals(daily_hour, weekly_day))
    _lock(by)
    chosen = {"daily_hour": daily_hour, "weekly_day": weekly_day, "quiet": quiet}
    schedule, _ = Schedule.objects.update_or_create(user=by, defaults=chosen)
    _put_off(by, [family for family in Family if not family.is_mandatory])
    return schedule


def _schedule_refusals(daily_hour: int, weekly_day: int) -> Iterable[Refusal]:
    if not 0 <= daily_hour < 24:
        yield refuse("hour-wrong")
    if not 0 <= weekly_day < 7:
        yield refuse("day-wrong")


def _lock(person: User) -> None:
    """Two choices of one person at once come one after the other."""
    User.objects.select_for_update().get(pk=person.pk)


def _put_off(person: User, families: Iterable[Family]) -> None:
    """Mails that have not been tried yet leave when their reader now wants them, or not at all."""
    wishes, now = Wishes.of([person.pk]), clock.real_now()
    waiting = Delivery.objects.filter(
        notification__recipient=person,
        notification__family__in=list(families),
        status=DeliveryStatus.QUEUED,
        tries=0,
    )
    for family in families:
        of_family = waiting.filter(notification__family=family)
        cadence, leaves_at = wishes.leave(person.pk, family, now)
        if leaves_at is None:
            of_family.update(status=DeliveryStatus.DROPPED)
        else:
            of_family.update(cadence=cadence, leaves_at=leaves_at)
