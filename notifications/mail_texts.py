"""The words of mails that may be edited: what frames every mail, and each sentence of the catalogue."""

from collections.abc import Iterator

from notifications.catalogue import CHAPTERS
from notifications.examples import WORDS
from notifications.families import MANDATORY
from notifications.notice import Notice, blanks, key_of
from okote_flow.journal.kinds import Kind
from okote_flow.texts.registry import Family, Shape, Text, Variable, declare

GREETING, REPLY, TEAM = "mail.greeting", "mail.reply", "mail.team"
SIGNED_FOR, BECAUSE, MUST = "mail.signed_for", "mail.because", "mail.must"

FRAME = (
    Text(
        GREETING, Family.FRAME, "Salutation", Shape.PHRASE, "Bonjour {prenom},",
        variables={"prenom": Variable("Le prénom de la personne, s’il est connu", "Alice")},
    ),
    Text(REPLY, Family.FRAME, "Invitation à répondre", Shape.PHRASE,
         "Une question\u00a0? Répondez simplement à ce courriel."),
    Text(TEAM, Family.FRAME, "Signature quand personne ne suit le dossier", Shape.PHRASE, "L’équipe d’Okoté"),
    Text(SIGNED_FOR, Family.FRAME, "Sous le nom de la personne qui suit le dossier", Shape.PHRASE,
         "Alsace Active, pour Okoté"),
    Text(
        BECAUSE, Family.FRAME, "Pourquoi ce courriel", Shape.PHRASE,
        "Vous recevez ce message parce que {raison}.",
        variables={"raison": Variable("À quel titre la personne est prévenue", "vous portez ce projet")},
        required=("raison",),
    ),
    Text(MUST, Family.FRAME, "Courriel obligatoire", Shape.PHRASE, "Ce courriel ne se désactive pas."),
)  # fmt: skip


def notices() -> Iterator[Text]:
    """Each sentence of the catalogue, by its chapter; said by several notices of a kind, it is one text."""
    for chapter, kinds in CHAPTERS:
        for kind, told in kinds.items():
            by_key = {key_of(kind, notice): notice for notice in told}
            yield from (_text(key, kind, chapter, told, notice) for key, notice in by_key.items())


def _text(key: str, kind: Kind, chapter: str, told: tuple[Notice, ...], notice: Notice) -> Text:
    """What every event of its kind knows may stand in a sentence. A legal one keeps all that it says."""
    known = set().union(*(blanks(one.text) for one in told)) | blanks(notice.detail)
    kept = blanks(notice.text) | blanks(notice.detail)
    required = kept if notice.family in MANDATORY else kept & {"dossier"}
    return Text(
        key,
        Family.NOTICE,
        kind.label,
        Shape.NOTICE,
        notice.detail,
        subject=notice.text,
        variables={name: Variable(WHAT.get(name, "Un mot de l’événement"), WORDS[name]) for name in sorted(known)},
        required=tuple(sorted(required)),
        group=chapter,
        told=notice.audience.label,
    )


WHAT = {
    "dossier": "Le numéro et l’intitulé du dossier", "actor": "Qui a agi", "reason": "Le motif donné",
    "committee": "Le comité", "organization": "La structure", "partner": "Le partenaire", "holder": "La personne dite",
    "officer": "Qui prend le dossier en charge", "officer_in_charge": "Qui suit le dossier", "number": "Le numéro",
    "scheduled_at": "Le jour et l’heure de la séance", "place": "Le lieu", "due_on": "L’échéance", "year": "L’année",
    "cents": "Le montant", "condition": "La réserve", "outcome": "Ce qui est décidé", "lead": "Le projet repéré",
    "what": "Ce qui est attendu", "month": "Le mois", "reference": "La référence", "batch": "Le lot de virements",
    "note": "Le mot laissé", "days": "Le nombre de jours", "given": "La fonction confiée",
    "starts_on": "Le premier jour", "ends_on": "Le dernier jour", "stand_in": "Qui prend le relais",
    "count": "Le nombre", "decision": "La décision",
}  # fmt: skip
"""What a variable says, for whoever words a notice."""

declare(*FRAME, *notices())
