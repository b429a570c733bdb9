"""What anybody asks on a campaign's public page, and what becomes of it. The journal names neither asker nor words."""

import hashlib
from typing import Any

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import access, guards
from funding.actions.newsroom import author_of, open_page_refusals, required_reason, speaking_refusals
from funding.actions.pages import NAME_LIMIT, said
from funding.locks import hold
from funding.models import SHOWN_QUESTIONS, Asker, Campaign, PublicQuestion, PublicQuestionState
from funding.page_access import SPEAKERS, waiting_questions
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

QUESTION_LIMIT, ANSWER_LIMIT = 1_000, 4_000
MOST_WAITING = 100  # an open door must not fill the database


def public_asking_refusals(campaign: Campaign) -> list[Refusal]:
    """Why nobody can ask anything on this page now."""
    closed = open_page_refusals(campaign)
    if closed or waiting_questions(campaign) < MOST_WAITING:
        return closed
    return [refuse("questions-enough")]


@action(
    "funding.ask_publicly",
    refuses=(
        "page-unopened", "page-closed", "campaign-unprepared", "questions-enough", "said-nothing", "said-too-long",
        "key-missing", "key-too-long", "key-reused",
    ),
)  # fmt: skip
def ask_publicly(campaign: Campaign, *, text: str, key: str, by: None = None, name: str = "") -> PublicQuestion:
    """Ask something on the page, without an account. Nobody reads it there before it is answered or published.

    The same `key`: once. The name is read by those who answer, and never shown.
    """
    dossier, campaign = hold(campaign.dossier)
    key = guards.required_key(key)
    known = PublicQuestion.objects.filter(key=key).first()
    if known is not None:
        if known.campaign_id != campaign.pk:
            raise Refused([refuse("key-reused", key=key)])
        return known
    require(public_asking_refusals(campaign))
    text, name = said(text, QUESTION_LIMIT), said(name, NAME_LIMIT, may_be_empty=True)
    question = PublicQuestion.objects.create(campaign=campaign, key=key, text=text, asked_at=clock.now())
    if name:
        Asker.objects.create(question=question, name=name)
    record(Kind.PUBLIC_QUESTION_ASKED, subject=dossier.subject, by=None, public_question=question.pk)
    return question


def answer_refusals(question: PublicQuestion, user: User) -> list[Refusal]:
    """Why this person cannot answer this question now."""
    return [*speaking_refusals(question.campaign, user), *_erased(question)]


@action(
    "funding.answer_publicly",
    refuses=("not-yours", "page-unopened", "page-closed", "said-nothing", "said-too-long", "question-erased"),
)
def answer_publicly(question: PublicQuestion, *, text: str, by: User) -> PublicQuestion:
    """Answer a question, or correct its answer; both are then on the page."""
    question = _held(question)
    require(answer_refusals(question, by))
    text = said(text, ANSWER_LIMIT)
    if question.answer == text and question.is_shown:
        return question
    was_answered = question.state == PublicQuestionState.ANSWERED
    question.answer, question.author = text, author_of(question.campaign, by)
    if was_answered:
        question.edited_at = clock.now()
    _decide(question, PublicQuestionState.ANSWERED, by)
    digest = hashlib.sha256(text.encode()).hexdigest()
    _record(Kind.PUBLIC_QUESTION_ANSWERED, question, by, answer_sha256=digest, corrects=was_answered)
    return question


def showing_refusals(question: PublicQuestion, user: User) -> list[Refusal]:
    """Why this person cannot publish this question as it is."""
    return [*answer_refusals(question, user), *([refuse("question-shown")] if question.is_shown else [])]


@action(
    "funding.publish_question",
    refuses=("not-yours", "page-unopened", "page-closed", "question-erased", "question-shown"),
)
def publish_question(question: PublicQuestion, *, by: User) -> PublicQuestion:
    """Put a question on the page before it is answered; one that was answered before comes back with its answer."""
    question = _held(question)
    require(showing_refusals(question, by))
    _decide(question, PublicQuestionState.ANSWERED if question.answer else PublicQuestionState.PUBLISHED, by)
    _record(Kind.PUBLIC_QUESTION_PUBLISHED, question, by)
    return question


def hiding_refusals(question: PublicQuestion, user: User) -> list[Refusal]:
    """Why this person cannot keep this question off the page."""
    own = list(access.either_refusals(user, question.campaign.dossier, *SPEAKERS))
    if question.state == PublicQuestionState.REFUSED:
        return [*own, refuse("question-refused")]
    return [*own, *_erased(question)]


@action(
    "funding.refuse_question",
    refuses=("not-yours", "reason-missing", "said-too-long", "question-refused", "question-erased"),
)
def refuse_question(question: PublicQuestion, *, reason: str, by: User) -> PublicQuestion:
    """Keep a question off the page, or take it off: it is kept, with the reason, and not shown."""
    question = _held(question)
    require(hiding_refusals(question, by))
    question.refusal_reason = required_reason(reason)
    _decide(question, PublicQuestionState.REFUSED, by)
    _record(Kind.PUBLIC_QUESTION_REFUSED, question, by)
    return question


def erasing_refusals(question: PublicQuestion, user: User) -> list[Refusal]:
    """Why this person cannot erase this question."""
    return [*key_refusals(user, question.campaign.dossier, Keeper.OFFICER), *_erased(question)]


@action("funding.erase_question", refuses=("not-yours", "question-erased"))
def erase_question(question: PublicQuestion, *, by: User) -> PublicQuestion:
    """Erase what somebody asked, their name and the answer: only that a question was there is left."""
    question = _held(question)
    require(erasing_refusals(question, by))
    Asker.objects.filter(question=question).delete()
    question.text = question.answer = question.author = question.refusal_reason = ""
    _decide(question, PublicQuestionState.ERASED, by)
    _record(Kind.PUBLIC_QUESTION_ERASED, question, by)
    return question


def _erased(question: PublicQuestion) -> list[Refusal]:
    return [refuse("question-erased")] if question.state == PublicQuestionState.ERASED else []


def _held(question: PublicQuestion) -> PublicQuestion:
    """The question as it is now, with its campaign and dossier, all held."""
    _, campaign = hold(question.campaign.dossier)
    found = PublicQuestion.objects.select_for_update().get(pk=question.pk)
    found.campaign = campaign
    return found


def _decide(question: PublicQuestion, state: PublicQuestionState, by: User) -> None:
    question.state, question.decided_at, question.decided_by = state, clock.now(), by
    if state in SHOWN_QUESTIONS:
        question.refusal_reason = ""
    question.save()


def _record(kind: Kind, question: PublicQuestion, by: User, **facts: Any) -> None:
    dossier = question.campaign.dossier
    office = access.key_held(by, dossier, *SPEAKERS)
    record(kind, subject=dossier.subject, by=by, office=office, public_question=question.pk, **facts)
