"""Payments to projects that the bank sends back: due again, to an IBAN that is given anew."""

from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, books, duties
from funding.actions.payouts import hold_order
from funding.models import BankDetailsState, Entry, LineState, OrderState, PayoutOrder
from funding.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def return_refusals(order: PayoutOrder, user: User) -> list[Refusal]:
    """Why this payment cannot be found to have come back."""
    refusals = list(access.either_refusals(user, order.dossier, Keeper.TREASURER))
    if order.state != OrderState.PAID:
        refusals.append(refuse("not-paid-yet", order=order.key))
    return refusals


@action("funding.return_payout", refuses=("not-yours", "not-paid-yet", "reason-missing"))
def return_payout(order: PayoutOrder, *, reason: str, by: User) -> PayoutOrder:
    """The bank sends a payment back: it is due to the project again, and the structure gives its IBAN anew."""
    dossier, order = hold_order(order)
    require(return_refusals(order, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    entry = books.reverse(Entry.objects.get(key=f"payout:{order.key}"), reason.strip())
    order.state, order.reason = OrderState.RETURNED, reason.strip()
    order.save(update_fields=["state", "reason"])
    order.batch_lines.filter(state=LineState.PAID).update(state=LineState.RETURNED)
    _doubt_bank_details(order)
    _ask_again(dossier)
    record(
        Kind.PAYOUT_RETURNED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        order=order.key,
        cents=order.cents,
        reason=order.reason,
        entry=entry.hash,
    )
    return order


def _doubt_bank_details(order: PayoutOrder) -> None:
    """The account that did not take the money counts no more, unless another was verified since."""
    organization = order.dossier.organization
    assert organization is not None, "a dossier that was paid has one"
    refused = organization.bank_details.filter(state=BankDetailsState.VERIFIED, iban=order.iban)
    refused.update(state=BankDetailsState.REPLACED)


def _ask_again(dossier: Dossier) -> None:
    duties.done(dossier, duties.PaidFlow, by=None)
    if dossier.status in (State.PAYOUT, State.FOLLOW_UP):
        duties.await_bank_details(dossier)
        duties.ensure_open(duties.PayoutFlow, dossier)
