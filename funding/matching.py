"""What the citizens' euros call from the partners, to the cent: Webster's method with caps. Pure.

The sum depends on the citizens' eligible total alone, so the order of gifts never matters and a refund gives back
exactly what the gift had called. As the total grows, no partner ever gives a cent less (largest remainders would take
cents back: `okote_flow.cents.share_out` is for splits made once).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Self


class ShareMode(StrEnum):
    """Who answers a citizen's euro: each college as one (founding report), or each partner (as the press tells)."""

    COLLEGE = "college"
    EACH_PARTNER = "each_partner"


@dataclass(frozen=True, slots=True)
class PledgeShare:
    """A partner's place in the matching of one campaign, fixed at opening."""

    pledge: int
    college: str
    cap_cents: int
    weight: int  # its part of the college's euro; not asked of a pledge without cap
    rank: int  # settles a tie for a cent; one rank per pledge of a campaign

    @classmethod
    def by_cap(cls, pledge: int, college: str, cap_cents: int, *, rank: int) -> Self:
        """The programme's default: within a college the weight of a pledge is its cap."""
        return cls(pledge, college, cap_cents, weight=cap_cents, rank=rank)


@dataclass(frozen=True, slots=True)
class Tranche:
    """Caps changed while the campaign ran: from this eligible total on, and never for what was called before."""

    from_cents: int
    changes: Mapping[int, int]  # pledge -> cents that its cap, and so its weight, gains or loses


def eligible_total(nets_cents: Iterable[int], *, donor_cap_cents: int | None = None) -> int:
    """What counts for matching: each donor's confirmed gifts less refunds, up to the cap per donor if there is one."""
    nets = list(nets_cents)
    assert all(net >= 0 for net in nets)
    return sum(nets) if donor_cap_cents is None else sum(min(net, donor_cap_cents) for net in nets)


def match(
    eligible_cents: int,
    shares: Sequence[PledgeShare],
    *,
    mode: ShareMode,
    ratio_num: int = 1,
    ratio_den: int = 1,
) -> dict[int, int]:
    """Pledge -> cents it adds to the citizens' eligible total. Matching stops at the caps; gifts may go on."""
    assert eligible_cents >= 0 and ratio_num > 0 and ratio_den > 0
    assert len({share.pledge for share in shares}) == len(shares)
    return _answer(eligible_cents * ratio_num // ratio_den, shares, mode)


def match_by_tranches(
    eligible_cents: int,
    shares: Sequence[PledgeShare],
    tranches: Sequence[Tranche],
    *,
    mode: ShareMode,
    ratio_num: int = 1,
    ratio_den: int = 1,
) -> dict[int, int]:
    """As `match`, for a campaign whose caps changed on the way; `shares` say what each pledge is now.

    Each stage splits its own part of the eligible total among what the pledges have left of their caps at its start.
    A refund that takes the total below a start unwinds that stage to the cent. `tranches` stand in the order of the
    acts; one opened below the start of another takes its place.
    """
    assert eligible_cents >= 0 and ratio_num > 0 and ratio_den > 0
    given = {share.pledge: 0 for share in shares}
    stages = _stages(shares, tranches)
    ends = [start for start, _ in stages[1:]] + [eligible_cents]
    for (start, held), end in zip(stages, ends, strict=True):
        until = max(start, min(end, eligible_cents))
        called_cents = until * ratio_num // ratio_den - start * ratio_num // ratio_den
        left = [replace(share, cap_cents=share.cap_cents - given[share.pledge]) for share in held]
        for pledge, cents in _answer(called_cents, left, mode).items():
            given[pledge] += cents
    return given


def _stages(shares: Sequence[PledgeShare], tranches: Sequence[Tranche]) -> list[tuple[int, list[PledgeShare]]]:
    """From which eligible total on which shares hold, the first from 0, each later one from further on."""
    held = {share.pledge: share for share in shares}
    for tranche in tranches:
        held = _changed(held, tranche.changes, -1)
    stages = [(0, list(held.values()))]
    for tranche in tranches:
        held = _changed(held, tranche.changes, 1)
        while stages and stages[-1][0] >= tranche.from_cents:
            stages.pop()
        stages.append((tranche.from_cents, list(held.values())))
    return stages


def _changed(held: Mapping[int, PledgeShare], changes: Mapping[int, int], sign: int) -> dict[int, PledgeShare]:
    return {
        pledge: replace(
            share,
            cap_cents=share.cap_cents + sign * changes.get(pledge, 0),
            weight=share.weight + sign * changes.get(pledge, 0),
        )
        for pledge, share in held.items()
    }


def _answer(called_cents: int, shares: Sequence[PledgeShare], mode: ShareMode) -> dict[int, int]:
    """What one sum called from the partners makes each give."""
    if mode == ShareMode.EACH_PARTNER:
        return {share.pledge: min(called_cents, share.cap_cents) for share in shares}
    given: dict[int, int] = {}
    for college in sorted({share.college for share in shares}):
        given |= allocate(called_cents, [share for share in shares if share.college == college])
    return given


def allocate(amount_cents: int, shares: Sequence[PledgeShare]) -> dict[int, int]:
    """Split an amount among the pledges of one college in proportion to weights, none above its cap.

    The j-th cent (from 0) of a pledge has the key (2j + 1) / 2w; cents go out in the order of the keys, ties by rank.
    Here in closed form: a water level first, then at most one cent per pledge to or fro. What is above the sum of the
    caps stays with nobody.
    """
    assert amount_cents >= 0 and all(share.cap_cents >= 0 for share in shares)
    assert len({share.rank for share in shares}) == len({share.pledge for share in shares}) == len(shares)
    able = [share for share in shares if share.cap_cents > 0]
    assert all(share.weight > 0 for share in able)
    amount_cents = min(amount_cents, sum(share.cap_cents for share in able))
    given = dict.fromkeys((share.pledge for share in shares), 0) | _water_level(amount_cents, able)
    _settle_last_cents(amount_cents, able, given)
    return given


def _water_level(amount_cents: int, shares: list[PledgeShare]) -> dict[int, int]:
    """Each pledge's part of the amount, rounded to the nearest cent, with the pledges that overflow filled first."""
    queue = sorted(shares, key=lambda share: Fraction(share.cap_cents, share.weight))
    rest, weights = amount_cents, sum(share.weight for share in shares)
    given = {}
    while queue and rest * queue[0].weight >= queue[0].cap_cents * weights:
        full = queue.pop(0)
        given[full.pledge] = full.cap_cents
        rest -= full.cap_cents
        weights -= full.weight
    for share in queue:  # never above its cap: the level is under cap / weight
        given[share.pledge] = (2 * rest * share.weight + weights) // (2 * weights)
    return given


def _settle_last_cents(amount_cents: int, shares: list[PledgeShare], given: dict[int, int]) -> None:
    """Give the missing cents in the order of their keys, or take the last ones back in reverse order."""
    missing = amount_cents - sum(given.values())
    assert abs(missing) <= len(shares)
    for _ in range(missing):
        open_shares = [share for share in shares if given[share.pledge] < share.cap_cents]
        given[min(open_shares, key=lambda share: _key(share, given[share.pledge])).pledge] += 1
    for _ in range(-missing):
        givers = [share for share in shares if given[share.pledge] > 0]
        given[max(givers, key=lambda share: _key(share, given[share.pledge] - 1)).pledge] -= 1


def _key(share: PledgeShare, cent: int) -> tuple[Fraction, int]:
    return Fraction(2 * cent + 1, 2 * share.weight), share.rank
