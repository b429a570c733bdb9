"""The next summary of a person: when it leaves, and how much it holds so far."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from notifications.access import notifications_for
from notifications.cadence import leaves_at
from notifications.families import OPTIONAL, Cadence
from notifications.models import DeliveryStatus
from notifications.wishes import Wishes
from okote_flow import clock
from okote_flow.directory.models import User

SUMMARIES = (Cadence.DAILY, Cadence.WEEKLY)


@dataclass(frozen=True, slots=True)
class Summary:
    leaves_at: datetime
    count: int


def next_summary(user: User, wishes: Wishes) -> Summary | None:
    """The first that waits, with what is still unread; an empty one where nothing waits; None for who has none."""
    waiting = notifications_for(user).filter(
        delivery__status=DeliveryStatus.QUEUED, delivery__cadence__in=SUMMARIES, read_at=None
    )
    first = waiting.order_by("delivery__leaves_at").values("delivery__leaves_at").annotate(count=Count("pk")).first()
    if first is not None:
        return Summary(first["delivery__leaves_at"], first["count"])
    rhythm, now = wishes.rhythm(user.pk), clock.real_now()
    slots = [
        slot
        for cadence in {wishes.cadence(user.pk, family) for family in OPTIONAL} & set(SUMMARIES)
        if (slot := leaves_at(cadence, rhythm, now)) is not None
    ]
    return Summary(min(slots), 0) if slots else None
