"""What must be true of the money beyond the books: recomputed from gifts, pledges, orders and the journal."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Model, Sum

from dossiers.lifecycle import State
from funding import bank_checks, books, operating, position, repayment_checks, replay, seals, tax_checks
from funding.actions.payouts import order_digest
from funding.books import Fault
from funding.models import (
    Account,
    Campaign,
    CampaignState,
    Claim,
    ClaimState,
    Contribution,
    ContributionMove,
    Entry,
    Envelope,
    Gift,
    MatchDelta,
    OrderState,
    PayoutLine,
    PayoutOrder,
    Period,
    Pledge,
    ProviderEvent,
    ReceiptState,
    Refund,
    Role,
    Settlement,
    SettlementState,
    Transfer,
    UnidentifiedReceipt,
    YearEnd,
)
from funding.rules import Line
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event

BUDGET = (Role.AVAILABLE, Role.RESERVED, Role.ACCRUED, Role.SETTLED, Role.PAID, Role.LAPSED, Role.CARRIED)
EMPTY_AFTER_THE_END = (
    Role.CITIZENS, Role.UNMATCHED, Role.RESERVED, Role.ACCRUED, Role.SETTLED, Role.GRANT, Role.PAYABLE,
)  # fmt: skip
LEFT = (OrderState.PAID, OrderState.RETURNED)  # what the bank has once executed
STATES = {
    CampaignState.PREPARING: {State.CAMPAIGN_PREPARATION},
    CampaignState.OPEN: {State.CAMPAIGN},
    CampaignState.SUCCEEDED: {State.MATCHING},
    CampaignState.SETTLED: {State.PAYOUT, State.FOLLOW_UP, State.CLOSED},
    CampaignState.FAILED: {State.CAMPAIGN_FAILED, State.CLOSED},
    CampaignState.CANCELLED: {State.RENOUNCED, State.CANCELLED, State.CLOSED},
}


def check() -> Iterator[Fault]:
    """Everything that `audit` asks of the money, the books first. Yields what is not true."""
    yield from books.check()
    for rule in (
        told_rows,
        told_entries,
        envelopes,
        campaigns,
        gifts,
        matches,
        refunds,
        partners,
        settlements,
        orders,
        contributions,
        sealed_books,
        locked_months,
        bank_checks.batches,
        bank_checks.statements,
        money_apart,
        repayment_checks.repayments,
        provider_events,
        tax_checks.tax_receipts,
    ):
        yield from rule()


def _fault(code: str, row: Model, sentence: str) -> Fault:
    return Fault(code, seals.name(type(row), row.pk), sentence)


def _balances(*roles: Role) -> dict[tuple[str, int | None, int | None], int]:
    """(role, campaign, pledge) -> what stands there."""
    rows = Account.objects.filter(role__in=roles)
    return {(row.role, row.campaign_id, row.pledge_id): row.balance_cents for row in rows}


# ------------------------------------------------------------------------------------------------ rows and the journal


def told_rows() -> Iterator[Fault]:
    """Every row that an event was bound to still says what the last such event told."""
    last: dict[str, str] = {}
    gone = set()
    for facts in Event.objects.order_by("pk").values_list("facts", flat=True).iterator(chunk_size=2000):
        if "row" in facts and "row_digest" in facts:
            last[facts["row"]] = facts["row_digest"]
        gone.add(facts.get("gone"))
    for model in seals.SEALED:
        found = {
            seals.name(model, row.pk): seals.digest(row) for row in model._default_manager.iterator(chunk_size=2000)
        }
        told = {row for row in last if row.rpartition(":")[0] == model._meta.db_table} - gone
        for row in sorted(told | found.keys()):
            if row not in found:
                yield Fault("row-gone", row, "Le journal raconte une ligne qui n’existe plus.")
            elif row not in last and not _may_be_silent(model):
                yield Fault("row-untold", row, "Aucun fait du journal ne raconte cette ligne.")
            elif row in last and found[row] != last[row]:
                yield Fault("row-changed", row, "Cette ligne ne dit plus ce que le journal en a retenu.")


def contributions() -> Iterator[Fault]:
    """Of the running costs no more is received than called, nor called than planned; a reversal is its mirror."""
    sums = operating.sums_of(ContributionMove.objects.order_by("pk"))
    for one in Contribution.objects.order_by("pk"):
        called, received = sums[one.pk]
        if not 0 <= received <= called <= one.forecast_cents:
            yield _fault("contribution-wrong", one, f"{one}\u00a0: appelé ou reçu au-delà de ce qui est prévu.")
    for move in ContributionMove.objects.exclude(reverses=None).select_related("reverses"):
        original = move.reverses
        assert original is not None
        if (move.contribution_id, move.kind, move.cents) != (
            original.contribution_id, original.kind, original.cents,
        ):  # fmt: skip
            yield _fault("contribution-mirror", move, f"{move.key} n’annule pas ce qu’il dit annuler.")


def sealed_books() -> Iterator[Fault]:
    """The books still have, up to each daily seal, the root that it holds: nothing was put in between or taken out."""
    sealed = list(Event.objects.filter(kind=Kind.BOOKS_SEALED).order_by("pk").values_list("pk", "facts"))
    roots = books.roots({facts["up_to"] for _, facts in sealed})
    for pk, facts in sealed:
        if roots[facts["up_to"]] != (facts["root"], facts["heads"]):
            yield Fault("books-unsealed", f"journal_event:{pk}", "Les livres ne sont plus ceux de ce sceau.")


def locked_months() -> Iterator[Fault]:
    """A locked month holds no entry that was recorded after its lock."""
    for period in Period.objects.filter(is_locked=True).order_by("month"):
        year, month = (int(part) for part in period.month.split("-"))
        late = Entry.objects.filter(
            occurred_on__year=year, occurred_on__month=month, recorded_at__gt=period.changed_at
        )
        for entry in late.order_by("pk"):
            yield _fault("entry-late", entry, f"{entry.key}\u00a0: son mois était clos.")


def _may_be_silent(model: type[Model]) -> bool:
    """The refunds of a failed campaign are told together, by its end; `gifts` checks each."""
    return model is Refund


def told_entries() -> Iterator[Fault]:
    """Every entry that an event cites is in the books."""
    known = set(Entry.objects.values_list("hash", flat=True))
    for pk, digest in Event.objects.filter(facts__entry__isnull=False).values_list("pk", "facts__entry"):
        if digest not in known:
            yield Fault(
                "entry-gone", f"journal_event:{pk}", "Le journal cite une écriture qui n’est pas dans les livres."
            )


# -------------------------------------------------------------------------------------------- envelopes and campaigns


def envelopes() -> Iterator[Fault]:
    """Whatever happens to voted money, it stays in one of its states, or was carried into the next envelope (I5)."""
    stands: dict[tuple[int | None, str], int] = defaultdict(int)
    for account in Account.objects.filter(envelope__isnull=False, role__in=[Role.VOTED, *BUDGET]):
        stands[account.envelope_id, account.role] += account.balance_cents
    brought = YearEnd.objects.filter(entry__reversal=None, into__isnull=False).order_by()
    carried = dict(brought.values_list("into").annotate(Sum("cents")))
    for envelope in Envelope.objects.all():
        voted = stands[envelope.pk, Role.VOTED]
        if voted != envelope.voted_cents + carried.get(envelope.pk, 0):
            yield _fault("envelope-vote", envelope, "Le montant voté n’est pas celui des livres.")
        if sum(stands[envelope.pk, role] for role in BUDGET) != voted:
            yield _fault("envelope-sum", envelope, "Les états de l’enveloppe ne font pas le montant voté.")


def campaigns() -> Iterator[Fault]:
    """A campaign is where its dossier is; once over without success it holds nothing."""
    stands = _balances(*EMPTY_AFTER_THE_END)
    for campaign in Campaign.objects.select_related("dossier"):
        if campaign.dossier.status not in STATES[CampaignState(campaign.state)]:
            yield _fault("campaign-astray", campaign, "L’état de la campagne n’est pas celui de son dossier.")
        over = campaign.state in (CampaignState.FAILED, CampaignState.CANCELLED)
        left = [role for (role, pk, _), cents in stands.items() if pk == campaign.pk and cents] if over else []
        if left:
            yield _fault("campaign-not-empty", campaign, f"La campagne est finie et garde\u00a0: {', '.join(left)}.")


def gifts() -> Iterator[Fault]:
    """What citizens gave less what is owed back is what stands on their accounts, gift by gift."""
    refunded = dict(Refund.objects.order_by().values_list("gift").annotate(Sum("cents")))
    booked = dict(Transfer.objects.filter(entry__kind="gift", n=1).values_list("entry__key", "cents"))
    stands = _balances(Role.CITIZENS, Role.UNMATCHED)
    nets: dict[tuple[str, int, None], int] = defaultdict(int)
    rows = Gift.objects.select_related("campaign").order_by("pk")
    for gift in rows.iterator(chunk_size=2000):
        if booked.get(f"gift:{gift.provider_reference}") != gift.cents:
            yield _fault("gift-unbooked", gift, "Le montant de ce don n’est pas celui des livres.")
        rest = gift.cents - refunded.get(gift.pk, 0)
        owed_back = gift.campaign.state == CampaignState.FAILED and rest
        if rest < 0 or owed_back:
            yield _fault("gift-refunds", gift, "Les remboursements de ce don ne sont pas ce qu’ils doivent être.")
        nets[Role.CITIZENS if gift.eligible else Role.UNMATCHED, gift.campaign_id, None] += rest
    for campaign in Campaign.objects.filter(state__in=[CampaignState.OPEN, CampaignState.SUCCEEDED]):
        for role in (Role.CITIZENS, Role.UNMATCHED):
            if nets[role, campaign.pk, None] != stands.get((role, campaign.pk, None), 0):
                yield _fault("campaign-gifts", campaign, "La somme des dons n’est pas celle des livres.")


def matches() -> Iterator[Fault]:
    """The match is the same in four ways: its changes added up, closed form, the journal lived again, the books."""
    deltas = dict(MatchDelta.objects.order_by().values_list("pledge").annotate(Sum("cents")))
    stands = _balances(Role.RESERVED, Role.ACCRUED, Role.SETTLED, Role.PAID)
    started = Campaign.objects.exclude(starts_at=None).select_related("dossier")
    campaigns = list(started.prefetch_related("pledges__partner").order_by("pk"))
    running = [one for one in campaigns if one.state in (CampaignState.OPEN, CampaignState.SUCCEEDED)]
    eligible, tranches, lives = _eligible(running), position.all_tranches(running), replay.lives(running)
    for campaign in campaigns:
        pledges = sorted(campaign.pledges.all(), key=lambda pledge: pledge.rank)
        called = {
            one.pk: sum(stands.get((role, campaign.pk, one.pk), 0) for role in (Role.ACCRUED, Role.SETTLED, Role.PAID))
            for one in pledges
        }
        ways = {"livres": called, "variations": {one.pk: deltas.get(one.pk, 0) for one in pledges}}
        if campaign.pk in lives:
            now = eligible.get(campaign.pk, 0)
            ways["formule"] = position.called(campaign, pledges, now, tranches.get(campaign.pk, ()))
            ways["journal"] = lives[campaign.pk].given()
        for pk, counts in replay.differences(ways).items():
            said = ", ".join(f"{way} {cents}" for way, cents in counts.items())
            yield Fault(
                "match-wrong",
                seals.name(Pledge, pk),
                f"Campagne {campaign.dossier.number}\u00a0: l’abondement diffère selon le calcul\u00a0: {said}.",
            )
        for pledge in pledges:
            promised = stands.get((Role.RESERVED, campaign.pk, pledge.pk), 0) + stands.get(
                (Role.ACCRUED, campaign.pk, pledge.pk), 0
            )
            if campaign.state == CampaignState.OPEN and promised != pledge.cap_cents:
                yield _fault("pledge-unreserved", pledge, "Le plafond n’est pas réservé en entier.")


def _eligible(campaigns: list[Campaign]) -> dict[int, int]:
    """Campaign -> what its gifts that call the match are, less what was given back: from the rows, not the books."""
    gifts = Gift.objects.filter(campaign__in=campaigns, eligible=True).order_by()
    found = dict(gifts.values_list("campaign").annotate(Sum("cents")))
    back = Refund.objects.filter(gift__campaign__in=campaigns, gift__eligible=True).order_by()
    for campaign, cents in back.values_list("gift__campaign").annotate(Sum("cents")):
        found[campaign] -= cents
    return found


# ----------------------------------------------------------------------------------------- refunds, partners, the end


def refunds() -> Iterator[Fault]:
    """What is owed to donors in the books is the refunds that have not left."""
    pending = Refund.objects.pending().aggregate(total=Sum("cents"))["total"] or 0
    if pending != books.balance(Role.REFUNDS):
        owed = Account.objects.filter(code=Role.REFUNDS).first()
        name = f"funding_account:{owed.pk}" if owed else "funding_account"
        yield Fault("refunds-wrong", name, "Les remboursements en attente ne font pas ce que les livres doivent.")


def money_apart() -> Iterator[Fault]:
    """What belongs to no campaign yet, and what is missing after a chargeback, is what the books have there."""
    apart = UnidentifiedReceipt.objects.filter(state=ReceiptState.OPEN).aggregate(total=Sum("cents"))["total"] or 0
    missing = dict(
        Claim.objects.filter(state=ClaimState.OPEN).order_by().values_list("campaign").annotate(Sum("cents"))
    )
    for account in Account.objects.filter(role__in=[Role.UNIDENTIFIED, Role.CLAIM]):
        wanted = apart if account.role == Role.UNIDENTIFIED else missing.get(account.campaign_id or 0, 0)
        if account.balance_cents != wanted:
            yield _fault("money-apart-wrong", account, f"{account.code} n’est pas la somme de ce qui attend.")


def provider_events() -> Iterator[Fault]:
    """A provider's message is still the one that came."""
    for event in ProviderEvent.objects.iterator(chunk_size=500):
        if hashlib.sha256(bytes(event.raw)).hexdigest() != event.sha256:
            yield _fault("event-changed", event, "Ce message n’est plus celui qui a été reçu.")


def partners() -> Iterator[Fault]:
    """What a partner owes is the settled parts of its pledges that it has not paid."""
    owed: dict[int | None, int] = defaultdict(int)
    for account in Account.objects.filter(role__in=[Role.RECEIVABLE, Role.GRANT]):
        owed[account.partner_id] += account.balance_cents * (1 if account.role == Role.RECEIVABLE else -1)
    for account in Account.objects.filter(role=Role.RECEIVABLE):
        if owed[account.partner_id]:
            yield _fault("receivable-wrong", account, f"{account.code} n’est pas la somme des parts attendues.")


def settlements() -> Iterator[Fault]:
    """A statement's lines are those that were approved; partners' money is passed on in full."""
    for settlement in Settlement.objects.select_related("campaign").prefetch_related("lines__pledge"):
        lines = [Line(line.pledge_id, line.gross_cents, line.fee_cents) for line in settlement.lines.all()]
        if settlement.digest != position.statement_digest(settlement.campaign, lines):
            yield _fault(
                "settlement-changed", settlement, "Les lignes du décompte ne sont plus celles de son empreinte."
            )
        counts = settlement.state == SettlementState.APPROVED and settlement.campaign.state == CampaignState.SETTLED
        if counts:
            yield from _passed_on(settlement, lines)


def _passed_on(settlement: Settlement, lines: Iterable[Line]) -> Iterator[Fault]:
    """Paid, to be paid, still expected and waived: together exactly what the statement says."""
    stands = _balances(Role.PAID, Role.PAYABLE, Role.GRANT)
    campaign = settlement.campaign_id
    paid = PayoutLine.objects.filter(order__campaign=campaign, order__state=OrderState.PAID).order_by()
    out = dict(paid.values_list("pledge").annotate(Sum("cents")))
    waived = dict(
        MatchDelta.objects.filter(pledge__campaign=campaign, entry__kind="waiver")
        .order_by()
        .values_list("pledge")
        .annotate(Sum("cents"))
    )
    for line in lines:
        there = sum(stands.get((role, campaign, line.pledge), 0) for role in (Role.PAYABLE, Role.GRANT))
        gone = out.get(line.pledge, 0)
        if line.pledge is not None and gone != stands.get((Role.PAID, campaign, line.pledge), 0):
            yield _fault(
                "paid-wrong", settlement, f"La part {line.pledge} n’est pas versée comme les livres le disent."
            )
        if there + gone - waived.get(line.pledge or 0, 0) != line.net_cents:
            yield _fault(
                "not-passed-on", settlement, f"La part {line.pledge or 'des citoyens'} n’est pas reversée en entier."
            )


def orders() -> Iterator[Fault]:
    """An order is what was approved, by two others than its author, and adds up."""
    told = set(Event.objects.filter(kind=Kind.PAYOUT_CONFIRMED).values_list("facts__order", flat=True))
    for order in PayoutOrder.objects.prefetch_related("lines", "approvals"):
        lines = [(line.pledge_id, line.cents) for line in order.lines.all()]
        if order.digest != order_digest(order, lines) or order.cents != sum(cents for _, cents in lines):
            yield _fault("order-changed", order, "L’ordre n’est plus celui de son empreinte.")
        signers = {one.user_id for one in order.approvals.all() if one.digest == order.digest} - {order.prepared_by_id}
        if order.state in (OrderState.APPROVED, *LEFT) and len(signers) < 2:
            yield _fault("order-unsigned", order, "L’ordre n’a pas ses deux signatures.")
        if (order.state in LEFT) != (order.key in told):
            yield _fault("order-astray", order, "L’état de l’ordre n’est pas celui que le journal raconte.")
