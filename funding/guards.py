"""The money's reasons to refuse a step of a dossier: gathers the facts and asks the pure rules."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Sum

from dossiers.models import Ceiling, Decision, Dossier
from dossiers.models.content import Section, Side
from dossiers.models.exchange import Gate
from dossiers.sentences import refuse as refuse_for_dossier
from funding import books, chart, checklist, rules
from funding.models import (
    BankDetails,
    Campaign,
    Claim,
    ClaimState,
    Envelope,
    Pledge,
    Refund,
    Repayment,
    RepaymentState,
    Reversal,
    ReversalState,
    Role,
    Settlement,
    SettlementState,
)
from funding.models.campaigns import RefundQuerySet
from funding.position import Position, position, raised_cents, statement, statement_digest
from funding.rules import CampaignEnd, PledgeTerms, PublicMoney
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.directory.models import Partner
from okote_flow.refusals import Refusal, Refused

Given = dict[str, Any]
KEY_LENGTH = 80
MOST_CENTS = 10**13  # a hundred billion euros: beyond, somebody mistyped


def campaign_of(dossier: Dossier) -> Campaign | None:
    """Read again each time: a cached one may be of before the lock."""
    return Campaign.objects.filter(dossier=dossier).first()


# --------------------------------------------------------------------------------------------------- pledges, opening


def public_money(envelope: Envelope, *, ceiling_cents: int, free_cents: int) -> PublicMoney:
    agreement = envelope.agreement
    return PublicMoney(
        for_investment=envelope.section == Section.INVESTMENT,
        deliberation=envelope.deliberation_ref,
        agreement_from=agreement.starts_on if agreement else None,
        agreement_until=agreement.ends_on if agreement else None,
        passes_on=agreement is not None and agreement.allows_pass_on,
        free_cents=free_cents,
        ceiling_cents=ceiling_cents,
    )


def terms(
    dossier: Dossier,
    promises: Iterable[tuple[Partner, int, Envelope | None]],
    *,
    held_cents: int = 0,
    unbound: bool = False,
) -> list[PledgeTerms]:
    """Promises (partner, cap, envelope) as the rules see them, with what the vote fixed and the envelopes hold.

    `held_cents` of the cap are reserved already; `unbound`: a later decision lifts the ceiling of the vote.
    """
    ceilings = dict(Ceiling.objects.filter(dossier=dossier).values_list("partner", "cents"))
    return [
        PledgeTerms(
            partner.name,
            cap_cents,
            public_money(
                envelope,
                ceiling_cents=cap_cents if unbound else ceilings.get(partner.pk, 0),
                free_cents=books.balance(f"{Role.AVAILABLE}:{envelope.subject}"),
            )
            if envelope
            else None,
            held_cents,
        )
        for partner, cap_cents, envelope in promises
    ]


def promises(campaign: Campaign) -> list[tuple[Partner, int, Envelope | None]]:
    rows = campaign.pledges.select_related("partner", "envelope__agreement")
    return [(pledge.partner, pledge.cap_cents, pledge.envelope) for pledge in rows]


def required_key(key: str) -> str:
    """What makes an act count once. Raises Refused("key-missing"), or ("key-too-long") when it fits no column."""
    key = key.strip()
    if not key:
        raise Refused([refuse("key-missing")])
    if len(key) > KEY_LENGTH:
        raise Refused([refuse("key-too-long")])
    return key


def required_cents(cents: int) -> int:
    """An amount that can be meant. Raises Refused("amount-missing") or ("amount-too-big")."""
    if cents <= 0:
        raise Refused([refuse_for_dossier("amount-missing")])
    if cents > MOST_CENTS:
        raise Refused([refuse("amount-too-big", amount=euros(cents))])
    return cents


def investment_cents(dossier: Dossier) -> int:
    """The investment expenses of its budget."""
    lines = dossier.budget_lines.filter(side=Side.EXPENSE, section=Section.INVESTMENT).order_by()
    return lines.aggregate(total=Sum("amount_cents"))["total"] or 0


def section_decision(dossier: Dossier) -> str:
    """The recorded decision that lets investment money cover other expenses, if there is one."""
    found = dossier.decisions.filter(purpose=Decision.Purpose.SECTION).last()
    return found.reference if found else ""


def opening(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    campaign = campaign_of(dossier)
    yield from rules.opening_refusals(
        terms(dossier, promises(campaign)) if campaign else [],
        clock.today(),
        missing=checklist.missing(dossier, campaign),
        investment_cents=investment_cents(dossier),
        section_decision=section_decision(dossier),
    )


# ----------------------------------------------------------------------------------------------------------- the end


def ending(end: CampaignEnd) -> Callable[[Dossier, Given], Iterator[Refusal]]:
    """The clock decides at end + grace, and only as the citizens' money says."""

    def check(dossier: Dossier, given: Given) -> Iterator[Refusal]:
        campaign = campaign_of(dossier)
        assert campaign is not None, "a dossier in campaign has one"
        yield from rules.moment_of_decision_refusals(clock.now(), campaign.window)
        yield from rules.end_refusals(
            end,
            raised_cents(chart.of_campaign(campaign)),
            citizens_goal_cents=campaign.citizens_goal_cents,
            threshold_bps=campaign.threshold_bps,
        )

    return check


# --------------------------------------------------------------------------------------- settlement, payout, the close


def counting_settlement(campaign: Campaign) -> Settlement | None:
    """The one that was not replaced."""
    return campaign.settlements.exclude(state=SettlementState.REPLACED).first()


def settling(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    campaign = campaign_of(dossier)
    assert campaign is not None, "a dossier to settle had a campaign"
    found = counting_settlement(campaign)
    now = statement(campaign)
    if found is None or found.state != SettlementState.APPROVED:
        yield refuse("settlement-unapproved")
    elif found.digest != statement_digest(campaign, now.lines):
        yield refuse("settlement-stale")
    yield from agreements_in_force(campaign, [line.pledge for line in now.lines if line.pledge and line.gross_cents])


def agreements_in_force(campaign: Campaign, pledges: list[int]) -> Iterator[Refusal]:
    """Public money is passed on only under an agreement in force that says so, on the day it is passed on."""
    found = Pledge.objects.filter(campaign=campaign, pk__in=pledges, envelope__isnull=False)
    for pledge in found.select_related("partner", "envelope__agreement"):
        assert pledge.envelope is not None
        public = public_money(pledge.envelope, ceiling_cents=0, free_cents=0)
        yield from rules.agreement_refusals(pledge.partner.name, public, clock.today())


def verified_details(dossier: Dossier) -> BankDetails | None:
    """Where the structure may be paid."""
    return BankDetails.objects.filter(organization=dossier.organization, state="verified").first()


def payout(now: Position, *, due_cents: int, cash_cents: int) -> Iterator[Refusal]:
    """Why an order for so much cannot be made, or no longer executed."""
    dossier = now.campaign.dossier
    blocking = dossier.conditions.blocking(Gate.PAYOUT).values_list("text", flat=True)
    facts = rules.PayoutFacts(
        siret=dossier.organization.siret if dossier.organization else "",
        iban_verified=verified_details(dossier) is not None,
        conditions=list(blocking),
        due_cents=due_cents,
        cash_cents=cash_cents,
        paid=due_cents == 0 and now.paid_cents > 0,
    )
    yield from rules.payout_refusals(facts)
    yield from unpaid_gifts(now.campaign)
    yield from commitment(dossier)
    paying = [source.pledge.pk for source in now.sources if source.pledge and source.payable_cents]
    yield from agreements_in_force(now.campaign, paying)
    yield from section_fits(now.campaign)


def commitment(dossier: Dossier) -> Iterator[Refusal]:
    """Nobody is paid public money without it (loi 2000-321, art. 10-1)."""
    if dossier.republican_commitment_at is None:
        yield refuse("commitment-unsigned")


def section_fits(campaign: Campaign) -> Iterator[Refusal]:
    """Money of investment envelopes still covers no more than the investment expenses of the budget."""
    yield from rules.section_refusals(
        [
            PledgeTerms(
                partner.name,
                cap_cents,
                public_money(envelope, ceiling_cents=0, free_cents=0) if envelope else None,
            )
            for partner, cap_cents, envelope in promises(campaign)
        ],
        investment_cents=investment_cents(campaign.dossier),
        section_decision=section_decision(campaign.dossier),
    )


def unpaid_gifts(campaign: Campaign) -> Iterator[Refusal]:
    """No money leaves while a giver's bank is taking some back, or has, and nobody decided what follows."""
    going = Reversal.objects.filter(payment__gift__campaign=campaign, state=ReversalState.UNDERWAY)
    underway = going.aggregate(total=Sum("cents"))["total"] or 0
    if underway:
        yield refuse("reversal-underway", cents=euros(underway))
    missing = Claim.objects.filter(campaign=campaign, state=ClaimState.OPEN).aggregate(total=Sum("cents"))["total"]
    if missing:
        yield refuse("claims-open", cents=euros(missing))


def paying_all(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    campaign = campaign_of(dossier)
    assert campaign is not None, "a dossier to pay had a campaign"
    now = position(campaign)
    waiting = now.to_pay_cents + sum(source.ordered_cents for source in now.sources)
    if waiting:
        yield refuse("orders-due-unpaid", due=euros(waiting))


def closing(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """A dossier is over when nobody is owed anything."""
    campaign = campaign_of(dossier)
    if campaign is None:
        return
    accounts = chart.of_campaign(campaign)
    unpaid = position(campaign, accounts).unpaid_cents
    if unpaid:
        yield refuse("balance-unpaid", balance=euros(unpaid))
    pending = pending_refunds(campaign).aggregate(total=Sum("cents"))["total"] or 0
    if pending:
        yield refuse("refunds-pending", total=euros(pending))
    yield from unpaid_gifts(campaign)
    owed = Repayment.objects.filter(campaign=campaign, state=RepaymentState.DUE).first()
    if owed is not None:
        yield refuse("repayment-due", cents=euros(owed.cents), due_on=owed.due_on)
    open_ = [account for (role, _), account in accounts.items() if role in MUST_EMPTY and account.balance_cents]
    if open_:
        yield refuse("accounts-not-zero", accounts=", ".join(account.code for account in open_))


MUST_EMPTY = frozenset({Role.CITIZENS, Role.UNMATCHED, Role.RESERVED, Role.ACCRUED})


def pending_refunds(campaign: Campaign) -> RefundQuerySet:
    """Decided and not sent, or come back since."""
    return Refund.objects.pending().filter(gift__campaign=campaign)


def giving_up(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    campaign = campaign_of(dossier)
    paid = campaign.payout_orders.filter(state="paid").exists() if campaign else False
    if paid:
        yield refuse("paid")
