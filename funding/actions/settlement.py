"""After success: the statement that one prepares and another approves, its entries, the partners' cash."""

from datetime import date

from dossiers.access import key_refusals, step_refusals
from dossiers.actions import advance
from dossiers.lifecycle import STEPS, Keeper, State
from dossiers.models import Decision, Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import books, chart, duties, guards
from funding.actions.closing import releases
from funding.actions.envelopes import known_receipt
from funding.actions.gifts import write_deltas
from funding.books import Move
from funding.chart import Accounts
from funding.locks import hold, hold_pledges
from funding.models import (
    CampaignState,
    CashReceipt,
    Pledge,
    Role,
    Settlement,
    SettlementLine,
    SettlementState,
)
from funding.position import balance, position, statement, statement_digest
from funding.rules import second_person_refusals
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.clock import day_of
from okote_flow.directory.access import same_hands
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def statement_refusals(dossier: Dossier, user: User, keeper: Keeper = Keeper.TREASURER) -> list[Refusal]:
    """Who deals with the statement, and when."""
    refusals = list(key_refusals(user, dossier, keeper))
    if dossier.status != State.MATCHING:
        refusals.append(refuse_for_dossier("wrong-state", state=dossier.get_state_display()))
    return refusals


def statement_approval_refusals(settlement: Settlement, user: User) -> list[Refusal]:
    """Why this person cannot approve this statement now."""
    campaign = settlement.campaign
    refusals = statement_refusals(campaign.dossier, user, Keeper.DIRECTOR)
    if refusals:
        return refusals
    hands = same_hands(user.pk, [(settlement.prepared_by_id, day_of(settlement.prepared_at))])
    refusals += second_person_refusals(settlement.prepared_by_id, user.pk, hands=hands)
    if settlement.state != SettlementState.PREPARED:
        refusals.append(refuse("settlement-decided"))
    elif settlement.digest != statement_digest(campaign, statement(campaign).lines):
        refusals.append(refuse("settlement-stale"))
    return refusals


@action("funding.prepare_settlement", refuses=("not-yours", "wrong-state"))
def prepare_settlement(dossier: Dossier, *, by: User) -> Settlement:
    """Put down what each source brings. Replaces a statement whose amounts have changed since."""
    dossier, campaign = hold(dossier)
    require(statement_refusals(dossier, by))
    now = statement(campaign)
    digest = statement_digest(campaign, now.lines)
    known = guards.counting_settlement(campaign)
    if known is not None and known.digest == digest:
        return known
    campaign.settlements.update(state=SettlementState.REPLACED)
    settlement = Settlement.objects.create(campaign=campaign, digest=digest, prepared_by=by)
    SettlementLine.objects.bulk_create(
        SettlementLine(
            settlement=settlement, pledge_id=line.pledge, gross_cents=line.gross_cents, fee_cents=line.fee_cents
        )
        for line in now.lines
    )
    duties.done(dossier, duties.SettlementFlow, by=by)
    duties.ensure_open(duties.SettlementApprovalFlow, dossier)
    record(
        Kind.SETTLEMENT_PREPARED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        total_cents=now.total_cents,
        fee_cents=now.fee_cents,
        digest=digest,
        **seal(settlement),
    )
    return settlement


@action(
    "funding.approve_settlement",
    refuses=("not-yours", "wrong-state", "own-act", "same-hands", "settlement-decided", "settlement-stale"),
)
def approve_settlement(settlement: Settlement, *, by: User) -> Settlement:
    """A second person finds the statement right, every amount of it: the approval is bound to its digest."""
    dossier, campaign = hold(settlement.campaign.dossier)
    settlement = Settlement.objects.select_for_update().get(pk=settlement.pk)
    settlement.campaign = campaign
    require(statement_approval_refusals(settlement, by))
    settlement.state, settlement.approved_by, settlement.approved_at = SettlementState.APPROVED, by, clock.now()
    settlement.save()
    duties.done(dossier, duties.SettlementApprovalFlow, by=by)
    duties.ensure_open(duties.SettlingFlow, dossier)
    record(
        Kind.SETTLEMENT_APPROVED,
        subject=dossier.subject,
        by=by,
        office=Keeper.DIRECTOR,
        digest=settlement.digest,
        **seal(settlement),
    )
    return settlement


@action("funding.settle", refuses=(*STEPS["settle"].refuses, "settlement-stale", "pass-on-missing"))
def settle(dossier: Dossier, *, by: User) -> Dossier:
    """The match is settled: from now on the partners owe it, and the project may be paid."""
    dossier, _ = hold(dossier)
    require(step_refusals(by, dossier, "settle", {}))
    duties.done(dossier, duties.SettlingFlow, by=by)
    return advance(dossier, "settle", by=by)


def settle_money(dossier: Dossier, by: User | None) -> None:
    """What settling does to the money (an effect of `settle`)."""
    dossier, campaign = hold(dossier)
    pledges = hold_pledges(campaign)
    accounts = chart.of_campaign(campaign)
    moves = [*_settle_citizens(accounts, statement(campaign, accounts).fee_cents), *releases(accounts, pledges)]
    for one in pledges:
        moves += _settle_pledge(accounts, one)
    if any(move.cents for move in moves):
        books.post("settlement", moves, key=f"settle:{campaign.pk}", dossier=dossier)
    campaign.state = CampaignState.SETTLED
    campaign.save(update_fields=["state"])
    if any(source.unreceived_cents for source in position(campaign).sources):
        duties.ensure_open(duties.CashFlow, dossier)


def _settle_citizens(accounts: Accounts, fee_cents: int) -> list[Move]:
    """The fee is taken here and nowhere else: on citizens' money, after success."""
    citizens, unmatched, payable = (accounts[role, None] for role in (Role.CITIZENS, Role.UNMATCHED, Role.PAYABLE))
    raised = citizens.balance_cents + unmatched.balance_cents
    return [
        Move(unmatched, citizens, unmatched.balance_cents),
        Move(citizens, chart.account(Role.FEES), fee_cents),
        Move(citizens, payable, raised - fee_cents),
    ]


def _settle_pledge(accounts: Accounts, pledge: Pledge) -> list[Move]:
    """The partner owes its match in full; what it had paid in advance is there at once."""
    due = balance(accounts, Role.ACCRUED, pledge.pk)
    advance_account, grant = chart.advance(pledge), accounts[Role.GRANT, pledge.pk]
    there = min(due, advance_account.balance_cents)
    return [
        Move(accounts[Role.ACCRUED, pledge.pk], accounts[Role.SETTLED, pledge.pk], due),
        Move(advance_account, accounts[Role.PAYABLE, pledge.pk], there),
        Move(chart.account(Role.RECEIVABLE, pledge.partner), grant, due - there),
    ]


# ------------------------------------------------------------------------------------------------------ partners' cash


@action(
    "funding.record_cash",
    refuses=(
        "not-yours", "key-missing", "key-too-long", "key-reused", "amount-missing", "amount-too-big",
        "over-receivable", "period-locked",
    ),
)  # fmt: skip
def record_cash(pledge: Pledge, *, cents: int, key: str, by: User, received_on: date | None = None) -> CashReceipt:
    """A partner's money for a settled pledge has arrived; it may be paid out in full. The same bank `key`: once."""
    dossier, campaign = hold(pledge.campaign.dossier)
    require(key_refusals(by, dossier, Keeper.TREASURER))
    key = guards.required_key(key)
    known = known_receipt(key, cents=cents, envelope=None, pledge=pledge.pk)
    if known is not None:
        return known
    guards.required_cents(cents)
    pledge = Pledge.objects.select_for_update(of=("self",)).select_related("partner").get(pk=pledge.pk)
    accounts = chart.of_campaign(campaign)
    due = balance(accounts, Role.GRANT, pledge.pk)
    if cents > due:
        raise Refused([refuse("over-receivable", partner=pledge.partner, due=euros(due))])
    receipt = CashReceipt.objects.create(
        partner=pledge.partner,
        pledge=pledge,
        cents=cents,
        received_on=received_on or clock.today(),
        reference=key,
        entered_by=by,
    )
    _book_cash(dossier, receipt, accounts, by)
    return receipt


def _book_cash(dossier: Dossier, receipt: CashReceipt, accounts: Accounts, by: User) -> None:
    """The receipt in the books and in the story; with the last cent that is awaited, the task is done."""
    pledge, cents = receipt.pledge, receipt.cents
    assert pledge is not None
    moves = [
        Move(chart.account(Role.BANK), chart.account(Role.RECEIVABLE, pledge.partner), cents),
        Move(accounts[Role.GRANT, pledge.pk], accounts[Role.PAYABLE, pledge.pk], cents),
    ]
    entry = books.post("cash", moves, key=f"cash:{receipt.reference}", dossier=dossier, on=receipt.received_on)
    if cents == sum(account.balance_cents for (role, _), account in accounts.items() if role == Role.GRANT):
        duties.done(dossier, duties.CashFlow, by=by)
    facts = seal(receipt) | {"partner": pledge.partner.code, "cents": cents, "reference": receipt.reference}
    record(Kind.CASH_RECEIVED, subject=dossier.subject, by=by, office=Keeper.TREASURER, entry=entry.hash, **facts)


def waiver_of(dossier: Dossier) -> Decision | None:
    return dossier.decisions.filter(purpose=Decision.Purpose.WAIVE_BALANCE).last()


def waiver_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot stop expecting the partners' money now."""
    refusals = list(key_refusals(user, dossier, Keeper.TREASURER))
    return refusals if waiver_of(dossier) else [*refusals, refuse("waiver-undecided")]


@action("funding.waive_balance", refuses=("not-yours", "waiver-undecided", "nothing-to-waive"))
def waive_balance(dossier: Dossier, *, by: User) -> Dossier:
    """Stop expecting what partners still owe, on a recorded decision: envelopes and companies are free of it again."""
    dossier, campaign = hold(dossier)
    require(waiver_refusals(dossier, by))
    decision = waiver_of(dossier)
    assert decision is not None
    accounts = chart.of_campaign(campaign)
    owing = {one: balance(accounts, Role.GRANT, one.pk) for one in hold_pledges(campaign)}
    owing = {one: cents for one, cents in owing.items() if cents}
    if not owing:
        raise Refused([refuse("nothing-to-waive")])
    moves = []
    for one, cents in owing.items():
        moves.append(Move(accounts[Role.GRANT, one.pk], chart.account(Role.RECEIVABLE, one.partner), cents))
        moves.append(Move(accounts[Role.SETTLED, one.pk], chart.source(one), cents))
    entry = books.post("waiver", moves, key=f"waive:{campaign.pk}", dossier=dossier)
    write_deltas(entry, {one: -cents for one, cents in owing.items()})
    duties.done(dossier, duties.CashFlow, by=by)
    record(
        Kind.BALANCE_WAIVED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        partners={one.partner.code: cents for one, cents in owing.items()},
        decision=decision.reference,
        entry=entry.hash,
    )
    return dossier
