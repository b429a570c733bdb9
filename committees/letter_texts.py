"""What decision letters say until the house or a committee words its own, and what none may leave out.

Texts in, refusals and texts out: nothing is read from the database here.
"""

import re
from collections.abc import Iterator, Mapping

from committees.sentences import refuse
from okote_flow.refusals import Refusal
from okote_flow.texts import registry
from okote_flow.texts.registry import Family, Shape, Text, Variable

VARIABLES: dict[str, tuple[str, str]] = {
    "projet": ("L’intitulé du projet", "Verger partagé"),
    "numero": ("Le numéro du dossier", "OKT-2022-014"),
    "structure": ("La structure porteuse", "Les Mains vertes"),
    "porteur": ("La personne qui porte le projet", "Camille Muster"),
    "comite": ("Le comité qui a décidé", "Comité d’engagement"),
    "seance": ("Le jour de la séance", "17 mai 2022"),
    "decision": ("La décision", "Favorable avec réserves"),
    "plafonds": ("Le plafond de chaque partenaire", "– Collectivité européenne d’Alsace\u00a0: 4\u00a0000\u00a0€"),
    "reserves": (
        "Les réserves, avec ce qu’elles retiennent",
        "– Fournir le bail signé. Retient l’ouverture de la campagne.",
    ),
    "motifs": ("Les motifs de la décision", "Le modèle économique est à préciser."),
    "reorientation": ("Vers qui le projet est réorienté", "La coopérative des quartiers"),
    "recours": ("Les voies et délais de recours", ""),
    "interlocuteur": ("Qui suit le dossier à Alsace Active", "Odile Muster"),
    "contact": ("L’adresse de contact", "contact@okote.test"),
}
"""Name -> what it stands for, and an example."""

FAVOURABLE, WITH, AGAINST = "favourable", "favourable_with_conditions", "unfavourable"
REDIRECTED, POSTPONED, REWORK = "redirected", "postponed", "rework"
REQUIRED: dict[str, tuple[str, ...]] = {
    FAVOURABLE: ("decision", "recours"),
    WITH: ("decision", "reserves", "recours"),
    AGAINST: ("decision", "motifs", "recours"),
    REDIRECTED: ("decision", "motifs", "reorientation", "recours"),
    POSTPONED: ("decision", "motifs", "recours"),
    REWORK: ("decision", "motifs", "recours"),
}
"""The blocks that a letter cannot leave out: what was decided, why where it is not what was asked, how to appeal."""

RECOURS = (
    "Si cette décision ne vous convient pas, vous pouvez demander à Alsace Active de la revoir. Contre la décision "
    "d’une collectivité, vous pouvez former un recours gracieux auprès d’elle, puis saisir {tribunal}, dans les "
    "{delai} qui suivent la présente notification (Code de justice administrative, "
    "art.\u00a0R421-1, et Code des relations entre le public et l’administration, art.\u00a0L411-2\u00a0; "
    "l’application de ces règles à la décision d’Alsace Active reste à confirmer)."
)
APPEAL = {
    "tribunal": Variable("Le tribunal que l’on saisit", "le tribunal administratif de Strasbourg"),
    "delai": Variable("Le délai pour le saisir", "deux mois"),
}
"""What a mention of the ways of appeal cannot leave out, whoever words it."""
OPENING = "Madame, Monsieur,\n\n"
HEARD = "le {comite} a examiné, le {seance}, votre projet «\u00a0{projet}\u00a0» (dossier {numero})."
CLOSING = "\n\n{recours}\n\nPour toute question\u00a0: {interlocuteur}, {contact}.\n\nNous vous prions d’agréer, "
CLOSING += "Madame, Monsieur, l’expression de nos salutations distinguées."


def _letter(text: str) -> str:
    return f"{OPENING}{HEARD}\n\n{text}{CLOSING}"


DEFAULTS: dict[str, tuple[str, str]] = {
    FAVOURABLE: (
        "Avis favorable sur votre projet",
        _letter(
            "Sa décision est\u00a0: {decision}.\n\nLes partenaires peuvent abonder votre campagne dans ces "
            "limites\u00a0:\n{plafonds}\n\nVotre interlocuteur prépare maintenant la campagne avec vous."
        ),
    ),
    WITH: (
        "Avis favorable avec réserves sur votre projet",
        _letter(
            "Sa décision est\u00a0: {decision}.\n\nCe que le comité demande\u00a0:\n{reserves}\n\nVous remettez la "
            "preuve de chacune sur la page de votre dossier. Les partenaires peuvent abonder votre campagne dans ces "
            "limites\u00a0:\n{plafonds}"
        ),
    ),
    AGAINST: (
        "Décision sur votre projet",
        _letter(
            "Nous avons le regret de vous faire connaître sa décision\u00a0: {decision}.\n\n"
            "Ses motifs\u00a0:\n{motifs}\n\nNous vous remercions de la confiance que vous avez faite à Okoté."
        ),
    ),
    REDIRECTED: (
        "Réorientation de votre projet",
        _letter(
            "Sa décision est\u00a0: {decision}. Il vous invite à vous adresser à\u00a0: {reorientation}.\n\nSes "
            "motifs\u00a0:\n{motifs}"
        ),
    ),
    POSTPONED: (
        "Examen de votre projet reporté",
        _letter(
            "Sa décision est\u00a0: {decision}. Votre projet est examiné de nouveau à une prochaine séance.\n\nSes "
            "motifs\u00a0:\n{motifs}"
        ),
    ),
    REWORK: (
        "Compléments attendus sur votre projet",
        _letter(
            "Sa décision est\u00a0: {decision}. Les questions auxquelles répondre se lisent sur la page de votre "
            "dossier.\n\nSes motifs\u00a0:\n{motifs}"
        ),
    ),
}
"""Verdict -> subject and text."""

NAME = re.compile(r"\{([^{}]*)\}")


def text_refusals(verdict: str, title: str, body: str) -> Iterator[Refusal]:
    """A letter has a subject and a text, knows its variables, and keeps what is mandatory for its verdict."""
    if not title.strip() or not body.strip():
        yield refuse("letter-empty")
        return
    names = NAME.findall(f"{title} {body}")
    for name in dict.fromkeys(one for one in names if one not in VARIABLES):
        yield refuse("letter-variable", name=f"{{{name}}}")
    rest = NAME.sub("", f"{title} {body}")
    if "{" in rest or "}" in rest:
        yield refuse("letter-brace")
    said = NAME.findall(body)
    for name in REQUIRED[verdict]:
        if name not in said:
            yield refuse("letter-block", name=f"{{{name}}}", what=VARIABLES[name][0])


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with its variables said."""
    return NAME.sub(lambda found: words[found[1]], text)


def example(decision: str) -> dict[str, str]:
    """What the variables say of a dossier that does not exist."""
    appeal = filled(RECOURS, {name: one.example for name, one in APPEAL.items()})
    return {name: said for name, (_, said) in VARIABLES.items()} | {"recours": appeal, "decision": decision}


LABELS = {
    FAVOURABLE: "Avis favorable",
    WITH: "Avis favorable avec réserves",
    AGAINST: "Avis défavorable",
    REDIRECTED: "Réorientation",
    POSTPONED: "Ajournement",
    REWORK: "À retravailler",
}
RECOURS_KEY = "mention.recours"
_VARIABLES = {
    name: Variable(what, said or "Vous pouvez former un recours…") for name, (what, said) in VARIABLES.items()
}
registry.declare(
    *(
        Text(
            f"decision.{verdict}", Family.LETTER, LABELS[verdict], Shape.LETTER, body, subject=title,
            variables=_VARIABLES, required=REQUIRED[verdict],
        )
        for verdict, (title, body) in DEFAULTS.items()
    ),
    Text(
        RECOURS_KEY, Family.LEGAL, "Voies et délais de recours, dans les lettres de décision", Shape.PHRASE, RECOURS,
        variables=APPEAL, required=tuple(APPEAL),
    ),
)  # fmt: skip
