"""The chart of accounts: which account stands for what, found by its role and its owner, made on first use."""

from typing import TypeAlias

from funding.models import Account, Book, Campaign, Envelope, Normal, Pledge, Role
from funding.models.ledger import ASSETS, FUND
from okote_flow.directory.models import Partner

Owner: TypeAlias = Campaign | Envelope | Pledge | Partner
Accounts: TypeAlias = dict[tuple[Role, int | None], Account]
"""The accounts of one campaign: (role, pledge or None) -> account."""

OF_A_CAMPAIGN = (Role.CITIZENS, Role.UNMATCHED, Role.PAYABLE)
OF_A_PLEDGE = (Role.RESERVED, Role.ACCRUED, Role.SETTLED, Role.PAID, Role.GRANT, Role.PAYABLE)


def account(role: Role, owner: Owner | None = None) -> Account:
    """The account of that role, for that owner: "bank", "available:envelope:2", "reserved:pledge:7"."""
    code = f"{role}:{owner.subject}" if owner else str(role)
    found, _ = Account.objects.get_or_create(code=code, defaults=_nature(role) | _owners(owner))
    return found


def _nature(role: Role) -> dict[str, object]:
    normal = Normal.DEBIT if role in ASSETS else Normal.CREDIT
    book = Book.FUND if role in FUND else Book.BUDGET
    return {"role": role, "book": book, "normal": Normal.EITHER if role == Role.PROVIDER else normal}


def _owners(owner: Owner | None) -> dict[str, object]:
    """Every noun that the account can be looked up by."""
    if isinstance(owner, Pledge):
        pledge = owner
        return {
            "pledge": pledge,
            "campaign_id": pledge.campaign_id,
            "envelope_id": pledge.envelope_id,
            "partner_id": pledge.partner_id,
        }
    if isinstance(owner, Envelope):
        return {"envelope": owner, "partner_id": owner.partner_id}
    if isinstance(owner, Campaign):
        return {"campaign": owner}
    return {"partner": owner} if owner else {}


def open_campaign(campaign: Campaign, pledges: list[Pledge]) -> Accounts:
    """Make every account that this campaign will need, so that a gift finds them in one query."""
    for role in OF_A_CAMPAIGN:
        account(role, campaign)
    for pledge in pledges:
        for role in OF_A_PLEDGE:
            account(role, pledge)
        source(pledge)
    return of_campaign(campaign)


def of_campaign(campaign: Campaign) -> Accounts:
    """The campaign's own accounts and those of its pledges, as they are now."""
    rows = Account.objects.filter(campaign=campaign)
    return {(Role(row.role), row.pledge_id): row for row in rows}


def source(pledge: Pledge) -> Account:
    """Where a pledge's reservation comes from and goes back to: the envelope, or the company's promise."""
    return account(Role.AVAILABLE, pledge.envelope) if pledge.envelope else account(Role.PROMISED, pledge)


def advance(pledge: Pledge) -> Account:
    """What the partner has paid before it was asked to."""
    return account(Role.ADVANCE, pledge.envelope or pledge.partner)
