"""What the database itself refuses: changing or deleting rows of append-only tables, on SQLite and PostgreSQL.

SQLite drops a table's triggers whenever Django rebuilds the table, so they are installed by migration and again
after every `migrate` (see `directory.apps`). `audit` checks that all are there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger in the words of both databases; empty where a database has no need of it.

    `name` is unique in the house; {name} and {table} are filled in.
    """

    name: str
    table: str
    sqlite: str
    postgresql: str

    def create(self, vendor: str) -> str:
        return (self.sqlite if vendor == "sqlite" else self.postgresql).format(name=self.name, table=self.table)

    def drop(self, vendor: str) -> str:
        if vendor == "sqlite":
            return f"DROP TRIGGER IF EXISTS {self.name}"
        return f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"


TRIGGERS: dict[str, Trigger] = {}


def wanted(vendor: str) -> dict[str, Trigger]:
    """The declared triggers that this database must hold."""
    return {name: one for name, one in TRIGGERS.items() if (one.sqlite if vendor == "sqlite" else one.postgresql)}


def declare(*triggers: Trigger) -> None:
    TRIGGERS.update({trigger.name: trigger for trigger in triggers})


def append_only(table: str, *, updates: bool = False) -> None:
    """No row of this table is ever deleted, nor (unless `updates`) changed, nor the table emptied.

    SQLite has no TRUNCATE; there REPLACE fires the delete trigger, because `recursive_triggers` is on (settings).
    """
    declare(
        Trigger(
            name=f"{table}_no_truncate",
            table=table,
            sqlite="",
            postgresql="CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION okote_refuse()",
        )
    )
    for verb in ("delete",) if updates else ("update", "delete"):
        message = f"{table} is append-only: {verb} refused"
        declare(
            Trigger(
                name=f"{table}_no_{verb}",
                table=table,
                sqlite=f"CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                postgresql=f"CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} "
                "FOR EACH ROW EXECUTE FUNCTION okote_refuse()",
            )
        )


def emptied_only(table: str, *, keeps: tuple[str, ...], empties: dict[str, str]) -> None:
    """No row is deleted nor changed, but that what it says may be emptied for good, all of it at once.

    `keeps` are the other columns. Replaces `append_only` for what an elimination or an erasure must reach.
    """
    append_only(table, updates=True)
    message = f"{table} may only be emptied"
    changed = {
        "IS NOT": [f"NEW.{name} IS NOT OLD.{name}" for name in keeps],
        "IS DISTINCT FROM": [f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in keeps],
    }
    lite = changed["IS NOT"] + [f"NEW.{name} <> '{_braced(void)}'" for name, void in empties.items()]
    post = changed["IS DISTINCT FROM"] + [f"NEW.{name}::text <> '{_braced(void)}'" for name, void in empties.items()]
    declare(
        Trigger(
            name=f"{table}_only_emptied",
            table=table,
            sqlite=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} WHEN {' OR '.join(lite)} "
            f"BEGIN SELECT RAISE(ABORT, '{message}: append-only: update refused'); END",
            postgresql="CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({' OR '.join(post)}) EXECUTE FUNCTION okote_refuse()",
        )
    )


def _braced(void: str) -> str:
    """As it stands in a text whose blanks are still to be filled."""
    return void.replace("{", "{{").replace("}", "}}")


_REFUSE = """
CREATE OR REPLACE FUNCTION okote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'integrity_constraint_violation';
END $$
"""  # noqa: E501


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the house's triggers that this database holds and has enabled."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()} & TRIGGERS.keys()


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every declared trigger whose table exists in place. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    there = present(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for trigger in wanted(connection.vendor).values():
            if trigger.table in tables and trigger.name not in there:
                cursor.execute(trigger.create(connection.vendor))


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for trigger in TRIGGERS.values():
            cursor.execute(trigger.drop(connection.vendor))


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests only: the tables can be flushed inside."""
    drop(connection)
    try:
        yield
    finally:
        install(connection)
