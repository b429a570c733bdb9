"""The room in which members train: a fictional meeting on a throw-away file, whose seats one takes by turns.

It exists only where settings.REHEARSAL is on, and that only on a SQLite file of its own: see `require_own_file`.
Source: `decisions.md` 7 (rehearsal on screen runs in its own process on its own SQLite file).
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import QuerySet

from committees.models import Meeting
from okote_flow.directory.models import User
from okote_flow.operations import demo, stage
from okote_flow.operations.expectations import disappointments

SCENARIO = settings.BASE_DIR / "data" / "scenarios" / "rehearsal-room.yaml"
SUFFIX = "rehearsal.sqlite3"
PRISTINE = ".pristine"
EVE = timedelta(minutes=15)  # before the meeting, as the scenario ends


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that one may take: whose, and what it is good for in the exercise."""

    alias: str
    label: str
    what: str


PLACES = (
    Place("claire", "Secrétariat", "Ouvre la séance, note qui est là, appelle les points."),
    Place("helene", "Présidence", "Met au vote, clôt, proclame. Sa voix départage une égalité en vote public."),
    Place("lucie", "Porte un pouvoir", "Vote deux fois\u00a0: pour elle, et pour Catherine qui lui a donné pouvoir."),
    Place("david", "En déport", "S’est déporté du point 2\u00a0: il attend dans le couloir pendant ce point."),
    Place("bruno", "À distance", "Suit la séance de chez lui et vote comme les autres."),
    Place("anne", "Vice-présidence", "Préside quand la présidence s’absente ou se déporte."),
    Place("catherine", "A donné pouvoir", "Si elle vient après tout, son pouvoir dort."),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """What every page of the room says, and the seats one may change to."""

    places: tuple[Place, ...]
    current: str


def bar(user: Any) -> Bar | None:
    """For the shell of every page; None everywhere but in the room."""
    return Bar(PLACES, getattr(user, "username", "")) if settings.REHEARSAL else None


def require_own_file(database: Mapping[str, Any]) -> Path:
    """Raises ImproperlyConfigured on any other database: what is played here is thrown away."""
    path = Path(str(database.get("NAME", "")))
    is_own = str(database.get("ENGINE", "")).endswith("sqlite3") and path.name.endswith(SUFFIX)
    if not is_own:
        raise ImproperlyConfigured(
            f"OKOTE_REHEARSAL veut sa propre base\u00a0: un fichier SQLite dont le nom finit par {SUFFIX}. "
            "DATABASE_URL en nomme une autre, qui reste intacte. Lancez «\u00a0manage.py rehearsal_room\u00a0»."
        )
    return path


def players() -> QuerySet[User]:
    return User.objects.filter(username__in=[place.alias for place in PLACES], is_fictional=True, is_active=True)


def meeting() -> Meeting | None:
    """The meeting that is played."""
    return Meeting.objects.order_by("pk").first()


def build() -> list[str]:
    """Play the scenario into the empty file, let its people in, keep a copy. Gives what went otherwise than told."""
    play = stage.prepare(SCENARIO, keep=True)
    surprises = [told.line for told in play.tell() if told.surprise]
    surprises += [] if surprises else disappointments(play.scenario.expected, play.state())
    User.objects.filter(is_fictional=True).update(password=make_password(demo.PASSWORD))
    _copy(to_copy=True)
    return surprises


def reset() -> None:
    """As the room was when it opened, its hour included."""
    _copy(to_copy=False)
    found = meeting()
    assert found is not None, "the copy was made after the meeting was convened"
    demo.set_now(found.scheduled_at - EVE)


def _copy(*, to_copy: bool) -> None:
    """The file into its copy beside it, or back, by SQLite's own means: other connections may be open."""
    path = require_own_file(settings.DATABASES["default"])
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{path}{PRISTINE}")) as copy:
        source, target = (connection.connection, copy) if to_copy else (copy, connection.connection)
        source.backup(target)
