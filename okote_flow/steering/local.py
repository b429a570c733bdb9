"""The running campaigns of a territory as its committee follows them: figures of the campaign, help of the members."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from committees.help_access import may_offer, running_in
from committees.models import Committee, Help
from dossiers.models import Dossier
from funding.cards import Card, cards
from funding.models import Campaign, Gift
from funding.showcase import Milestone, milestones
from okote_flow.directory.models import User

STEPS = (25, 50, 75, 100)
"""The parts of the citizens' goal that are told when they are reached, in percent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One campaign: what everybody may know of it, never who gave."""

    dossier: Dossier
    card: Card
    givers: int
    helps: int
    done: int
    may_help: bool

    @property
    def milestones(self) -> list[Milestone]:
        return milestones(self.card.campaign)

    @property
    def reached(self) -> int:
        """The last part of the citizens' goal that was reached, in percent; 0 before the first."""
        return max((step for step in STEPS if self.card.percent >= step), default=0)

    @property
    def has_met_threshold(self) -> bool:
        return self.card.missing_cents == 0


def rows(user: User, committee: Committee) -> Iterator[Row]:
    """The first to end comes first. The number of queries does not grow with them."""
    dossiers = running_in(user, committee)
    campaigns = Campaign.objects.filter(dossier__in=dossiers, starts_at__isnull=False)
    found = cards(campaigns.select_related("dossier__organization", "dossier__territory").order_by("ends_at", "pk"))
    shown = [card.campaign for card in found]
    givers = dict(Gift.objects.filter(campaign__in=shown).order_by().values_list("campaign").annotate(Count("pk")))
    helps = {pk: (number, done) for pk, number, done in _helps([one.dossier_id for one in shown])}
    helping = bool(found) and may_offer(user, found[0].campaign.dossier)
    for card in found:
        campaign = card.campaign
        number, done = helps.get(campaign.dossier_id, (0, 0))
        yield Row(campaign.dossier, card, givers.get(campaign.pk, 0), number, done, helping)


def _helps(dossiers: list[int]) -> Iterator[tuple[int, int, int]]:
    found = Help.objects.standing().filter(dossier__in=dossiers).order_by().values_list("dossier")
    yield from found.annotate(number=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False)))
