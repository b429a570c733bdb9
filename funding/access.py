"""Who may see which money. Views get campaigns, envelopes, orders and the books from here only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.http import Http404

from dossiers.access import NOTHING, denied, dossiers_for, holds, not_yours, own
from dossiers.lifecycle import Keeper
from dossiers.models import Attachment, Ceiling, Dossier, DossierQuerySet
from dossiers.models.content import AttachmentKind
from dossiers.sentences import refuse as refuse_for_dossier
from funding.models import (
    Account,
    Agreement,
    BankDetails,
    Campaign,
    CampaignState,
    Entry,
    Envelope,
    EnvelopeStatus,
    Gift,
    PayoutOrder,
    Pledge,
    Refund,
    Role,
    Settlement,
    Transfer,
)
from okote_flow import clock
from okote_flow.directory.access import holders_of, offices_of
from okote_flow.directory.models import Appointment, Office, Partner, PartnerKind, Territory, User
from okote_flow.refusals import Refusal

M = TypeVar("M", bound=Model)
WON = (CampaignState.SUCCEEDED, CampaignState.SETTLED)
MATCHED = (Role.ACCRUED, Role.SETTLED, Role.PAID)  # where a pledge's called money stands, before and after settlement
END_OF_CAMPAIGN = "end:"  # how the keys of the refunds begin that a campaign's end owes
BOOKKEEPERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.AUDITOR})


def partners_answered_for(user: User) -> QuerySet[Partner]:
    """The partners whose money this person looks after today."""
    held = Appointment.objects.in_force().filter(user=user, office=Office.PARTNER_FINANCE)
    return Partner.objects.filter(pk__in=held.values("partner"))


def granted(user: User) -> Q:
    """A partner's financial officer sees the dossiers that their partner's money is meant for."""
    if Office.PARTNER_FINANCE not in offices_of(user):
        return NOTHING
    partners = partners_answered_for(user).values("pk")
    fixed = Ceiling.objects.filter(dossier=OuterRef("pk"), partner__in=partners)
    pledged = Pledge.objects.filter(campaign__dossier=OuterRef("pk"), partner__in=partners)
    return Q(Exists(fixed)) | Q(Exists(pledged))


def granted_people(dossier: Dossier) -> Q:
    """The same rule from the dossier's end."""
    theirs = Q(partner__in=Ceiling.objects.filter(dossier=dossier).values("partner"))
    theirs |= Q(partner__in=Pledge.objects.filter(campaign__dossier=dossier).values("partner"))
    held = Appointment.objects.in_force().filter(theirs, user=OuterRef("pk"), office=Office.PARTNER_FINANCE)
    return Q(Exists(held))


def office_refusals(user: User | None, *offices: Office) -> Iterator[Refusal]:
    """Whether somebody holds one of these offices, and if not, who does. None is the loading of a world."""
    if user is not None and not offices_of(user) & frozenset(offices):
        names = ", ".join(str(person) for office in offices for person in holders_of(office)[:2])
        people = f" ({names})" if names else ""
        keeper = " ou ".join(Keeper(office.value).label for office in offices)
        yield refuse_for_dossier("not-yours", keeper=keeper, people=people)


def either_refusals(user: User, dossier: Dossier, *keepers: Keeper) -> Iterator[Refusal]:
    """Whether somebody holds one of these keys of the dossier, and if not, who holds the first."""
    if not any(holds(user, dossier, keeper) for keeper in keepers):
        yield not_yours(dossier, keepers[0])


def key_held(user: User | None, dossier: Dossier, *keepers: Keeper) -> str:
    """In which of these keys of the dossier somebody acts: the first that they hold. The clock has none."""
    held = (keeper for keeper in keepers if user is not None and holds(user, dossier, keeper))
    return next(held, "")


# ---------------------------------------------------------------------------------------------- campaigns, their parts


def get_dossier(user: User, pk: int) -> Dossier:
    """Raises Http404 to whom the dossier is not shown."""
    return one(dossiers_for(user).for_page().filter(pk=pk))


def kept_by(user: User) -> DossierQuerySet:
    """The dossiers whose money this person keeps, by office: gifts and donors are theirs alone to see."""
    if not offices_of(user) & BOOKKEEPERS:
        return Dossier.objects.none()
    return dossiers_for(user).filter(~denied(user))


def paid_to(user: User) -> DossierQuerySet:
    """The dossiers whose IBAN and payments this person may see: those they keep, and their own."""
    kept = ~denied(user) if offices_of(user) & BOOKKEEPERS else NOTHING
    return dossiers_for(user).filter(own(user) | kept)


def get_kept(user: User, pk: int) -> Dossier:
    return one(kept_by(user).for_page().filter(pk=pk))


def get_money(user: User, pk: int) -> Dossier:
    return one(paid_to(user).for_page().filter(pk=pk))


def may_see_money(user: User, dossier: Dossier) -> bool:
    return paid_to(user).filter(pk=dossier.pk).exists()


def keeps_money(user: User, dossier: Dossier) -> bool:
    return kept_by(user).filter(pk=dossier.pk).exists()


def campaigns_for(user: User) -> QuerySet[Campaign]:
    return Campaign.objects.filter(dossier__in=dossiers_for(user)).select_related("dossier__rules")


def campaign_of(dossier: Dossier) -> Campaign:
    """The campaign of a dossier that this reader sees. Raises Http404 before it is prepared."""
    return one(campaigns().filter(dossier=dossier))


def campaigns() -> QuerySet[Campaign]:
    """Of dossiers that the caller has got from here."""
    return Campaign.objects.select_related("dossier__rules", "dossier__organization")


def gifts_of(campaign: Campaign) -> QuerySet[Gift]:
    """Newest first, with their donors: for those who keep this dossier's money."""
    return Gift.objects.filter(campaign=campaign).select_related("donor").order_by("-pk")


def bank_details_of(dossier: Dossier) -> QuerySet[BankDetails]:
    """Every IBAN that the structure gave, newest first."""
    found = BankDetails.objects.filter(organization=dossier.organization).order_by("-pk")
    return found.select_related("given_by", "decided_by", "dossier")


def get_public_campaign(pk: int) -> Campaign:
    """A campaign that was opened belongs to everybody; one in preparation to nobody. Raises Http404."""
    return one(public_campaigns().filter(pk=pk))


def get_pledge(user: User, pk: int) -> Pledge:
    shown = Pledge.objects.select_related("partner", "envelope", "campaign__dossier")
    return one(within(shown, dossiers_for(user), "campaign__dossier", pk))


def get_gift(user: User, pk: int) -> Gift:
    return one(within(Gift.objects.select_related("campaign__dossier"), kept_by(user), "campaign__dossier", pk))


def get_settlement(user: User, pk: int) -> Settlement:
    shown = Settlement.objects.select_related("campaign__dossier")
    return one(within(shown, kept_by(user), "campaign__dossier", pk))


def get_bank_details(user: User, pk: int) -> BankDetails:
    return one(within(BankDetails.objects.select_related("dossier"), paid_to(user), "dossier", pk))


def get_order(user: User, pk: int) -> PayoutOrder:
    shown = PayoutOrder.objects.select_related("dossier__organization", "campaign__dossier__organization")
    return one(within(shown, paid_to(user), "dossier", pk))


def within(rows: QuerySet[M], dossiers: DossierQuerySet, path: str, pk: int) -> QuerySet[M]:
    return rows.filter(pk=pk, **{f"{path}__in": dossiers})


def one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise Http404
    return found


# ----------------------------------------------------------------------------------------------------------- in public


def public_campaigns() -> QuerySet[Campaign]:
    """Every campaign that was opened, with what its card says."""
    shown = Campaign.objects.filter(starts_at__isnull=False)
    return shown.select_related("dossier__organization", "dossier__territory")


def running_campaigns(territory: str = "") -> QuerySet[Campaign]:
    """The campaigns that take gifts now, the first to end first; of one territory, named by its code."""
    running = _in(public_campaigns(), territory).filter(state=CampaignState.OPEN, ends_at__gt=clock.now())
    return running.order_by("ends_at", "pk")


def ended_campaigns(territory: str = "") -> QuerySet[Campaign]:
    """The campaigns that take no gift any more, the last to end first."""
    running = Q(state=CampaignState.OPEN, ends_at__gt=clock.now())
    return _in(public_campaigns(), territory).exclude(running).order_by("-ends_at", "-pk")


def won_campaigns(territory: str = "") -> QuerySet[Campaign]:
    return ended_campaigns(territory).filter(state__in=WON)


def _in(found: QuerySet[Campaign], territory: str) -> QuerySet[Campaign]:
    return found.filter(dossier__territory__code=territory) if territory else found


def given_cents(found: Iterable[Campaign]) -> dict[int, int]:
    """Campaign -> what citizens gave it, also when a failure has given it back since."""
    rows = Gift.objects.filter(campaign__in=found).order_by().values_list("campaign")
    given = dict(rows.annotate(Sum("cents")))
    back = Refund.objects.filter(gift__campaign__in=found).exclude(key__startswith=END_OF_CAMPAIGN).order_by()
    for campaign, cents in back.values_list("gift__campaign").annotate(Sum("cents")):
        given[campaign] -= cents
    return given


def matched_cents(found: Iterable[Campaign]) -> dict[tuple[int, str], int]:
    """(campaign, college) -> what that college adds to it."""
    rows = Account.objects.filter(campaign__in=found, role__in=MATCHED).order_by()
    sums = rows.values("campaign", "pledge__college").annotate(cents=Sum("credits_cents") - Sum("debits_cents"))
    return {(row["campaign"], row["pledge__college"]): row["cents"] for row in sums}


def caps_cents(found: Iterable[Campaign]) -> dict[tuple[int, str], int]:
    """(campaign, college) -> what that college promised at most."""
    rows = Pledge.objects.filter(campaign__in=found).order_by().values_list("campaign", "college")
    return {(campaign, college): cents for campaign, college, cents in rows.annotate(Sum("cap_cents"))}


def owing_refunds(found: Iterable[Campaign]) -> set[int]:
    """Of these campaigns, those that still have to give something back to donors."""
    pending = Refund.objects.pending().filter(gift__campaign__in=found)
    return set(pending.values_list("gift__campaign", flat=True))


@dataclass(frozen=True, slots=True)
class Place:
    """A territory and how many campaigns it has."""

    code: str
    name: str
    running: int
    won: int


def places() -> list[Place]:
    """Every territory, in one query."""
    running = Q(dossiers__campaign__state=CampaignState.OPEN, dossiers__campaign__ends_at__gt=clock.now())
    found = Territory.objects.annotate(
        running=Count("dossiers__campaign", filter=running),
        won=Count("dossiers__campaign", filter=Q(dossiers__campaign__state__in=WON)),
    )
    return [Place(*row) for row in found.order_by("pk").values_list("code", "name", "running", "won")]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the programme has brought so far, as the home page says it."""

    projects: int  # whose campaign succeeded
    gifts: int
    gifts_cents: int
    gathered_cents: int  # with what partners add, or promised to add


def totals() -> Totals:
    """Of the campaigns that run or have succeeded. Four queries."""
    counting = Campaign.objects.filter(starts_at__isnull=False, state__in=[CampaignState.OPEN, *WON])
    gifts = Gift.objects.filter(campaign__in=counting).aggregate(cents=Sum("cents", default=0), count=Count("pk"))
    back = Refund.objects.filter(gift__campaign__in=counting).aggregate(cents=Sum("cents", default=0))["cents"]
    accounts = Account.objects.filter(campaign__in=counting, role__in=MATCHED)
    matched = accounts.aggregate(plus=Sum("credits_cents", default=0), minus=Sum("debits_cents", default=0))
    given = gifts["cents"] - back
    won = counting.filter(state__in=WON).count()
    return Totals(won, gifts["count"], given, given + matched["plus"] - matched["minus"])


def campaigns_due() -> QuerySet[Campaign]:
    """Open campaigns whose end has passed; each still says itself whether its grace is over."""
    return Campaign.objects.filter(state=CampaignState.OPEN, ends_at__lte=clock.now()).order_by("dossier")


# ------------------------------------------------------------------------------------------------ envelopes and books


def envelopes_for(user: User) -> QuerySet[Envelope]:
    """All of them for those who keep the books; a partner's officer sees their partner's."""
    found = Envelope.objects.select_related("partner", "agreement")
    if offices_of(user) & BOOKKEEPERS:
        return found
    return found.filter(partner__in=partners_answered_for(user).values("pk"))


def get_envelope(user: User, pk: int) -> Envelope:
    return one(envelopes_for(user).filter(pk=pk))


def reads_books(user: User) -> bool:
    return bool(offices_of(user) & BOOKKEEPERS)


def check_books(user: User) -> None:
    """The ledger shows every dossier's money. Raises Http404 to whom it is not shown."""
    if not reads_books(user):
        raise Http404


def agreements_for(envelope: Envelope) -> QuerySet[Agreement]:
    """Those that may cover this envelope."""
    return Agreement.objects.filter(partner=envelope.partner, section=envelope.section)


def authorities() -> QuerySet[Partner]:
    return Partner.objects.filter(kind=PartnerKind.AUTHORITY)


def matchers() -> QuerySet[Partner]:
    """Who may pledge: companies and authorities."""
    return Partner.objects.filter(kind__in=[PartnerKind.AUTHORITY, PartnerKind.COMPANY])


def envelopes_to_pledge() -> QuerySet[Envelope]:
    """Voted ones of this year and the one before: a reservation stays on its year."""
    year = clock.today().year
    voted = Envelope.objects.filter(status=EnvelopeStatus.VOTED, year__in=[year - 1, year])
    return voted.select_related("partner").order_by("-year", "partner__pk", "section")


def proofs_of(dossier: Dossier) -> QuerySet[Attachment]:
    """The bank's own papers among the pieces of the dossier."""
    return Attachment.objects.filter(dossier=dossier, kind=AttachmentKind.BANK_DETAILS, removed_at=None)


def receivables(user: User) -> QuerySet[Pledge]:
    """What partners owe for settled projects: pledges with `due_cents`."""
    owed = Account.objects.filter(pledge=OuterRef("pk"), role=Role.GRANT, credits_cents__gt=F("debits_cents"))
    due = Subquery(owed.values(cents=F("credits_cents") - F("debits_cents")))
    found = Pledge.objects.filter(campaign__dossier__in=kept_by(user)).annotate(due_cents=due).filter(due_cents__gt=0)
    return found.select_related("partner", "campaign__dossier", "call").order_by("partner__pk", "pk")


def provider_cents() -> int:
    """What the payment provider holds for us; negative when it has paid more out than gifts came in."""
    found = Account.objects.filter(code=Role.PROVIDER).first()
    return found.balance_cents if found else 0


def check_answers_for_money(user: User) -> None:
    """Raises Http404 to whom no envelope is shown."""
    if not reads_books(user) and Office.PARTNER_FINANCE not in offices_of(user):
        raise Http404


def visible_dossiers(user: User, envelope: Envelope) -> set[int]:
    """Of the dossiers that an envelope was promised to, those that this reader may open."""
    behind = dossiers_for(user).filter(campaign__pledges__envelope=envelope)
    return set(behind.values_list("pk", flat=True))


def accounts() -> QuerySet[Account]:
    """Every account that has moved, by book and nature. For those who read the books."""
    found = Account.objects.with_movement().order_by("book", "role", "pk")
    return found.select_related("campaign__dossier", "envelope__partner", "pledge__campaign__dossier", "partner")


def entries() -> QuerySet[Entry]:
    """Every entry with its transfers, newest first. For those who read the books."""
    legs = Transfer.objects.select_related("debit", "credit").order_by("n")
    return Entry.objects.select_related("dossier").prefetch_related(Prefetch("transfers", legs)).order_by("-pk")
