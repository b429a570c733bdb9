"""Writes the copy: its tables, then every row as it is read, turned before it is written."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
from django.apps import apps
from django.db import connections, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from okote_flow import clock, documents
from okote_flow.directory.models import User
from okote_flow.journal import chain
from okote_flow.records.pseudonyms.columns import LEFT_EMPTY, turn_of
from okote_flow.records.pseudonyms.fiction import Fiction

BATCH = 500
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
URN = "committees_urn"  # counters sealed under a key that the copy has not: they say nothing, and are kept
TITLES = {"committees_decisionletter": "Lettre de décision", "committees_minutes": "Procès-verbal"}


def write(address: str, media: Path) -> None:
    """Make the copy at this address (sqlite:///…); its files stand in `media`. Raises FileExistsError.

    Its connection is none of Django's own: no query of the house can reach the copy, nor the other way round.
    """
    database = environ.Env.db_url_config(address)
    if Path(database["NAME"]).exists():
        raise FileExistsError(database["NAME"])
    copy = DatabaseWrapper(connections["default"].settings_dict | database | {"OPTIONS": {}}, alias="copy")
    fiction = Fiction(name for pair in User.objects.values_list("first_name", "last_name") for name in pair)
    try:
        _tables(copy)
        files = Files(fiction, media)
        rooms = [
            one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy
        ]
        for model in rooms:
            files.look(model)
        for model in rooms:
            _copy(copy, model, fiction, files)
        _migrations(copy)
    finally:
        copy.close()


def _tables(copy: DatabaseWrapper) -> None:
    """Every table, empty and without what refuses changes: the chains are still to be made anew."""
    with copy.schema_editor(atomic=False) as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    with copy.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")


def _migrations(copy: DatabaseWrapper) -> None:
    """The copy stands where the original stands: `migrate` goes on from there."""
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    with copy.schema_editor(atomic=False) as editor:
        editor.create_model(MigrationRecorder(copy).Migration)
    with copy.cursor() as cursor:
        for app, name in applied:
            order = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
            cursor.execute(order, [app, name, clock.real_now().isoformat()])


class Files:
    """The files that stand in the place of those that were there."""

    def __init__(self, fiction: Fiction, media: Path) -> None:
        self._fiction, self._media = fiction, media
        self._stored: dict[tuple[str, int, str], Any] = {}

    def look(self, model: type[Model]) -> None:
        """Make another file for each that a row has, and remember its hash in the place of the old one."""
        fields = [one for one in _fields(model) if isinstance(one, models.FileField | models.BinaryField)]
        if not fields or model._meta.db_table == URN:
            return
        digests = [one.attname for one in _fields(model) if one.name.endswith("sha256") and one.name != "digest"]
        for row in model._default_manager.order_by("pk").iterator(chunk_size=100):
            for one in fields:
                if getattr(row, one.attname):
                    self._replace(row, one, [getattr(row, name) for name in digests])

    def _replace(self, row: Model, field: Any, digests: list[str]) -> None:
        table = row._meta.db_table
        content = _placeholder(table, row, field)
        if isinstance(field, models.FileField):
            name = f"pseudonymes/{table}/{row.pk}"
            path = self._media / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self._stored[table, row.pk, field.attname] = name
        else:
            self._stored[table, row.pk, field.attname] = content
        for old in filter(None, digests):
            self._fiction.digests[old] = hashlib.sha256(content).hexdigest()

    def of(self, row: Model, field: Any) -> Any:
        """What the copy's row has in this column."""
        if row._meta.db_table == URN:
            return bytes(getattr(row, field.attname))
        nothing: Any = "" if isinstance(field, models.FileField) else b""
        return self._stored.get((row._meta.db_table, row.pk, field.attname), nothing)


def _placeholder(table: str, row: Model, field: Any) -> bytes:
    """Different for each row, so that two files never share a hash."""
    if str(getattr(row, "media_type", "")).startswith("image/"):
        return PIXEL + f"{table}-{row.pk}".encode()
    if table == "funding_providerevent":
        return chain.canonical({"pseudonymised": row.pk}).encode()
    said = f"Document de formation, sans donnée personnelle. {table}, {row.pk}, {field.name}."
    sections = [{"title": "", "paragraphs": [[{"text": said, "masked": False}]]}]
    data = {"title": TITLES.get(table, "Document"), "number": str(row.pk), "sections": sections}
    return documents.pdf("pdf/communicable.typ", data | documents.imprint(), at=clock.now())


def _fields(model: type[Model]) -> Iterator[Any]:
    yield from model._meta.local_concrete_fields


def _copy(copy: DatabaseWrapper, model: type[Model], fiction: Fiction, files: Files) -> None:
    """All rows of one table."""
    if model._meta.db_table in LEFT_EMPTY:
        return
    fields = list(_fields(model))
    turns = [turn_of(model, one, fiction) for one in fields]
    marks = ", ".join(["%s"] * len(fields))
    names = ", ".join(copy.ops.quote_name(one.column) for one in fields)
    table = copy.ops.quote_name(model._meta.db_table)
    order = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
    waiting: list[list[Any]] = []
    with copy.cursor() as cursor:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
            waiting.append([_written(copy, row, one, turn, files) for one, turn in zip(fields, turns, strict=True)])
            if len(waiting) == BATCH:
                cursor.executemany(order, waiting)
                waiting.clear()
        if waiting:
            cursor.executemany(order, waiting)


def _written(copy: DatabaseWrapper, row: Model, field: Any, turn: Any, files: Files) -> Any:
    if isinstance(field, models.FileField | models.BinaryField):
        value = files.of(row, field)
    else:
        value = getattr(row, field.attname)
        value = turn(value) if value is not None else None
    return field.get_db_prep_save(value, copy)
