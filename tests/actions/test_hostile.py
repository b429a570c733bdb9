"""What somebody tried: each of these once worked, or ended in a crash."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models.content import Side
from okote_flow.accounts.actions import appoint, invite
from okote_flow.directory.models import LegalForm, Membership, Office
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


# Structures


def test_nobody_becomes_a_member_of_a_structure_by_writing_in_it(world):
    draft = world.draft()
    world.join(world.bruno, draft.organization)
    Membership.objects.filter(user=world.alice).delete()

    actions.edit_structure(draft, by=world.alice, name="Bocaux", legal_form=LegalForm.IN_CREATION)

    assert not Membership.objects.filter(user=world.alice).exists()


def test_a_structure_that_handed_a_dossier_in_is_not_rewritten_from_another_draft(world):
    actions.submit(world.draft(), by=world.alice)
    other = actions.draft(title="Second projet", by=world.alice)

    assert codes(actions.edit_structure, other, by=world.alice, name="X", legal_form=LegalForm.IN_CREATION) == [
        "structure-fixed"
    ]


def test_a_siret_is_added_once(world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert codes(actions.add_siret, dossier, siret="20006600900016", by=world.alice) == ["siret-there"]


# Accounts


def test_a_holder_makes_no_administrator(world):
    ours = world.draft().organization

    assert codes(invite, email="x@okote.test", organization=ours, office=Office.ADMINISTRATOR, by=world.alice) == [
        "invitation-unclear"
    ]
    assert codes(invite, email="x@okote.test", by=world.alice) == ["invitation-unclear"]


def test_a_closed_account_does_nothing(world):
    world.alice.is_active = False

    assert codes(actions.draft, title="x", by=world.alice) == ["account-closed"]


def test_a_partners_officer_has_a_partner(world):
    assert codes(appoint, world.zoe, office=Office.PARTNER_FINANCE, by=None) == ["partner-unclear"]
    assert codes(appoint, world.zoe, office=Office.AUDITOR, partner=world.cea, by=None) == ["partner-unclear"]


# Complements


def test_answers_leave_a_dossier_that_could_be_submitted(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    question = actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    dossier = actions.ask_complements(dossier, by=world.odile)
    actions.answer_question(question, text="Celui-ci.", by=world.alice)
    actions.edit_project(dossier, by=world.alice, summary="")
    actions.remove_budget_line(dossier.budget_lines.first(), by=world.alice)

    assert codes(actions.answer_complements, dossier, by=world.alice) == ["incomplete", "budget-unbalanced"]


def test_a_dossier_stays_with_the_committee_that_has_seen_it(alsace):
    dossier = alsace.take("send_back")

    assert codes(actions.edit_project, dossier, by=alsace.alice, territory=alsace.sud) == ["territory-fixed"]


def test_a_question_says_something_and_its_answers_piece_is_the_dossiers_own(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    assert codes(actions.ask_question, dossier, text="  ", by=world.odile) == ["question-empty"]
    question = actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    actions.ask_complements(dossier, by=world.odile)
    elsewhere = world.piece(world.draft())

    assert codes(actions.answer_question, question, text="x", attachment=elsewhere, by=world.alice) == ["file-gone"]


def test_a_project_of_others_is_not_named_as_ones_previous(world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert codes(actions.draft, title="x", previous=dossier, by=world.zoe) == ["not-yours"]


# Ends


def test_a_report_is_accepted_once(alsace):
    dossier = alsace.dossier(State.CLOSED)

    assert codes(actions.accept_report, dossier, by=alsace.odile) == ["report-accepted"]


def test_a_cancellation_is_confirmed_with_a_reason(alsace):
    dossier = alsace.ready("cancel")

    assert codes(actions.cancel, dossier, reason=" ", by=alsace.tess) == ["reason-missing"]


def test_a_decision_is_recorded_once_it_is_taken(alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    given = {"reference": "x", "text": "x", "by": alsace.esther, "purpose": "cancel"}

    assert codes(actions.record_decision, dossier, decided_on=date(2199, 1, 1), **given) == ["decision-future"]


def test_a_dossier_does_not_hang_on_an_officer_who_left(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    oscar = world.officer("Oscar")
    actions.assign_officer(dossier, officer=oscar, by=world.odile)
    oscar.is_active = False
    oscar.save()

    assert actions.assign_officer(dossier, officer=world.odile, by=world.odile).officer == world.odile


def test_nobody_is_put_in_charge_of_their_own_project(world):
    world.alice.appointments.create(office=Office.OFFICER, starts_on=date(2022, 1, 1))
    dossier = actions.submit(world.draft(), by=world.alice)

    assert codes(actions.assign_officer, dossier, officer=world.again(world.alice), by=world.odile) == [
        "officer-aside"
    ]


# Values that no database holds


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": "a\x00b"}, "text-unreadable"),
        ({"title": "a\ud800b"}, "text-unreadable"),
        ({"summary": "x" * 20_001}, "text-too-long"),
        ({"goal_cents": 10**15}, "number-too-big"),
        ({"goal_cents": -1}, "amount-missing"),
        ({"starts_on": date(9999, 12, 31)}, "date-out-of-range"),
        ({"starts_on": datetime(2022, 1, 1)}, "date-out-of-range"),  # noqa: DTZ001
    ],
)
def test_a_value_beyond_all_use_is_refused(world, given, code):
    assert codes(actions.edit_project, world.draft(), by=world.alice, **given) == [code]


def test_what_is_longer_than_its_column_is_refused_where_the_database_counts(world):
    act = lambda: actions.add_budget_line(  # noqa: E731
        world.draft(), side=Side.EXPENSE, label="x" * 500, cents=1, by=world.alice
    )
    if connection.vendor == "postgresql":
        assert codes(act) == ["value-unfit"]
    else:
        assert act().amount_cents == 1


# The database


@pytest.mark.parametrize(
    "sql", ["REPLACE INTO journal_event SELECT * FROM journal_event", "TRUNCATE journal_event CASCADE"]
)
def test_an_append_only_table_is_neither_replaced_nor_emptied(world, sql):
    if sql.startswith("REPLACE") == (connection.vendor == "postgresql"):
        pytest.skip("the words of the other database")
    world.draft()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
