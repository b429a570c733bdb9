"""One month of meetings, week by week, as one reader may know them."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from committees import access
from committees.models import Meeting, MeetingState
from committees.models.meetings import Meetings
from dossiers import deadlines
from dossiers.models import DeadlineKind
from okote_flow import clock
from okote_flow.directory.models import User

WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(slots=True)
class Day:
    day: date
    is_of_month: bool
    is_today: bool
    meetings: list[Meeting] = field(default_factory=list)
    notices: list[Meeting] = field(default_factory=list)  # those to convene by this day

    @property
    def is_busy(self) -> bool:
        return bool(self.meetings or self.notices)


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def busy(self) -> list[Day]:
        """The days of the month on which something is: the list for a narrow screen."""
        return [day for week in self.weeks for day in week if day.is_of_month and day.is_busy]


def first_of(written: str) -> date:
    """ "2022-05" as a day; this month for anything else."""
    found = WRITTEN.fullmatch(written)
    return date(int(found[1]), int(found[2]), 1) if found else clock.today().replace(day=1)


def of(user: User, first: date) -> Month:
    """Whole weeks from Monday to Sunday, with the meetings and the last days of notice in them."""
    today = clock.today()
    weeks = [
        [Day(day, day.month == first.month, day == today) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {one.day: one for week in weeks for one in week}
    start, end = min(days), max(days)
    for meeting in _meetings_between(user, start, end):
        days[meeting.day].meetings.append(meeting)
    for due_on, meeting in _notices_between(user, start, end):
        days[due_on].notices.append(meeting)
    return Month(first, weeks)


def _meetings_between(user: User, first: date, last: date) -> Meetings:
    """The meetings of one's committees from one day to another, as they follow."""
    start, end = clock.local(first, 0), clock.local(last + timedelta(days=1), 0)
    found = access.meetings_for(user).filter(scheduled_at__gte=start, scheduled_at__lt=end)
    return found.select_related("committee").order_by("scheduled_at", "pk")


def _notices_between(user: User, first: date, last: date) -> list[tuple[date, Meeting]]:
    """Until which day the meetings that somebody prepares are to be convened."""
    drafts = Meeting.objects.filter(committee__in=access.runs(user), state=MeetingState.DRAFT).select_related(
        "committee"
    )
    known = {meeting.subject: meeting for meeting in drafts}
    due = deadlines.running().filter(kind=DeadlineKind.NOTICE, subject__in=known, due_on__range=(first, last))
    return [(one.due_on, known[one.subject]) for one in due.order_by("due_on", "pk")]
