"""Which days are worked, and to which day a deadline moves that would fall on another. Source: CPC, art. 642.

Only what somebody must do by a day moves, and only if the rules say so. What does not: the notice of a meeting, whose
days are counted as the committee's rules say; the end of a campaign, which is an instant; the silence of the
administration, which the law counts in whole months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dossiers.holidays import holiday
from dossiers.models import DeadlineKind, SpecialDay
from okote_flow.parameters import Parameters

D = DeadlineKind
ROLLING = frozenset(D) - {D.NOTICE, D.CAMPAIGN, D.SILENCE}
ONE = timedelta(days=1)
FURTHEST = timedelta(days=60)
"""No row of days off is longer."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The special days of a stretch: whether each is off."""

    special: Mapping[date, bool]

    @classmethod
    def around(cls, day: date) -> "Calendar":
        """What is needed to move a deadline of that day. One query."""
        rows = SpecialDay.objects.filter(day__range=(day, day + FURTHEST))
        return cls(dict(rows.values_list("day", "is_off")))

    @classmethod
    def whole(cls) -> "Calendar":
        return cls(dict(SpecialDay.objects.values_list("day", "is_off")))

    def is_off(self, day: date) -> bool:
        usual = day.weekday() >= SATURDAY or bool(holiday(day))
        return self.special.get(day, usual)

    def next(self, day: date) -> date:
        """That day, or the first after it on which one works."""
        last = day + FURTHEST
        while self.is_off(day) and day < last:
            day += ONE
        return day


def rolled(day: date, rules: Parameters) -> int:
    """By how many days a deadline of that day moves under these rules."""
    if not rules.deadlines_roll:
        return 0
    return (Calendar.around(day).next(day) - day).days
