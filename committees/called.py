"""The convocations that somebody may read or is asked to answer. Views get them from here only."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from committees.access import meetings_for, runs
from committees.models import Answer, Convocation, MeetingState
from okote_flow.directory.models import User


def unanswered(user: User) -> QuerySet[Convocation]:
    """The convocations to meetings to come that await somebody's answer; one of each meeting."""
    mine = Convocation.objects.filter(user=user, answer=Answer.NONE, meeting__state=MeetingState.CONVENED)
    said = Convocation.objects.filter(user=user, meeting=OuterRef("meeting")).exclude(answer=Answer.NONE)
    first = Convocation.objects.filter(user=user, meeting=OuterRef("meeting")).order_by(
        "-seat__votes", "capacity", "pk"
    )
    shown = mine.filter(~Exists(said), meeting__in=meetings_for(user), pk=Subquery(first.values("pk")[:1]))
    return shown.select_related("meeting__committee", "seat").order_by("meeting__scheduled_at", "pk")


def counterpart(called: Convocation) -> Convocation | None:
    """Of a holder who was called, their substitute; of a substitute, the holder."""
    return Convocation.objects.filter(meeting=called.meeting_id, seat=called.seat_id).exclude(pk=called.pk).first()


def get_convocation(user: User, pk: int) -> Convocation:
    """How one seat was called: for whoever it was, and for who prepares the meeting. Raises Http404 to all others."""
    found = Convocation.objects.filter(pk=pk, meeting__in=meetings_for(user)).select_related(
        "meeting__committee", "seat"
    )
    called = found.filter(Q(user=user) | Q(meeting__committee__in=runs(user))).first()
    if called is None:
        raise Http404
    return called
