"""The final report: line by line, kept while it is written, sent back, accepted, waited for."""

from datetime import datetime, time, timedelta

import pytest
from django.core.files.base import ContentFile

from dossiers import actions, deadlines
from dossiers import report as reports
from dossiers.lifecycle import State
from dossiers.models import Deadline, DeadlineKind, Dossier, FinalReport, ReportDraft
from dossiers.models.content import AttachmentKind, Side
from dossiers.report import ReportedLine
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def as_foreseen(dossier, **changes):
    """Every line of the budget as it was foreseen, but for these: label -> (actual cents, explanation)."""
    lines = []
    for line in reports.budget_of(dossier):
        actual, why = changes.get(line.label, (line.amount_cents, ""))
        lines.append(ReportedLine(Side(line.side), line.label, actual, why))
    return lines


def labels(dossier, side):
    return [line.label for line in reports.budget_of(dossier) if line.side == side]


def sweep_all():
    sweep.run()
    dispatch.catch_up()


@pytest.fixture
def dossier(alsace):
    return alsace.dossier(State.FOLLOW_UP)


def test_a_report_has_a_line_for_each_of_the_budget_and_those_of_its_holder(alsace, dossier):
    extra = ReportedLine(Side.EXPENSE, "Transport", 80_00)

    report = actions.give_report(
        dossier, text="Tout est fait.", reached="Cent familles.", lines=[*as_foreseen(dossier), extra], by=alsace.alice
    )

    expenses, resources = reports.tables(report.lines.all())
    assert [line.label for line in expenses.lines] == [*labels(dossier, Side.EXPENSE), "Transport"]
    assert [line.label for line in resources.lines] == labels(dossier, Side.RESOURCE)
    assert expenses.lines[-1].forecast_cents == 0
    assert expenses.difference_cents == 80_00
    assert report.spent_cents == expenses.actual_cents == expenses.forecast_cents + 80_00
    assert (report.reached, report.version) == ("Cent familles.", 1)


def test_a_report_that_leaves_a_line_out_is_not_whole(alsace, dossier):
    lines = as_foreseen(dossier)

    assert codes(actions.give_report, dossier, text="Fait.", lines=lines[1:], by=alsace.alice) == ["report-incomplete"]
    assert codes(actions.give_report, dossier, text=" ", lines=lines, by=alsace.alice) == ["report-incomplete"]
    nameless = [*lines, ReportedLine(Side.EXPENSE, " ", 1)]
    assert codes(actions.give_report, dossier, text="Fait.", lines=nameless, by=alsace.alice) == ["report-incomplete"]
    below = [*lines, ReportedLine(Side.EXPENSE, "Avoir", -1)]
    assert codes(actions.give_report, dossier, text="Fait.", lines=below, by=alsace.alice) == ["report-incomplete"]
    assert not FinalReport.objects.exists()


def test_a_great_difference_is_explained(alsace, dossier):
    label = labels(dossier, Side.EXPENSE)[0]
    silent, said = (
        as_foreseen(dossier, **{label: (0, " ")}),
        as_foreseen(dossier, **{label: (0, "Prêté par la ville.")}),
    )

    assert codes(actions.give_report, dossier, text="Fait.", lines=silent, by=alsace.alice) == ["report-unexplained"]
    report = actions.give_report(dossier, text="Fait.", lines=said, by=alsace.alice)

    assert report.lines.get(label=label).why == "Prêté par la ville."


def test_what_is_begun_is_kept_and_gone_once_it_is_handed_in(alsace, dossier):
    actions.save_report_draft(dossier, values={"text": "Nous avons"}, by=alsace.alice)
    actions.save_report_draft(dossier, values={"text": "Nous avons fait"}, by=alsace.bruno)
    begun = ReportDraft.objects.get()

    actions.give_report(dossier, text="Fait.", spent_cents=1, by=alsace.alice)

    assert (begun.values["text"], begun.saved_by) == ("Nous avons fait", alsace.bruno)
    assert not ReportDraft.objects.exists()
    assert codes(actions.save_report_draft, dossier, values={}, by=alsace.odile) == ["not-yours"]


def test_a_proof_goes_with_the_report_until_it_is_accepted(alsace, dossier):
    proof = ContentFile(b"%PDF-1.4 facture", name="facture.pdf")

    piece = actions.attach_to_report(dossier, file=proof, by=alsace.alice)
    again = actions.attach_to_report(dossier, file=proof, by=alsace.alice)

    assert again == piece
    assert piece.kind == AttachmentKind.REPORT
    assert reports.proofs_of(dossier) == [piece]
    assert codes(actions.attach_to_report, dossier, file=proof, by=alsace.odile) == ["not-yours"]
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)
    actions.accept_report(dossier, by=alsace.odile)
    assert codes(actions.attach_to_report, dossier, file=proof, by=alsace.alice) == ["report-there"]


def test_a_report_is_asked_again_with_days_to_correct_it(alsace, dossier):
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)
    assert codes(actions.send_back_report, dossier, reason=" ", by=alsace.odile) == ["reason-missing"]
    assert codes(actions.send_back_report, dossier, reason="Non.", by=alsace.alice) == ["not-yours"]
    alsace.forward(days=3)

    actions.send_back_report(dossier, reason="Le transport manque.", by=alsace.odile)

    due = deadlines.find(dossier, DeadlineKind.REPORT)
    assert due is not None
    assert due.due_on == clock.today() + timedelta(dossier.parameters.report_again_days)
    assert [task.due_on for task in dossier.processes.filter(duty="report", status="NEW")] == [due.due_on]
    assert codes(actions.accept_report, dossier, by=alsace.odile) == ["report-sent-back"]
    assert codes(actions.send_back_report, dossier, reason="Encore.", by=alsace.odile) == ["report-sent-back"]
    given = actions.give_report(dossier, text="Fait, transport compris.", spent_cents=12_080_00, by=alsace.alice)
    assert (given.version, given.sent_back_at) == (2, None)
    assert deadlines.find(dossier, DeadlineKind.REPORT) is None
    assert actions.accept_report(dossier, by=alsace.odile).accepted_by == alsace.odile
    assert codes(actions.send_back_report, dossier, reason="Encore.", by=alsace.odile) == ["report-accepted"]


def test_a_second_sending_back_lets_the_days_run_anew(alsace, dossier):
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)
    deadlines.start(DeadlineKind.REPORT, dossier, days=1)  # whatever ran before

    actions.send_back_report(dossier, reason="Le transport manque.", by=alsace.odile)

    due = deadlines.find(dossier, DeadlineKind.REPORT)
    assert due is not None
    assert due.due_on == clock.today() + timedelta(dossier.parameters.report_again_days)


def test_a_report_that_nobody_gave_is_neither_accepted_nor_sent_back(alsace, dossier):
    assert codes(actions.accept_report, dossier, by=alsace.odile) == ["report-absent"]
    assert codes(actions.send_back_report, dossier, reason="Vite.", by=alsace.odile) == ["report-absent"]
    early = Dossier.objects.get(pk=alsace.dossier(State.PAYOUT).pk)
    assert codes(actions.accept_report, early, by=alsace.odile) == ["wrong-state"]


def test_holder_and_officer_are_told_before_on_and_after_the_day_once_each(alsace, dossier):
    due = Deadline.objects.get(dossier=dossier, kind=DeadlineKind.REPORT)
    told = []
    for days in (-31, -30, -29, 0, 1, 29, 30, 31, 60, 61, 90):
        alsace.travel(_noon(due, days))
        sweep_all()
        sweep_all()
        events = Event.objects.filter(kind__in=[Kind.DEADLINE_NEAR, Kind.DEADLINE_MISSED], facts__deadline=due.pk)
        told += [(days, event.facts["stage"]) for event in events.order_by("pk")[len(told) :]]

    assert told == [(-30, "before"), (0, "day"), (1, "after"), (30, "late"), (60, "later")]
    for stage in ("late", "later"):
        event = Event.objects.get(kind=Kind.DEADLINE_MISSED, facts__deadline=due.pk, facts__stage=stage)
        people = set(Notification.objects.filter(event=event).values_list("recipient", flat=True))
        assert {alsace.alice.pk, alsace.odile.pk} <= people


def _noon(due, days):
    return datetime.combine(due.due_on + timedelta(days), time(12), clock.PARIS)


def test_a_report_that_came_is_not_asked_for_any_more(alsace, dossier):
    due = Deadline.objects.get(dossier=dossier, kind=DeadlineKind.REPORT)
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)
    alsace.travel(_noon(due, 61))

    sweep_all()

    assert not Event.objects.filter(kind=Kind.DEADLINE_MISSED, facts__deadline=due.pk).exists()
