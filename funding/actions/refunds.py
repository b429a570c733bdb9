"""Refunds one by one: where the donor's money goes back, what leaves by hand, what the provider is asked to send."""

import json
from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, books, chart, guards, refund_ways
from funding.actions import refund_lines
from funding.actions.bank import read_iban
from funding.actions.events import keep_answer, process_event
from funding.actions.gifts import REFUNDERS, holding
from funding.books import Move
from funding.locks import hold
from funding.models import (
    AccountSource,
    Checkout,
    Gift,
    Means,
    Refund,
    RefundAccount,
    RefundRequest,
    RequestState,
    Role,
)
from funding.providers import RefundAsked, Unreachable
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

# --------------------------------------------------------------------------------------------------- donors' accounts


def account_refusals(gift: Gift) -> list[Refusal]:
    """Why no account can be given for this gift now, whoever does."""
    pending = list(Refund.objects.pending().filter(gift=gift).select_related("gift").order_by("pk"))
    if not pending:
        return [refuse("refund-none-owed")]
    if gift.means == Means.CARD:
        return [refuse("refund-by-card", gift=gift.provider_reference)]
    return [refusal for one in pending for refusal in refund_ways.going_refusals(one)][:1]


def own_account_refusals(checkout: Checkout) -> list[Refusal]:
    """Why a donor cannot give an account now."""
    return account_refusals(checkout.gift) if checkout.gift is not None else [refuse("refund-none-owed")]


def refund_writing_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person writes down no donor's account of this dossier."""
    return list(access.either_refusals(user, dossier, *REFUNDERS))


def account_giving_refusals(refund: Refund, user: User) -> list[Refusal]:
    """Why this person cannot write down the donor's account now."""
    return refund_writing_refusals(refund.gift.campaign.dossier, user) or account_refusals(refund.gift)


@action(
    "funding.give_refund_account",
    refuses=("not-yours", "refund-none-owed", "refund-by-card", "refund-in-batch", "iban-wrong", "holder-missing"),
)
def give_refund_account(refund: Refund, *, iban: str, holder: str, by: User) -> RefundAccount:
    """Write down the account to which a donor is refunded, from the bank or as they told; again: anew."""
    hold(refund.gift.campaign.dossier)
    require(account_giving_refusals(refund, by))
    return _write_account(refund.gift, iban, holder, by)


@action(
    "funding.tell_refund_account",
    refuses=("refund-none-owed", "refund-by-card", "refund-in-batch", "iban-wrong", "holder-missing"),
)
def tell_refund_account(checkout: Checkout, *, iban: str, holder: str, by: None = None) -> RefundAccount:
    """The donor says, on the page that only they know, to which account their refund goes."""
    hold(checkout.campaign.dossier)
    require(own_account_refusals(checkout))
    assert checkout.gift is not None, "what is owed was given"
    return _write_account(checkout.gift, iban, holder, None)


def _write_account(gift: Gift, iban: str, holder: str, by: User | None) -> RefundAccount:
    number = read_iban(iban)
    if not holder.strip():
        raise Refused([refuse("holder-missing")])
    said = {
        "iban": number,
        "holder": holder.strip(),
        "source": AccountSource.HOUSE if by else AccountSource.DONOR,
        "given_by": by,
        "given_at": clock.now(),
    }
    account, _ = RefundAccount.objects.update_or_create(gift=gift, defaults=said)
    dossier = gift.campaign.dossier
    office = access.key_held(by, dossier, *REFUNDERS)
    facts: dict[str, Any] = {"gift": gift.provider_reference, "source": str(account.source)}
    record(Kind.REFUND_ACCOUNT_GIVEN, subject=dossier.subject, by=by, office=office, **facts)
    return account


# ------------------------------------------------------------------------------------------------------------ by hand


def hand_refusals(refund: Refund, user: User) -> list[Refusal]:
    """Why this refund cannot be found to have left by hand."""
    own = list(key_refusals(user, refund.gift.campaign.dossier, Keeper.TREASURER))
    return own or refund_ways.going_refusals(refund)


@action(
    "funding.confirm_refund",
    refuses=("not-yours", "refund-sent", "refund-in-batch", "refund-asked", "bank-reference-missing", "bank-short"),
)
def confirm_refund(refund: Refund, *, reference: str, by: User) -> Refund:
    """One refund has left by hand: a cheque, a transfer made at the bank, or the provider's own page."""
    dossier, campaign = hold(refund.gift.campaign.dossier)
    require(hand_refusals(refund, by))
    told = reference.strip()
    if not told:
        raise Refused([refuse("bank-reference-missing")])
    move = Move(chart.account(Role.REFUNDS), holding(refund.gift.means), refund.cents)
    tries = refund.sendings.count() + 1
    entry = books.post("refunds-sent", [move], key=f"refund-sent:hand:{refund.pk}-{tries}", dossier=dossier)
    refund_lines.tell_sent(dossier, [refund], reference=told, entry=entry.hash, by=by)
    refund_lines.all_sent(dossier, campaign, reference=told, by=by)
    return refund


# --------------------------------------------------------------------------------------------------- by the provider


def to_ask(dossier: Dossier) -> list[Refund]:
    """The refunds of its campaign that a provider would send, and is not asked for."""
    campaign = guards.campaign_of(dossier)
    if campaign is None:
        return []
    pending = refund_ways.with_ways(guards.pending_refunds(campaign))
    pending = refund_ways.only(pending, refund_ways.Standing.READY)
    return [one for one in pending.order_by("pk") if refund_ways.way_of(one) == refund_ways.Way.PROVIDER]


def asking_provider_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot ask the provider now."""
    own = list(key_refusals(user, dossier, Keeper.TREASURER))
    return own or ([] if to_ask(dossier) else [refuse("no-refund-to-ask")])


@action("funding.ask_provider_refunds", refuses=("not-yours", "no-refund-to-ask"))
def ask_provider_refunds(dossier: Dossier, *, by: User) -> list[RefundRequest]:
    """Ask the payment provider to send back every card payment that this campaign owes. Each is asked for once.

    The requests wait in a queue and are tried again while the provider does not answer (`send_refund_request`).
    """
    dossier, _ = hold(dossier)
    require(asking_provider_refusals(dossier, by))
    wanted = to_ask(dossier)
    again = {"state": RequestState.WAITING, "error": "", "asked_by": by, "asked_at": clock.now()}
    made = [RefundRequest.objects.update_or_create(refund=one, defaults=again)[0] for one in wanted]
    facts: dict[str, Any] = {"cents": sum(one.cents for one in wanted), "count": len(wanted)}
    record(Kind.REFUNDS_ASKED, subject=dossier.subject, by=by, office=Keeper.TREASURER, **facts)
    return made


@action("funding.send_refund_request")
def send_refund_request(request: RefundRequest, *, by: None = None) -> RefundRequest:
    """Tell the provider to send a refund, once. One that does not answer is asked again later.

    The row is held during the call: nobody else asks meanwhile, and a killed worker leaves it waiting. Whether the
    provider has taken it already is for its own `refund` to find out.
    """
    hold(request.refund.gift.campaign.dossier)
    shown = RefundRequest.objects.select_related("refund__gift__campaign__dossier", "refund__gift__payment__checkout")
    request = shown.select_for_update(of=("self",)).get(pk=request.pk)
    if request.state != RequestState.WAITING or request.refund.sent is not None:
        return request
    request.tries, request.tried_at = request.tries + 1, clock.now()
    try:
        _ask(request)
    except Unreachable:
        request.save()
    except Refused as refused:
        refund_lines.turn_down(request, refused.refusals[0].message)
    return request


def _ask(request: RefundRequest) -> None:
    """The provider's answer is a message like any other: kept, and read."""
    refund, payment = request.refund, request.refund.gift.payment
    provider = refund_ways.provider_of(refund)
    if provider is None:
        raise Refused([refuse("refund-by-hand-only")])
    known = frozenset(payment.reversals.values_list("external_id", flat=True))
    asked = RefundAsked(payment, refund.cents, f"remboursement-{refund.pk}", known)
    answer = provider.refund(asked)
    request.state = RequestState.ASKED
    request.save()
    process_event(keep_answer(provider, json.dumps(answer, sort_keys=True).encode()))
