"""What the money must obey: pledges, campaigns, gifts, settlement, payout. Pure: cents, dates and names in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dossiers.sentences import refuse as refuse_for_dossier
from funding.sentences import refuse
from okote_flow.cents import euros, share_out
from okote_flow.refusals import Refusal

BPS = 10_000  # basis points in a whole
SCHEDULES = (BPS, 7_000)
"""How much is paid before the final report: all, or 70 % and the balance on the report. Source: decisions on money."""
PARIS = ZoneInfo("Europe/Paris")


class CampaignEnd(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"


# ----------------------------------------------------------------------------------------------- pledges and envelopes


@dataclass(frozen=True, slots=True)
class PublicMoney:
    """What an authority's pledge rests on; without agreement `agreement_from` is None."""

    for_investment: bool  # the section of its budget (M57)
    deliberation: str  # its reference; empty while the envelope is a forecast
    agreement_from: date | None
    agreement_until: date | None  # None: no end
    passes_on: bool  # the agreement says so expressly (CGCT, art. L1611-4)
    free_cents: int  # of the envelope, for this dossier
    ceiling_cents: int  # fixed by the vote


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """A partner's promise as the rules see it; a company's has no public money behind it."""

    partner: str
    cap_cents: int
    public: PublicMoney | None = None
    held_cents: int = 0  # of the cap, what is reserved already


def free_cents(available_cents: int, ceilings_cents: Iterable[int]) -> int:
    """What an envelope can still promise: what it has, less the ceilings of other dossiers not yet reserved."""
    return available_cents - sum(ceilings_cents)


def agreement_refusals(partner: str, public: PublicMoney, on: date) -> Iterator[Refusal]:
    """A subsidy may be passed on only under an agreement in force that says so."""
    begun = public.agreement_from is not None and public.agreement_from <= on
    if not begun or (public.agreement_until is not None and on > public.agreement_until):
        yield refuse("agreement-missing", partner=partner, on=on)
    elif not public.passes_on:
        yield refuse("pass-on-missing", partner=partner)


def pledge_refusals(
    pledge: PledgeTerms, on: date, *, investment_cents: int, section_decision: str = ""
) -> Iterator[Refusal]:
    """Why a cap cannot be reserved; `investment_cents` are the dossier's investment expenses."""
    yield from cap_refusals(pledge, on)
    yield from section_refusals([pledge], investment_cents=investment_cents, section_decision=section_decision)


def cap_refusals(pledge: PledgeTerms, on: date) -> Iterator[Refusal]:
    """Why one partner's cap, taken alone, cannot be reserved."""
    if pledge.cap_cents <= 0:
        yield refuse("cap-missing", partner=pledge.partner)
    if pledge.public is None:
        return
    partner, public, cap = pledge.partner, pledge.public, euros(pledge.cap_cents)
    if not public.deliberation:
        yield refuse("forecast-envelope", partner=partner)
    yield from agreement_refusals(partner, public, on)
    if pledge.cap_cents > public.ceiling_cents:
        yield refuse("over-ceiling", partner=partner, cap=cap, ceiling=euros(public.ceiling_cents))
    asked_cents = pledge.cap_cents - pledge.held_cents
    if asked_cents > public.free_cents:
        yield refuse("over-envelope", partner=partner, cap=euros(asked_cents), free=euros(public.free_cents))


def lowering_refusals(partner: str, cap_cents: int, *, called_cents: int) -> Iterator[Refusal]:
    """What gifts have called is owed: no cap goes below it, nor to nothing."""
    if cap_cents <= 0:
        yield refuse("cap-missing", partner=partner)
    elif cap_cents < called_cents:
        yield refuse("cap-below-called", partner=partner, called=euros(called_cents))


def section_refusals(
    pledges: Iterable[PledgeTerms], *, investment_cents: int, section_decision: str = ""
) -> Iterator[Refusal]:
    """Money of investment envelopes covers investment expenses, all pledges together, unless a decision says else."""
    promised_cents = sum(pledge.cap_cents for pledge in pledges if pledge.public and pledge.public.for_investment)
    if promised_cents > investment_cents and not section_decision.strip():
        yield refuse("section-mismatch", promised=euros(promised_cents), investment=euros(investment_cents))


# ----------------------------------------------------------------------------------------------------------- campaigns


@dataclass(frozen=True, slots=True)
class Window:
    """When a campaign takes gifts, from the opening instant up to, not including, the end."""

    opens_at: datetime
    ends_at: datetime
    grace_days: int  # for payments under way at the end

    @property
    def decides_at(self) -> datetime:
        """From this instant no payment is confirmed any more, and the clock decides. Days are those of Paris."""
        return (self.ends_at.astimezone(PARIS) + timedelta(days=self.grace_days)).astimezone(UTC)


def opening_refusals(
    pledges: Sequence[PledgeTerms],
    on: date,
    *,
    missing: Collection[str] = (),
    investment_cents: int,
    section_decision: str = "",
) -> Iterator[Refusal]:
    """Why a campaign cannot open; `missing` names what the checklist lacks. Open conditions are the dossier's own."""
    if missing:
        yield refuse("checklist", missing=", ".join(missing))
    if not pledges:
        yield refuse("pledges-missing")
    for pledge in pledges:
        yield from cap_refusals(pledge, on)
    yield from section_refusals(pledges, investment_cents=investment_cents, section_decision=section_decision)


def length_refusals(opens_on: date, ends_on: date, *, min_days: int, max_days: int) -> Iterator[Refusal]:
    if not min_days <= (ends_on - opens_on).days <= max_days:
        yield refuse("campaign-length", min_days=min_days, max_days=max_days)


def extension_refusals(at: datetime, window: Window, *, days: int, max_days: int, extended: bool) -> Iterator[Refusal]:
    """One extension, asked for before the end; it comes on top of the longest campaign."""
    if extended:
        yield refuse("extension-used")
    if not 1 <= days <= max_days:
        yield refuse("extension-length", max_days=max_days)
    if at >= window.ends_at:
        yield refuse("campaign-ended", ended=window.ends_at.astimezone(PARIS))


def citizens_goal(goal_cents: int) -> int:
    """The citizens' third of a project's goal, the odd cent included."""
    return share_out(goal_cents, [1, 1, 1])[0]


def gift_refusals(cents: int, at: datetime, window: Window, *, minimum_cents: int) -> Iterator[Refusal]:
    if cents < minimum_cents:
        yield refuse("gift-too-small", minimum=euros(minimum_cents))
    yield from _moment_refusals(at, window)


def confirmation_refusals(pledged_at: datetime, confirmed_at: datetime, window: Window) -> Iterator[Refusal]:
    """A gift made in time may be confirmed by the bank until the grace is over."""
    yield from _moment_refusals(pledged_at, window)
    if confirmed_at >= window.decides_at:
        yield refuse("confirmation-late", limit=window.decides_at.astimezone(PARIS))


def _moment_refusals(at: datetime, window: Window) -> Iterator[Refusal]:
    if at < window.opens_at:
        yield refuse("campaign-not-open", opens=window.opens_at.astimezone(PARIS))
    elif at >= window.ends_at:
        yield refuse("campaign-ended", ended=window.ends_at.astimezone(PARIS))


# ------------------------------------------------------------------------------------------------------------- the end


def threshold_cents(citizens_goal_cents: int, threshold_bps: int) -> int:
    """The smallest sum from citizens that makes a campaign succeed."""
    return -(-citizens_goal_cents * threshold_bps // BPS)


def campaign_end(citizens_cents: int, *, citizens_goal_cents: int, threshold_bps: int) -> CampaignEnd:
    """The threshold is met from exactly that part of the citizens' goal upwards; partners' money does not count."""
    assert citizens_cents >= 0 and citizens_goal_cents > 0
    reached = citizens_cents * BPS >= citizens_goal_cents * threshold_bps
    return CampaignEnd.SUCCEEDED if reached else CampaignEnd.FAILED


def moment_of_decision_refusals(at: datetime, window: Window) -> Iterator[Refusal]:
    if at < window.decides_at:
        yield refuse("not-ended", decides=window.decides_at.astimezone(PARIS))


def end_refusals(
    end: CampaignEnd, citizens_cents: int, *, citizens_goal_cents: int, threshold_bps: int
) -> Iterator[Refusal]:
    """Why a campaign cannot end as `end`."""
    real = campaign_end(citizens_cents, citizens_goal_cents=citizens_goal_cents, threshold_bps=threshold_bps)
    if end != real:
        yield refuse(
            "threshold-missed" if real == CampaignEnd.FAILED else "threshold-met",
            raised=euros(citizens_cents),
            needed=euros(threshold_cents(citizens_goal_cents, threshold_bps)),
        )


# ----------------------------------------------------------------------------------------------- settlement and payout


@dataclass(frozen=True, slots=True)
class Line:
    """One source of a settlement: the citizens (`pledge` is None) or a partner."""

    pledge: int | None
    gross_cents: int
    fee_cents: int

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.fee_cents


@dataclass(frozen=True, slots=True)
class Settlement:
    """What each source brings to a project that succeeded; the citizens stand first."""

    lines: tuple[Line, ...]

    @property
    def citizens(self) -> Line:
        return self.lines[0]

    @property
    def gross_cents(self) -> int:
        return sum(line.gross_cents for line in self.lines)

    @property
    def fee_cents(self) -> int:
        return sum(line.fee_cents for line in self.lines)

    @property
    def total_cents(self) -> int:
        """What is to be paid to the project."""
        return sum(line.net_cents for line in self.lines)


def fee_on(citizens_cents: int, fee_bps: int) -> int:
    """The platform's fee, half a cent upwards. Only citizens' money bears it: public money is passed on in full."""
    return (citizens_cents * fee_bps + BPS // 2) // BPS


def settlement(citizens_cents: int, matches: Mapping[int, int], fee_bps: int) -> Settlement:
    """The statement of a successful campaign; `matches` maps a pledge to its cents."""
    assert citizens_cents >= 0 and all(cents >= 0 for cents in matches.values())
    citizens = Line(None, citizens_cents, fee_on(citizens_cents, fee_bps))
    return Settlement((citizens, *(Line(pledge, cents, 0) for pledge, cents in matches.items())))


def instalments(total_cents: int, *, advance_bps: int) -> tuple[int, ...]:
    """The payments of one sum: at once, or an advance and the rest when the report is accepted. None is empty."""
    parts = share_out(total_cents, [advance_bps, BPS - advance_bps])
    return tuple(cents for cents in parts if cents > 0)


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """What a payout rests on."""

    siret: str
    iban_verified: bool
    conditions: Collection[str]  # those that block a payout and are not lifted
    due_cents: int
    cash_cents: int  # received for it
    paid: bool


def payout_refusals(facts: PayoutFacts) -> Iterator[Refusal]:
    """Why money cannot leave."""
    if facts.paid:
        yield refuse("already-paid")
    if not facts.siret:
        yield refuse_for_dossier("siret-missing")
    if not facts.iban_verified:
        yield refuse("iban-unverified")
    for text in facts.conditions:
        yield refuse_for_dossier("condition-open", text=text)
    if facts.cash_cents < facts.due_cents:
        yield refuse("cash-missing", cash=euros(facts.cash_cents), due=euros(facts.due_cents))


def second_person_refusals(author: int, other: int, *, hands: Collection[int] = ()) -> Iterator[Refusal]:
    """Who enters an IBAN or prepares a payout never controls it, nor does whoever is one pair of `hands` with them."""
    if other == author:
        yield refuse("own-act")
    elif author in hands:
        yield refuse("same-hands")


def approval_refusals(
    author: int, approver: int, *, approved_by: Collection[int], hands: Collection[int] = ()
) -> Iterator[Refusal]:
    """One person approves once, whatever offices they hold and whomever they stand in for."""
    yield from second_person_refusals(author, approver, hands=hands)
    if approver in approved_by:
        yield refuse("already-approved")
    elif not {*approved_by}.isdisjoint(hands):
        yield refuse("same-hands")


def release_refusals(author: int, *, approved_by: Collection[int], needed: int) -> Iterator[Refusal]:
    """A payout leaves when enough people other than its author have approved it."""
    given = len(set(approved_by) - {author})
    if given < needed:
        yield refuse("approvals-missing", given=given, needed=needed)
