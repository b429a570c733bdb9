"""The acknowledgment of receipt (CRPA, art. L112-3): what it says, on screen and on paper, from one place."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.defaultfilters import filesizeformat

from dossiers.models import Attachment, Dossier
from okote_flow import documents
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.tags import instant, jour
from okote_flow.texts.registry import Family, Shape, Text, Variable, declare
from okote_flow.texts.wording import current

TITLE = "Accusé de réception"
_FOLLOWS, _SILENCE, _APPEAL = "accuse.suite", "accuse.silence", "accuse.recours"
DAYS = {"jours": Variable("Les jours pour répondre à nos questions", "30")}
MONTHS = {"mois": Variable("Les mois de silence qui valent refus", "2")}
APPEAL = {
    "tribunal": Variable("Le tribunal que l’on saisit", "le tribunal administratif de Strasbourg"),
    "delai": Variable("Le délai pour le saisir", "deux mois"),
}
declare(
    Text(
        _FOLLOWS,
        Family.RECEIPT,
        "La suite",
        Shape.PHRASE,
        "Nous vérifions d’abord que le dossier est complet et recevable. S’il manque quelque chose, nous vous "
        "poserons des questions et vous aurez {jours}\u00a0jours pour répondre. Puis le comité de votre territoire "
        "l’examine et le comité d’engagement décide.",
        variables=DAYS,
        required=("jours",),
    ),
    Text(
        _SILENCE,
        Family.LEGAL,
        "Délai et silence, dans l’accusé de réception",
        Shape.PHRASE,
        "Lorsqu’une administration ne répond pas pendant {mois}\u00a0mois à une demande d’argent, son silence vaut "
        "refus (Code des relations entre le public et l’administration, art.\u00a0L231-4). Que cette règle "
        "s’applique à Alsace Active reste à confirmer\u00a0: ici, le silence ne décide jamais rien à votre place, il "
        "alerte la personne qui suit votre dossier.",
        variables=MONTHS,
        required=("mois",),
    ),
    Text(
        _APPEAL,
        Family.LEGAL,
        "Voies et délais de recours, dans l’accusé de réception",
        Shape.PHRASE,
        "Vous pouvez demander à Alsace Active de revoir sa réponse. Contre la décision d’une collectivité, vous "
        "pouvez former un recours gracieux auprès d’elle, puis saisir {tribunal}, dans les {delai} qui suivent sa "
        "notification.",
        variables=APPEAL,
        required=("tribunal", "delai"),
    ),
)


def context(dossier: Dossier) -> dict[str, Any]:
    """For a dossier that was handed in, as it was on that day: its pieces, who handed it in, what follows."""
    assert dossier.submitted_at is not None, "a draft has no receipt"
    pieces = pieces_then(dossier)
    return {
        "facts": _facts(dossier),
        "pieces": pieces,
        "sections": _sections(dossier),
        "legal": _legal(dossier),
    }


def on_paper(dossier: Dossier) -> dict[str, Any]:
    """The same as plain data for the typesetter."""
    said = context(dossier)
    pieces = [
        {
            "kind": piece.get_kind_display(),
            "name": piece.name,
            "size": filesizeformat(piece.size),
            "sha256": piece.sha256,
        }
        for piece in said["pieces"]
    ]
    return said | {
        "title": TITLE,
        "number": dossier.number,
        "headline": f"Dossier {dossier.number}, reçu le {instant(dossier.submitted_at)}",
        **documents.imprint(),
        "is_fictional": dossier.is_fictional,
        "pieces_title": "Pièces reçues",
        "pieces": pieces,
        "no_piece": "Aucune pièce n’était jointe.",
    }


def pieces_then(dossier: Dossier) -> list[Attachment]:
    """What was attached at the instant of receipt, even if it was replaced or taken out of sight since."""
    there = Q(removed_at=None) | Q(removed_at__gt=dossier.submitted_at)
    found = dossier.attachments.filter(there, uploaded_at__lte=dossier.submitted_at)
    return list(found.order_by("kind", "name", "-version"))


def _facts(dossier: Dossier) -> list[tuple[str, str]]:
    handed_in = story(dossier.subject, kinds=frozenset({Kind.DOSSIER_SUBMIT}))
    facts = [
        ("Projet", dossier.title),
        ("Structure", str(dossier.organization or "à préciser")),
        ("Déposé par", handed_in[0].who if handed_in else str(dossier.applicant)),
        ("Territoire", str(dossier.territory or "à préciser")),
        ("Reçu le", instant(dossier.submitted_at)),
    ]
    return (
        [*facts, ("SIRET", dossier.organization.siret)]
        if dossier.organization and dossier.organization.siret
        else facts
    )


def _sections(dossier: Dossier) -> list[dict[str, str]]:
    """As they were worded on the day of the receipt: one that was issued says the same for ever."""
    rules, wording, then = dossier.parameters, current(), dossier.submitted_at
    follows = (
        f"{dossier.officer} suit votre dossier à Alsace Active."
        if dossier.officer
        else "Votre dossier va être confié à une personne d’Alsace Active, dont le nom paraîtra sur sa page."
    )
    return [
        section(
            "Votre interlocuteur",
            f"{follows} Pour écrire\u00a0: {settings.CONTACT_EMAIL}, en rappelant le numéro {dossier.number}.",
        ),
        section(
            "La suite",
            wording.phrase_at(then, _FOLLOWS, jours=str(rules.complement_days)),
        ),
        section(
            "Délai et silence",
            wording.phrase_at(then, _SILENCE, mois=str(rules.silence_months)),
        ),
        section(
            "Si la réponse ne vous convient pas",
            wording.phrase_at(then, _APPEAL, **{name: one.example for name, one in APPEAL.items()}),
        ),
    ]


def section(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def _legal(dossier: Dossier) -> str:
    assert dossier.rules is not None, "handed in means under rules"
    return (
        "Accusé établi selon l’article\u00a0L112-3 du Code des relations entre le public et l’administration. Règles "
        f"du programme applicables à ce dossier\u00a0: celles du {jour(dossier.rules.effective_on)}."
    )
