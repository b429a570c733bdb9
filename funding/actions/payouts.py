"""The way out: an order that one prepares and two others approve, its execution, the finding that all is paid."""

from dossiers.access import holds, key_refusals
from dossiers.actions import advance
from dossiers.lifecycle import STEPS, Keeper, State
from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, books, chart, duties, guards
from funding.books import Move
from funding.locks import hold
from funding.models import Approval, BankDetails, Campaign, LineState, OrderState, PayoutLine, PayoutOrder, Role
from funding.position import Position, Source, position
from funding.rules import approval_refusals, release_refusals
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.clock import day_of
from okote_flow.directory.access import same_hands
from okote_flow.directory.models import Office, User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

LIVE = (OrderState.PREPARED, OrderState.APPROVED)
SIGNERS = {Office.DIRECTOR: Keeper.DIRECTOR, Office.TREASURER: Keeper.TREASURER}  # both sign: the rule of two
VOIDERS = (Keeper.OFFICER, Keeper.DIRECTOR, Keeper.TREASURER)


def order_digest(order: PayoutOrder, lines: list[tuple[int | None, int]]) -> str:
    """Binds each approval to all that would be paid: to whom, how much, out of which sources."""
    payee = [order.iban, order.holder, order.siret]
    said = [order.key, order.cents, *payee, sorted([pledge or 0, cents] for pledge, cents in lines)]
    return chain.digest(chain.canonical(said))


def siret_of(dossier: Dossier) -> str:
    """The beneficiary's, as it is now."""
    return dossier.organization.siret if dossier.organization else ""


def lines_of(order: PayoutOrder) -> list[tuple[int | None, int]]:
    return list(order.lines.order_by("pk").values_list("pledge", "cents"))


def payout_refusals(dossier: Dossier, now: Position, *, only_received: bool = False) -> list[Refusal]:
    """Why no order can be prepared now: the same reasons beside the button."""
    if dossier.status not in (State.PAYOUT, State.FOLLOW_UP):
        return [refuse_for_dossier("wrong-state", state=dossier.get_state_display())]
    waiting = now.campaign.payout_orders.filter(state__in=LIVE).first()
    if waiting is not None:
        return [refuse("order-waiting", order=waiting.key)]
    cash = sum(source.payable_now_cents for source in now.sources)
    due = cash if only_received else now.to_pay_cents
    if not due and not now.paid_cents:
        return [refuse("nothing-due")]
    return list(guards.payout(now, due_cents=due, cash_cents=cash))


@action(
    "funding.prepare_payout",
    refuses=(
        "not-yours", "wrong-state", "order-waiting", "nothing-due", "already-paid", "siret-missing",
        "iban-unverified", "condition-open", "cash-missing", "commitment-unsigned", "agreement-missing",
        "pass-on-missing", "section-mismatch",
    ),
)  # fmt: skip
def prepare_payout(dossier: Dossier, *, by: User, only_received: bool = False) -> PayoutOrder:
    """Put down what is to be paid, source by source. `only_received`: what the partners have paid so far, no more."""
    dossier, campaign = hold(dossier)
    require(key_refusals(by, dossier, Keeper.OFFICER))
    now = position(campaign)
    require(payout_refusals(dossier, now, only_received=only_received))
    details = guards.verified_details(dossier)
    assert details is not None
    order = _write_order(campaign, details, [source for source in now.sources if source.payable_now_cents], by)
    duties.done(dossier, duties.PayoutFlow, by=by)
    for flow in duties.SIGNATURES:
        duties.ensure_open(flow, dossier)
    record(
        Kind.PAYOUT_PREPARED,
        subject=dossier.subject,
        by=by,
        office=Keeper.OFFICER,
        order=order.key,
        cents=order.cents,
        iban=details.masked,
        **seal(order),
    )
    return order


def _write_order(campaign: Campaign, details: BankDetails, sources: list[Source], by: User) -> PayoutOrder:
    number = campaign.payout_orders.count() + 1
    order = PayoutOrder(
        dossier=campaign.dossier,
        campaign=campaign,
        key=f"{campaign.dossier.number}-V{number}",
        cents=sum(source.payable_now_cents for source in sources),
        iban=details.iban,
        holder=details.holder,
        siret=siret_of(campaign.dossier),
        prepared_by=by,
    )
    lines = [(source.pledge.pk if source.pledge else None, source.payable_now_cents) for source in sources]
    order.digest = order_digest(order, lines)
    order.save()
    PayoutLine.objects.bulk_create(PayoutLine(order=order, pledge_id=pledge, cents=cents) for pledge, cents in lines)
    return order


# ----------------------------------------------------------------------------------------------------------- approvals


def signing_office(order: PayoutOrder, user: User) -> Office | None:
    """In which office this person would sign: the one whose signature is still missing."""
    signed = set(order.approvals.filter(digest=order.digest).values_list("office", flat=True))
    held = [office for office, keeper in SIGNERS.items() if holds(user, order.dossier, keeper)]
    free = [office for office in held if office not in signed] or held
    return free[0] if free else None


def signature_refusals(order: PayoutOrder, user: User) -> list[Refusal]:
    """Why this person cannot approve this order now: the same reasons beside the button."""
    refusals = list(access.either_refusals(user, order.dossier, Keeper.DIRECTOR, Keeper.TREASURER))
    if order.state != OrderState.PREPARED:
        refusals.append(refuse("order-wrong-state", order=order.key, state=order.get_state_display()))
    if refusals:
        return refusals
    signatures = list(order.approvals.filter(digest=order.digest))
    signers = [signature.user_id for signature in signatures]
    acts = [(one.user_id, day_of(one.given_at)) for one in signatures]
    hands = same_hands(user.pk, [(order.prepared_by_id, day_of(order.prepared_at)), *acts])
    refusals += approval_refusals(order.prepared_by_id, user.pk, approved_by=signers, hands=hands)
    office = signing_office(order, user)
    if user.pk not in signers and office in {signature.office for signature in signatures}:
        other = Office.DIRECTOR if office == Office.TREASURER else Office.TREASURER
        refusals.append(refuse("office-signed", other=SIGNERS[other].label))
    return [*refusals, *content_refusals(order)]


def content_refusals(order: PayoutOrder) -> list[Refusal]:
    """Approvals hold for the content that was seen, for the IBAN verified now and the SIRET of now."""
    refusals = []
    if order.digest != order_digest(order, lines_of(order)):
        refusals.append(refuse("order-changed", order=order.key))
    details = guards.verified_details(order.dossier)
    if details is None or (details.iban, details.holder) != (order.iban, order.holder):
        refusals.append(refuse("iban-changed"))
    if siret_of(order.dossier) != order.siret:
        refusals.append(refuse("payee-changed"))
    return refusals


@action(
    "funding.approve_payout",
    refuses=(
        "not-yours", "order-wrong-state", "own-act", "same-hands", "already-approved", "office-signed",
        "order-changed", "iban-changed", "payee-changed",
    ),
)  # fmt: skip
def approve_payout(order: PayoutOrder, *, by: User) -> PayoutOrder:
    """Director and treasurer each sign, neither of them the author; the second signature lets the order leave."""
    dossier, order = hold_order(order)
    require(signature_refusals(order, by))
    office = signing_office(order, by)
    assert office is not None
    approval = Approval.objects.create(order=order, digest=order.digest, user=by, office=office)
    signers = list(order.approvals.filter(digest=order.digest).values_list("user", flat=True))
    if not list(release_refusals(order.prepared_by_id, approved_by=signers, needed=len(SIGNERS))):
        order.state = OrderState.APPROVED
        order.save(update_fields=["state"])
        duties.ensure_open(duties.ExecutionFlow, dossier)
    flow = duties.DirectorSignatureFlow if office == Office.DIRECTOR else duties.TreasurerSignatureFlow
    duties.done(dossier, flow, by=by)
    record(
        Kind.PAYOUT_APPROVED,
        subject=dossier.subject,
        by=by,
        office=office,
        order=order.key,
        digest=order.digest,
        **seal(approval),
    )
    return order


def hold_order(order: PayoutOrder) -> tuple[Dossier, PayoutOrder]:
    dossier, campaign = hold(order.dossier)
    order = PayoutOrder.objects.select_for_update().get(pk=order.pk)
    order.dossier, order.campaign = dossier, campaign
    return dossier, order


def voiding_refusals(order: PayoutOrder, user: User) -> list[Refusal]:
    refusals = list(access.either_refusals(user, order.dossier, *VOIDERS))
    if order.state not in LIVE:
        refusals.append(refuse("order-wrong-state", order=order.key, state=order.get_state_display()))
    return refusals or batch_refusals(order)


@action("funding.void_payout", refuses=("not-yours", "order-wrong-state", "order-in-batch", "reason-missing"))
def void_payout(order: PayoutOrder, *, reason: str, by: User) -> PayoutOrder:
    """Take back an order before it is paid, with its signatures: a wrong one is never corrected."""
    dossier, order = hold_order(order)
    require(voiding_refusals(order, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    order.state, order.reason = OrderState.VOID, reason.strip()
    order.save(update_fields=["state", "reason"])
    for flow in (*duties.SIGNATURES, duties.ExecutionFlow):
        duties.done(dossier, flow, by=None)
    if dossier.status == State.PAYOUT:
        duties.ensure_open(duties.PayoutFlow, dossier)
    office = access.key_held(by, dossier, *VOIDERS)
    record(Kind.PAYOUT_VOIDED, subject=dossier.subject, by=by, office=office, order=order.key, reason=order.reason)
    return order


# ----------------------------------------------------------------------------------------------------------- execution


@action(
    "funding.confirm_payout",
    refuses=(
        "not-yours", "order-wrong-state", "order-changed", "iban-changed", "approvals-missing", "condition-open",
        "bank-reference-missing", "bank-short", "payee-changed", "order-in-batch",
        "commitment-unsigned", "agreement-missing", "pass-on-missing", "section-mismatch",
    ),
)  # fmt: skip
def confirm_payout(order: PayoutOrder, *, bank_reference: str, by: User) -> PayoutOrder:
    """The bank has executed the order: the money has left. Once; the database lets no source pay twice."""
    dossier, order = hold_order(order)
    require(key_refusals(by, dossier, Keeper.TREASURER))
    require(execution_refusals(order))
    if not bank_reference.strip():
        raise Refused([refuse("bank-reference-missing")])
    return execute(order, bank_reference=bank_reference, by=by)


def execute(order: PayoutOrder, *, bank_reference: str, by: User) -> PayoutOrder:
    """Book what the bank has done with an approved order. The caller holds dossier, campaign and order."""
    dossier = order.dossier
    entry = books.post("payout", _payment(order), key=f"payout:{order.key}", dossier=dossier)
    order.state, order.paid_at, order.bank_reference = OrderState.PAID, clock.now(), bank_reference.strip()
    order.save(update_fields=["state", "paid_at", "bank_reference"])
    duties.done(dossier, duties.ExecutionFlow, by=by)
    _what_next(dossier, order.campaign)
    record(
        Kind.PAYOUT_CONFIRMED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        order=order.key,
        cents=order.cents,
        reference=order.bank_reference,
        entry=entry.hash,
        **seal(order),
    )
    return order


def execution_refusals(order: PayoutOrder) -> list[Refusal]:
    """Why the order cannot be executed now."""
    if order.state != OrderState.APPROVED:
        return [refuse("order-wrong-state", order=order.key, state=order.get_state_display())]
    gathered = batch_refusals(order)
    if gathered:
        return gathered
    return ready_refusals(order)


def batch_refusals(order: PayoutOrder) -> list[Refusal]:
    """An order that stands in a batch follows the batch."""
    line = order.batch_lines.exclude(state=LineState.FREED).select_related("batch").first()
    return [refuse("order-in-batch", order=order.key, batch=line.batch.key)] if line else []


def ready_refusals(order: PayoutOrder) -> list[Refusal]:
    """Why an approved order could not leave now: its content, its signatures, the payee, the money."""
    signers = list(order.approvals.filter(digest=order.digest).values_list("user", flat=True))
    missing = release_refusals(order.prepared_by_id, approved_by=signers, needed=len(SIGNERS))
    blocked = guards.payout(position(order.campaign), due_cents=order.cents, cash_cents=order.cents)
    return [*content_refusals(order), *missing, *blocked]


def _payment(order: PayoutOrder) -> list[Move]:
    accounts = chart.of_campaign(order.campaign)
    bank = chart.account(Role.BANK)
    moves = []
    for pledge, cents in lines_of(order):
        moves.append(Move(accounts[Role.PAYABLE, pledge], bank, cents))
        if pledge is not None:
            moves.append(Move(accounts[Role.SETTLED, pledge], accounts[Role.PAID, pledge], cents))
    return moves


def _what_next(dossier: Dossier, campaign: Campaign) -> None:
    """Another order for what came in later, or the finding that all is paid."""
    if dossier.status != State.PAYOUT:
        return
    later = position(campaign).to_pay_cents
    duties.ensure_open(duties.PayoutFlow if later else duties.PaidFlow, dossier)


@action("funding.pay_all", refuses=STEPS["pay_all"].refuses)
def pay_all(dossier: Dossier, *, by: User) -> Dossier:
    """Find that all that was due is paid: the project's report is awaited next."""
    dossier, _ = hold(dossier)
    if holds(by, dossier, Keeper.TREASURER) and not list(guards.paying_all(dossier, {})):
        duties.done(dossier, duties.PaidFlow, by=by)
    return advance(dossier, "pay_all", by=by)
