"""How a campaign ends: by the clock, at end + grace; a failure leaves every campaign account at zero."""

from django.db.models import Sum

from dossiers.actions import advance
from dossiers.lifecycle import STEPS
from dossiers.models import Dossier
from funding import access, books, chart, duties, guards, rules
from funding.actions.gifts import write_deltas
from funding.actions.tax_receipts import warn_of_all_outdated
from funding.books import Move
from funding.chart import Accounts
from funding.locks import hold, hold_pledges
from funding.models import (
    Campaign,
    CampaignState,
    OrderState,
    Pledge,
    PledgeState,
    Refund,
    Role,
    SettlementState,
)
from funding.position import Position, balance, position, raised_cents
from funding.rules import CampaignEnd
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import share_out
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import require

CALLED = (Role.ACCRUED, Role.PAYABLE, Role.GRANT)  # what a pledge owes and has not paid, before and after settlement
ENDERS = (STEPS["renounce"].keeper, STEPS["cancel"].keeper)
STEP_OF = {CampaignEnd.SUCCEEDED: "succeed", CampaignEnd.FAILED: "fail"}


@action("funding.close_campaign", refuses=("not-ended",))
def close_campaign(campaign: Campaign, *, by: None = None) -> Campaign:
    """The clock decides, from end + grace on: the citizens' threshold is met or not. Again changes nothing."""
    dossier, campaign = hold(campaign.dossier)
    if not campaign.is_open:
        return campaign
    require(rules.moment_of_decision_refusals(clock.now(), campaign.window))
    end = rules.campaign_end(
        raised_cents(chart.of_campaign(campaign)),
        citizens_goal_cents=campaign.citizens_goal_cents,
        threshold_bps=campaign.threshold_bps,
    )
    advance(dossier, STEP_OF[end], by=by)
    return Campaign.objects.get(pk=campaign.pk)


@action("funding.close_campaigns_due")
def close_campaigns_due(*, by: None = None) -> list[Campaign]:
    """Close every campaign whose end and grace have passed, in the order of dossiers. Gives those that ended."""
    due = [campaign for campaign in access.campaigns_due() if campaign.window.decides_at <= clock.now()]
    return [close_campaign(campaign, by=by) for campaign in due]


def succeed(dossier: Dossier, by: User | None) -> None:
    """What success does to the money (an effect): what was promised and not called goes back where it came from."""
    dossier, campaign = hold(dossier)
    pledges = hold_pledges(campaign)
    _end(campaign, CampaignState.SUCCEEDED)
    moves = releases(chart.of_campaign(campaign), pledges)
    if any(move.cents for move in moves):
        books.post("release", moves, key=f"succeed:{campaign.pk}", dossier=dossier)


def releases(accounts: Accounts, pledges: list[Pledge]) -> list[Move]:
    """What is reserved and was not called goes back to the envelope, or to the company."""
    return [
        Move(accounts[Role.RESERVED, one.pk], chart.source(one), balance(accounts, Role.RESERVED, one.pk))
        for one in pledges
    ]


def _end(campaign: Campaign, state: CampaignState) -> None:
    campaign.state, campaign.closed_at = state, clock.now()
    campaign.save(update_fields=["state", "closed_at"])


# ---------------------------------------------------------------------------------------------------- failure and ends


def fail(dossier: Dossier, by: User | None) -> None:
    """What a missed threshold does to the money (an effect of `fail`)."""
    unwind(dossier, by, CampaignState.FAILED)


def give_up(dossier: Dossier, by: User | None) -> None:
    """Renunciation and cancellation settle money like a failure, for what is not yet paid (effects of both)."""
    if guards.campaign_of(dossier) is not None:
        unwind(dossier, by, CampaignState.CANCELLED)


def unwind(dossier: Dossier, by: User | None, state: CampaignState) -> None:
    """Give back all that was not paid: gifts are owed to their donors, envelopes and companies are free again."""
    dossier, campaign = hold(dossier)
    pledges = hold_pledges(campaign)
    accounts = chart.of_campaign(campaign)
    settled = campaign.state == CampaignState.SETTLED
    moves = _undo_settlement(position(campaign, accounts), accounts) if settled else _undo_gifts(accounts)
    back_cents = sum(move.cents for move in moves if move.credit.role == Role.REFUNDS)
    moves += _undo_matches(accounts, pledges)
    if any(move.cents for move in moves):
        entry = books.post("unwinding", moves, key=f"unwind:{campaign.pk}", dossier=dossier)
        lost = {one: sum(balance(accounts, role, one.pk) for role in CALLED) for one in pledges}
        write_deltas(entry, {one: -cents for one, cents in lost.items() if cents})
    _owe_back(campaign, back_cents)
    warn_of_all_outdated(campaign)
    _void_what_waits(campaign)
    _release(dossier, campaign, by)
    _end(campaign, state)
    duties.await_refunds(dossier)


def _undo_gifts(accounts: Accounts) -> list[Move]:
    """All that citizens gave is owed back to them."""
    owed = chart.account(Role.REFUNDS)
    pots = [accounts[role, None] for role in (Role.CITIZENS, Role.UNMATCHED) if (role, None) in accounts]
    return [Move(pot, owed, pot.balance_cents) for pot in pots]


def _undo_matches(accounts: Accounts, pledges: list[Pledge]) -> list[Move]:
    """What gifts had called is reserved no more; it goes back whole."""
    moves = []
    for one in pledges:
        accrued, reserved = balance(accounts, Role.ACCRUED, one.pk), balance(accounts, Role.RESERVED, one.pk)
        if accrued:
            moves.append(Move(accounts[Role.ACCRUED, one.pk], accounts[Role.RESERVED, one.pk], accrued))
        if accrued + reserved:
            moves.append(Move(accounts[Role.RESERVED, one.pk], chart.source(one), accrued + reserved))
    return moves


def _undo_settlement(now: Position, accounts: Accounts) -> list[Move]:
    """What was settled and is not paid: gifts back with their part of the fee, partners' money back to partners."""
    moves = _undo_citizens(now, accounts)
    for source in now.sources[1:]:
        assert source.pledge is not None
        one = source.pledge
        moves += [
            Move(accounts[Role.PAYABLE, one.pk], chart.advance(one), source.payable_cents),
            Move(accounts[Role.GRANT, one.pk], chart.account(Role.RECEIVABLE, one.partner), source.unreceived_cents),
            Move(accounts[Role.SETTLED, one.pk], chart.source(one), source.payable_cents + source.unreceived_cents),
        ]
    return moves


def _undo_citizens(now: Position, accounts: Accounts) -> list[Move]:
    """Of the citizens' money the part not yet paid out, with the fee that it bore."""
    citizens = now.sources[0]
    if not citizens.payable_cents:
        return []
    back_cents = share_out(citizens.gross_cents, [citizens.paid_cents, citizens.payable_cents])[1]
    owed = chart.account(Role.REFUNDS)
    return [
        Move(accounts[Role.PAYABLE, None], owed, citizens.payable_cents),
        Move(chart.account(Role.FEES), owed, back_cents - citizens.payable_cents),
    ]


def _owe_back(campaign: Campaign, back_cents: int) -> None:
    """One refund per gift: in full, or each its part of what is left."""
    if not back_cents:
        return
    refunds = Refund.objects.filter(gift__campaign=campaign).order_by()
    refunded = dict(refunds.values_list("gift").annotate(Sum("cents")))
    rests = [(gift, gift.cents - refunded.get(gift.pk, 0)) for gift in campaign.gifts.order_by("pk")]
    parts = share_out(back_cents, [rest for _, rest in rests])
    Refund.objects.bulk_create(
        Refund(gift=gift, cents=part, key=f"{access.END_OF_CAMPAIGN}{gift.pk}")
        for (gift, _), part in zip(rests, parts, strict=True)
        if part
    )


def _void_what_waits(campaign: Campaign) -> None:
    """No order leaves after the end, no statement counts."""
    waiting = campaign.payout_orders.filter(state__in=[OrderState.PREPARED, OrderState.APPROVED])
    waiting.update(state=OrderState.VOID, reason="Fin du projet")
    if campaign.state != CampaignState.SETTLED:
        campaign.settlements.update(state=SettlementState.REPLACED)


def _release(dossier: Dossier, campaign: Campaign, by: User | None) -> None:
    released = campaign.pledges.exclude(state=PledgeState.RELEASED)
    codes = list(released.order_by("rank").values_list("partner__code", flat=True))
    if codes:
        released.update(state=PledgeState.RELEASED)
        office = access.key_held(by, dossier, *ENDERS)
        record(Kind.PLEDGE_RELEASED, subject=dossier.subject, by=by, office=office, partners=codes)
