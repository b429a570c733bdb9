"""What the money shows on a dossier's page: the counter, who stands behind it, what is done next and where."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import access, guards, offers
from funding.acts import Button
from funding.counters import counter
from funding.models import Campaign, CampaignState
from funding.position import position
from okote_flow.directory.models import User

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str


def context(request: HttpRequest, dossier: Dossier) -> Context | None:
    """None before the votes have let the project through."""
    assert isinstance(request.user, User), "a dossier's page is for somebody"
    campaign = access.campaigns().filter(dossier=dossier).first()
    if campaign is None and dossier.status != State.CAMPAIGN_PREPARATION:
        return None
    keeps, sees = access.keeps_money(request.user, dossier), access.may_see_money(request.user, dossier)
    now = position(campaign) if campaign else None
    return {
        "dossier": dossier,
        "campaign": campaign,
        "position": now,
        "counter": counter(campaign, now) if campaign and campaign.is_public else None,
        "settled": campaign is not None and campaign.state == CampaignState.SETTLED,
        "buttons": _next(request.user, dossier, campaign, keeps=keeps),
        "links": list(_links(dossier, campaign, keeps=keeps, sees=sees)),
    }


def _next(user: User, dossier: Dossier, campaign: Campaign | None, *, keeps: bool) -> list[Button]:
    """The next acts on the money, for those who have a part in them."""
    preparing = offers.of_preparation(user, dossier, campaign)
    if preparing or campaign is None or not keeps:
        return preparing
    return offers.of_settlement(user, dossier, campaign) or offers.of_payout(user, dossier, campaign)


def _links(dossier: Dossier, campaign: Campaign | None, *, keeps: bool, sees: bool) -> list[Link]:
    """The pages that this reader may open."""
    pages = [
        ("Préparation de la campagne", "preparation", "checklist", True),
        ("Récit, images et premiers soutiens", "story", "file-text", True),
    ]
    if campaign is not None:
        opened, ended = campaign.is_public, campaign.state not in (CampaignState.PREPARING, CampaignState.OPEN)
        owing = keeps and guards.pending_refunds(campaign).exists()
        pages += [
            ("Nouvelles de la campagne", "newsroom", "speakerphone", sees and opened),
            ("Questions du public", "public_questions", "message-circle-question", sees and opened),
            ("Dons", "gifts", "heart-handshake", keeps and opened),
            ("Partenaires et plafonds", "caps", "adjustments", keeps and opened),
            ("Remboursements", "refunds", "arrow-back-up", owing),
            ("Décompte", "settlement", "report", keeps and ended),
            ("IBAN", "bank_details", "building-bank", sees),
            ("Versement", "payout", "coin-euro", sees and ended),
            ("Reçus fiscaux", "tax_receipts", "file-check", sees and opened),
            ("Écritures", "dossier_entries", "book-2", keeps and opened),
        ]
    return [
        Link(label, reverse(f"funding:{page}", args=[dossier.pk]), icon) for label, page, icon, shown in pages if shown
    ]
