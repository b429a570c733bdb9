"""Who may see agreements, consumption, accounts, entries and months. Views of the books get their rows from here."""

from django.db.models import Max, Prefetch, Q, QuerySet, Sum
from django.http import Http404

from dossiers.access import dossiers_for
from funding.access import (
    accounts,
    agreements_for,
    check_answers_for_money,
    check_books,
    entries,
    envelopes_for,
    get_gift,
    partners_answered_for,
    reads_books,
)
from funding.models import (
    Account,
    Agreement,
    AgreementFile,
    Contribution,
    ContributionMove,
    Entry,
    Envelope,
    Period,
    Publication,
    Transfer,
    YearEnd,
)
from funding.open_data import FIRST_YEAR, LAST_YEAR, OpenYear
from okote_flow.directory.models import Partner, PartnerKind, User

__all__ = [
    "accounts", "agreements", "agreements_for", "check_answers_for_money", "check_books", "entries", "entry_years",
    "get_account", "get_agreement", "get_agreement_file", "get_authority", "get_entry", "get_gift", "get_period",
    "monthly_entries", "periods", "reads_books", "transfers_of", "visible_dossiers", "year_ends",
]  # fmt: skip


def authorities_for(user: User) -> QuerySet[Partner]:
    """All of them for those who keep the books; a partner's officer sees their own."""
    found = Partner.objects.filter(kind=PartnerKind.AUTHORITY)
    return found if reads_books(user) else found.filter(pk__in=partners_answered_for(user).values("pk"))


def get_authority(user: User, pk: int) -> Partner:
    """Raises Http404 to whom this partner's money is not shown."""
    found = authorities_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def envelopes_of(user: User, partner: Partner) -> QuerySet[Envelope]:
    return envelopes_for(user).filter(partner=partner)


def agreements(user: User) -> QuerySet[Agreement]:
    """Partner by partner, the newest first, with what they amend and the papers that were filed."""
    found = Agreement.objects.filter(partner__in=authorities_for(user).values("pk"))
    return found.select_related("partner", "amends", "amendment").prefetch_related("files").order_by("partner", "-pk")


def get_agreement(user: User, pk: int) -> Agreement:
    found = agreements(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_agreement_file(user: User, pk: int) -> AgreementFile:
    found = AgreementFile.objects.filter(pk=pk, agreement__in=agreements(user).values("pk")).first()
    if found is None:
        raise Http404
    return found


def year_ends(envelopes: QuerySet[Envelope]) -> QuerySet[YearEnd]:
    """What the ends of years did to these envelopes, with what has since been reversed."""
    found = YearEnd.objects.filter(Q(envelope__in=envelopes) | Q(into__in=envelopes))
    return found.select_related("envelope__partner", "into__partner", "entry__reversal", "decided_by").order_by("pk")


def visible_dossiers(user: User, partner: Partner) -> set[int]:
    """Of the dossiers that this partner's envelopes were promised to, those that this reader may open."""
    behind = dossiers_for(user).filter(campaign__pledges__envelope__partner=partner)
    return set(behind.values_list("pk", flat=True))


# ----------------------------------------------------------------------------------------------------------- the books


def get_account(user: User, pk: int) -> Account:
    check_books(user)
    found = accounts().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def transfers_of(account: Account) -> QuerySet[Transfer]:
    """Every movement of one account, newest first, with the other account and the entry."""
    found = Transfer.objects.filter(Q(debit=account) | Q(credit=account))
    return found.select_related("debit", "credit", "entry__dossier").order_by("-pk")


def get_entry(user: User, pk: int) -> Entry:
    """One entry with its movements, what it reverses and what reverses it."""
    check_books(user)
    legs = Transfer.objects.select_related("debit", "credit").order_by("n")
    found = Entry.objects.select_related("dossier", "reverses", "reversal").prefetch_related(
        Prefetch("transfers", legs)
    )
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def periods() -> dict[str, Period]:
    """Month -> what was done with it. For those who read the books."""
    return {one.month: one for one in Period.objects.select_related("changed_by")}


def get_period(user: User, pk: int) -> Period:
    check_books(user)
    found = Period.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def monthly_entries() -> list[tuple[str, int, int]]:
    """(month, entries, cents moved), the latest first."""
    months: dict[str, list[int]] = {}
    rows = Entry.objects.annotate(cents=Sum("transfers__cents")).values_list("occurred_on", "cents")
    for day, cents in rows.order_by().iterator(chunk_size=2000):
        here = months.setdefault(day.isoformat()[:7], [0, 0])
        here[0] += 1
        here[1] += cents or 0
    return [(month, *here) for month, here in sorted(months.items(), reverse=True)]  # type: ignore[misc]


def entry_years() -> list[int]:
    """The years in which something was written, the latest first."""
    return [day.year for day in Entry.objects.dates("occurred_on", "year", order="DESC")]


def contributions_for(user: User) -> QuerySet[Contribution]:
    """The running costs: all of them for those who keep the books; a partner's officer sees their own."""
    found = Contribution.objects.select_related("partner")
    return found if reads_books(user) else found.filter(partner__in=partners_answered_for(user).values("pk"))


def get_contribution(user: User, pk: int) -> Contribution:
    found = contributions_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def moves_of(contribution: Contribution) -> QuerySet[ContributionMove]:
    """Its calls and receipts, newest first."""
    return contribution.moves.select_related("entered_by", "reverses", "reversal").order_by("-pk")


def get_contribution_move(user: User, pk: int) -> ContributionMove:
    shown = ContributionMove.objects.filter(contribution__in=contributions_for(user).values("pk"))
    found = shown.select_related("contribution__partner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def partners() -> QuerySet[Partner]:
    """Whoever may pay for the running costs: every partner."""
    return Partner.objects.order_by("pk")


def get_open_year(user: User, pk: int) -> OpenYear:
    """A year of the fund, for those who read the books."""
    check_books(user)
    if not FIRST_YEAR <= pk <= LAST_YEAR:
        raise Http404
    return OpenYear(pk)


def get_published(year: int) -> Publication:
    """What anybody may download of a year. Raises Http404 before anything was published."""
    found = Publication.objects.filter(year=year).order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def published() -> QuerySet[Publication]:
    """What anybody may download: of each year the last publication."""
    latest = Publication.objects.order_by().values("year").annotate(last=Max("pk")).values("last")
    return Publication.objects.filter(pk__in=latest).order_by("-year")
