"""The catalogue as people read it, with words of a dossier that does not exist in its blanks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from notifications import letter, notices_of_steps
from notifications.audience import Audience, holders
from notifications.catalogue import CHAPTERS, SILENT
from notifications.families import Family
from notifications.models import Notification
from notifications.notice import Notice, blanks
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind

WORDS: dict[str, str] = {
    "batch": "OKOTE-VIR-2022-0001",
    "dossier": "OKT-2022-014 «\u00a0Conserverie solidaire\u00a0»",
    "actor": "Odile Muster",
    "officer": "Odile Muster",
    "officer_in_charge": "Odile Muster",
    "holder": "Alice Muster",
    "giver": "Inès Muster",
    "former": "Bruno Muster",
    "member": "Tania Muster",
    "committee": "Comité d’animation territorial Nord Alsace",
    "organization": "Bocaux & Compagnie",
    "partner": "Collectivité européenne d’Alsace",
    "place": "Salle Doller, Mulhouse",
    "number": "PV-engagement-2022-003",
    "scheduled_at": "mardi 17 mai 2022, 14\u00a0h",
    "was_at": "mardi 10 mai 2022, 14\u00a0h",
    "resumes_at": "mardi 17 mai 2022, 15\u00a0h",
    "ends_at": "jeudi 30 juin 2022, 23\u00a0h\u00a059",
    "received": "mardi 1er mars 2022",
    "due_on": "vendredi 18 mars 2022",
    "screening_due": "vendredi 25 mars 2022",
    "report_due": "lundi 31 juillet 2023",
    "call_on": "lundi 21 mars 2022",
    "lead": "Le Fournil partagé",
    "effective_on": "vendredi 1er juillet 2022",
    "starts_on": "samedi 1er janvier 2022",
    "ends_on": "samedi 31 décembre 2022",
    "given": "chargée de mission",
    "stand_in": "Omar Muster",
    "substitute": "Omar Muster",
    "replaced": "Bruno Muster",
    "what": "examen de la recevabilité",
    "keeper": "la ou le chargé de mission",
    "count": "12",
    "revoked_on": "vendredi 30 décembre 2022",
    "given_on": "lundi 7 février 2022",
    "reason": "le modèle économique est à préciser.",
    "note": "le titulaire du compte n’est pas la structure.",
    "condition": "Fournir le bail signé.",
    "outcome": "favorable avec réserves",
    "decision": "comité d’engagement du 17 mai 2022",
    "reference": "CE-2022-5",
    "deliberation": "CP-2022-3-1",
    "title": "Bilan 2022",
    "edition": "1",
    "year": "2022",
    "month": "2022-05",
    "days": "40",
    "draft_notice_days": "30",
    "draft_idle_months": "12",
    "cents": "1\u00a0500\u00a0€",
    "before_cents": "3\u00a0000\u00a0€",
    "cap_cents": "4\u00a0000\u00a0€",
    "goal_cents": "12\u00a0000\u00a0€",
    "spent_cents": "11\u00a0850\u00a0€",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One row: one audience of one kind of event."""

    kind: Kind
    audience: Audience
    text: str
    detail: str
    family: Family

    @property
    def channel(self) -> str:
        """How it is told to whoever has chosen nothing."""
        by_mail = self.family.default_cadence.label.lower()
        return "Cloche et courriel, toujours" if self.family.is_mandatory else f"Cloche et courriel\u00a0: {by_mail}"


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    told: list[tuple[Kind, list[Told]]]


def chapters(labels: Collection[str] | None = None) -> list[Chapter]:
    """Every notice by chapter and kind; with `labels` only those of these audiences."""
    found = []
    for title, notices in CHAPTERS:
        rows = [(kind, list(_told(kind, of_kind, labels))) for kind, of_kind in notices.items()]
        kept = [(kind, told) for kind, told in rows if told]
        found += [Chapter(title, kept)] if kept else []
    return found


def _told(kind: Kind, notices: tuple[Notice, ...], labels: Collection[str] | None) -> Iterator[Told]:
    for notice in notices:
        if labels is None or notice.audience.label in labels:
            yield Told(kind, notice.audience, said(notice.text), said(notice.detail), notice.family)


def said(text: str) -> str:
    """A text with example words in its blanks."""
    return text.format_map({name: WORDS[name] for name in blanks(text)})


def silent() -> list[tuple[str, list[Kind]]]:
    """What nobody is told of, by its reason."""
    reasons: dict[str, list[Kind]] = {}
    for kind, reason in SILENT.items():
        reasons.setdefault(reason, []).append(kind)
    return list(reasons.items())


def mail_for(reader: User) -> dict[str, str]:
    """The mail that a holder gets when their dossier is admitted, as this reader would get it."""
    notice = next(one for one in notices_of_steps.NOTICES[Kind.DOSSIER_ADMIT] if one.audience is holders)
    told = Notification(
        recipient=reader,
        text=said(notice.text),
        detail=said(notice.detail),
        because=notice.audience.because,
        family=notice.family,
        verb=notice.verb or "Ouvrir le dossier",
        url=reverse("dossiers:mine"),
    )
    example = letter.of_one(told)
    words = {"letter": example, "browser_url": letter.absolute(reverse("notifications:example"))}
    return {"subject": example.subject, "body": render_to_string("notifications/email/letter.txt", words).strip()}
