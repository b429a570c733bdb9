"""The moments of a campaign's public page: while it is prepared, while it is asked and told, once it is stopped."""

from typing import Any

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as money
from funding.models import Campaign, FirstSupporter, News, Picture
from tests import pictures


def written(house: Any) -> Dossier:
    """In preparation: a story, a picture, a name among the first supporters."""
    dossier: Dossier = house.dossier(State.CAMPAIGN_PREPARATION)
    money.write_story(dossier, text="Nous sauvons les fruits du quartier.", by=house.alice)
    money.add_picture(dossier, file=pictures.upload(), alt="Des bocaux.", by=house.alice)
    money.add_supporter(dossier, name="Famille Muster", by=house.alice)
    return dossier


def told_and_asked(house: Any) -> Dossier:
    """In campaign: a piece of news with its picture, and a question that nobody has answered."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    tell_and_ask(house, Campaign.objects.get(dossier=dossier))
    return dossier


def tell_and_ask(house: Any, campaign: Campaign) -> News:
    """A piece of news of Alice's, and somebody's question."""
    news = money.publish_news(
        campaign, title="Merci", text="Déjà dix dons.", key="nouvelle-1", file=pictures.upload(), alt="Une fête.",
        by=house.alice,
    )  # fmt: skip
    money.ask_publicly(campaign, text="Où est l’atelier\u00a0?", name="Jeanne Muster", key="question-1")
    return news


def furnish(house: Any, campaign: Campaign) -> None:
    """All of it on the page of a campaign whose time of writing is over."""
    picture = tell_and_ask(house, campaign).picture
    FirstSupporter.objects.create(dossier=campaign.dossier, name="Famille Muster")
    Picture.objects.create(
        dossier=campaign.dossier, file=picture.file, sha256=picture.sha256, media_type="image/png", size=1, width=3,
        height=2, alt="Des bocaux.", is_cover=True, added_by=house.alice,
    )  # fmt: skip


def stopped(house: Any) -> Dossier:
    """Renounced while the campaign ran: the public has not been told why."""
    dossier: Dossier = house.dossier(State.CAMPAIGN)
    dossiers.ask_renounce(dossier, reason="Le local est vendu.", by=house.alice)
    return dossiers.renounce(dossier, by=house.odile)
