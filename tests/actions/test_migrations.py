"""On SQLite too the migrations make the tables of the models: what `make run` makes is what a rehearsal stands on."""

import os
import sqlite3
import subprocess
import sys

from django.conf import settings

NOT_OURS = ("django_migrations", "viewflow_")
FROM_MODELS = """
import django
django.setup()
from okote_flow.operations.fleeting import make_tables
make_tables()
"""


def made(path, *words):
    """Table or index -> its columns, in a database that a process of its own has made."""
    env = os.environ | {
        "OKOTE_DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
    }
    subprocess.run([sys.executable, *words], env=env, cwd=settings.BASE_DIR, check=True, capture_output=True)
    found = sqlite3.connect(path)
    names = "SELECT type, name FROM sqlite_master WHERE name LIKE '%!_%' ESCAPE '!' AND name NOT LIKE 'sqlite%'"
    tables = {}
    for kind, name in found.execute(names).fetchall():
        told = found.execute(f"PRAGMA {'table' if kind == 'table' else 'index'}_info({name})").fetchall()
        tables[kind, name] = {(row[1], row[2], row[3]) if kind == "table" else row[2] for row in told}
    found.close()
    return {key: told for key, told in tables.items() if not key[1].startswith(NOT_OURS)}


def test_an_empty_database_is_migrated_to_the_tables_of_the_models(tmp_path):
    migrated = made(tmp_path / "migrated.sqlite3", "manage.py", "migrate", "--verbosity", "0")
    at_once = made(tmp_path / "at-once.sqlite3", "-c", FROM_MODELS)

    assert {name for kind, name in migrated if kind == "table"} == {name for kind, name in at_once if kind == "table"}
    assert len(migrated) > 150
    assert {key: (told, at_once.get(key)) for key, told in migrated.items() if at_once.get(key) != told} == {}
