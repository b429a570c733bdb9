"""The path of a dossier drawn from its table, and the settings of the programme."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from dossiers import actions, drawing, programme
from dossiers.lifecycle import STEPS, State
from dossiers.management.commands import draw_workflow
from dossiers.models import RulesVersion
from okote_flow.parameters import Parameters, catalogue

pytestmark = pytest.mark.django_db


# The path


def test_the_drawing_has_every_state_and_every_step():
    picture = drawing.svg()

    assert picture.count("<rect") == len(State)
    assert picture.count('class="pas"') == len(drawing.arrows())
    drawn = {(one.source, one.target) for one in drawing.arrows()}
    assert drawn == {(a, b) for step in STEPS.values() for a, b in drawing.ends_of(step) if a != b}


def test_the_place_of_the_dossier_is_marked(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.alice)

    html = client.get(reverse("dossiers:workflow_of", args=[dossier.pk])).content.decode()

    assert html.count(' ici"') == 1
    assert "Possible d’ici" in html


def test_the_table_says_in_words_what_is_drawn(client, world):
    client.force_login(world.zoe)

    html = client.get(reverse("dossiers:workflow")).content.decode()

    for step in STEPS.values():
        assert step.label in html


def test_the_document_is_made_from_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_workflow, "PAGE", tmp_path / "workflow.md")
    call_command("draw_workflow", verbosity=0)

    text = (tmp_path / "workflow.md").read_text(encoding="utf-8")

    assert "submitted --> territorial_review : admit" in text
    assert all(f"`{step}`" in text for step in STEPS)
    call_command("draw_workflow", "--check")


def test_a_document_that_was_edited_by_hand_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_workflow, "PAGE", tmp_path / "workflow.md")
    (tmp_path / "workflow.md").write_text("autre chose", encoding="utf-8")

    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_workflow", "--check")


# The settings


def test_every_rule_is_shown_with_value_source_and_since_when(client, alsace):
    client.force_login(alsace.odile)

    html = client.get(reverse("dossiers:settings")).content.decode()

    for rule in catalogue().values():
        assert rule["label"] in html
    assert "75\u00a0%" in html
    assert "12\u00a0000\u00a0€" in html
    assert "20/09/2021" in html
    assert "Nord Alsace" in html


def test_a_rule_keeps_the_day_on_which_its_value_began(world):
    new_version(world, effective_on="2022-01-01", complement_days=20)

    rules = {rule.label: rule for rules in programme.by_family(programme.versions()).values() for rule in rules}

    changed, kept = catalogue()["complement_days"]["label"], catalogue()["goal_cents"]["label"]
    assert (rules[changed].value, rules[changed].since) == ("20\u00a0jours", "01/01/2022")
    assert rules[kept].since == "20/09/2021"


def test_a_version_to_come_is_listed_and_not_in_force(world):
    new_version(world, effective_on="2030-01-01", complement_days=20)

    newest, first = programme.history(programme.versions())

    assert (newest.is_in_force, first.is_in_force) == (False, True)
    assert newest.changes == [(catalogue()["complement_days"]["label"], "15\u00a0jours", "20\u00a0jours")]


def new_version(world, effective_on, **changes):
    RulesVersion.objects.create(
        programme=world.programme,
        effective_on=effective_on,
        values=Parameters().values() | changes,
        reference="Comité de pilotage",
    )


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (7500, "points de base", "75\u00a0%"),
        (825, "points de base", "8,25\u00a0%"),
        (850, "points de base", "8,5\u00a0%"),
        (500, "cents", "5\u00a0€"),
        (15, "jours", "15\u00a0jours"),
        (True, "", "oui"),
        ("college", "", "par collège"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, words):
    assert programme.say(value, unit) == words
