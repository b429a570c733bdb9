"""What is ready and what is missing before a campaign opens: who does it, and where.

What is compulsory holds the opening back (`guards.opening` asks `missing`); what is advised makes a better page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from dossiers.models.exchange import Gate
from funding import mentions, page_access
from funding.models import Campaign, Story

LEAST_STORY = 40  # characters: a sentence on what the money is for
GOOD_STORY = 400
FIRST_SUPPORTERS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to have. `missing` is how the refusal names it; empty where it holds nothing back by itself."""

    label: str
    said: str
    is_done: bool
    keeper: Keeper
    url: str
    missing: str = ""

    @property
    def is_compulsory(self) -> bool:
        return bool(self.missing)


def missing(dossier: Dossier, campaign: Campaign | None) -> list[str]:
    """What holds the opening back; pledges and conditions refuse by themselves."""
    return [item.missing for item in _compulsory(dossier, campaign, page_access.story_of(dossier)) if not item.is_done]


def items(dossier: Dossier, campaign: Campaign | None) -> list[Item]:
    """The whole list, what is compulsory first."""
    story = page_access.story_of(dossier)
    return [*_compulsory(dossier, campaign, story), *_refusing(dossier, campaign), *_advised(dossier, story)]


def _compulsory(dossier: Dossier, campaign: Campaign | None, story: Story | None) -> Iterator[Item]:
    here, page = _preparation(dossier), _page(dossier)
    agreed, confirmed = _agreement(campaign)
    yield Item(
        "Objectif et durée", "Un changement demande à nouveau l’accord du porteur.",
        campaign is not None, Keeper.OFFICER, f"{here}#t-but", "la préparation de la campagne (objectif, durée)",
    )  # fmt: skip
    text = told(dossier, story)
    yield Item(
        "Récit public", _story_said(text), len(text) >= LEAST_STORY, Keeper.APPLICANT, f"{page}#t-recit",
        f"le récit public ({LEAST_STORY} signes au moins)",
    )  # fmt: skip
    if campaign is None:
        return
    act = reverse("funding:agree_campaign", args=[dossier.pk])
    yield Item(
        "Accord du porteur", "Il accepte l’objectif, la durée, les frais et le remboursement.", agreed,
        Keeper.APPLICANT, f"{here}#t-but" if agreed else act, "l’accord du porteur sur la campagne",
    )  # fmt: skip
    yield Item(
        "Mentions légales", "Confirmées par le porteur en même temps que son accord.", confirmed,
        Keeper.APPLICANT, f"{here}#t-mentions" if confirmed else act,
        "les mentions légales, que le porteur confirme avec son accord",
    )  # fmt: skip


def _agreement(campaign: Campaign | None) -> tuple[bool, bool]:
    """(whether the holder agreed, whether on these very mentions)."""
    if campaign is None:
        return False, False
    return campaign.agreed_at is not None, mentions.confirmed(campaign)


def _refusing(dossier: Dossier, campaign: Campaign | None) -> Iterator[Item]:
    """What holds the opening back under a reason of its own."""
    pledged = campaign.pledges.count() if campaign is not None else 0
    said = f"{pledged} engagement{'s' if pledged > 1 else ''} enregistré{'s' if pledged > 1 else ''}."
    yield Item(
        "Engagements des partenaires", said if pledged else "Au moins une promesse d’abondement.", pledged > 0,
        Keeper.OFFICER, f"{_preparation(dossier)}#t-partenaires", "un engagement",
    )  # fmt: skip
    waiting = dossier.conditions.blocking(Gate.CAMPAIGN).count()
    if waiting:
        yield Item(
            "Réserves levées", f"{waiting} réserve{'s' if waiting > 1 else ''} à lever avant l’ouverture.", False,
            Keeper.APPLICANT, reverse("dossiers:dossier", args=[dossier.pk]), "une réserve",
        )  # fmt: skip


def _advised(dossier: Dossier, story: Story | None) -> Iterator[Item]:
    page = _page(dossier)
    pictures = page_access.pictures_of(dossier).count()
    supporters = page_access.supporters_of(dossier).count()
    yield Item(
        "Récit développé", f"À partir de {GOOD_STORY} signes, on comprend le projet et ce que l’argent permet.",
        len(told(dossier, story)) >= GOOD_STORY, Keeper.APPLICANT, f"{page}#t-recit",
    )  # fmt: skip
    yield Item(
        "Image", "Sans image, la page montre un dessin du thème.", pictures > 0, Keeper.APPLICANT,
        f"{page}#t-images",
    )  # fmt: skip
    yield Item(
        "Vidéo", "Un lien vers une vidéo, ouvert ailleurs.", bool(story and story.video_url), Keeper.APPLICANT,
        f"{page}#t-recit",
    )  # fmt: skip
    yield Item(
        "Premiers soutiens", f"{supporters} sur {FIRST_SUPPORTERS}\u00a0: ils donnent le premier jour.",
        supporters >= FIRST_SUPPORTERS, Keeper.APPLICANT, f"{page}#t-soutiens",
    )  # fmt: skip


def told(dossier: Dossier, story: Story | None) -> str:
    """What the page tells of the project: the holder's story, or the summary of the dossier."""
    return (story.text if story else "").strip() or dossier.summary.strip()


def _story_said(text: str) -> str:
    return f"{len(text)} signes. À défaut de récit, la page reprend le résumé du dossier."


def _preparation(dossier: Dossier) -> str:
    return reverse("funding:preparation", args=[dossier.pk])


def _page(dossier: Dossier) -> str:
    return reverse("funding:story", args=[dossier.pk])
