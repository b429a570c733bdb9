"""What goes back at the provider: refunds and chargebacks, before and after the match is fixed."""

from collections.abc import Sequence
from typing import Any

from dossiers.models import Dossier
from funding import books, chart
from funding.actions import refund_lines
from funding.actions.gifts import REFUNDABLE, post_with_match, rest_of
from funding.actions.refund_lines import turn_down
from funding.actions.tax_receipts import warn_of_outdated
from funding.actions.unidentified import send_back
from funding.books import Move
from funding.locks import hold
from funding.models import (
    Account,
    Claim,
    Entry,
    Gift,
    Payment,
    ReceiptState,
    Refund,
    RefundRequest,
    RefundSent,
    RequestState,
    Reversal,
    ReversalKind,
    ReversalState,
    Role,
    UnidentifiedReceipt,
)
from funding.providers import ReversalNews
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused

RANK = {ReversalState.UNDERWAY: 0, ReversalState.DROPPED: 1, ReversalState.DONE: 2}


def apply(payment: Payment, told: ReversalNews) -> bool:
    """Let a reversal of a confirmed payment reach what the provider tells, whatever came first. Gives if it moved."""
    known = payment.reversals.filter(external_id=told.id).first()
    if known is not None and (known.kind, known.cents) != (told.kind, told.cents):
        raise Refused([refuse("reversal-changed", reversal=told.id)])
    if known is not None and RANK[ReversalState(known.state)] >= RANK[told.state]:
        return False
    row = known or Reversal(payment=payment, external_id=told.id, kind=told.kind, cents=told.cents)
    row.state = told.state
    if payment.gift is None:
        _of_receipt(payment, row)
    else:
        _of_gift(payment, row)
    row.save()
    return True


def drop_unnamed(payment: Payment, named: Sequence[ReversalNews]) -> bool:
    """What the provider does not name any more is not under way. Gives whether anything moved."""
    if payment.pk is None:
        return False
    going = payment.reversals.filter(state=ReversalState.UNDERWAY).exclude(external_id__in=[one.id for one in named])
    changes = [
        apply(payment, ReversalNews(one.external_id, ReversalKind(one.kind), ReversalState.DROPPED, one.cents))
        for one in going
    ]
    return any(changes)


def _of_receipt(payment: Payment, row: Reversal) -> None:
    """Money that no campaign has goes back whole; anything else is for a human."""
    receipt = UnidentifiedReceipt.objects.select_for_update(of=("self",)).get(payment=payment)
    if row.state != ReversalState.DONE:
        return
    is_there = receipt.state == ReceiptState.OPEN and receipt.cents == row.cents
    if not is_there and receipt.returned_as != row.external_id:
        raise Refused([refuse("provider-given-back", cents=euros(row.cents))])
    if is_there:
        send_back(receipt, reference=row.external_id, by=None)


def _of_gift(payment: Payment, row: Reversal) -> None:
    gift = payment.gift
    assert gift is not None
    dossier, campaign = hold(gift.campaign.dossier)
    gift.campaign = campaign
    if row.state == ReversalState.DONE:
        row.refund = _take_back(dossier, gift, row)
    else:
        facts: dict[str, Any] = {
            "reversal": row.external_id,
            "nature": row.kind,
            "state": row.state,
            "cents": row.cents,
        }
        record(Kind.REVERSAL_TOLD, subject=dossier.subject, by=None, gift=gift.provider_reference, **facts)
        if row.state == ReversalState.DROPPED and row.kind == ReversalKind.REFUND:
            _dropped(gift, row)


def _dropped(gift: Gift, row: Reversal) -> None:
    """A refund that we had asked for is given up there: it is owed as before, and somebody sees to it."""
    asked = RefundRequest.objects.filter(refund__gift=gift, refund__cents=row.cents, state=RequestState.ASKED).first()
    if asked is not None:
        turn_down(asked, "abandonné par le prestataire")


def _take_back(dossier: Dossier, gift: Gift, row: Reversal) -> Refund:
    """One refund for what went back: the one that we asked for ourselves, if it is this, else a new one."""
    refunds = list(gift.refunds.with_sendings().order_by("pk"))
    ours = next((one for one in refunds if one.sent is not None and one.sent.reference == row.external_id), None)
    if ours is not None:
        return ours
    key = f"{row.payment.key}:{row.external_id}"
    waiting = [one for one in refunds if one.sent is None and one.cents == row.cents]
    provider = chart.account(Role.PROVIDER)
    if waiting:
        owed = chart.account(Role.REFUNDS)
        entry = books.post("refunds-sent", [Move(owed, provider, row.cents)], key=f"back:{key}", dossier=dossier)
        refund = _tell(dossier, waiting[0], row, entry)
        refund_lines.all_sent(dossier, gift.campaign, reference=row.external_id, by=None)
        return refund
    rest = rest_of(gift, refunds)
    if row.cents > rest:
        raise Refused([refuse("refund-too-big", rest=euros(rest))])
    refund = Refund.objects.create(gift=gift, cents=row.cents, key=key)
    if gift.campaign.state in REFUNDABLE:
        return _tell(dossier, refund, row, _uncount(gift, provider, row.cents, key))
    return _claim(dossier, refund, row, provider)


def _uncount(gift: Gift, provider: Account, cents: int, key: str) -> Entry:
    """The gift counts no more, and gives back exactly what it had called."""
    accounts = chart.of_campaign(gift.campaign)
    pot = accounts[Role.CITIZENS if gift.eligible else Role.UNMATCHED, None]
    back = Move(pot, provider, cents)
    entry, _ = post_with_match("refund", [back], key=f"back:{key}", campaign=gift.campaign, accounts=accounts)
    return entry


def _claim(dossier: Dossier, refund: Refund, row: Reversal, provider: Account) -> Refund:
    """The match is fixed: nobody's money is clawed back by itself; what is missing awaits a decision."""
    campaign = refund.gift.campaign
    missing = Move(chart.account(Role.CLAIM, campaign), provider, row.cents)
    entry = books.post("claim", [missing], key=f"back:{refund.key}", dossier=dossier)
    claim = Claim.objects.create(refund=refund, campaign=campaign, cents=row.cents)
    _tell(dossier, refund, row, entry)
    record(Kind.CLAIM_OPENED, subject=dossier.subject, by=None, cents=row.cents, claim=claim.pk, **seal(claim))
    warn_of_outdated(dossier, refund.gift)
    return refund


def _tell(dossier: Dossier, refund: Refund, row: Reversal, entry: Entry) -> Refund:
    RefundSent.objects.create(refund=refund, sent_on=clock.today(), reference=row.external_id, confirmed_by=None)
    facts: dict[str, Any] = {
        "cents": refund.cents,
        "key": refund.key,
        "gift": refund.gift.provider_reference,
        "nature": row.kind,
    }
    record(Kind.GIFT_REFUNDED, subject=dossier.subject, by=None, entry=entry.hash, **facts, **seal(refund))
    return refund
