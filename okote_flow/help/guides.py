"""What each kind of person does in Okoté and how their first visit goes: read from `guides.toml`.

Figures are never written there: they are the programme's rules as they are today, by name.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404
from django.urls import reverse

from dossiers import programme
from okote_flow.parameters import Parameters, catalogue

PERCENTS = {"threshold": "threshold_bps", "fee": "fee_bps"}
COUNTS = ("campaign_days", "complement_days", "screening_days", "notice_days", "draft_idle_months")


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that this person does: where to click, and what happens then."""

    title: str
    does: str
    then: str
    page: str
    link: str

    @property
    def url(self) -> str:
        return reverse(self.page) if self.page else ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the first visit: the link that it shows, or nothing in particular."""

    page: str
    title: str
    text: str

    @property
    def url(self) -> str:
        return reverse(self.page) if self.page else ""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that one kind of person is told."""

    code: str
    slug: str
    icon: str
    title: str
    summary: str
    steps: tuple[Stage, ...]
    questions: tuple[tuple[str, str], ...]
    stops: tuple[Stop, ...]


@cache
def raw() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[
        "guides"
    ]
    return found


def codes() -> list[str]:
    return [block["code"] for block in raw()]


def guides() -> list[Guide]:
    """All of them, with the rules of today in their words: one query."""
    words = rules_in_words()
    return [_guide(block, words) for block in raw()]


def of_code(code: str) -> Guide:
    return next(guide for guide in guides() if guide.code == code)


def of_slug(slug: str) -> Guide:
    """Raises Http404."""
    for guide in guides():
        if guide.slug == slug:
            return guide
    raise Http404


def rules_in_words() -> dict[str, str]:
    """The rules that the texts may name: {threshold} is "75 %", {campaign_days} is "40"."""
    current = programme.in_force(programme.versions())
    values = (current.parameters if current else Parameters()).values()
    units = catalogue()
    percents = {word: programme.say(values[name], units[name]["unit"]) for word, name in PERCENTS.items()}
    return percents | {name: str(values[name]) for name in COUNTS}


def _guide(block: dict[str, Any], words: dict[str, str]) -> Guide:
    told = {name: str(block[name]).format_map(words) for name in ("code", "slug", "icon", "title", "summary")}
    return Guide(
        **told,
        steps=tuple(Stage(**_said(step, words)) for step in block["steps"]),
        questions=tuple((one["ask"].format_map(words), one["answer"].format_map(words)) for one in block["questions"]),
        stops=tuple(Stop(**_said(stop, words)) for stop in block["stops"]),
    )


def _said(texts: dict[str, str], words: dict[str, str]) -> dict[str, str]:
    return {name: text.format_map(words) for name, text in texts.items()}
