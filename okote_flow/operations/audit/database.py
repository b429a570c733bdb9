"""What the database itself must refuse: triggers and constraints are there, references lead somewhere."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import CheckConstraint, UniqueConstraint

from okote_flow import triggers
from okote_flow.operations.audit.fault import Fault, row

NAMED = re.compile(r'CONSTRAINT "([^"]+)"')
"""How SQLite keeps a constraint: in the words that made its table."""


def all_triggers() -> Iterator[Fault]:
    there, tables = triggers.present(connection), set(connection.introspection.table_names())
    for name, trigger in sorted(triggers.wanted(connection.vendor).items()):
        if trigger.table in tables and name not in there:
            yield Fault(
                "trigger-missing", row("trigger", name), f"Le verrou «\u00a0{name}\u00a0» manque sur {trigger.table}."
            )


def all_constraints() -> Iterator[Fault]:
    """Every constraint that the models declare exists under its name."""
    there = _names_in_database()
    for model in apps.get_models():
        for item in model._meta.constraints if model._meta.managed else ():
            if _is_in_database(item) and item.name not in there:
                what = row(model._meta.db_table, item.name)
                yield Fault("constraint-missing", what, f"La contrainte «\u00a0{item.name}\u00a0» manque.")


def _names_in_database() -> set[str]:
    """Names of all constraints and indexes, asked at once: table by table takes longer than the rest of the audit."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT type, name, sql FROM sqlite_master")
        rows = cursor.fetchall()
    indexes = {name for kind, name, _ in rows if kind == "index"}
    return indexes.union(*(NAMED.findall(sql) for kind, _, sql in rows if kind == "table"))


def _is_in_database(item: object) -> bool:
    return isinstance(item, CheckConstraint | UniqueConstraint)


def all_references() -> Iterator[Fault]:
    """Every foreign key points to a row. PostgreSQL checks each as it is written; SQLite is asked again."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield Fault("reference-broken", row("database", "foreign_keys"), str(error))
