"""How far a quorum is from being lost or reached: how many people may leave, how many voices are missing. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from committees.rules import (
    COMMITTEE_PRESET,
    Roll,
    Standing,
    VotingRule,
    quorum_met,
    quorum_needed,
    quorum_present,
    theme_present,
)

Seats = frozenset[int]


def missing(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """Voices that the quorum of this item lacks; 0 when it is met."""
    return max(0, quorum_needed(roll, rule) - quorum_present(roll, rule))


def missing_of_theme(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """Partners qualified on the theme whom the quorum of this item lacks; 0 when they are enough."""
    return max(0, rule.quorum_theme_min - theme_present(roll, rule))


def leavers(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """The fewest people whose leaving would lose a quorum that is met, whoever they are; 0 when it is not met.

    With one fewer it holds whoever leaves. Who leaves takes along the voices they carry, unless a fallback is there,
    and leaves their own to whoever carries their proxy.
    """
    if not quorum_met(roll, rule):
        return 0
    fewest = [_fewest(roll, rule, quorum_present(roll, rule) - quorum_needed(roll, rule), frozenset(roll.standings))]
    if rule.quorum_theme_min:
        fewest.append(_fewest(roll, rule, theme_present(roll, rule) - rule.quorum_theme_min, roll.qualified))
    return min(fewest)


def _fewest(roll: Roll, rule: VotingRule, spare: int, counted: Seats) -> int:
    """The fewest people who take along more than the spare voices of these seats."""
    most = _most_lost(roll, rule, counted)
    return next(people for people, lost in enumerate(most) if lost > spare)


def _most_lost(roll: Roll, rule: VotingRule, counted: Seats) -> list[int]:
    """How many voices of these seats so many people take along at most, for 0, 1, 2… of those present."""
    borne = _carriers(roll) if rule.counts_proxies else {}
    carriers = {giver: named for giver, named in borne.items() if giver in counted}
    own = {seat: int(seat in counted and (rule.counts_remote or seat not in roll.remote)) for seat in roll.present}
    most = [0]
    for group, givers in _groups(roll.present, carriers):
        most = _joined(most, _lost_in(group, own, {giver: carriers[giver] for giver in givers}))
    return most


def _carriers(roll: Roll) -> dict[int, Seats]:
    """Giver -> those there who would bear the voice while its giver is away. Proxies of the recused are silent."""
    found = {}
    for giver, holder in roll.proxies.items():
        named = {holder, roll.fallbacks.get(giver, holder)} & roll.carriers
        if named and (giver in roll.present or roll.standings.get(giver) == Standing.REPRESENTED):
            found[giver] = frozenset(named)
    return found


def _groups(present: Iterable[int], carriers: Mapping[int, Seats]) -> Iterator[tuple[Seats, list[int]]]:
    """Those present, by who depends on whom for a voice, each with the givers among whom it counts.

    A group is as small as the number of proxies that one person may carry.
    """
    groups: list[set[int]] = [{seat} for seat in present]
    for giver, named in carriers.items():
        tied = [group for group in groups if group & {giver, *named}]
        groups = [group for group in groups if group not in tied] + [set().union(*tied)]
    for group in groups:
        yield frozenset(group), [giver for giver, named in carriers.items() if named & group]


def _lost_in(group: Seats, own: Mapping[int, int], carriers: Mapping[int, Seats]) -> list[int]:
    """The most voices that 0, 1, 2… people of one group take along."""

    def voices(gone: Seats) -> int:
        borne = sum(1 for giver, named in carriers.items() if (giver not in own or giver in gone) and named - gone)
        return sum(own[seat] for seat in group - gone) + borne

    whole = voices(frozenset())
    return [
        whole - min(voices(frozenset(gone)) for gone in combinations(sorted(group), people))
        for people in range(len(group) + 1)
    ]


def _joined(one: list[int], other: list[int]) -> list[int]:
    """The most that both groups lose together, however the people who leave are shared between them."""
    return [
        max(
            one[left] + other[people - left]
            for left in range(max(0, people - len(other) + 1), min(people + 1, len(one)))
        )
        for people in range(len(one) + len(other) - 1)
    ]
