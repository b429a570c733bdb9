"""Whole stories, played as files by the very actions of the screens; each leaves books that the audit finds right."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from okote_flow.operations.audit import everything
from okote_flow.operations.audit.fault import Fault

ROOT = settings.BASE_DIR / "data" / "scenarios"
EXAMPLE = ROOT / "example.yaml"
HOUSE = ROOT / "parts"
SCENARIOS = sorted(path for path in ROOT.rglob("*.yaml") if HOUSE not in path.parents)


def _story(path: Path) -> Any:
    """The edge cases are many, and their acts are those of the others."""
    name = path.relative_to(ROOT).with_suffix("").as_posix()
    return pytest.param(path, id=name, marks=[pytest.mark.crawl] if name.startswith("edges/") else [])


def rehearse(path: Path, *options: str) -> tuple[int, str]:
    """Play into the test's database. Gives the exit status and all that was said."""
    said = StringIO()
    try:
        call_command("rehearse", path, "--keep", *options, stdout=said, stderr=said)
    except SystemExit as ended:
        return int(str(ended.code)), said.getvalue()
    return 0, said.getvalue()


def variant(tmp_path: Path, old: str, new: str) -> Path:
    """The example with one thing changed."""
    (tmp_path / "parts").symlink_to(HOUSE)
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    path = tmp_path / "variant.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [_story(path) for path in SCENARIOS])
def test_every_scenario_ends_as_it_expects_and_the_audit_finds_nothing(path):
    status, said = rehearse(path)

    assert status == 0, said[-4000:]


@pytest.mark.django_db(transaction=True)
def test_a_play_whose_books_are_wrong_fails(monkeypatch):
    monkeypatch.setattr(everything, "CHECKS", (lambda: iter([Fault("spoilt", "poll:1", "Rien ne va.")]),))

    status, said = rehearse(EXAMPLE)

    assert (status, "poll:1\u00a0: Rien ne va." in said) == (1, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("state: territorial_review", "state: rejected", "dossiers.bocal.state"),
        ("expect: competence-undecided", "expect: no-territory", "competence-undecided"),
        ("expect: [incomplete, commitment-missing]", "expect: incomplete", "commitment-missing"),
        (", expect: competence-undecided", "", "SURPRISE"),
        ("as: bocal", "as: bocal\n    expect: not-yours", "devait être refusé"),
        ("alice: [dossier.admit]", "alice: [dossier.endorse]", "notifications.alice"),
        ("gifts: 0", "gifts: 1", "counts.gifts"),
        ("bocal: [screening, opinion]", "bocal: 3", "tasks.bocal"),
        ("expect: competence-undecided", "expect: competence-undecided, says: Jamais dit", "devait dire"),
        ("number: OKT-2022-001", "number: …2023…", "…2023…"),
        ("bocal: {state", "vocal: {state", "vouliez-vous dire «\u00a0bocal\u00a0»"),
    ],
)
def test_a_wrong_expectation_fails_and_is_named(tmp_path, old, new, says):
    status, said = rehearse(variant(tmp_path, old, new))

    assert status == 1
    assert says in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("do: dossiers.edit_project", "do: dossiers.edit_projects", "«\u00a0dossiers.edit_project\u00a0»"),
        ("goal_cents:", "goal_sents:", "«\u00a0goal_cents\u00a0»"),
        ("on: bocal  ", "on: vocal  ", "«\u00a0bocal\u00a0»"),
        ("territory: eurometropole-de-strasbourg", "theme: environement", "«\u00a0environment\u00a0»"),
        ("include: [parts/house.yaml]", "include: [parts/nobody.yaml]", "nobody.yaml"),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_is_played(tmp_path, old, new, says):
    with pytest.raises(CommandError) as refused:
        rehearse(variant(tmp_path, old, new))

    assert says in str(refused.value)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as a person types it: in a process of its own, with a database that must stay untouched."""
    env = os.environ | {"OKOTE_DEBUG": "1", "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}
    manage = str(settings.BASE_DIR / "manage.py")
    words = (sys.executable, manage, "rehearse", *words)
    return subprocess.run(words, env=env, capture_output=True, text=True, check=False)


def test_by_default_a_play_has_a_database_of_its_own_and_tells_each_step():
    done = run(str(EXAMPLE))

    assert done.returncode == 0, done.stderr
    assert "Alice Einmachglas\u00a0: Dossier déposé (OKT-2022-001 Le Bocal de la Meinau)" in done.stdout


def test_the_final_state_comes_as_json_and_the_status_tells_of_the_expectations(tmp_path):
    done = run(str(variant(tmp_path, "gifts: 0", "gifts: 1")), "--json")

    assert done.returncode == 1
    assert '"OKT-2022-001"' in done.stdout
    assert "counts.gifts" in done.stderr


def test_a_play_stops_where_it_is_told():
    done = run(str(EXAMPLE), "--until", "2")

    assert done.returncode == 0
    assert "   2. " in done.stdout
    assert "   3. " not in done.stdout
