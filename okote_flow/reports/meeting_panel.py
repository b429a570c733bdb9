"""The line on a steering meeting's page that leads to its pack."""

from django.http import HttpRequest

from committees.models import CommitteeKind, Meeting
from okote_flow.panels import Context
from okote_flow.reports import access
from okote_flow.requests import MemberRequest


def context(request: MemberRequest | HttpRequest, meeting: Meeting) -> Context | None:
    """For whom the meeting's page is; the page has asked."""
    if meeting.committee.kind != CommitteeKind.STEERING:
        return None
    last = access.packs_of(meeting).first()
    prepares = access.prepares(request.user, meeting)  # type: ignore[arg-type]
    return {"meeting": meeting, "last": last, "prepares": prepares} if last or prepares else None
