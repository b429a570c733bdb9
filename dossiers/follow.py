"""What the page of a dossier says to its holder: the ball in their words, the path with its days, pieces, contact."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from dossiers import access, conditions, countdowns, deadlines, guards, page, prospects, stages, thread
from dossiers.acts import Button
from dossiers.lifecycle import ENDS, Keeper, State
from dossiers.models import Dossier, DossierProcess
from dossiers.models.conditions import Owner
from dossiers.page import Ball, Fact, Stage
from dossiers.prospects import Ahead
from okote_flow.cents import euros
from okote_flow.directory.access import absence_of
from okote_flow.directory.models import User

DONE = {1: "Déposé", 2: "Recevable", 3: "Avis favorable", 4: "Favorable", 5: "Seuil atteint", 6: "Arrêté", 7: "Versé"}
"""What a stage that is behind says of itself: nothing else leads past it."""
S = State
GRAVE = frozenset({"non-withdraw", "non-ask_renounce"})


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that the holder still has to hand in: an answer to a question, a number."""

    title: str
    detail: str
    due_on: date | None
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to."""

    name: str
    initials: str
    email: str
    is_person: bool


def context(
    user: User, dossier: Dossier, buttons: Iterable[Button], facts: list[Fact], steps: list[Stage]
) -> dict[str, Any]:
    """What `dossiers/follow.html` says besides what every reader is told."""
    tasks = list(stages.open_processes(dossier).order_by("due_on", "pk"))
    known = prospects.ahead(dossier, tasks)
    mine = [button for button in buttons if button.is_mine]
    theirs, turn = access.dossiers_for(user), ball(user, known)
    told = [as_mine(user, fact) for fact in facts]
    return {
        "ball": turn,
        "meeting_at": meeting_at(known),
        "prospects": prospects.prospects(known),
        "path": path(steps, known),
        "plan": known.plan,
        "contact": contact(dossier),
        "glance": thread.glance(user, dossier),
        "absence": absence_of(dossier.officer) if dossier.officer else None,
        "countdowns": countdowns.of(user, dossier),
        "awaited": list(awaited(dossier)),
        "piece_state": piece_state(dossier),
        "acts": [button for button in mine if button.anchor not in GRAVE and button.url != turn.url],
        "grave": [button for button in mine if button.anchor in GRAVE],
        "previous": theirs.filter(pk=dossier.previous_id).first() if dossier.previous_id else None,
        "resubmissions": list(theirs.filter(previous=dossier)),
        "history": told[: page.RECENT],
        "older": told[page.RECENT :],
    }


def ball(user: User, known: Ahead) -> Ball:
    """A holder knows committees by their name, not the offices in them."""
    return in_their_words(page.ball(user, known.dossier), known.dossier, meeting_at(known) is not None)


def in_their_words(found: Ball, dossier: Dossier, has_meeting: bool) -> Ball:
    if found.whose != "autre":
        return found
    if dossier.status == S.TERRITORIAL_REVIEW:
        title = f"C’est au comité territorial {dossier.territory}"
        return replace(found, title=title, detail="Ses membres examinent votre projet")
    if dossier.status == S.ENGAGEMENT_REVIEW:
        detail = "" if has_meeting else "Il décide en séance. Sa date paraîtra ici."
        return replace(found, title="C’est au comité d’engagement", detail=detail, due_on=None)
    return found


def meeting_at(known: Ahead) -> datetime | None:
    """When the committee that has the dossier meets on it, once it is convened."""
    meeting = known.find("meeting") if known.dossier.status == S.ENGAGEMENT_REVIEW else None
    return meeting.at if meeting else None


def as_mine(user: User, fact: Fact) -> Fact:
    return replace(fact, who="vous") if fact.who == str(user) else fact


def path(steps: list[Stage], known: Ahead) -> list[Stage]:
    """The seven steps; what is behind says how it ended, what is ahead what it will be."""
    return [_said(stage, known) for stage in steps]


def _said(stage: Stage, known: Ahead) -> Stage:
    if stage.css == "fait":
        return replace(stage, detail=DONE[stage.number], reached_at=stage.left_at or stage.reached_at)
    if stage.css == "encours" and (at := meeting_at(known)):
        return replace(stage, detail="Décision attendue", reached_at=at)
    if stage.css == "avenir" and known.dossier.status not in ENDS:
        return replace(stage, detail=_promised(stage.number, known))
    return stage


def _promised(number: int, known: Ahead) -> str:
    """What a stage ahead will be, in two or three words."""
    if number == 5:
        return f"{known.dossier.parameters.campaign_days}\u00a0jours"
    if number == 6 and known.plan is not None:
        return f"Jusqu’à {euros(known.plan.total_cents - known.plan.citizens_cents)}"
    return "Sur votre compte" if number == 7 else ""


# All of a holder's projects


@dataclass(frozen=True, slots=True)
class Card:
    """One project in the list of a holder's."""

    dossier: Dossier
    pill: tuple[str, str]
    ball: Ball
    next_on: date | None
    next_what: str
    unread: int  # messages


ORDER = {"a-vous": 0, "autre": 1, "fini": 2}


def cards(user: User) -> list[Card]:
    """What awaits its holder first, what is over last; as many queries for one project as for fifty."""
    own = list(access.dossiers_for(user).filter(access.own(user)).for_page().order_by("-touched_at", "-pk"))
    tasks = prospects.tasks_of(own)
    dates = prospects.next_dates(own, tasks)
    unread = thread.unread_among(user, [dossier.pk for dossier in own])
    found = [
        _card(user, dossier, tasks.get(dossier.pk, []), dates.get(dossier.pk), unread.get(dossier.pk, 0))
        for dossier in own
    ]
    return sorted(found, key=lambda card: ORDER[card.ball.whose])


def _card(
    user: User, dossier: Dossier, tasks: list[DossierProcess], ahead: prospects.NextDate | None, unread: int
) -> Card:
    ball_ = page.ball_among(user, dossier, tasks, frozenset({Keeper.APPLICANT}))
    said = in_their_words(ball_, dossier, ahead is not None and ahead.what == "Séance du comité")
    day, what = (ahead.day, ahead.what) if ahead else (None, "")
    return Card(dossier, page.shown_state(dossier), said, day, what, unread)


def awaited(dossier: Dossier) -> Iterable[Awaited]:
    """What is asked of the holder and not there yet."""
    request = guards.open_request(dossier)
    url = reverse("dossiers:complements", args=[dossier.pk])
    if request is not None and dossier.status == S.COMPLEMENTS_REQUESTED:
        for question in request.questions.filter(answer=""):
            yield Awaited(question.text, question.about, request.due_on, url, "Répondre")
    for condition in conditions.of_dossier(dossier) if dossier.status in deadlines.FUNDED else ():
        if condition.is_awaited and condition.owner == Owner.HOLDER:
            proof = reverse("dossiers:submit_condition", args=[dossier.pk, condition.pk])
            detail = condition.words or f"Retient {condition.get_blocks_display()}."
            yield Awaited(condition.text, detail, getattr(condition, "due", None), proof, "Envoyer une preuve")
    ours = dossier.organization
    if ours is not None and not ours.siret and dossier.submitted_at and dossier.status not in ENDS:
        siret = reverse("dossiers:add_siret", args=[dossier.pk])
        yield Awaited("SIRET de la structure", "Indispensable pour être payée.", None, siret, "Ajouter le SIRET")


def piece_state(dossier: Dossier) -> tuple[str, str, str]:
    """The pill of the pieces: nobody judges them one by one, they are received with the dossier."""
    if dossier.submitted_at is None:
        return ("neutre", "paperclip", "Jointe")
    if dossier.admitted_at is None and dossier.status not in ENDS:
        return ("info", "eye", "En vérification")
    return ("ok", "check", "Reçue")


def contact(dossier: Dossier) -> Contact:
    officer = dossier.officer
    if officer is None:
        return Contact("Alsace Active", "AA", settings.CONTACT_EMAIL, False)
    return Contact(str(officer), officer.initials, officer.email, True)
