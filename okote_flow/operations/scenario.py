"""What a scenario says, as plain values: who plays, what they do and when, what must come out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ADVANCE, SWEEP = "clock.advance", "sweep"
CLOCKWORK = (ADVANCE, SWEEP)
"""Steps that are no action of the house: they move time and do what has come due."""
THE_CLOCK = "clock"
"""The actor of acts that nobody does."""


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the cast."""

    alias: str
    name: str
    email: str
    offices: tuple[Mapping[str, Any], ...]
    mandates: tuple[Mapping[str, Any], ...]
    organization: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Patron:
    """A fictional partner that the programme does not know: a company that matches the citizens."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act. `expected` holds the codes that it must be refused with, `says` words of their sentences; no code means
    that it must succeed.
    """

    where: str  # "Les dossiers, étape 4": for complaints
    at: datetime
    do: str
    by: str
    on: Any
    arguments: Mapping[str, Any]
    alias: str
    expected: tuple[str, ...]
    says: str = ""
    told: tuple[str, ...] | None = None  # who must be told of it, and nobody else; None where it does not matter


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole play, its steps in the order of time."""

    file: str
    title: str
    programme: str
    start: datetime
    sweeps_daily: bool
    cast: tuple[Person, ...]
    patrons: tuple[Patron, ...]
    steps: tuple[Step, ...]
    expected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
