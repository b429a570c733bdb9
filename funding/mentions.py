"""The legal mentions of a campaign's page: who answers for it, a failure, the fees, personal data. One text for all.

The holder confirms them together with goal and length; the digest of what was read stands on the campaign.
"""

import hashlib

from django.conf import settings

from funding.counters import percent
from funding.models import Campaign


def of(campaign: Campaign) -> list[tuple[str, str]]:
    """(what it is about, what is said), in the order of the page."""
    holder = campaign.dossier.organization
    fee, threshold = percent(campaign.fee_bps), percent(campaign.threshold_bps)
    answers = (
        f"{holder or 'La structure porteuse'} répond du récit, des images, des nouvelles et des réponses. "
        f"{settings.PUBLISHER} anime la plateforme, vérifie le projet et reçoit les dons pour lui."
    )
    failure = (
        f"En dessous de {threshold}\u00a0% de l’objectif des citoyens, ou si le projet s’arrête, les dons sont rendus "
        "en entier et les partenaires ne versent rien."
    )
    fees = (
        f"En cas de réussite, {fee}\u00a0% des dons des citoyens paient le service. Rien n’est retenu sur l’argent "
        "des entreprises et des collectivités, ni sur un don rendu."
    )
    names = (
        "Aucun nom de donateur ni de soutien ne paraît sur la page. Chacun peut demander à voir, corriger ou effacer "
        "ce qui le concerne."
    )
    return [
        ("Qui répond de cette page", answers),
        ("Si le seuil n’est pas atteint", failure),
        ("Les frais", fees),
        ("Les données personnelles", names),
    ]


def digest(campaign: Campaign) -> str:
    """The digest of what the holder reads before confirming."""
    said = "\n".join(f"{about}\n{text}" for about, text in of(campaign))
    return hashlib.sha256(said.encode()).hexdigest()


def confirmed(campaign: Campaign) -> bool:
    """Whether the holder confirmed these very mentions."""
    return campaign.mentions_sha256 == digest(campaign)
