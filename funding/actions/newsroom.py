"""What is told on a campaign's page once it is open: its news, and why it was stopped."""

import hashlib

from django.conf import settings
from django.core.files.base import File

from dossiers.lifecycle import Keeper, State
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, guards
from funding.actions.pages import keep_picture, said
from funding.locks import hold
from funding.models import Campaign, CampaignState, News
from funding.page_access import SPEAKERS
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

TITLE_LIMIT, TEXT_LIMIT, REASON_LIMIT = 120, 6_000, 400


def open_page_refusals(campaign: Campaign) -> list[Refusal]:
    """Why nothing more is said on this page: it is not public yet, or its dossier is closed."""
    if not campaign.is_public:
        return [refuse("page-unopened")]
    return [refuse("page-closed")] if campaign.dossier.status == State.CLOSED else []


def speaking_refusals(campaign: Campaign, user: User) -> list[Refusal]:
    """Why this person cannot publish news or answer on this page now."""
    return [*access.either_refusals(user, campaign.dossier, *SPEAKERS), *open_page_refusals(campaign)]


def author_of(campaign: Campaign, by: User) -> str:
    """In whose name somebody speaks: the structure, or the house for its officer."""
    speaks_for_holder = access.key_held(by, campaign.dossier, *SPEAKERS) == Keeper.APPLICANT
    organization = campaign.dossier.organization
    return str(organization) if speaks_for_holder and organization else settings.PUBLISHER


def required_reason(reason: str) -> str:
    """Raises Refused("reason-missing") or ("said-too-long")."""
    reason = said(reason, REASON_LIMIT, may_be_empty=True)
    if not reason:
        raise Refused([refuse_for_dossier("reason-missing")])
    return reason


@action(
    "funding.publish_news",
    refuses=(
        "not-yours", "page-unopened", "page-closed", "campaign-unprepared", "said-nothing", "said-too-long",
        "key-missing", "key-too-long", "key-reused", "alt-missing", "picture-unfit", "picture-heavy", "file-empty",
    ),
)  # fmt: skip
def publish_news(  # noqa: PLR0913 - what a piece of news is made of
    campaign: Campaign,
    *,
    title: str,
    text: str,
    key: str,
    by: User,
    file: File[bytes] | None = None,
    alt: str = "",
) -> News:
    """Let the public know how it goes, with a picture or without. The same `key`: once."""
    _, campaign = hold(campaign.dossier)
    require(speaking_refusals(campaign, by))
    title, text, key = said(title, TITLE_LIMIT), said(text, TEXT_LIMIT), guards.required_key(key)
    known = News.objects.filter(key=key).first()
    if known is not None:
        if (known.campaign_id, known.title, known.text) != (campaign.pk, title, text):
            raise Refused([refuse("key-reused", key=key)])
        return known
    news = News.objects.create(
        campaign=campaign,
        key=key,
        title=title,
        text=text,
        author=author_of(campaign, by),
        written_by=by,
        published_at=clock.now(),
    )
    if file is not None:
        keep_picture(campaign.dossier, file, alt, by, news)
    _record(Kind.NEWS_PUBLISHED, news, by)
    return news


@action(
    "funding.correct_news",
    refuses=("not-yours", "page-unopened", "page-closed", "said-nothing", "said-too-long", "news-withdrawn"),
)
def correct_news(news: News, *, title: str, text: str, by: User) -> News:
    """Say it better: the page then says that it was changed, and when."""
    news = _held(news)
    require(speaking_refusals(news.campaign, by))
    if news.withdrawn_at is not None:
        raise Refused([refuse("news-withdrawn")])
    title, text = said(title, TITLE_LIMIT), said(text, TEXT_LIMIT)
    if (news.title, news.text) != (title, text):
        news.title, news.text, news.edited_at = title, text, clock.now()
        news.save(update_fields=["title", "text", "edited_at"])
        _record(Kind.NEWS_CORRECTED, news, by)
    return news


@action("funding.withdraw_news", refuses=("not-yours", "reason-missing", "said-too-long", "news-withdrawn"))
def withdraw_news(news: News, *, reason: str, by: User) -> News:
    """Take a piece of news off the page, its picture with it; what was said is kept, with the reason."""
    news = _held(news)
    require(access.either_refusals(by, news.campaign.dossier, *SPEAKERS))
    reason = required_reason(reason)
    if news.withdrawn_at is not None:
        raise Refused([refuse("news-withdrawn")])
    news.withdrawn_at, news.withdrawal_reason = clock.now(), reason
    news.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _record(Kind.NEWS_WITHDRAWN, news, by)
    return news


def _held(news: News) -> News:
    """The news as it is now, with its campaign and dossier, all held."""
    _, campaign = hold(news.campaign.dossier)
    found = News.objects.select_for_update().get(pk=news.pk)
    found.campaign = campaign
    return found


def _record(kind: Kind, news: News, by: User) -> None:
    """The digest and not the words: they may name somebody, and the chain forgets nothing."""
    dossier = news.campaign.dossier
    digest = hashlib.sha256(f"{news.title}\n{news.text}".encode()).hexdigest()
    office = access.key_held(by, dossier, *SPEAKERS)
    record(kind, subject=dossier.subject, by=by, office=office, news=news.pk, text_sha256=digest)


# ------------------------------------------------------------------------------------------------- why it was stopped


EXPLAINERS = (Keeper.OFFICER, Keeper.DIRECTOR)


def explanation_refusals(campaign: Campaign, user: User) -> list[Refusal]:
    """Why this person cannot tell the public why this campaign was stopped."""
    own = list(access.either_refusals(user, campaign.dossier, *EXPLAINERS))
    stopped = campaign.is_public and campaign.state == CampaignState.CANCELLED
    return own if stopped else [*own, refuse("not-stopped")]


@action(
    "funding.explain_stop",
    refuses=("not-yours", "campaign-unprepared", "not-stopped", "said-nothing", "said-too-long"),
)
def explain_stop(campaign: Campaign, *, text: str, by: User) -> Campaign:
    """Say on the public page why the campaign was stopped; the reasons in the dossier stay where they are."""
    dossier, campaign = hold(campaign.dossier)
    require(explanation_refusals(campaign, by))
    text = said(text, REASON_LIMIT)
    if text != campaign.stop_text:
        campaign.stop_text = text
        campaign.save(update_fields=["stop_text"])
        office = access.key_held(by, dossier, *EXPLAINERS)
        digest = hashlib.sha256(text.encode()).hexdigest()
        record(Kind.STOP_EXPLAINED, subject=dossier.subject, by=by, office=office, text_sha256=digest)
    return campaign
