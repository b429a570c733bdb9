"""A play says, after each step, who was told of it and by which way; a scenario may expect it."""

import pytest

from dossiers import actions
from notifications.actions import prefer
from notifications.families import Cadence, Family
from okote_flow.directory.models import User
from okote_flow.operations import rehearsal, scenario_check, scenario_file, stage, verbs
from okote_flow.operations.scenario_names import Names
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db

HEAD = (
    "title: Essai\nclock: 2022-03-01 10:00\n"
    "cast: {alice: {name: Alice Muster}, odile: {name: Odile Muster}, zoe: {name: Zoe Muster}}\nsteps:\n"
)
SUBMIT = "  - {do: dossiers.submit, on: {title: Conserverie solidaire}, by: alice}\n"


def scenario(steps):
    return scenario_file.parse(HEAD + steps, "essai.yaml")


def play(steps, world):
    names = Names()
    for alias in ("alice", "odile", "zoe"):
        names.bind(alias, User.objects.get(username=alias))
    found = scenario(steps)
    return list(stage.Play(found, names, rehearsal.Rehearsal(found, verbs.actions(), names), keep=False).tell())


def test_a_step_says_who_was_told_and_how(world):
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.DAILY)
    world.draft()

    (told,) = play(SUBMIT, world)

    assert told.line.splitlines()[1:] == [
        "     → Alice Muster\u00a0: décisions et convocations, cloche et courriel (tout de suite)",
        "     → Odile Muster\u00a0: une tâche m’est confiée, cloche et courriel (résumé du jour)",
    ]


def test_whoever_wants_no_mail_is_told_by_the_bell_alone(world):
    prefer(by=world.odile, family=Family.TASK, cadence=Cadence.NEVER)
    world.draft()

    (told,) = play(SUBMIT, world)

    assert told.heard[1].line == "Odile Muster\u00a0: une tâche m’est confiée, cloche"


def test_what_was_told_before_is_not_said_again(world):
    actions.submit(world.draft(), by=world.alice)

    (told,) = play("  - {do: dossiers.draft, by: zoe, with: {title: Radio}}\n", world)

    assert told.heard == ()


@pytest.mark.parametrize(
    ("told", "surprise"),
    [
        ("[alice, odile]", ""),
        ("[odile, alice]", ""),
        ("[]", "ne devait pas être prévenu\u00a0: Alice Muster, Odile Muster"),
        ("[alice]", "ne devait pas être prévenu\u00a0: Odile Muster"),
        ("[alice, odile, zoe]", "n’est pas prévenu\u00a0: Zoe Muster"),
    ],
)
def test_a_scenario_expects_who_is_told(world, told, surprise):
    world.draft()

    (step,) = play(SUBMIT.replace("by: alice}", f"by: alice, told: {told}}}"), world)

    assert step.surprise.startswith(surprise)
    assert bool(step.surprise) == bool(surprise)


@pytest.mark.parametrize(("told", "code"), [("[nobody]", "scenario-alias-unknown"), ("[1]", "scenario-kind-wrong")])
def test_who_must_be_told_is_somebody_of_the_cast(told, code):
    with pytest.raises(Refused, match=code):
        scenario_check.verify(scenario(SUBMIT.replace("by: alice}", f"by: alice, told: {told}}}")), verbs.actions())
