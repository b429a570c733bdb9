"""What a preparation wrote is recorded the first time, and played again for every later test that begins in its place.

A dossier walks to its state by real actions; most tests walk the same way. Asked for the same thing, from the same
state of the database, at the same time, the statements that the walk wrote are run again, without the walk. Any other
write in between leads off the known paths, and from there everything walks by itself. Tapes live as long as this
process; OKOTE_NO_TAPE=1 does without them.
"""

import os
import pickle
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

from okote_flow import clock

T = TypeVar("T")
Path = tuple[Hashable, ...]
CHANGES_NOTHING = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "EXPLAIN")
OFF = os.environ.get("OKOTE_NO_TAPE") == "1"


@dataclass(slots=True)
class Tape:
    """The statements of one preparation, what it left for after the commit, and what it gave."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    after_commit: list[tuple[Any, bool]] = field(default_factory=list)
    sequences: dict[str, int | None] = field(default_factory=dict)
    gave: bytes = b""

    def shorten(self) -> None:
        """Where nothing was rolled back, no point needs to be saved."""
        if not any(sql.startswith("ROLLBACK") for sql, _, _ in self.statements):
            self.statements = [one for one in self.statements if not one[0].startswith(CHANGES_NOTHING)]

    def play(self) -> None:
        _set_sequences(self.sequences)
        with connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
                if "RETURNING" in sql:
                    cursor.fetchall()  # SQLite has not written before it is asked for what it wrote
        for act, robust in self.after_commit:
            transaction.on_commit(act, robust=robust)


class Player:
    """Follows this thread's connection: where on the known paths it is, and which tapes are being recorded."""

    def __init__(self) -> None:
        self.tapes: dict[Path, Tape] = {}
        self.ground: Path = ()
        self.path: Path | None = None
        self.is_touched = self.is_alone = False
        self.is_playing = False
        self.recording: list[Tape] = []

    def new_test(self, *, alone: bool = False) -> None:
        """Nothing is written yet; `alone`: this one plays nothing."""
        self.path, self.is_touched, self.is_alone = None, False, alone
        if self._watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._watch)

    def found(self, what: Hashable, build: Callable[[], Any]) -> Any:
        """Build what many tests begin with in an empty database, whatever is peculiar to the one that came first."""
        alone = self.is_alone
        self.new_test()
        self.start("empty")
        built = self.again(what, build)
        self.is_alone = alone
        return built

    def start(self, beginning: Hashable) -> None:
        """The database is as it always is at this beginning, unless the test has written already."""
        known = not (OFF or self.is_alone or self.is_touched) and connection.in_atomic_block
        self.path = (*self.ground, beginning) if known else None

    @contextmanager
    def on(self, ground: Hashable) -> Iterator[None]:
        """Meanwhile tests begin with what this has written; tapes of another ground do not fit."""
        self.ground = (*self.ground, ground)
        try:
            yield
        finally:
            self.ground = self.ground[:-1]

    def forget(self) -> None:
        """Tables were flushed: the rows that tapes speak of have other numbers now."""
        self.tapes.clear()

    def again(self, what: Hashable, prepare: Callable[[], Any]) -> Any:
        """What `prepare` gives, with all that it writes: played if it was recorded from here, recorded otherwise."""
        if self.path is None:
            return prepare()
        path = (*self.path, what, clock.now())
        tape = self.tapes.get(path)
        if tape is None:
            tape = self.tapes[path] = self._record(prepare)
        else:
            self._play(tape)
        self.path = path
        return pickle.loads(tape.gave)

    def _record(self, prepare: Callable[[], Any]) -> Tape:
        tape, before, waiting = Tape(), _sequences(), len(connection.run_on_commit)
        self.recording.append(tape)
        try:
            tape.gave = pickle.dumps(prepare())
        finally:
            self.recording.remove(tape)
        left: list[Any] = connection.run_on_commit[waiting:]
        tape.after_commit = [(act, robust) for _, act, robust in left]
        after = _sequences()
        tape.sequences = {name: value for name, value in before.items() if after[name] != value} | tape.sequences
        tape.shorten()
        return tape

    def _play(self, tape: Tape) -> None:
        for outer in self.recording:
            outer.sequences = tape.sequences | outer.sequences  # what it plays first is where its numbers begin
        self.is_playing = True
        try:
            tape.play()
        finally:
            self.is_playing = False

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        given = execute(sql, params, many, context)
        if sql.startswith("SELECT"):
            return given
        for tape in self.recording:
            tape.statements.append((sql, params, many))
        if not (self.is_playing or sql.startswith(CHANGES_NOTHING)):
            self.path, self.is_touched = None, self.is_touched or not self.recording
        return given


def _sequences() -> dict[str, int | None]:
    """Where PostgreSQL's sequences are, which no rollback takes back."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        return dict(cursor.fetchall())


def _set_sequences(values: dict[str, int | None]) -> None:
    if values:
        calls = ", ".join(["setval(%s::regclass, %s, %s)"] * len(values))
        flat = [item for name, value in values.items() for item in (name, value or 1, value is not None)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {calls}", flat)


PLAYER = Player()


def played(walk: Callable[..., T]) -> Callable[..., T]:
    """A method whose walk is played again for the same arguments."""

    @wraps(walk)
    def play(self: Any, *args: Hashable, **named: Hashable) -> T:
        given: T = PLAYER.again((walk.__name__, args, tuple(named.items())), lambda: walk(self, *args, **named))
        return given

    return play
