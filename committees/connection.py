"""A remote member whose connection drops: how long their voice waits for them, and what becomes of it then."""

from collections.abc import Iterator
from datetime import timedelta

from committees.models import Entitlement, Poll, Presence, VoterStatus
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.refusals import Refusal

GRACE = timedelta(seconds=120)
"""Source: our rules of remote votes (ADR 0021), after ordonnance 2014-1329: who is remote takes part in fact."""


def grace_refusals(spans: list[Presence]) -> Iterator[Refusal]:
    """Nobody is counted out while they may still come back."""
    for span in spans:
        if span.lost_at is not None and clock.now() < span.lost_at + GRACE:
            yield refuse("connection-grace", who=span.user, until=(span.lost_at + GRACE).astimezone(clock.PARIS))


def cut_off(poll: Poll) -> list[Presence]:
    """The lost connections on which a voice of a running poll depends that is not heard yet, their own or carried."""
    waiting = Entitlement.objects.filter(poll=poll, status=VoterStatus.ELIGIBLE)
    voters = {caster or user for user, caster in waiting.values_list("user", "caster")}
    lost = Presence.objects.now().filter(meeting=poll.meeting_id, lost_at__isnull=False, user__in=voters)
    return list(lost.select_related("user", "seat"))
