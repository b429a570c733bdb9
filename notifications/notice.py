"""One row of the catalogue: to whom, in which words, by which way."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from notifications.audience import Audience
from notifications.families import Family
from notifications.matter import Matter


def always(matter: Matter) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Notice:
    """What one audience is told of one kind of event.

    `text` names only what every event of its kind knows. `detail` may name more, and is left out where it is unknown.
    """

    audience: Audience
    text: str
    detail: str = ""
    family: Family = field(kw_only=True)
    verb: str = ""  # on the button that goes on from here; where it is missing, nothing is asked of the reader
    page: str = "dossiers:dossier"
    keyed: bool = True  # whether the page is that of the event's subject
    applies: Callable[[Matter], bool] = always
    is_receipt: bool = False  # told to its author too: a proof of receipt

    def say(self, matter: Matter) -> str:
        """Raises KeyError when the event does not know what the text names."""
        return self.text.format_map(matter.words)

    def add(self, matter: Matter) -> str:
        return self.detail.format_map(matter.words) if blanks(self.detail) <= matter.words.keys() else ""

    def url(self, matter: Matter) -> str:
        """Where the reader goes on from here."""
        key = matter.event.subject.partition(":")[2]
        return reverse(self.page, args=[key] if self.keyed else [])


def blanks(text: str) -> set[str]:
    """The words that a text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
