"""Who was told what by the acts of a play, and by which way."""

from dataclasses import dataclass

from notifications.dispatch import catch_up
from notifications.families import Cadence, Family
from notifications.models import Notification
from okote_flow.journal.models import Event


@dataclass(frozen=True, slots=True)
class Heard:
    """One person, told once."""

    person: str
    family: Family
    cadence: Cadence  # NEVER where no mail leaves

    @property
    def line(self) -> str:
        mail = "" if self.cadence is Cadence.NEVER else f" et courriel ({self.cadence.label.lower()})"
        return f"{self.person}\u00a0: {self.family.label.lower()}, cloche{mail}"


def last_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def since(event: int) -> tuple[Heard, ...]:
    """Everybody told of what happened after that event, in the order of telling."""
    catch_up(after=event)
    told = Notification.objects.filter(event__gt=event).select_related("recipient", "delivery").order_by("pk")
    return tuple(_heard(row) for row in told)


def _heard(row: Notification) -> Heard:
    delivery = getattr(row, "delivery", None)
    return Heard(str(row.recipient), Family(row.family), Cadence(delivery.cadence) if delivery else Cadence.NEVER)
