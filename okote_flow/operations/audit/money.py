"""The money: what `funding` recomputes of books, gifts, matches and payouts, and what an account is by its name."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, Model

from funding import checks
from funding.models import Account, Book, CampaignState, Entry, Envelope, Normal, Pledge, PledgeState, Role
from funding.models.ledger import ASSETS, FUND
from okote_flow.directory.models import Partner
from okote_flow.operations.audit.fault import Fault, row

PLEDGE_STATES = {
    CampaignState.PREPARING: PledgeState.PROPOSED,
    CampaignState.OPEN: PledgeState.RESERVED,
    CampaignState.SUCCEEDED: PledgeState.RESERVED,
    CampaignState.SETTLED: PledgeState.RESERVED,
    CampaignState.FAILED: PledgeState.RELEASED,
    CampaignState.CANCELLED: PledgeState.RELEASED,
}


def recomputed() -> Iterator[Fault]:
    """Books, envelopes, gifts, matches, refunds, settlements, orders: each from its own rows and from the journal."""
    for fault in checks.check():
        yield Fault(fault.code, fault.subject, fault.sentence)


def entries() -> Iterator[Fault]:
    """The transfers of an entry count from one without gap."""
    counted = Entry.objects.annotate(count=Count("transfers"), last=Max("transfers__n"))
    for entry in counted.exclude(count=F("last")):
        yield Fault("transfer-gap", row("funding_entry", entry.pk), f"{entry.key}\u00a0: un mouvement manque.")


def pledges() -> Iterator[Fault]:
    """A pledge is proposed before its campaign, reserved during it, released when it failed."""
    for pledge in Pledge.objects.select_related("campaign").order_by("pk"):
        if pledge.state != PLEDGE_STATES[CampaignState(pledge.campaign.state)]:
            sentence = "L’état de cet engagement n’est pas celui de sa campagne."
            yield Fault("pledge-astray", row("funding_pledge", pledge.pk), sentence)


def accounts() -> Iterator[Fault]:
    """What an account's code says: its role, its book, its side, and whose it is."""
    envelopes = {f"envelope:{one.pk}": one for one in Envelope.objects.all()}
    promises = {one.subject: one for one in Pledge.objects.all()}
    partners = {one.subject: one for one in Partner.objects.all()}
    for account in Account.objects.order_by("pk"):
        role, _, owner = account.code.partition(":")
        named = envelopes.get(owner) or promises.get(owner) or partners.get(owner)
        if (account.role, *_nature(role)) != (role, account.book, account.normal) or _owners(account) != _due(
            owner, named
        ):
            sentence = f"Le compte «\u00a0{account.code}\u00a0» n’est plus ce que dit son nom."
            yield Fault("account-changed", row("funding_account", account.pk), sentence)


def _nature(role: str) -> tuple[str, str]:
    """(book, normal side) of a role."""
    if role not in Role.values:
        return "", ""
    side = Normal.DEBIT if role in ASSETS else Normal.CREDIT
    return (Book.FUND if role in FUND else Book.BUDGET), (Normal.EITHER if role == Role.PROVIDER else side)


def _owners(account: Account) -> tuple[int | None, ...]:
    return account.campaign_id, account.envelope_id, account.pledge_id, account.partner_id


def _due(owner: str, named: Model | None) -> tuple[int | None, ...]:
    """(campaign, envelope, pledge, partner) of the thing that a code names."""
    if isinstance(named, Pledge):
        return named.campaign_id, named.envelope_id, named.pk, named.partner_id
    if isinstance(named, Envelope):
        return None, named.pk, None, named.partner_id
    if isinstance(named, Partner):
        return None, None, None, named.pk
    kind, _, key = owner.partition(":")
    return (int(key) if kind == "campaign" and key.isdigit() else None), None, None, None
