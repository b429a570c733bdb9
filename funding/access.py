"""Who may see which money. Views get campaigns, envelopes, orders and the books from here only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from dossiers.access import NOTHING, dossiers_for, holds, not_yours
from dossiers.lifecycle import Keeper
from dossiers.models import Ceiling, Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding.models import (
    Account,
    BankDetails,
    Campaign,
    CampaignState,
    Envelope,
    Gift,
    PayoutOrder,
    Pledge,
    Role,
    Settlement,
)
from okote_flow import clock
from okote_flow.directory.access import holders_of, offices_of
from okote_flow.directory.models import Appointment, Office, Partner, User
from okote_flow.refusals import Refusal

M = TypeVar("M", bound=Model)
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


def office_refusals(user: User | None, *offices: Office) -> Iterator[Refusal]:
    """Whether somebody holds one of these offices, and if not, who does. None is the loading of a world."""
    if user is not None and not offices_of(user) & frozenset(offices):
        names = ", ".join(str(person) for office in offices for person in holders_of(office)[:2])
        people = f" ({names})" if names else ""
        yield refuse_for_dossier("not-yours", keeper=" ou ".join(office.label for office in offices), people=people)


def either_refusals(user: User, dossier: Dossier, *keepers: Keeper) -> Iterator[Refusal]:
    """Whether somebody holds one of these keys of the dossier, and if not, who holds the first."""
    if not any(holds(user, dossier, keeper) for keeper in keepers):
        yield not_yours(dossier, keepers[0])


# ---------------------------------------------------------------------------------------------- campaigns, their parts


def get_dossier(user: User, pk: int) -> Dossier:
    """Raises Http404 to whom the dossier is not shown."""
    return _one(dossiers_for(user).for_page().filter(pk=pk))


def campaigns_for(user: User) -> QuerySet[Campaign]:
    return Campaign.objects.filter(dossier__in=dossiers_for(user)).select_related("dossier__rules")


def get_campaign(user: User, pk: int) -> Campaign:
    return _one(campaigns_for(user).filter(pk=pk))


def get_public_campaign(pk: int) -> Campaign:
    """A campaign that was opened belongs to everybody; one in preparation to nobody. Raises Http404."""
    shown = Campaign.objects.filter(starts_at__isnull=False)
    return _one(shown.select_related("dossier__organization", "dossier__territory").filter(pk=pk))


def get_pledge(user: User, pk: int) -> Pledge:
    return _one(_within(Pledge.objects.select_related("partner", "campaign__dossier"), user, "campaign__dossier", pk))


def get_gift(user: User, pk: int) -> Gift:
    return _one(_within(Gift.objects.select_related("campaign__dossier"), user, "campaign__dossier", pk))


def get_settlement(user: User, pk: int) -> Settlement:
    return _one(_within(Settlement.objects.select_related("campaign__dossier"), user, "campaign__dossier", pk))


def get_bank_details(user: User, pk: int) -> BankDetails:
    return _one(_within(BankDetails.objects.select_related("dossier"), user, "dossier", pk))


def get_order(user: User, pk: int) -> PayoutOrder:
    return _one(_within(PayoutOrder.objects.select_related("dossier", "campaign"), user, "dossier", pk))


def _within(rows: QuerySet[M], user: User, path: str, pk: int) -> QuerySet[M]:
    return rows.filter(pk=pk, **{f"{path}__in": dossiers_for(user)})


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise Http404
    return found


# ----------------------------------------------------------------------------------------------------------- in public


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """What the home page says of a campaign that takes gifts; the goal is the citizens'."""

    title: str
    territory: str
    url: str
    gifts_cents: int
    goal_cents: int
    ends_at: datetime

    @property
    def percent(self) -> int:
        return self.gifts_cents * 100 // self.goal_cents


def running_campaigns() -> list[RunningCampaign]:
    """The campaigns that take gifts now, the first to end first. Two queries, however many there are."""
    now = clock.now()
    running = Campaign.objects.filter(state=CampaignState.OPEN, ends_at__gt=now).order_by("ends_at", "pk")
    campaigns = list(running.select_related("dossier__territory"))
    pots = Account.objects.filter(campaign__in=campaigns, role__in=[Role.CITIZENS, Role.UNMATCHED])
    given: dict[int, int] = {}
    for pot in pots:
        assert pot.campaign_id is not None
        given[pot.campaign_id] = given.get(pot.campaign_id, 0) + pot.balance_cents
    return [
        RunningCampaign(
            title=campaign.dossier.title,
            territory=campaign.dossier.territory.name if campaign.dossier.territory else "",
            url=reverse("funding:campaign", args=[campaign.pk]),
            gifts_cents=given.get(campaign.pk, 0),
            goal_cents=campaign.citizens_goal_cents,
            ends_at=campaign.ends_at or now,
        )
        for campaign in campaigns
    ]


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
    return _one(envelopes_for(user).filter(pk=pk))


def reads_books(user: User) -> bool:
    return bool(offices_of(user) & BOOKKEEPERS)


def check_books(user: User) -> None:
    """The ledger shows every dossier's money. Raises Http404 to whom it is not shown."""
    if not reads_books(user):
        raise Http404
