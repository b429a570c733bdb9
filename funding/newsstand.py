"""A campaign's story, pictures, news and questions as its public pages show them; labels in French or in German."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from funding import page_access, showcase
from funding.checklist import told
from funding.models import Campaign, News, Picture, PublicQuestion
from funding.showcase import Cover
from funding.wording import Language, day, labels, say

LATEST_NEWS, LATEST_QUESTIONS = 3, 5
LABELS = (
    "news", "news-none", "news-all", "feed", "questions", "questions-none", "questions-all", "ask", "answer-none",
    "pictures", "mentions", "steps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A piece of news with what stands under its title."""

    news: News
    said: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question, and who answered it when."""

    question: PublicQuestion
    asked: str
    answered: str  # empty without an answer


@dataclass(frozen=True, slots=True)
class Stand:
    """Everything of a public page that people wrote or uploaded."""

    told: str
    video_url: str
    video: str  # the words of its link
    cover: Picture | None
    drawn: Cover
    pictures: list[Picture]  # without the cover
    news: list[NewsLine]
    has_more_news: bool
    questions: list[QuestionLine]
    has_more_questions: bool
    labels: dict[str, str]


def stand(campaign: Campaign, language: Language = Language.FRENCH) -> Stand:
    """Of a campaign that was opened. Four queries."""
    story = page_access.story_of(campaign.dossier)
    pictures = list(page_access.pictures_of(campaign.dossier))
    news = list(page_access.news_of(campaign)[: LATEST_NEWS + 1])
    questions = list(page_access.questions_of(campaign)[: LATEST_QUESTIONS + 1])
    video = story.video_url if story else ""
    return Stand(
        told=told(campaign.dossier, story),
        video_url=video,
        video=say(language, "video", host=urlsplit(video).hostname) if video else "",
        cover=next((one for one in pictures if one.is_cover), None),
        drawn=showcase.cover_of(campaign.dossier),
        pictures=[one for one in pictures if not one.is_cover],
        news=news_lines(news[:LATEST_NEWS], language),
        has_more_news=len(news) > LATEST_NEWS,
        questions=question_lines(questions[:LATEST_QUESTIONS], language),
        has_more_questions=len(questions) > LATEST_QUESTIONS,
        labels=labels(language, *LABELS),
    )


def news_lines(found: Iterable[News], language: Language = Language.FRENCH) -> list[NewsLine]:
    return [NewsLine(one, _said(one, language), _picture(one)) for one in found]


def _picture(news: News) -> Picture | None:
    found: Picture | None = getattr(news, "picture", None)
    return found if found is not None and found.removed_at is None else None


def _said(news: News, language: Language) -> str:
    said = say(language, "said-by", day=day(language, news.published_at), who=news.author)
    return f"{said}, {say(language, 'edited', day=day(language, news.edited_at))}" if news.edited_at else said


def question_lines(found: Iterable[PublicQuestion], language: Language = Language.FRENCH) -> list[QuestionLine]:
    asked = [(one, say(language, "asked", day=day(language, one.asked_at))) for one in found]
    return [QuestionLine(one, said, _answered(one, language) if one.answer else "") for one, said in asked]


def _answered(question: PublicQuestion, language: Language) -> str:
    said = say(language, "answer", who=question.author)
    if question.edited_at is None:
        return said
    return f"{said}, {say(language, 'edited', day=day(language, question.edited_at))}"
