"""Citizens' gifts and refunds: each is written once, and calls from the partners exactly what it must."""

from collections.abc import Sequence
from datetime import datetime

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, books, chart, duties, guards, refund_ways, rules
from funding.books import Move
from funding.chart import Accounts
from funding.locks import hold
from funding.models import (
    Account,
    Campaign,
    CampaignState,
    Donor,
    Entry,
    Gift,
    MatchDelta,
    Means,
    Pledge,
    Refund,
    RefundSent,
    Role,
)
from funding.position import balance, called, tranches_of
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


@action(
    "funding.receive_gift",
    refuses=(
        "not-yours", "key-missing", "key-reused", "campaign-closed", "gift-too-small", "campaign-not-open",
        "campaign-ended", "confirmation-late", "key-too-long", "amount-missing", "amount-too-big",
    ),
)  # fmt: skip
def receive_gift(  # noqa: PLR0913 - what is known of a gift
    campaign: Campaign,
    *,
    cents: int,
    key: str,
    by: User | None,
    means: Means = Means.TRANSFER,
    donor_name: str = "",
    anonymous: bool = False,
    pledged_at: datetime | None = None,
    not_matched_because: str = "",
) -> Gift:
    """Write a citizen's gift, once: the same `key` again changes nothing. It calls its match at once.

    `pledged_at` is for a gift made in time and confirmed later, within the grace. `not_matched_because` tells why a
    gift (of the holder, of a partner) counts for the threshold and calls nothing.
    """
    dossier, campaign = hold(campaign.dossier)
    if by is not None:
        require(key_refusals(by, dossier, Keeper.OFFICER))
    gift = Gift(
        campaign=campaign,
        provider_reference=guards.required_key(key),
        cents=guards.required_cents(cents),
        means=means,
        pledged_at=pledged_at or clock.now(),
        received_at=clock.now(),
        anonymous=anonymous,
        eligible=not not_matched_because.strip(),
        reason=not_matched_because.strip(),
        entered_by=by,
    )
    return write_gift(dossier, gift, donor_name=donor_name.strip(), pledged_at=pledged_at, source=holding(means))


def write_gift(dossier: Dossier, gift: Gift, *, donor_name: str, pledged_at: datetime | None, source: Account) -> Gift:
    """Write a gift whose money stands on `source`, once. The dossier and the campaign are held."""
    known = _known_gift(gift, donor_name)
    if known is not None:
        return known
    _require_open(gift.campaign, gift.cents, pledged_at)
    gift.save()
    _book_gift(dossier, gift, donor_name, source)
    return gift


def _book_gift(dossier: Dossier, gift: Gift, donor_name: str, source: Account) -> None:
    """The gift in the books and in the story, with what it calls; the donor's name beside it."""
    by = gift.entered_by
    if donor_name:
        Donor.objects.create(gift=gift, name=donor_name)
    campaign, key = gift.campaign, gift.provider_reference
    accounts = chart.of_campaign(campaign)
    pot = accounts[Role.CITIZENS if gift.eligible else Role.UNMATCHED, None]
    received = Move(source, pot, gift.cents)
    entry, match = post_with_match("gift", [received], key=f"gift:{key}", campaign=campaign, accounts=accounts)
    facts = seal(gift) | {"cents": gift.cents, "key": key, "means": gift.means, "eligible": gift.eligible}
    facts["called"] = match
    office = Keeper.OFFICER if by else ""
    record(Kind.GIFT_RECEIVED, subject=dossier.subject, by=by, office=office, entry=entry.hash, **facts)


def _known_gift(told: Gift, donor_name: str) -> Gift | None:
    """The gift already written under this key. Raises Refused("key-reused") when it is another one."""
    known = Gift.objects.filter(provider_reference=told.provider_reference).select_related("donor").first()
    if known is None:
        return None
    named = known.donor.name if hasattr(known, "donor") else ""
    is_same = all(getattr(known, name) == getattr(told, name) for name in SAID_OF_A_GIFT)
    if not is_same or named != donor_name:
        raise Refused([refuse("key-reused", key=told.provider_reference)])
    return known


SAID_OF_A_GIFT = ("campaign_id", "cents", "means", "anonymous", "reason")


def receiving_refusals(campaign: Campaign) -> list[Refusal]:
    """Why the campaign takes no gift at all now; gifts made in time may still be confirmed within the grace."""
    if not campaign.is_open:
        return [refuse("campaign-closed", state=campaign.get_state_display())]
    if clock.now() >= campaign.window.decides_at:
        return list(rules.gift_refusals(campaign.gift_min_cents, clock.now(), campaign.window, minimum_cents=0))
    return []


def _require_open(campaign: Campaign, cents: int, pledged_at: datetime | None) -> None:
    if not campaign.is_open:
        raise Refused([refuse("campaign-closed", state=campaign.get_state_display())])
    now = clock.now()
    require(rules.gift_refusals(cents, pledged_at or now, campaign.window, minimum_cents=campaign.gift_min_cents))
    if pledged_at is not None:
        require(rules.confirmation_refusals(pledged_at, now, campaign.window))


def holding(means: str) -> Account:
    """Where the money stands that came by these means, and goes back from."""
    return chart.account(Role.PROVIDER if means == Means.CARD else Role.BANK)


def post_with_match(
    kind: str, moves: Sequence[Move], *, key: str, campaign: Campaign, accounts: Accounts
) -> tuple[Entry, dict[str, int]]:
    """Post what changes the citizens' money together with what that changes in the partners' match.

    The campaign's row is held. `accounts` are its accounts before the act. Gives the entry, and by partner the cents
    that it called (or gave back).
    """
    pot = accounts[Role.CITIZENS, None]
    eligible = pot.balance_cents
    eligible += sum(move.cents for move in moves if move.credit.pk == pot.pk)
    eligible -= sum(move.cents for move in moves if move.debit.pk == pot.pk)
    pledges = list(campaign.pledges.select_related("partner"))
    wanted = called(campaign, pledges, eligible, tranches_of(campaign))
    deltas = {one: wanted[one.pk] - balance(accounts, Role.ACCRUED, one.pk) for one in pledges}
    deltas = {one: delta for one, delta in deltas.items() if delta}
    steps = [_step(accounts, one, delta) for one, delta in deltas.items()]
    entry = books.post(kind, [*moves, *steps], key=key, dossier=campaign.dossier)
    write_deltas(entry, deltas)
    return entry, {one.partner.code: delta for one, delta in deltas.items()}


def _step(accounts: Accounts, pledge: Pledge, delta: int) -> Move:
    reserved, accrued = accounts[Role.RESERVED, pledge.pk], accounts[Role.ACCRUED, pledge.pk]
    return Move(reserved, accrued, delta) if delta > 0 else Move(accrued, reserved, -delta)


def write_deltas(entry: Entry, deltas: dict[Pledge, int]) -> None:
    MatchDelta.objects.bulk_create(MatchDelta(entry=entry, pledge=one, cents=delta) for one, delta in deltas.items())


# ------------------------------------------------------------------------------------------------------------- refunds

REFUNDABLE = (CampaignState.OPEN, CampaignState.SUCCEEDED)
REFUNDERS = (Keeper.OFFICER, Keeper.TREASURER)
ASKED = "asked:"  # before the keys that people choose: the house's own ("end:7") stay free


@action(
    "funding.refund_gift",
    refuses=(
        "not-yours", "key-missing", "key-too-long", "key-reused", "amount-missing", "amount-too-big",
        "refund-too-big", "gift-settled",
    ),
)  # fmt: skip
def refund_gift(gift: Gift, *, key: str, by: User, cents: int | None = None) -> Refund:
    """Owe a gift, or a part of it, back to its donor; what it had called goes back too. The same `key`: once.

    The treasurer sends the money afterwards (`funding.confirm_refunds`).
    """
    dossier, campaign = hold(gift.campaign.dossier)
    require(access.either_refusals(by, dossier, *REFUNDERS))
    key = guards.required_key(key)
    cents = cents if cents is None else guards.required_cents(cents)
    known = _known_refund(gift, key, cents)
    if known is not None:
        return known
    if campaign.state not in REFUNDABLE:
        raise Refused([refuse("gift-settled")])
    rest = rest_of(gift, list(gift.refunds.all()))
    cents = rest if cents is None else cents
    if cents > rest or not rest:
        raise Refused([refuse("refund-too-big", rest=euros(rest))])
    refund = Refund.objects.create(gift=gift, cents=cents, key=f"{ASKED}{key}", decided_by=by)
    accounts = chart.of_campaign(campaign)
    pot = accounts[Role.CITIZENS if gift.eligible else Role.UNMATCHED, None]
    owed = Move(pot, chart.account(Role.REFUNDS), cents)
    entry, match = post_with_match("refund", [owed], key=f"refund:{key}", campaign=campaign, accounts=accounts)
    _record_refund(dossier, refund, entry, by)
    if match:
        office = access.key_held(by, dossier, *REFUNDERS)
        record(Kind.MATCH_CHANGED, subject=dossier.subject, by=by, office=office, deltas=match)
    duties.ask_for_refunds(dossier)
    return refund


def _known_refund(gift: Gift, key: str, cents: int | None) -> Refund | None:
    """The refund already written under this key. Raises Refused("key-reused") when it is another one."""
    known = Refund.objects.filter(key=f"{ASKED}{key}").first()
    if known is None:
        return None
    wanted = rest_of(gift, [one for one in gift.refunds.all() if one.pk < known.pk]) if cents is None else cents
    if (known.gift_id, known.cents) != (gift.pk, wanted):
        raise Refused([refuse("key-reused", key=key)])
    return known


def rest_of(gift: Gift, refunds: list[Refund]) -> int:
    return gift.cents - sum(refund.cents for refund in refunds)


def _record_refund(dossier: Dossier, refund: Refund, entry: Entry, by: User) -> None:
    record(
        Kind.GIFT_REFUNDED,
        subject=dossier.subject,
        by=by,
        office=access.key_held(by, dossier, *REFUNDERS),
        cents=refund.cents,
        key=refund.key,
        gift=refund.gift.provider_reference,
        entry=entry.hash,
        **seal(refund),
    )


def confirming_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot find that all has left: some of it stands in a batch, or the provider is asked for it."""
    own = list(key_refusals(user, dossier, Keeper.TREASURER))
    campaign = guards.campaign_of(dossier)
    if own or campaign is None:
        return own
    pending = refund_ways.standing_of(guards.pending_refunds(campaign)).order_by("pk")
    going = refund_ways.only(pending, refund_ways.Standing.UNDERWAY).select_related("gift").first()
    return refund_ways.going_refusals(going) if going is not None else []


@action(
    "funding.confirm_refunds",
    refuses=(
        "not-yours", "no-refund-pending", "bank-reference-missing", "bank-short", "refund-in-batch", "refund-asked",
    ),
)  # fmt: skip
def confirm_refunds(dossier: Dossier, *, reference: str, by: User) -> Dossier:
    """The money owed back to this campaign's donors has left, all of it, under the bank's or provider's reference."""
    dossier, campaign = hold(dossier)
    require(confirming_refusals(dossier, by))
    pending = list(guards.pending_refunds(campaign).select_related("gift").order_by("pk"))
    if not pending:
        raise Refused([refuse("no-refund-pending")])
    if not reference.strip():
        raise Refused([refuse("bank-reference-missing")])
    by_card = sum(refund.cents for refund in pending if refund.gift.means == Means.CARD)
    by_bank = sum(refund.cents for refund in pending) - by_card
    owed = chart.account(Role.REFUNDS)
    moves = [
        Move(owed, chart.account(Role.BANK), by_bank),
        Move(owed, chart.account(Role.PROVIDER), by_card),
    ]
    entry = books.post(
        "refunds-sent", moves, key=f"refunds-sent:{pending[-1].pk}{_again(pending[-1])}", dossier=dossier
    )
    today, told = clock.today(), reference.strip()
    RefundSent.objects.bulk_create(
        RefundSent(refund=refund, sent_on=today, reference=told, confirmed_by=by) for refund in pending
    )
    duties.done(dossier, duties.RefundsFlow, by=by)
    record(
        Kind.REFUNDS_SENT,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        cents=by_bank + by_card,
        count=len(pending),
        reference=told,
        entry=entry.hash,
    )
    return dossier


def _again(refund: Refund) -> str:
    """What tells apart the entry of a refund that had left before and came back."""
    times = refund.sendings.count()
    return f"-{times + 1}" if times else ""


@action(
    "funding.record_provider_payment",
    refuses=(
        "not-yours", "key-missing", "key-too-long", "key-reused", "provider-short", "amount-missing", "amount-too-big",
    ),
)  # fmt: skip
def record_provider_payment(*, cents: int, key: str, by: User) -> Entry:
    """The payment provider has paid out what it held: it stands on the bank account. The same `key`: once."""
    require(access.office_refusals(by, Office.TREASURER))
    key = guards.required_key(key)
    guards.required_cents(cents)
    known = Entry.objects.filter(key=f"provider:{key}").first()
    if known is not None:
        if known.transfers.get().cents != cents:
            raise Refused([refuse("key-reused", key=key)])
        return known
    bank, provider = chart.account(Role.BANK), chart.account(Role.PROVIDER)
    owed_cents = books.hold([bank, provider])[provider.pk].balance_cents
    if owed_cents < cents:
        raise Refused([refuse("provider-short", due=euros(owed_cents))])
    entry = books.post("provider-payment", [Move(bank, provider, cents)], key=f"provider:{key}", subject="provider")
    record(
        Kind.PROVIDER_PAID,
        subject="provider",
        by=by,
        office=Office.TREASURER,
        cents=cents,
        key=key,
        entry=entry.hash,
    )
    return entry
