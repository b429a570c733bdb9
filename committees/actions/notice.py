"""The clock of a convocation: until when a meeting that is prepared may still be convened in time."""

from datetime import timedelta

from committees import rulesets
from committees.models import Meeting
from committees.models.bodies import CommitteeKind
from dossiers import deadlines
from dossiers.lifecycle import Keeper
from dossiers.models import DeadlineKind
from okote_flow import clock


def await_notice(meeting: Meeting) -> None:
    """The last day to convene it. A second call, or a meeting so near that only urgency can convene it, has none."""
    notice = rulesets.holding(meeting.committee, meeting.day).notice_days
    if meeting.second_call_of is None and meeting.day - timedelta(days=notice) >= clock.today():
        territorial = meeting.committee.kind == CommitteeKind.TERRITORIAL
        keeper = Keeper.SECRETARY if territorial else Keeper.ENGAGEMENT_SECRETARY
        deadlines.start_elsewhere(
            DeadlineKind.NOTICE, meeting.subject, started_on=meeting.day, days=-notice, keeper=keeper
        )
