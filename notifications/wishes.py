"""What people chose about their mails, read for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from notifications.cadence import STEADY, Rhythm, leaves_at
from notifications.families import Cadence, Family
from notifications.models import Preference, Schedule


@dataclass(frozen=True, slots=True)
class Wishes:
    """Of some people, in two queries; whoever chose nothing has the usual cadences."""

    cadences: dict[tuple[int, Family], Cadence]
    rhythms: dict[int, Rhythm]

    @classmethod
    def of(cls, people: Iterable[int]) -> "Wishes":
        asked = set(people)
        chosen = Preference.objects.filter(user__in=asked).values_list("user", "family", "cadence")
        return cls(
            {(user, Family(family)): Cadence(cadence) for user, family, cadence in chosen},
            {schedule.user_id: schedule.rhythm for schedule in Schedule.objects.filter(user__in=asked)},
        )

    def cadence(self, person: int, family: Family) -> Cadence:
        return self.cadences.get((person, family), family.default_cadence)

    def rhythm(self, person: int) -> Rhythm:
        return self.rhythms.get(person, STEADY)

    def leave(self, person: int, family: Family, now: datetime) -> tuple[Cadence, datetime | None]:
        """How a mail of this family leaves, and from when on. What is mandatory leaves at once, at any hour."""
        if family.is_mandatory:
            return Cadence.AT_ONCE, leaves_at(Cadence.AT_ONCE, STEADY, now)
        cadence = self.cadence(person, family)
        return cadence, leaves_at(cadence, self.rhythm(person), now)
