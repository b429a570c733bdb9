"""The audit finds every row that somebody changed by SQL, once the triggers that forbid it are gone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import override_settings

from committees.models import PollResult
from dossiers.models import Dossier, DossierProcess
from funding.models import Account, Entry, Gift, Pledge, Transfer
from okote_flow import clock, triggers
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.seal import SUBJECT
from okote_flow.operations import stage
from okote_flow.operations.audit import database
from okote_flow.operations.audit.everything import CHECKS, faults
from okote_flow.operations.audit.fault import Fault

SCENARIO = settings.BASE_DIR / "data" / "scenarios" / "from-draft-to-payment.yaml"
TABLES: tuple[type[models.Model], ...] = (Event, Entry, Transfer, Account, Pledge, Gift, PollResult)
# Whether a donor's name is shown changes no money and no vote, and nothing else keeps a second copy of it.
FREE = {("funding_gift", "anonymous")}
FAR = 1000  # from every number that is in use
COLUMNS = [
    (model, field)
    for model in TABLES
    for field in model._meta.concrete_fields
    if not field.primary_key and (model._meta.db_table, field.name) not in FREE
]


@pytest.fixture(scope="module")
def whole_life(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A dossier from its draft to its last payment, played once; it is gone after this file's tests."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        triggers.install(connection)
        surprises = [told.line for told in stage.prepare(SCENARIO, keep=True).tell() if told.surprise]
        assert not surprises
        yield
        transaction.set_rollback(True)


@pytest.fixture
def unlocked(whole_life: None, db: None) -> None:
    """The same, its triggers dropped: what a superuser can do. All of it is rolled back."""
    triggers.drop(connection)


@contextmanager
def tampered(row: models.Model, column: str, value: Any) -> Iterator[bool]:
    """Inside, one cell is changed by SQL; False when the table itself refuses even that (a number taken twice)."""
    with transaction.atomic():
        yield _changed(row, column, value)
        transaction.set_rollback(True)


def _changed(row: models.Model, column: str, value: Any) -> bool:
    table, key = row._meta.db_table, row._meta.pk.column
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [value, row.pk])
    except DatabaseError:
        return False
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
    return True


def other(row: models.Model, field: models.Field) -> Any:
    """Another value of the same kind."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.exclude(pk=value).order_by("pk")
        return rows.values_list("pk", flat=True).first() or (value or 0) + FAR
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return json.dumps({**value, "forged": True})
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if field.choices:
        return next(choice for choice, _ in field.flatchoices if choice != value)
    return value + FAR if isinstance(value, int) else f"x{value}"[: field.max_length]


def names(row: models.Model) -> set[str]:
    """What may be named for this row: itself, or the entry that a transfer is a part of."""
    found = {f"{row._meta.db_table}:{row.pk}"}
    return found | ({f"funding_entry:{row.entry_id}"} if isinstance(row, Transfer) else set())


def audit() -> list[Fault]:
    """Without what says that the triggers are gone, and without reading the schema again each time."""
    return [fault for check in CHECKS if check.__module__ != database.__name__ for fault in check()]


@contextmanager
def forgotten(table: str, key: str, rows: list[Any]) -> Iterator[None]:
    """Inside, these rows are deleted by SQL."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys look away
            for row in rows:
                cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [row])
        yield
        transaction.set_rollback(True)


def a_row_of(model: type[models.Model]) -> models.Model:
    """One in the middle: something came before it and after it, where there are that many."""
    rows = list(model._default_manager.order_by("pk"))
    return rows[len(rows) // 2]


def test_nothing_is_wrong_with_a_life_that_was_lived(whole_life, db):
    said = StringIO()

    call_command("audit", stdout=said)

    assert f"{len(CHECKS)} contrôles" in said.getvalue()


@pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=lambda part: getattr(part, "name", None) or part._meta.db_table
)
def test_any_one_cell_that_is_changed_is_found_and_its_row_named(unlocked, model, field):
    row = a_row_of(model)

    with tampered(row, field.column, other(row, field)) as changed:
        assert not changed or names(row) & {fault.subject for fault in audit()}


@pytest.mark.parametrize("model", [Event, Transfer, Account, Gift, PollResult], ids=lambda model: model._meta.db_table)
def test_a_row_that_is_deleted_is_missed(unlocked, model):
    row = a_row_of(model)

    with forgotten(row._meta.db_table, row._meta.pk.column, [row.pk]):
        assert audit()


def test_the_last_facts_of_a_subject_cannot_vanish_behind_a_seal(unlocked):
    sealed = Event.objects.filter(subject=SUBJECT).order_by("-seq").first().facts["up_to"]
    row = Event.objects.filter(pk__lte=sealed).exclude(subject=SUBJECT).order_by("-pk").first()
    gone = Event.objects.filter(subject=row.subject, seq__gte=row.seq).values_list("pk", flat=True)

    with forgotten("journal_event", "id", list(gone)):
        assert "journal-seal" in {fault.code for fault in audit()}


def test_a_name_that_is_exchanged_behind_its_commitment_is_found(unlocked):
    row = Identity.objects.exclude(name="").first()

    with tampered(row, "name", "Quelqu’un d’autre"):
        assert f"journal_identity:{row.pk}" in {fault.subject for fault in audit()}


def test_an_erased_name_is_no_fault(whole_life, db):
    Identity.objects.filter(pk=Identity.objects.first().pk).update(name="", salt="", user=None)

    assert audit() == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("state", "draft", "state-unfounded"),
        ("state", "follow_up", "state-unfounded"),
        ("number", "OKT-2022-099", "receipt-wrong"),
        ("submitted_at", datetime(2022, 1, 1, tzinfo=clock.PARIS), "receipt-wrong"),
    ],
)
def test_a_dossier_is_where_its_journal_says(unlocked, column, value, code):
    row = Dossier.objects.get()

    with tampered(row, column, value):
        assert (code, f"dossiers_dossier:{row.pk}") in {(fault.code, fault.subject) for fault in audit()}


def test_a_task_that_outlives_its_state_is_found(unlocked):
    row = DossierProcess.objects.order_by("pk").first()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE viewflow_process SET status = 'NEW' WHERE id = %s", [row.pk])

    assert "task-astray" in {fault.code for fault in audit()}


def test_a_constraint_that_was_never_made_is_named(unlocked, monkeypatch):
    options = DossierProcess._meta
    positive = models.CheckConstraint(condition=models.Q(pk__gt=0), name="never_made")
    monkeypatch.setattr(options, "constraints", [*options.constraints, positive])

    missing = {fault.subject for fault in faults() if fault.code == "constraint-missing"}

    assert missing == {f"{options.db_table}:never_made"}


def test_a_trigger_that_is_gone_is_named(unlocked):
    missing = {fault.subject for fault in faults() if fault.code == "trigger-missing"}

    assert missing == {f"trigger:{name}" for name in triggers.wanted(connection.vendor)}


def test_the_command_ends_with_1_and_tells_in_json(unlocked):
    row = a_row_of(Gift)
    said = StringIO()

    with tampered(row, "cents", row.cents + 1), pytest.raises(SystemExit) as ended:
        call_command("audit", "--json", stdout=said)

    assert ended.value.code == 1
    assert f"funding_gift:{row.pk}" in {fault["subject"] for fault in json.loads(said.getvalue())}


def test_a_check_that_breaks_is_a_fault_and_the_others_go_on(monkeypatch, db):
    def broken() -> Iterator[Fault]:
        raise ValueError("spoilt")
        yield

    monkeypatch.setattr("okote_flow.operations.audit.everything.CHECKS", (broken, *CHECKS[:1]))

    assert [fault.code for fault in faults()] == ["check-broken"]
