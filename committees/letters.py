"""A decision letter as data and as a document: what its variables say, its text filled, its pages typeset."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from committees import letter_texts
from committees.models import Committee, DecisionLetter, LetterTemplate, Proclamation, Verdict
from committees.models.votes import PollCondition
from okote_flow import clock, documents
from okote_flow.cents import euros
from okote_flow.tags import jour
from okote_flow.texts.wording import Wording, current

NONE = "Aucun."


def in_force(committee: Committee, verdict: str) -> LetterTemplate:
    """The text that holds for a verdict; until the committee has worded its own, that of the house as version 0.

    The house's own may itself have been worded anew (`okote_flow.texts`).
    """
    found = LetterTemplate.objects.filter(committee=committee, verdict=verdict).order_by("version").last()
    if found is not None:
        return found
    said = current().raw(f"decision.{verdict}")
    return LetterTemplate(committee=committee, verdict=verdict, version=0, title=said.subject, body=said.body)


def appeal(wording: Wording | None = None) -> str:
    """The ways of appeal and their delay, as they are worded now."""
    words = {name: one.example for name, one in letter_texts.APPEAL.items()}
    return (wording or current()).phrase(letter_texts.RECOURS_KEY, **words)


def versions(committee: Committee, verdict: str) -> list[LetterTemplate]:
    """What the committee has worded, the latest first."""
    found = LetterTemplate.objects.filter(committee=committee, verdict=verdict).select_related("recorded_by")
    return list(found.order_by("-version"))


def begin(proclamation: Proclamation, by: Any, **facts: Any) -> DecisionLetter:
    """The draft of the letter for a decision, from the template in force."""
    template = in_force(proclamation.item.meeting.committee, proclamation.verdict)
    given = {"title": template.title, "body": template.body} | facts
    return DecisionLetter.objects.create(
        proclamation=proclamation, template_version=template.version, drafted_by=by, drafted_at=clock.now(), **given
    )


def words_of(proclamation: Proclamation) -> dict[str, str]:
    """What the variables say of a decision: as it was voted, whatever has become of it since."""
    dossier, meeting, poll = proclamation.item.dossier, proclamation.item.meeting, proclamation.poll
    adopted = poll is not None and proclamation.verdict in (Verdict.FAVOURABLE, Verdict.FAVOURABLE_WITH_CONDITIONS)
    ceilings = poll.ceilings.select_related("partner") if poll is not None and adopted else ()
    conditions = poll.conditions.all() if proclamation.verdict == Verdict.FAVOURABLE_WITH_CONDITIONS and poll else ()
    return {
        "projet": dossier.title,
        "numero": dossier.label,
        "structure": str(dossier.organization or dossier.applicant),
        "porteur": str(dossier.applicant),
        "comite": meeting.committee.name,
        "seance": jour(meeting.scheduled_at),
        "decision": proclamation.get_verdict_display(),
        "plafonds": _listed(f"{one.partner.name}\u00a0: {euros(one.cents)}" for one in ceilings),
        "reserves": _listed(_condition(one) for one in conditions),
        "motifs": proclamation.reason or NONE,
        "reorientation": proclamation.redirected_to or NONE,
        "recours": appeal(),
        "interlocuteur": str(dossier.officer or settings.PUBLISHER),
        "contact": settings.CONTACT_EMAIL,
    }


def _listed(lines: Iterator[str]) -> str:
    return "\n".join(f"– {line}" for line in lines) or NONE


def _condition(one: PollCondition) -> str:
    due = f" À lever avant le {jour(one.due_on)}." if one.due_on else ""
    return f"{one.text.rstrip('.')}. Retient {one.get_blocks_display()}.{due}"


def content_of(letter: DecisionLetter, *, at: datetime, signer: str = "") -> dict[str, Any]:
    """All that the document says, as data. Without a signer it is a draft, and says so."""
    words = words_of(letter.proclamation)
    replaced = letter.replaces
    return _page(letter.title, letter.body, words) | {
        "number": letter.number,
        "recipient": [words["structure"], f"À l’attention de {words['porteur']}"],
        "replaces": f"Cette lettre remplace la lettre {replaced.number} du {jour(replaced.sent_at)}."
        if replaced
        else "",
        "dated": f"Le {jour(at)}" if signer else "",
        "signed": f"Pour le comité, {signer}, le {jour(at)}." if signer else "",
        "draft": "" if signer else "Projet de lettre\u00a0: ni signé, ni envoyé.",
    }


def tried(
    verdict: str, title: str, body: str, chosen: Proclamation | None, wording: Wording | None = None
) -> dict[str, Any]:
    """A text as a letter would say it, of a decision that was made or of a dossier that does not exist."""
    said = words_of(chosen) if chosen else letter_texts.example(Verdict(verdict).label)
    said |= {"recours": appeal(wording)}
    return _page(title, body, said) | {
        "number": "",
        "recipient": [said["structure"], f"À l’attention de {said['porteur']}"],
        "replaces": "",
        "dated": "",
        "signed": "",
        "draft": "Aperçu du modèle.",
    }


def _page(title: str, body: str, words: Mapping[str, str]) -> dict[str, Any]:
    said = letter_texts.filled(body, words).replace("\r\n", "\n")
    return {
        "title": letter_texts.filled(title, words),
        "paragraphs": [part.split("\n") for part in said.split("\n\n") if part.strip()],
        **documents.imprint(),
    }


def typeset(content: dict[str, Any], at: datetime) -> bytes:
    """The document, the same bytes for the same content and instant."""
    return documents.pdf("pdf/letter.typ", content, at=at, standards=documents.SEALED)
