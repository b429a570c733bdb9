"""A scenario is read safely, in order of time, and refused with the nearest name, the file and the step."""

from datetime import datetime
from itertools import pairwise

import pytest

from okote_flow.clock import PARIS
from okote_flow.operations import scenario_check, scenario_file, verbs
from okote_flow.operations.scenario import Scenario
from okote_flow.operations.scenario_times import moment
from okote_flow.refusals import Refused

HEAD = """
title: Une conserverie
clock: 2022-01-03 09:00
cast:
  alice: {name: Alice Muster}
  odile: {name: Odile Muster, offices: [officer]}
"""


def parse(text: str, file: str = "essai.yaml") -> Scenario:
    return scenario_file.parse(HEAD + text, file)


def refused(text: str, *, head: str = HEAD) -> list[str]:
    """What is said of a scenario that cannot be played: nothing of it is."""
    with pytest.raises(Refused) as found:
        scenario_check.verify(scenario_file.parse(head + text, "essai.yaml"), verbs.actions())
    return [f"{refusal.code} | {refusal.message}" for refusal in found.value.refusals]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("2022-05-12 10:30", at(2022, 5, 12, 10, 30)),
        ("2022-05-12", at(2022, 5, 12, 9)),
        ("+3 days", at(2022, 3, 28, 10)),
        ("+1 week 14:00", at(2022, 4, 1, 14)),
        ("+90 minutes", at(2022, 3, 25, 11, 30)),
        ("demain", None),
        ("2022-02-30", None),
    ],
)
def test_a_time_is_absolute_or_so_long_after_the_step_before(text, then):
    assert moment(text, at(2022, 3, 25, 10)) == then


def test_a_day_later_is_the_same_hour_whatever_summer_does():
    assert moment("+2 days", at(2022, 3, 26, 10)) == at(2022, 3, 28, 10)


def test_stories_are_told_side_by_side_in_the_order_of_time():
    scenario = parse(
        """
stories:
  - title: La première
    steps:
      - {do: sweep}
      - {do: sweep, at: +10 days, as: late}
  - title: La seconde
    steps:
      - {do: sweep, at: +2 days, as: soon}
"""
    )

    assert [step.alias for step in scenario.steps] == ["", "soon", "late"]


def test_a_template_is_filled_for_each_item():
    scenario = parse(
        """
templates:
  draft:
    with: {who: alice}
    steps:
      - {do: dossiers.draft, by: $who, with: {title: "Projet $n, $it"}, as: "d-${n}"}
steps:
  - {use: draft, each: [vélo, radio]}
"""
    )

    assert [(step.alias, step.by, step.arguments["title"]) for step in scenario.steps] == [
        ("d-1", "alice", "Projet 1, vélo"),
        ("d-2", "alice", "Projet 2, radio"),
    ]


def test_a_lone_blank_keeps_its_kind():
    scenario = parse(
        """
templates:
  act: [{do: sweep, with: {list: $it}}]
steps: [{use: act, each: [[1, 2]]}]
""".replace("each: [[1, 2]]", "with: {it: [1, 2]}")
    )

    assert scenario.steps[0].arguments["list"] == [1, 2]


def test_yaml_keeps_words_and_leading_zeros_as_they_are_written():
    scenario = parse("steps: [{do: sweep, with: {siret: 00012, yes: no, hour: 10:30, sum: 12}}]")

    assert scenario.steps[0].arguments == {"siret": "00012", "yes": "no", "hour": "10:30", "sum": 12}


def test_toml_tells_the_same_story():
    text = """
title = "Une conserverie"
clock = 2022-01-03T09:00:00
[[steps]]
do = "sweep"
at = 2022-01-04
"""

    scenario = scenario_file.parse(text, "essai.toml")

    assert (scenario.start, scenario.steps[0].at) == (at(2022, 1, 3, 9), at(2022, 1, 4, 9))


DRAFT = "steps: [{do: dossiers.draft, by: alice, with: {title: A}, as: radio}, "
LINE = "{do: dossiers.add_budget_line, on: radio, by: alice, with: "


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("steps: [{do: dossiers.submi, by: alice}]", "scenario-action-unknown", "«\u00a0dossiers.submit\u00a0»"),
        (
            "steps: [{do: dossiers.draft, by: alise, with: {title: A}}]",
            "scenario-alias-unknown",
            "«\u00a0alice\u00a0»",
        ),
        (
            "steps: [{do: dossiers.draft, by: alice, with: {titel: A}}]",
            "scenario-argument-unknown",
            "«\u00a0title\u00a0»",
        ),
        ("steps: [{do: dossiers.draft, by: alice}]", "scenario-argument-missing", "«\u00a0title\u00a0»"),
        ("steps: [{do: dossiers.draft, bye: alice}]", "scenario-key-unknown", "«\u00a0by\u00a0»"),
        ("steps: [{do: sweep, expect: incomplet}]", "scenario-code-unknown", "«\u00a0incomplete\u00a0»"),
        ("steps: [{do: dossiers.submit, by: alice}]", "scenario-target-missing", "étape 1"),
        (DRAFT + "{do: dossiers.submit, by: alice, on: raddio}]", "scenario-alias-unknown", "«\u00a0radio\u00a0»"),
        ("steps: [{do: dossiers.draft, with: {title: A}}]", "scenario-actor-wrong", "étape 1"),
        ("steps: [{do: dossiers.draft, on: x, by: alice, with: {title: A}}]", "scenario-target-needless", "étape 1"),
        ("steps: [{do: dossiers.expire, by: alice, on: {title: A}}]", "scenario-actor-wrong", "horloge"),
        ("steps: [{do: sweep, at: hier}]", "scenario-time-wrong", "«\u00a0hier\u00a0»"),
        ("steps: [{do: sweep, at: 2021-12-31}]", "scenario-time-backwards", "étape 1"),
        ("steps: [{do: sweep, as: alice}]", "scenario-alias-twice", "«\u00a0alice\u00a0»"),
        ("steps: [{use: nothing}]", "scenario-template-unknown", "«\u00a0nothing\u00a0»"),
        ("templates: {t: [{use: t}]}\nsteps: [{use: t}]", "scenario-template-circular", "«\u00a0t\u00a0»"),
        ("templates: {t: [{do: $act}]}\nsteps: [{use: t}]", "scenario-blank-unknown", "«\u00a0$act\u00a0»"),
        (
            "templates: {t: [{do: $act}]}\nsteps: [{use: t, with: {act: sweep, acts: 1}}]",
            "scenario-blank-unused",
            "«\u00a0act\u00a0»",
        ),
        ("expect: {dossier: {}}\nsteps: [{do: sweep}]", "scenario-key-unknown", "«\u00a0dossiers\u00a0»"),
        ("steps: [{do: sweep}]\nsteps: [{do: sweep}]", "scenario-unreadable", "twice"),
        ("steps: {do: sweep}", "scenario-kind-wrong", "«\u00a0steps\u00a0»"),
        (DRAFT + LINE + "{side: expences, label: L, cents: 12 €}}]", "scenario-value-wrong", "«\u00a0expense\u00a0»"),
        (DRAFT + LINE + "{side: expense, label: L, cents: 1.5.2}}]", "scenario-value-wrong", "«\u00a0cents\u00a0»"),
    ],
)
def test_a_mistake_is_named_with_its_file_its_step_and_the_nearest_name(text, code, says):
    complaint = refused(text)[0]

    assert complaint.startswith(code)
    assert says in complaint
    assert "essai.yaml" in complaint


def test_every_step_that_is_wrong_is_named_at_once():
    complaints = refused("steps: [{do: sweap}, {do: sweep}, {do: swoop}]")

    assert len(complaints) == 2
    assert "étape 1" in complaints[0]
    assert "étape 3" in complaints[1]


def test_an_alias_given_later_is_not_known_yet():
    text = """
steps:
  - {do: dossiers.submit, by: alice, on: radio}
  - {do: dossiers.draft, by: alice, with: {title: Radio}, as: radio}
"""

    assert refused(text)[0].startswith("scenario-alias-unknown")


def test_an_alias_of_another_kind_does_not_do():
    text = """
steps:
  - {do: dossiers.draft, by: alice, with: {title: Radio}, as: radio}
  - {do: dossiers.add_budget_line, on: radio, by: alice, with: {side: expense, label: L, cents: 12 €}, as: line}
  - {do: dossiers.submit, by: alice, on: line}
"""

    assert refused(text)[0].startswith("scenario-alias-unknown")


# Eight times itself, seven times over: two million values out of two hundred characters.
BOMB = "a: &a [1]\n" + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n" for old, new in pairwise("abcdefgh"))


@pytest.mark.parametrize(
    "text",
    [
        "title: !!python/object/apply:os.system ['true']",
        "title: &a [*a]",
        BOMB,
        "title: " + "[" * 60 + "]" * 60,
        "x" * (2 * 1024 * 1024 + 1),
        "- just\n- a list",
        "title: 'unfinished",
    ],
    ids=["objects", "circle", "bomb", "depth", "size", "list", "syntax"],
)
def test_a_hostile_file_is_refused(text):
    with pytest.raises(Refused) as found:
        scenario_file.parse(text, "essai.yaml")

    assert found.value.refusals[0].code in ("scenario-unreadable", "scenario-too-big")


def test_the_cast_has_addresses_that_lead_nowhere():
    head = HEAD.replace("{name: Alice Muster}", "{name: Alice Muster, email: alice@example.com}")

    assert refused("steps: []", head=head)[0].startswith("scenario-value-wrong")
