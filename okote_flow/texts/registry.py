"""The texts that may be worded without a developer: each with its default, its variables and what it must keep.

A room declares its own texts where it says them; the list is closed once the house stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from okote_flow.refusals import Refusal
from okote_flow.texts import rules


class Family(StrEnum):
    """In the order in which the list shows them."""

    FRAME = "cadre"
    INVITATION = "invitations"
    LETTER = "lettres"
    RECEIPT = "accuses"
    LEGAL = "mentions"
    NOTICE = "avis"

    @property
    def label(self) -> str:
        return FAMILIES[self]


FAMILIES = {
    Family.FRAME: "Cadre des courriels",
    Family.INVITATION: "Invitations",
    Family.LETTER: "Lettres de décision",
    Family.RECEIPT: "Accusé de réception",
    Family.LEGAL: "Mentions légales",
    Family.NOTICE: "Avis et notifications",
}


class Shape(StrEnum):
    """What a text is made of, and so how it is tried."""

    PHRASE = "phrase"  # a body alone, said inside something else
    MAIL = "mail"  # a subject and a body
    LETTER = "letter"  # the same, on paper
    NOTICE = "notice"  # one sentence, and perhaps one more


@dataclass(frozen=True, slots=True)
class Variable:
    """One word that a text may name: what it says, and an example."""

    what: str
    example: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the house."""

    key: str
    family: Family
    label: str
    shape: Shape
    body: str
    subject: str = ""
    variables: Mapping[str, Variable] = field(default_factory=dict)
    required: Collection[str] = ()
    group: str = ""  # within its family: the chapter of a notice
    told: str = ""  # to whom, for a notice

    @property
    def asked(self) -> rules.Asked:
        words = {name: variable.what for name, variable in self.variables.items()}
        has_subject = self.shape is not Shape.PHRASE
        return rules.Asked(words, self.required, has_subject, self.shape is not Shape.NOTICE)

    @property
    def examples(self) -> dict[str, str]:
        return {name: variable.example for name, variable in self.variables.items()}

    def refusals(self, subject: str, body: str) -> list[Refusal]:
        """What is wrong with this wording of it."""
        return list(rules.refusals(self.asked, subject, body))


LONGEST_KEY = 54
_texts: dict[str, Text] = {}


def declare(*texts: Text) -> None:
    """Let these texts be worded. A default that breaks its own rules is a fault of ours."""
    for text in texts:
        assert len(text.key) <= LONGEST_KEY, f"{text.key} is too long for the journal"
        assert _texts.get(text.key, text) == text, f"{text.key} is declared twice"
        assert not text.refusals(text.subject, text.body), f"the default of {text.key} breaks its own rules"
        _texts[text.key] = text


def find(key: str) -> Text | None:
    return _texts.get(key)


def everything() -> list[Text]:
    """In the order of the families; within one, as they were declared."""
    order = list(Family)
    return sorted(_texts.values(), key=lambda text: order.index(text.family))


def cleaned(text: str) -> str:
    """As a wording is kept."""
    return rules.cleaned(text)


def filled(text: str, words: Mapping[str, str]) -> str:
    """A wording with its variables said. Raises KeyError where a word is unknown."""
    return rules.filled(text, words)


def names_in(text: str) -> set[str]:
    """The variables that a wording names."""
    return set(rules.names_in(text))
