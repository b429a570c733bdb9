"""The wording in force: what people have worded, else the house's own. Read once, then said as often as needed.

A wording that lacks a word, or that its text no longer allows, never holds an act up: the default is said instead,
and the list of texts shows that it is broken.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from okote_flow import clock
from okote_flow.texts import registry, rules
from okote_flow.texts.models import TextVersion
from okote_flow.texts.registry import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """A subject and a body, with or without their variables."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Worded:
    """One version, as far as saying it needs."""

    version: int
    from_at: datetime
    said: Said
    is_original: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """Every version of every worded text; `trial` stands above them, for a preview."""

    versions: Mapping[str, tuple[Worded, ...]] = field(default_factory=dict)
    trial: Mapping[str, Said] = field(default_factory=dict)

    def trying(self, key: str, said: Said) -> "Wording":
        """The same, with what somebody has just typed."""
        return Wording(self.versions, {**self.trial, key: said})

    def version_of(self, key: str, at: datetime | None = None) -> Worded | None:
        """The version that holds at an instant (now): the latest to take effect."""
        instant = at or clock.now()
        held = [one for one in self.versions.get(key, ()) if one.from_at <= instant]
        return max(held, key=lambda one: (one.from_at, one.version), default=None)

    def says(self, key: str) -> bool:
        """Whether people have worded this text, and the house still has it."""
        return (key in self.trial or key in self.versions) and registry.find(key) is not None

    def raw(self, key: str, at: datetime | None = None) -> Said:
        """The wording with its variables. Raises KeyError for a text that nobody declared."""
        text = _declared(key)
        if key in self.trial:
            return self.trial[key]
        held = self.version_of(key, at)
        if held is None or held.is_original:
            return Said(text.subject, text.body)
        if text.refusals(held.said.subject, held.said.body):
            log.error("text %s, version %s breaks its rules: its default is said", key, held.version)
            return Said(text.subject, text.body)
        return held.said

    def say(self, key: str, words: Mapping[str, str], at: datetime | None = None) -> Said:
        """The wording, its variables said; the default where one of its words is unknown here."""
        found = self.raw(key, at)
        try:
            return Said(rules.filled(found.subject, words), rules.filled(found.body, words))
        except KeyError as missing:
            log.error("text %s names %s, which is unknown here: its default is said", key, missing)
            text = _declared(key)
            return Said(rules.filled(text.subject, words), rules.filled(text.body, words))

    def phrase(self, key: str, **words: str) -> str:
        """A text that has a body alone."""
        return self.say(key, words).body

    def phrase_at(self, at: datetime | None, key: str, **words: str) -> str:
        """The same as it was worded at an instant: what was issued then keeps its words."""
        return self.say(key, words, at).body

    def broken(self) -> list[Text]:
        """The texts whose version in force their rules refuse: the default is said in their place."""
        held = ((registry.find(key), self.version_of(key)) for key in self.versions)
        return [
            text
            for text, one in held
            if text and one and not one.is_original and text.refusals(one.said.subject, one.said.body)
        ]


def _declared(key: str) -> Text:
    found = registry.find(key)
    if found is None:
        raise KeyError(key)
    return found


NOTHING_WORDED = Wording()
_lock = Lock()
_read: dict[str, Wording] = {}  # the last stamp -> all that was read up to it; one entry


def current() -> Wording:
    """What is worded now, in one query: the versions are read again only when there is a newer one."""
    last = TextVersion.objects.order_by("-pk").values_list("stamp", flat=True).first()
    if last is None:
        return NOTHING_WORDED
    found = _read.get(last)
    if found is None:
        found = _everything()
        with _lock:
            _read.clear()
            _read[last] = found
    return found


def _everything() -> Wording:
    rows: dict[str, list[Worded]] = {}
    for one in TextVersion.objects.order_by("pk"):
        said = Said(one.subject, one.body)
        rows.setdefault(one.key, []).append(Worded(one.version, one.from_at, said, one.is_original))
    return Wording({key: tuple(found) for key, found in rows.items()})
