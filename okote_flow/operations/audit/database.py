"""What the database itself must refuse: triggers and constraints are there, references lead somewhere."""

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, connection
from django.db.models import CheckConstraint, UniqueConstraint

from okote_flow import triggers
from okote_flow.operations.audit.fault import Fault, row


def all_triggers() -> Iterator[Fault]:
    there, tables = triggers.present(connection), set(connection.introspection.table_names())
    for name, trigger in sorted(triggers.wanted(connection.vendor).items()):
        if trigger.table in tables and name not in there:
            yield Fault(
                "trigger-missing", row("trigger", name), f"Le verrou «\u00a0{name}\u00a0» manque sur {trigger.table}."
            )


def all_constraints() -> Iterator[Fault]:
    """Every constraint that the models declare exists under its name."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            wanted = {item.name for item in model._meta.constraints if _is_in_database(item)}
            if not wanted or not model._meta.managed:
                continue
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
            for name in sorted(wanted - there.keys()):
                yield Fault(
                    "constraint-missing",
                    row(model._meta.db_table, name),
                    f"La contrainte «\u00a0{name}\u00a0» manque.",
                )


def _is_in_database(item: object) -> bool:
    return isinstance(item, CheckConstraint | UniqueConstraint)


def all_references() -> Iterator[Fault]:
    """Every foreign key points to a row. PostgreSQL checks each as it is written; SQLite is asked again."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield Fault("reference-broken", row("database", "foreign_keys"), str(error))
