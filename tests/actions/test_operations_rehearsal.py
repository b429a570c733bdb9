"""Values are read by the annotations of the action, rows by alias, key or fields, expectations by what is there."""

import base64
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.core.files.base import File
from django.core.management import call_command

from dossiers import actions, stages
from dossiers.lifecycle import State
from dossiers.models import BudgetLine, Criterion, Dossier, DossierProcess
from dossiers.models.content import Side
from okote_flow.clock import PARIS
from okote_flow.directory.models import Office, Partner, Territory, User
from okote_flow.operations import action_docs, demo, rehearsal, scenario_file, stage, verbs
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.expectations import disappointments
from okote_flow.operations.scenario_names import Names
from okote_flow.refusals import SENTENCES, Refused


@dataclass(frozen=True)
class Line:
    label: str
    amount_cents: int
    note: str = ""


def read(value, wanted, name="value", names=None):
    return Coercion((names or Names()).find).argument(value, wanted, name, "essai.yaml, étape 1")


def refused(value, wanted, name="value", names=None) -> str:
    with pytest.raises(Refused) as found:
        read(value, wanted, name, names)
    return found.value.refusals[0].code


# ---------------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("value", "wanted", "name", "found"),
    [
        ("12 600 €", int, "cents", 12_600_00),
        ("1 250,5 €", int, "goal_cents", 1250_50),
        (1260000, int, "cents", 12_600_00),
        (True, bool, "competent", True),
        (7, str, "folio", "7"),
        ("expense", Side, "side", Side.EXPENSE),
        ("officer", Office | None, "office", Office.OFFICER),
        (None, Office | None, "office", None),
        ("2022-05-12", date, "decided_on", date(2022, 5, 12)),
        ("2022-05-12 10:30", datetime, "at", datetime(2022, 5, 12, 10, 30, tzinfo=PARIS)),
        (date(2022, 5, 12), date, "decided_on", date(2022, 5, 12)),
        ({"a": "1 €"}, dict[str, int], "ceilings", {"a": 100}),
        (["1", "2"], list[str], "questions", ["1", "2"]),
        (["a", 1], tuple[str, int], "pair", ("a", 1)),
        ({"label": "L", "amount_cents": "2 €"}, Line, "line", Line("L", 200)),
    ],
)
def test_a_value_is_read_by_its_annotation(value, wanted, name, found):
    assert read(value, wanted, name) == found


@pytest.mark.parametrize(
    ("value", "wanted", "name"),
    [
        ("12 600", int, "rank"),
        ("beaucoup", int, "cents"),
        (True, int, "cents"),
        ("yes", bool, "competent"),
        ("expence", Side, "side"),
        ("demain", date, "decided_on"),
        (["a"], str, "text"),
        (True, str, "text"),
        ("a", list[str], "questions"),
        (["a"], dict[str, int], "ceilings"),
        (["a"], tuple[str, int], "pair"),
        ({"name": "a.pdf", "base64": "%%%"}, File[bytes], "file"),
    ],
)
def test_a_value_of_another_kind_is_refused(value, wanted, name):
    assert refused(value, wanted, name) == "scenario-value-wrong"


def test_a_file_comes_as_text_or_as_base64():
    told = read({"name": "a.pdf", "content": "%PDF-1.4"}, File[bytes])
    coded = read({"name": "a.pdf", "base64": base64.b64encode(b"%PDF-1.5").decode()}, File[bytes])

    assert (told.name, told.read(), coded.read()) == ("a.pdf", b"%PDF-1.4", b"%PDF-1.5")


def test_a_structure_that_lacks_a_part_is_refused():
    assert refused({"label": "L"}, Line) == "scenario-key-missing"
    assert refused({"label": "L", "amount_cents": 1, "notes": ""}, Line) == "scenario-key-unknown"


# ------------------------------------------------------------------------------------------------------------ rows


def test_a_row_is_called_by_its_alias_its_key_or_its_fields(world):
    dossier, names = world.draft(), Names()
    names.bind("bocal", dossier)

    assert read("bocal", Dossier, names=names) == dossier
    assert read("cea", Partner, names=names) == world.cea
    assert read({"dossier": "bocal", "side": "resource"}, BudgetLine, names=names).label == "Campagne"
    assert read({"territory": "x"}, dict[Territory, str] | dict[str, str]) == {"territory": "x"}


def test_a_row_is_read_afresh_each_time(world):
    names = Names()
    names.bind("bocal", world.draft())
    actions.submit(Dossier.objects.get(), by=world.alice)

    assert names.get("bocal").state == State.SUBMITTED


def test_the_newest_of_several_rows_is_meant(world):
    dossier, names = world.draft(), Names()
    names.bind("bocal", actions.submit(dossier, by=world.alice))

    task = read({"dossier": "bocal", "duty": "admissibility"}, DossierProcess, names=names)

    assert task == stages.open_processes(dossier).get()


@pytest.mark.parametrize(
    ("value", "wanted", "code"),
    [
        ("ems", Partner, "scenario-row-missing"),
        ({"code": "ems"}, Partner, "scenario-row-missing"),
        ({"kode": "ems"}, Partner, "scenario-key-unknown"),
        ("line", BudgetLine, "scenario-alias-unknown"),
        ("zoe", Criterion, "scenario-row-missing"),
    ],
)
def test_a_row_that_is_not_there_is_refused(world, value, wanted, code):
    names = Names()
    names.bind("zoe", world.zoe)

    assert refused(value, wanted, names=names) == code


# -------------------------------------------------------------------------------------------------------- the play


def staged(text: str) -> stage.Play:
    """A play with people of the world, about to begin."""
    head = "title: Essai\nclock: 2022-03-01 10:00\ncast: {alice: {name: Alice Muster}, zoe: {name: Zoe Muster}}\n"
    names = Names()
    for alias in ("alice", "zoe"):
        names.bind(alias, User.objects.get(username=alias))
    scenario = scenario_file.parse(head + text, "essai.yaml")
    return stage.Play(scenario, names, rehearsal.Rehearsal(scenario, verbs.actions(), names), keep=True)


def play(text: str, world) -> list[rehearsal.Told]:
    return list(staged(text).tell())


DRAFT = "steps:\n  - {do: dossiers.draft, by: alice, with: {title: Radio}, as: radio}\n"


def test_a_step_says_who_did_what_to_which(world):
    told = play(DRAFT, world)

    assert told[0].line == "   1. mardi 1er mars 2022, 10\u00a0h · Alice Muster\u00a0: Brouillon ouvert (Radio)"


def test_a_refusal_is_told_in_the_words_of_the_screen(world):
    told = play(DRAFT + "  - {do: dossiers.admit, on: radio, by: zoe, expect: not-yours}\n", world)

    assert not told[1].surprise
    assert "Zoe Muster\u00a0: dossiers.admit, refusé. Cette action revient à" in told[1].sentence


def test_the_first_surprise_ends_the_play(world):
    told = play(DRAFT + "  - {do: dossiers.submit, on: radio, by: alice}\n  - {do: sweep}\n", world)

    assert len(told) == 2
    assert "incomplete" in told[1].surprise
    assert "essai.yaml, étape 2" in told[1].surprise


@pytest.mark.parametrize("step", [0, 2])
def test_a_step_that_the_play_does_not_have_is_refused(world, step):
    with pytest.raises(Refused) as found:
        list(staged(DRAFT).tell(until=step))

    assert [refusal.code for refusal in found.value.refusals] == ["scenario-step-unknown"]
    assert not Dossier.objects.exists()


def test_a_play_that_is_kept_leaves_a_demo_world_at_its_last_hour(world, settings):
    settings.DEMO = True

    play(DRAFT + "  - {do: clock.advance, at: 2022-05-12 10:00}\n", world)

    assert abs(demo.now() - datetime(2022, 5, 12, 10, tzinfo=PARIS)).total_seconds() < 30


def test_an_act_that_was_to_be_refused_and_is_not_is_a_surprise(world):
    told = play(DRAFT.replace("as: radio", "as: radio, expect: not-yours"), world)

    assert "not-yours" in told[0].surprise


def test_what_breaks_is_a_surprise_and_not_a_crash(world, monkeypatch):
    monkeypatch.setattr("dossiers.actions.drafting.record", lambda *args, **facts: 1 / 0)

    told = play(DRAFT, world)

    assert "ZeroDivisionError" in told[0].surprise


# ---------------------------------------------------------------------------------------------------- expectations

FOUND = {
    "dossiers": {"bocal": {"state": "closed", "goal_cents": 12_000_00, "ceilings": {}}},
    "balances": {"bank": 0, "provider": -500},
    "notifications": {"alice": ["dossier.admit", "dossier.endorse"]},
    "results": {"poll": {"adopted": True, "for": 4}},
}


@pytest.mark.parametrize(
    "expected",
    [
        {"dossiers": {"bocal": "closed"}},
        {"dossiers": {"bocal": {"goal_cents": "12 000 €"}}},
        {"balances": {"bank": 0, "provider": "-5 €"}},
        {"balances": {"never used": "0 €"}},
        {"notifications": {"alice": ["dossier.endorse"]}},
        {"notifications": {"alice": 2, "bruno": 0}},
        {"results": {"poll": True}},
        {},
    ],
)
def test_an_expectation_that_holds_says_nothing(expected):
    assert list(disappointments(expected, FOUND)) == []


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ({"dossiers": {"bocal": "campaign"}}, "dossiers.bocal"),
        ({"dossiers": {"bokal": "closed"}}, "vouliez-vous dire «\u00a0bocal\u00a0»"),
        ({"dossiers": {"bocal": {"stage": 7}}}, "dossiers.bocal.stage"),
        ({"balances": {"bank": "1 €"}}, "100 (1\u00a0€)"),
        ({"balances": {"never used": "1 €"}}, "introuvable"),
        ({"notifications": {"alice": 1}}, "attendu 1, trouvé 2"),
        ({"notifications": {"alice": ["dossier.reject"]}}, "dossier.reject"),
        ({"results": {"poll": {"adopted": 1}}}, "results.poll.adopted"),
    ],
)
def test_an_expectation_that_does_not_hold_is_told_with_its_place(expected, says):
    told = list(disappointments(expected, FOUND))

    assert len(told) == 1
    assert says in told[0]


# ---------------------------------------------------------------------------------------------------- docs/actions.md


def test_every_action_is_listed_and_every_refusal_has_its_sentence():
    known = verbs.actions()

    page = action_docs.page(known)

    assert all(f"#### `{name}`" in page for name in known)
    assert not {code for action in known.values() for code in action.refuses} - SENTENCES.keys()


def test_a_page_that_no_longer_agrees_with_the_code_is_noticed(monkeypatch, tmp_path):
    page = tmp_path / "actions.md"
    page.write_text("d’hier", "utf-8")
    monkeypatch.setattr("okote_flow.operations.management.commands.list_actions.PAGE", page)

    with pytest.raises(Exception, match="make fix"):
        call_command("list_actions", "--check")
