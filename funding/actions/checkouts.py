"""What somebody asks to give on a campaign's public page, before any money moves; and the transfer that follows."""

import secrets
from dataclasses import dataclass
from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import guards, providers, rules
from funding.actions.gifts import receive_gift
from funding.actions.payments import UNMATCHED_BECAUSE
from funding.actions.tax_recipients import SAYING, offering_refusals, write_recipient
from funding.locks import hold
from funding.models import Campaign, Checkout, Gift, Interest, Means
from funding.sentences import refuse
from funding.tax_rules import Addressee, addressee_refusals
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Giver:
    """Whoever gives, as they say it. The name is never shown in public."""

    name: str = ""
    email: str = ""
    anonymous: bool = False
    interest: Interest = Interest.NONE


NOBODY = Giver()


def asking_refusals(campaign: Campaign) -> list[Refusal]:
    """Why nobody can give to this campaign now."""
    if not campaign.is_open:
        return [refuse("campaign-closed", state=campaign.get_state_display())]
    return list(rules.gift_refusals(campaign.gift_min_cents, clock.now(), campaign.window, minimum_cents=0))


@action(
    "funding.start_checkout",
    refuses=(
        "campaign-closed", "gift-too-small", "campaign-not-open", "campaign-ended", "amount-missing",
        "amount-too-big", "provider-none", "receipts-not-offered", *SAYING,
    ),
)  # fmt: skip
def start_checkout(  # noqa: PLR0913 - what a giver says
    campaign: Campaign,
    *,
    cents: int,
    provider: str,
    by: None = None,
    tip_cents: int = 0,
    giver: Giver = NOBODY,
    token: str = "",
    addressee: Addressee | None = None,
    consents: bool = False,
) -> Checkout:
    """Keep what somebody wants to give, while the campaign takes gifts. No money is in it yet.

    `token` is made here; a scenario may name it. With `addressee` they want a tax receipt, made out so.
    """
    guards.required_cents(cents)
    require(asking_refusals(campaign))
    require(rules.gift_refusals(cents, clock.now(), campaign.window, minimum_cents=campaign.gift_min_cents))
    if provider != providers.TRANSFER and providers.named(provider) is None:
        raise Refused([refuse("provider-none")])
    if addressee is not None:
        require([*offering_refusals(campaign), *addressee_refusals(addressee, consents=consents)])
    checkout = Checkout.objects.create(
        token=token or secrets.token_urlsafe(TOKEN_BYTES),
        provider=provider,
        campaign=campaign,
        cents=cents,
        tip_cents=0 if provider == providers.TRANSFER else max(0, tip_cents),
        donor_name=giver.name.strip(),
        email=giver.email.strip(),
        anonymous=giver.anonymous,
        interest=giver.interest,
        asked_at=clock.now(),
    )
    if addressee is not None:
        write_recipient(checkout, addressee)
    facts: dict[str, Any] = {"cents": cents, "campaign": campaign.subject, "provider": provider}
    record(Kind.GIFT_ANNOUNCED, subject=checkout.subject, by=None, interest=str(giver.interest), **facts)
    return checkout


def open_payment(checkout: Checkout) -> Checkout:
    """Ask the provider where this is paid, outside every transaction: it may be slow. Raises Refused."""
    provider = providers.named(checkout.provider)
    if provider is None:
        return checkout
    try:
        checkout.pay_page = provider.pay_url(checkout)
    except providers.Unreachable as error:
        raise Refused([refuse("provider-silent")]) from error
    checkout.save(update_fields=["pay_page"])
    return checkout


@action(
    "funding.confirm_transfer",
    refuses=(
        "not-yours", "key-missing", "key-reused", "key-too-long", "checkout-used", "amount-missing", "amount-too-big",
        "campaign-closed", "gift-too-small", "campaign-ended", "confirmation-late", "campaign-not-open",
    ),
)  # fmt: skip
def confirm_transfer(checkout: Checkout, *, cents: int, key: str, by: User) -> Gift:
    """The transfer that was announced stands on the account, for the amount that really came. The same `key`: once."""
    dossier, campaign = hold(checkout.campaign.dossier)
    require(key_refusals(by, dossier, Keeper.OFFICER))
    checkout = Checkout.objects.select_for_update(of=("self",)).select_related("gift").get(pk=checkout.pk)
    if checkout.gift is not None and checkout.gift.provider_reference != key.strip():
        raise Refused([refuse("checkout-used")])
    gift = receive_gift(
        campaign,
        cents=cents,
        key=key,
        by=by,
        means=Means.TRANSFER,
        donor_name=checkout.donor_name,
        anonymous=checkout.anonymous,
        pledged_at=checkout.asked_at,
        not_matched_because=UNMATCHED_BECAUSE.get(Interest(checkout.interest), ""),
    )
    if Checkout.objects.filter(gift=gift).exclude(pk=checkout.pk).exists():
        raise Refused([refuse("key-reused", key=key.strip())])
    checkout.gift = gift
    checkout.save(update_fields=["gift"])
    return gift
