"""The clocks of a dossier: started, stopped, resumed and ended by its acts; told once each, whatever runs twice."""

from datetime import date, timedelta

import pytest

from committees import actions as committees
from committees.models import Committee
from dossiers import access, actions, deadlines
from dossiers.clocks import Stage
from dossiers.lifecycle import Keeper, State
from dossiers.models import Condition, Deadline, DeadlineKind, Decision, Dossier, DossierProcess
from funding import actions as funding
from funding.models import Campaign
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.operations.audit.everything import faults
from tests import strides
from tests.alsace import again

pytestmark = pytest.mark.django_db
D, S = DeadlineKind, State


def open_kinds(dossier):
    return set(Deadline.objects.filter(dossier=dossier, closed_at=None).values_list("kind", flat=True))


def clock_named(dossier, kind):
    return Deadline.objects.get(dossier=dossier, kind=kind, closed_at=None)


RUNNING = {
    S.DRAFT: set(),
    S.SUBMITTED: {D.ADMISSIBILITY, D.SILENCE},
    S.COMPLEMENTS_REQUESTED: {D.ADMISSIBILITY, D.COMPLEMENTS, D.FOLLOW_UP, D.SILENCE},
    S.TERRITORIAL_REVIEW: {D.SCREENING, D.OPINION, D.SILENCE},
    S.ENGAGEMENT_REVIEW: {D.SILENCE},
    S.CAMPAIGN_PREPARATION: set(),
    S.CAMPAIGN: {D.CAMPAIGN},
    S.MATCHING: {D.SETTLEMENT},
    S.PAYOUT: {D.PAYOUT},
    S.FOLLOW_UP: {D.REPORT},
    S.CAMPAIGN_FAILED: {D.REFUNDS},
    S.REJECTED: set(),
    S.DROPPED: set(),
    S.WITHDRAWN: set(),
    S.CLOSED: set(),
}


@pytest.mark.parametrize(
    "state", [S.COMPLEMENTS_REQUESTED, S.ENGAGEMENT_REVIEW, S.CAMPAIGN, S.CAMPAIGN_FAILED, S.CLOSED]
)
def test_the_clocks_of_a_state_run_in_it_and_no_others(alsace, state):
    dossier = alsace.dossier(state)

    assert open_kinds(dossier) <= RUNNING[state]
    assert open_kinds(dossier) >= RUNNING[state] - {D.REFUNDS}
    for kind, one in deadlines.CLOCKS.items():
        assert one.superior is not None or kind is D.CAMPAIGN
    assert [fault.code for fault in faults() if "deadline" in fault.code] == []


def test_a_task_has_the_date_of_its_deadline(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)

    tasks = DossierProcess.objects.filter(dossier=dossier, status="NEW").select_related("deadline")

    assert {(task.duty, task.due_on) for task in tasks} == {
        ("screening", clock.today() + timedelta(10)), ("opinion", clock.today() + timedelta(10)),
    }  # fmt: skip
    assert all(task.deadline.due_on == task.due_on for task in tasks)


# Standing still


def asked(alsace, after):
    """A dossier on whose holder the officer calls so many days after its receipt."""
    dossier = alsace.ready("ask_complements")
    alsace.forward(days=after)
    return actions.ask_complements(dossier, by=alsace.odile)


def test_the_officer_s_clock_stands_still_while_the_holder_is_asked(alsace):
    received = clock.today()
    dossier = asked(alsace, 4)
    during = deadlines.running().filter(dossier=dossier, kind=D.ADMISSIBILITY).exists()
    alsace.forward(days=6)
    strides.answer(alsace, dossier)

    dossier = actions.answer_complements(dossier, by=alsace.alice)

    found = clock_named(dossier, D.ADMISSIBILITY)
    assert not during
    assert found.due_on == received + timedelta(15 + 6)
    assert [(one.starts_on, one.ends_on, one.why) for one in found.pauses.all()] == [
        (received + timedelta(4), received + timedelta(10), S.COMPLEMENTS_REQUESTED.label)
    ]
    assert dossier.processes.get(duty="admissibility", status="NEW").due_on == found.due_on
    assert open_kinds(dossier) == {D.ADMISSIBILITY, D.SILENCE}


def test_members_have_some_days_left_when_the_committee_s_clock_runs_again(alsace):
    dossier = alsace.ready("send_back")
    came = clock.today()
    alsace.forward(days=14)  # four days after the sheets were due
    dossier = actions.send_back(dossier, reason="Il manque un point.", by=alsace.serge)
    alsace.forward(days=3)
    strides.answer(alsace, dossier)

    dossier = actions.answer_complements(dossier, by=alsace.alice)

    found = clock_named(dossier, D.SCREENING)
    least = dossier.parameters.resume_days
    assert found.due_on == clock.today() + timedelta(least)
    assert found.added_days == (found.due_on - came).days - 10 - 3
    assert set(dossier.processes.filter(status="NEW").values_list("due_on", flat=True)) == {found.due_on}


def test_silence_is_counted_from_the_receipt_whatever_is_asked(alsace):
    dossier = alsace.dossier(S.SUBMITTED)
    before = clock_named(dossier, D.SILENCE).due_on
    assert before == date(2022, 5, 1)
    strides.ask(alsace, dossier)
    actions.ask_complements(dossier, by=alsace.odile)

    assert clock_named(dossier, D.SILENCE).due_on == before
    assert deadlines.running().filter(dossier=dossier, kind=D.SILENCE).exists()


def test_a_campaign_given_more_days_says_so_in_its_count(alsace):
    dossier = alsace.dossier(S.CAMPAIGN)
    before = clock_named(dossier, D.CAMPAIGN).due_on

    campaign = Campaign.objects.get(dossier=dossier)
    funding.extend_campaign(campaign, days=10, reason="La fête est reportée.", by=alsace.odile)

    found = clock_named(dossier, D.CAMPAIGN)
    assert found.due_on == before + timedelta(10)
    assert (found.added_days, found.added_why) == (10, "de prolongation")


def test_a_condition_is_due_until_it_is_lifted(alsace):
    dossier = alsace.dossier(S.CAMPAIGN_PREPARATION)
    condition = Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks="payout")
    deadlines.start(D.CONDITION, dossier, days=60, about=condition.pk)

    actions.lift_condition(condition, proof="Bail reçu.", by=alsace.odile)

    found = Deadline.objects.get(kind=D.CONDITION)
    assert found.closed_at is not None and found.closed_why == "Réserve levée"


def test_a_report_that_is_waived_is_not_due_any_more(alsace):
    dossier = alsace.dossier(S.FOLLOW_UP)
    actions.record_decision(
        dossier, purpose=Decision.Purpose.WAIVE_REPORT, reference="CE-9", decided_on=clock.today(), text="Dispensé.",
        by=alsace.esther,
    )  # fmt: skip

    assert open_kinds(dossier) == set()


def plan(alsace, days):
    committee = Committee.objects.get(code="engagement")
    at = clock.now() + timedelta(days=days)
    return committees.plan_meeting(committee, scheduled_at=at, place="Colmar", by=alsace.esther)


def test_a_convocation_is_due_five_days_before_the_meeting_and_not_once_it_has_left(alsace):
    dossier = alsace.dossier(S.ENGAGEMENT_REVIEW)
    meeting = plan(alsace, 20)
    committees.add_item(meeting, dossier=dossier, by=alsace.esther)
    due = Deadline.objects.get(kind=D.NOTICE)
    assert due.due_on == meeting.day - timedelta(5)
    assert access.people_due(due) == [alsace.esther]

    committees.convene(meeting, by=alsace.esther)

    due.refresh_from_db()
    assert due.closed_why == "Séance convoquée"


def test_a_meeting_that_only_urgency_can_convene_has_no_such_clock(alsace):
    plan(alsace, 3)

    assert not Deadline.objects.filter(kind=D.NOTICE).exists()


# Told


def told():
    kinds = (Kind.DEADLINE_NEAR, Kind.DEADLINE_MISSED, Kind.DEADLINE_SILENCE)
    return [
        (event.kind.value if hasattr(event.kind, "value") else event.kind, event.facts["stage"])
        for event in Event.objects.filter(kind__in=kinds).order_by("pk")
    ]


def sweep_on(alsace, day):
    alsace.travel(clock.local(day, 9))
    return sweep.run()


def test_each_stage_is_told_once_however_often_the_sweep_runs(alsace):
    dossier = alsace.dossier(S.COMPLEMENTS_REQUESTED)
    due = clock_named(dossier, D.COMPLEMENTS).due_on

    for days in range(-5, 4):
        for _ in range(2):
            sweep_on(alsace, due + timedelta(days))

    about = [
        event for event in Event.objects.filter(kind__startswith="deadline.") if event.facts["keeper"] == "applicant"
    ]
    assert [(event.kind, event.facts["stage"]) for event in about] == [
        (Kind.DEADLINE_NEAR, "before"), (Kind.DEADLINE_NEAR, "day"), (Kind.DEADLINE_MISSED, "after"),
    ]  # fmt: skip


def test_a_server_that_was_away_for_a_week_tells_one_thing(alsace):
    dossier = alsace.dossier(S.COMPLEMENTS_REQUESTED)
    deadlines.close(dossier.subject, D.FOLLOW_UP, "")
    due = clock_named(dossier, D.COMPLEMENTS).due_on

    report = sweep_on(alsace, due + timedelta(4))

    assert told() == [(Kind.DEADLINE_MISSED, "after")]
    assert any("échéance dépassée" in line for line in report.done)
    assert sweep.run().done == []


def test_two_sweeps_at_once_tell_once(alsace):
    dossier = alsace.dossier(S.COMPLEMENTS_REQUESTED)
    due = clock_named(dossier, D.COMPLEMENTS)
    alsace.travel(clock.local(due.due_on, 9))

    first, second = actions.remind_deadline(due), actions.remind_deadline(due)

    assert first is not None and second is None


def test_nobody_is_reminded_while_the_clock_stands_still_nor_once_all_have_acted(alsace):
    dossier = asked(alsace, 13)
    sweep_on(alsace, clock_named(dossier, D.ADMISSIBILITY).due_on + timedelta(1))
    assert not [
        event
        for event in Event.objects.filter(kind__startswith="deadline.")
        if event.facts["what"].startswith("examen")
    ]

    other = alsace.ready("favour")  # both sheets are given
    actions_told = Event.objects.filter(subject=other.subject, kind__startswith="deadline.").count()
    screening = clock_named(other, D.SCREENING)
    alsace.travel(clock.local(screening.due_on + timedelta(1), 9))

    assert actions.escalate_deadline(screening) is None
    assert Event.objects.filter(subject=other.subject, kind__startswith="deadline.").count() == actions_told


SUPERIORS = {
    Keeper.OFFICER: Keeper.DIRECTOR, Keeper.MEMBER: Keeper.SECRETARY, Keeper.SECRETARY: Keeper.OFFICER,
    Keeper.ENGAGEMENT_SECRETARY: Keeper.CHAIR, Keeper.TREASURER: Keeper.DIRECTOR, Keeper.APPLICANT: Keeper.OFFICER,
}  # fmt: skip


def test_a_delay_goes_to_the_named_superior():
    found = {(one.keeper, one.superior) for kind, one in deadlines.CLOCKS.items() if kind is not D.CAMPAIGN}

    assert found == set(SUPERIORS.items())


def recipients(kind):
    rows = Notification.objects.filter(event__kind=kind).values_list("recipient__first_name", flat=True)
    return set(rows)


@pytest.mark.parametrize(
    ("state", "kind", "late", "superior"),
    [
        (S.COMPLEMENTS_REQUESTED, D.COMPLEMENTS, {"Alice", "Bruno"}, {"Odile"}),
        (S.TERRITORIAL_REVIEW, D.SCREENING, {"Tom", "Tania"}, {"Serge"}),
        (S.TERRITORIAL_REVIEW, D.OPINION, {"Serge"}, {"Odile"}),
        (S.MATCHING, D.SETTLEMENT, {"Tess"}, {"Didier"}),
        (S.PAYOUT, D.PAYOUT, {"Odile"}, {"Didier"}),
    ],
)
def test_those_who_are_late_and_their_superior_are_told(alsace, state, kind, late, superior):
    dossier = alsace.dossier(state)
    found = clock_named(dossier, kind)
    alsace.travel(clock.local(found.due_on + timedelta(1), 9))

    actions.escalate_deadline(found)
    dispatch.catch_up()

    assert recipients(Kind.DEADLINE_MISSED) == late | superior


def test_silence_is_told_to_the_officer_fifteen_days_before_and_never_to_the_holder(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    found = clock_named(dossier, D.SILENCE)

    alsace.travel(clock.local(found.due_on - timedelta(15), 9))
    actions.remind_deadline(found)
    dispatch.catch_up()

    assert recipients(Kind.DEADLINE_SILENCE) == {"Odile"}


def test_a_convocation_that_did_not_leave_goes_from_the_secretary_to_who_presides(alsace):
    plan(alsace, 20)
    due = Deadline.objects.get(kind=D.NOTICE)

    sweep_on(alsace, due.due_on)
    sweep_on(alsace, due.due_on + timedelta(1))
    dispatch.catch_up()

    assert recipients(Kind.DEADLINE_NEAR) == {"Esther"}
    assert recipients(Kind.DEADLINE_MISSED) == {"Esther", "Claire", "Victor", "Vera"}
    assert {row.url for row in Notification.objects.filter(event__kind__startswith="deadline.")} == {
        f"/seances/{due.subject.partition(':')[2]}/"
    }


def test_whoever_stands_aside_is_not_reminded(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    committees.recuse(dossier, ground="prudence", by=alsace.tania)
    found = clock_named(dossier, D.SCREENING)
    alsace.travel(clock.local(found.due_on, 9))

    actions.remind_deadline(found)
    dispatch.catch_up()

    assert recipients(Kind.DEADLINE_NEAR) == {"Tom"}


def test_the_audit_counts_every_due_date_again(alsace):
    dossier = alsace.dossier(S.SUBMITTED)
    Deadline.objects.filter(dossier=dossier, kind=D.ADMISSIBILITY).update(days=16)
    DossierProcess.objects.filter(dossier=dossier).update(due_on=date(2030, 1, 1))

    found = [fault.code for fault in faults()]

    assert "deadline-wrong" in found and "task-date-wrong" in found


def test_a_deadline_that_moves_is_told_again_of_its_new_day(alsace):
    dossier = alsace.dossier(S.CAMPAIGN)
    found = clock_named(dossier, D.CAMPAIGN)
    alsace.travel(clock.local(found.due_on - timedelta(1), 9))
    actions.remind_deadline(found)

    campaign, odile = Campaign.objects.get(dossier=dossier), alsace.again(alsace.odile)
    funding.extend_campaign(campaign, days=10, reason="La fête est reportée.", by=odile)

    assert Deadline.objects.get(pk=found.pk).told == Stage.NONE


def test_a_dossier_that_ends_has_no_clock_left(alsace):
    dossier = actions.withdraw(alsace.dossier(S.TERRITORIAL_REVIEW), by=alsace.alice)

    assert open_kinds(dossier) == set()
    assert isinstance(again(dossier), Dossier)
