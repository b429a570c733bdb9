"""A wording as it would reach its reader: the mail with its frame, the letter, the sentence. Nothing is kept."""

from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from committees import letter_texts, letters, letters_access
from committees.models import Proclamation, Verdict
from dossiers import access
from dossiers.models import Dossier
from notifications import examples, letter
from notifications.families import Family as NoticeFamily
from notifications.matter import Matter, name_of
from notifications.models import Notification
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.texts import registry, wording
from okote_flow.texts.registry import Family, Shape, Text
from okote_flow.texts.wording import Said, Wording

TEXT, HTML = "notifications/email/letter.txt", "notifications/email/letter.html"
DECISION = "decision."
LONGEST_NUMBER = 30
LETTERED = frozenset({letter_texts.RECOURS_KEY})
"""Phrases that are read inside a letter."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody typed, said: as a mail, as a letter, or as a sentence alone."""

    subject: str
    body: str
    mail: str = ""  # as text
    html: str = ""  # as a mailbox shows it
    letter: dict[str, Any] | None = None


def dossier_of(user: User, number: str) -> Dossier | None:
    """The dossier of that number, if this person may see it."""
    wanted = number.strip().upper()
    if not 0 < len(wanted) <= LONGEST_NUMBER:
        return None
    return access.dossiers_for(user).for_page().filter(number=wanted).first()


def tried(user: User, text: Text, said: Said, dossier: Dossier | None) -> Tried:
    """A wording that its rules allow, said of a dossier or of the example."""
    words = text.examples | (_words(user, text, dossier) if dossier else {})
    filled = Said(registry.filled(said.subject, words), registry.filled(said.body, words))
    trial = wording.current().trying(text.key, said)
    if text.shape is Shape.LETTER or text.key in LETTERED:
        return Tried(filled.subject, filled.body, letter=_letter(user, text, said, dossier, trial))
    if text.shape is Shape.NOTICE:
        return _as_mail(letter.of_one(_told(user, filled, dossier), trial), filled)
    if text.family is Family.FRAME:
        return _as_mail(letter.of_one(_told(user, EXAMPLE, dossier), trial), filled)
    return Tried(filled.subject, filled.body, mail=filled.body if text.shape is Shape.MAIL else "")


EXAMPLE = Said(
    f"Votre dossier {examples.WORDS['dossier']} est recevable.", "Le comité de votre territoire l’examine maintenant."
)


def _told(user: User, said: Said, dossier: Dossier | None) -> Notification:
    return Notification(
        recipient=user,
        dossier=dossier,
        text=said.subject,
        detail=said.body,
        because="vous portez ce projet",
        family=NoticeFamily.LEGAL,
        verb="Ouvrir le dossier",
        url=reverse("dossiers:dossier", args=[dossier.pk]) if dossier else reverse("dossiers:mine"),
    )


def _as_mail(mail: letter.Letter, filled: Said) -> Tried:
    context = {
        "letter": mail,
        "site_url": letter.absolute("/"),
        "browser_url": letter.absolute(reverse("notifications:example")),
    }
    return Tried(
        mail.subject, filled.body, mail=render_to_string(TEXT, context).strip(), html=render_to_string(HTML, context)
    )


def _words(user: User, text: Text, dossier: Dossier) -> dict[str, str]:
    """What the variables say of a real dossier: those of its last event of that kind, or at least its name."""
    if text.shape is Shape.LETTER:
        decided = _decision(user, text, dossier)
        return letters.words_of(decided) if decided else {}
    if text.shape is not Shape.NOTICE:
        return {}
    kind = text.key.rpartition(".")[0]
    event = (
        Event.objects.filter(subject=dossier.subject, kind=kind).order_by("-seq").first() if is_kind(kind) else None
    )
    return Matter(event).words if event else {"dossier": name_of(dossier)}


def is_kind(value: str) -> bool:
    return value in Kind.values


def _decision(user: User, text: Text, dossier: Dossier) -> Proclamation | None:
    return letters_access.decision_of(user, dossier, text.key.removeprefix(DECISION))


def _letter(user: User, text: Text, said: Said, dossier: Dossier | None, trial: Wording) -> dict[str, Any]:
    verdict = text.key.removeprefix(DECISION) if text.shape is Shape.LETTER else Verdict.UNFAVOURABLE.value
    of_letter = said if text.shape is Shape.LETTER else trial.raw(f"{DECISION}{verdict}")
    decided = letters_access.decision_of(user, dossier, verdict) if dossier else None
    return letters.tried(verdict, of_letter.subject, of_letter.body, decided, trial)


def pdf(made: Tried) -> bytes:
    """The letter on paper; says that it is a preview."""
    assert made.letter is not None, "only letters are tried on paper"
    return letters.typeset(made.letter, clock.now())


def send_to_oneself(user: User, made: Tried) -> None:
    """A mail to whoever asked, marked as a trial."""
    subject = " ".join(f"[Essai] {made.subject or 'Texte'}".split())
    mail = EmailMultiAlternatives(subject=subject, body=made.mail or made.body, to=[user.email])
    if made.html:
        mail.attach_alternative(made.html, "text/html")
    mail.send()
