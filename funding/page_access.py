"""Who may see what of a campaign's page before it is public, and what of it the public sees."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404

from dossiers.access import dossiers_for, holds
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding.access import one, paid_to, within
from funding.models import (
    SHOWN_QUESTIONS,
    Campaign,
    FirstSupporter,
    News,
    Picture,
    PublicQuestion,
    PublicQuestionState,
    Story,
)
from okote_flow.directory.models import User

SPEAKERS = (Keeper.APPLICANT, Keeper.OFFICER)
"""Who writes on the page: the holder, and the officer in charge for them."""


def speaks(user: User, dossier: Dossier) -> bool:
    """Whether somebody is the holder or the officer in charge: names of persons are theirs alone to read."""
    return any(holds(user, dossier, keeper) for keeper in SPEAKERS)


def may_erase(user: User, dossier: Dossier) -> bool:
    """The house answers for what is kept of strangers: its officer alone erases."""
    return holds(user, dossier, Keeper.OFFICER)


def story_of(dossier: Dossier) -> Story | None:
    """The version that counts; None while the dossier's summary speaks."""
    return Story.objects.filter(dossier=dossier).order_by("-version").first()


def pictures_of(dossier: Dossier) -> QuerySet[Picture]:
    """Those of the page itself, in their order."""
    return Picture.objects.filter(dossier=dossier, news=None, removed_at=None).order_by("place", "pk")


def supporters_of(dossier: Dossier) -> QuerySet[FirstSupporter]:
    return FirstSupporter.objects.filter(dossier=dossier)


def news_of(campaign: Campaign) -> QuerySet[News]:
    """What the public reads, newest first, each with its picture."""
    return News.objects.filter(campaign=campaign, withdrawn_at=None).select_related("picture")


def all_news_of(campaign: Campaign) -> QuerySet[News]:
    """Also what was withdrawn: for those who write it."""
    return News.objects.filter(campaign=campaign).select_related("picture")


def questions_of(campaign: Campaign) -> QuerySet[PublicQuestion]:
    """What the public reads, newest first."""
    return PublicQuestion.objects.filter(campaign=campaign, state__in=SHOWN_QUESTIONS)


def all_questions_of(campaign: Campaign) -> QuerySet[PublicQuestion]:
    """Those that wait come first: for those who answer."""
    waiting = Q(state=PublicQuestionState.WAITING)
    found = PublicQuestion.objects.filter(campaign=campaign).select_related("asker", "campaign__dossier")
    return found.annotate(waits=waiting).order_by("-waits", "-asked_at", "-pk")


def waiting_questions(campaign: Campaign) -> int:
    return PublicQuestion.objects.filter(campaign=campaign, state=PublicQuestionState.WAITING).count()


# ------------------------------------------------------------------------------------------------ one thing by its key


def get_picture(user: User, pk: int) -> Picture:
    """A picture that is still there, of a dossier that this reader sees. Raises Http404."""
    found = Picture.objects.filter(removed_at=None).select_related("dossier", "news")
    return one(within(found, dossiers_for(user), "dossier", pk))


def get_shown_picture(user: User | None, pk: int) -> Picture:
    """A picture that is everybody's, or of a dossier that this reader sees. Raises Http404."""
    picture = one(Picture.objects.filter(pk=pk, removed_at=None).select_related("dossier__campaign", "news"))
    sees = user is not None and dossiers_for(user).filter(pk=picture.dossier_id).exists()
    if not is_public(picture) and not sees:
        raise Http404
    return picture


def is_public(picture: Picture) -> bool:
    """Once its campaign was opened, unless it belongs to news that was withdrawn."""
    campaign: Campaign | None = getattr(picture.dossier, "campaign", None)
    hidden = picture.news is not None and picture.news.withdrawn_at is not None
    return campaign is not None and campaign.is_public and not hidden


def covers(campaigns: Iterable[Campaign]) -> dict[int, Picture]:
    """Dossier -> the picture at the head of its page, for those that have one."""
    found = Picture.objects.filter(dossier__campaign__in=list(campaigns), is_cover=True, removed_at=None)
    return {picture.dossier_id: picture for picture in found}


def get_supporter(user: User, pk: int) -> FirstSupporter:
    """A name that this reader may read. Raises Http404."""
    found = one(within(FirstSupporter.objects.select_related("dossier"), dossiers_for(user), "dossier", pk))
    if not speaks(user, found.dossier):
        raise Http404
    return found


def get_news(user: User, pk: int) -> News:
    shown = News.objects.select_related("campaign__dossier")
    return one(within(shown, paid_to(user), "campaign__dossier", pk))


def get_question(user: User, pk: int) -> PublicQuestion:
    """For those who keep this dossier's money, and its holder. Raises Http404."""
    shown = PublicQuestion.objects.select_related("campaign__dossier")
    return one(within(shown, paid_to(user), "campaign__dossier", pk))
