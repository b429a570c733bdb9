"""Who speaks for whom at a meeting, as the rules want it."""

from dataclasses import replace

from django.db.models import Exists, OuterRef

from committees import rules
from committees.access import seated
from committees.models import Mandate, Meeting, Proxy


def given_at(meeting: Meeting) -> list[Proxy]:
    """The proxies that hold at a meeting, in the order in which they were given: their givers hold the seat still."""
    sits = Mandate.objects.in_force().holders().filter(seat=OuterRef("giver"), user=OuterRef("person"))
    active = Proxy.objects.active().filter(Exists(sits), meeting=meeting)
    return list(active.select_related("giver", "holder", "fallback"))


def roll_of(meeting: Meeting, proxies: list[Proxy]) -> rules.Roll:
    """Every seat with a voice and the proxies given so far: whether one more may be given is asked of this."""
    standings = {mandate.seat_id: rules.Standing.ABSENT for mandate in seated(meeting.committee, votes=True)}
    return with_proxies(rules.Roll(standings), proxies)


def with_proxies(roll: rules.Roll, proxies: list[Proxy]) -> rules.Roll:
    """The same roll with the proxies between its seats: who is away and gave one is represented."""
    named = [proxy for proxy in proxies if proxy.giver_id in roll.standings]
    absent = rules.Standing.ABSENT
    standings = dict(roll.standings) | {
        proxy.giver_id: rules.Standing.REPRESENTED for proxy in named if roll.standings[proxy.giver_id] == absent
    }
    return replace(
        roll,
        standings=standings,
        proxies={proxy.giver_id: proxy.holder_id for proxy in named},
        fallbacks={proxy.giver_id: proxy.fallback_id for proxy in named if proxy.fallback_id is not None},
    )
