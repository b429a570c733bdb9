"""One row of the catalogue: to whom, in which words, by which way."""

import hashlib
import string
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from notifications.audience import Audience
from notifications.families import Family
from notifications.matter import Matter
from okote_flow.journal.kinds import Kind
from okote_flow.texts import registry
from okote_flow.texts.wording import NOTHING_WORDED, Said, Wording


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

    def say(self, matter: Matter, wording: Wording = NOTHING_WORDED) -> str:
        """As people have worded it, where the event knows its words. Raises KeyError when it lacks those of ours."""
        worded = self._worded(matter, wording)
        if worded and registry.names_in(worded.subject) <= matter.words.keys():
            return registry.filled(worded.subject, matter.words)
        return self.text.format_map(matter.words)

    def add(self, matter: Matter, wording: Wording = NOTHING_WORDED) -> str:
        worded = self._worded(matter, wording)
        if worded:
            known = registry.names_in(worded.body) <= matter.words.keys()
            return registry.filled(worded.body, matter.words) if known else ""
        return self.detail.format_map(matter.words) if blanks(self.detail) <= matter.words.keys() else ""

    def _worded(self, matter: Matter, wording: Wording) -> Said | None:
        """What people have made of this sentence; None while it is the house's own."""
        key = key_of(Kind(matter.event.kind), self)
        return wording.raw(key) if wording.says(key) else None

    def url(self, matter: Matter) -> str:
        """Where the reader goes on from here."""
        key = matter.event.subject.partition(":")[2]
        return reverse(self.page, args=[key] if self.keyed else [])


def key_of(kind: Kind, notice: Notice) -> str:
    """The name of its text: a sentence that the house changes is another text."""
    said = f"{notice.audience.label}\n{notice.text}\n{notice.detail}"
    return f"{kind.value}.{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def blanks(text: str) -> set[str]:
    """The words that a text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
