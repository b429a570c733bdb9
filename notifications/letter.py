"""What a mail says: what happened, one thing to do, where the dossier stands, who signs, why it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from dossiers import page
from dossiers.access import standing
from dossiers.lifecycle import STAGES
from dossiers.models import Dossier
from notifications import addresses
from notifications.families import MANDATORY, Family
from notifications.matter import name_of
from notifications.models import Notification
from okote_flow.directory.models import User
from okote_flow.tags import jour
from okote_flow.texts.wording import Wording, current

VERBS = {
    "dossiers:dossier": "Ouvrir le dossier",
    "dossiers:complements": "Répondre aux questions",
    "dossiers:messages": "Lire et répondre",
    "committees:meeting": "Ouvrir la séance",
    "committees:screening": "Examiner le dossier",
    "committees:committee": "Ouvrir le comité",
    "funding:preparation": "Préparer la campagne",
    "funding:settlement": "Ouvrir le décompte",
    "funding:bank_details": "Voir l’IBAN",
    "funding:payout": "Ouvrir le paiement",
    "funding:batch": "Ouvrir le lot",
    "funding:calls": "Voir les appels de fonds",
    "funding:envelope": "Ouvrir l’enveloppe",
    "accounts:organization": "Voir les comptes",
    "accounts:me": "Ouvrir mon compte",
    "inbox": "Ouvrir ma corbeille",
}
"""What the button says, by the page that it opens."""
TOGETHER = "ces nouvelles vous arrivent réunies, selon vos préférences"
FIRST_LINES = 20  # of a digest: the others are behind its button


@dataclass(frozen=True, slots=True)
class Told:
    """One thing, as the screen says it, and where one goes on from it."""

    text: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What a digest tells of one dossier."""

    title: str
    told: list[Told]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the dossier stands: "Étape 4 sur 7 : comité d’engagement", and who has the ball."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around what is told, as it is worded now."""

    greeting: str
    footer: str
    reply: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All that the two shapes of a mail, and its page in the browser, are made from."""

    person: User
    subject: str
    heading: str
    told: list[Told]
    button: str
    url: str
    stage: Stage | None
    signature: str
    signed_for: str
    because: str
    must: str  # why it cannot be switched off; empty for what may be
    may_reply: bool
    frame: Frame
    groups: list[Group] = field(default_factory=list)
    more: int = 0

    @property
    def preview(self) -> str:
        """What mailboxes show beside the subject."""
        return self.told[0].detail if self.told else ""

    @property
    def choices_url(self) -> str:
        return absolute(reverse("notifications:preferences"))


def absolute(url: str) -> str:
    return str(settings.SITE_URL).rstrip("/") + url


def of_one(notification: Notification, wording: Wording | None = None) -> Letter:
    """The mail of one notification; `wording` is given where somebody tries another one."""
    words = wording or current()
    person, dossier = notification.recipient, notification.dossier
    label, url = _button(notification)
    officer = dossier.officer if dossier else None
    signed = officer is not None and officer != person
    return Letter(
        person=person,
        subject=notification.text.rstrip("."),
        heading=notification.text.rstrip("."),
        told=[_told(notification)],
        button=label,
        url=absolute(url),
        stage=_stage(dossier, person) if dossier else None,
        signature=str(officer) if signed else words.phrase("mail.team"),
        signed_for=words.phrase("mail.signed_for") if signed else str(settings.PUBLISHER),
        because=notification.because,
        must=_must([notification], words),
        may_reply=dossier is not None and addresses.is_configured() and standing(person, dossier).party is not None,
        frame=_frame(words, person, notification.because),
    )


def of_several(notifications: Sequence[Notification]) -> Letter:
    """A digest: what one person has not read yet, dossier by dossier."""
    person, count, words = notifications[0].recipient, len(notifications), current()
    shown = notifications[:FIRST_LINES]
    by_dossier: dict[Dossier | None, list[Told]] = {}
    for notification in shown:
        by_dossier.setdefault(notification.dossier, []).append(_told(notification))
    plural = "s" if count > 1 else ""
    return Letter(
        person=person,
        subject=f"{count} nouvelle{plural} depuis votre dernier résumé",
        heading=f"{count} nouvelle{plural}",
        told=[],
        button="Ouvrir mes notifications",
        url=absolute(reverse("notifications:list")),
        stage=None,
        signature=words.phrase("mail.team"),
        signed_for=str(settings.PUBLISHER),
        because=TOGETHER,
        must=_must(notifications, words),
        may_reply=False,
        frame=_frame(words, person, TOGETHER),
        groups=[Group(_title(dossier), told) for dossier, told in by_dossier.items()],
        more=count - len(shown),
    )


def _told(notification: Notification) -> Told:
    return Told(notification.text, notification.detail, absolute(notification.url))


def _title(dossier: Dossier | None) -> str:
    return name_of(dossier) if dossier else "Mon compte et mes fonctions"


def _must(notifications: Sequence[Notification], words: Wording) -> str:
    """A decision is notified whether one likes it or not, and so is what happens to one's account."""
    return "" if any(one.family not in MANDATORY for one in notifications) else words.phrase("mail.must")


def _frame(words: Wording, person: User, because: str) -> Frame:
    return Frame(
        words.phrase("mail.greeting", prenom=person.first_name),
        words.phrase("mail.because", raison=because),
        words.phrase("mail.reply"),
    )


def _button(notification: Notification) -> tuple[str, str]:
    """What is asked of the reader, when the dossier waits for them; else the page that the notice names."""
    url = notification.url
    name = _page_of(url)
    if notification.verb:
        return notification.verb, url
    if notification.dossier and notification.family == Family.TASK and name == "dossiers:dossier":
        ball = page.ball(notification.recipient, notification.dossier)
        if ball.whose == "a-vous":
            return ball.action, ball.url
    return VERBS.get(name, "Ouvrir la page"), url


def _page_of(url: str) -> str:
    try:
        return resolve(url.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return ""


def _stage(dossier: Dossier, reader: User) -> Stage:
    name, _ = STAGES[dossier.stage]
    ball = page.ball(reader, dossier)
    until = f", avant le {jour(ball.due_on)}" if ball.due_on else ""
    detail = f"{ball.title}{until}."
    return Stage(f"Étape {dossier.stage} sur {len(STAGES)}\u00a0: {page.lower(name)}", detail)
