"""Reports of twelve months: written by several, presented once, superseded, withdrawn; their figures."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions as funding
from funding import operating, use_access, use_sheet
from funding.models import Contribution
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock, documents
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from okote_flow.reports import actions, figures, money, paper, parts, rules
from okote_flow.reports.models import Report, ReportState, Snapshot, Wording
from okote_flow.steering import board
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.models import DossierFacts
from tests.pdf_text import text_of
from tests.yearly import YEAR, again, drafted, presented, steering_meeting, written

pytestmark = pytest.mark.django_db


def codes(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def facts_of(report, kind):
    return [event.facts for event in Event.objects.filter(subject=report.subject, kind=kind).order_by("pk")]


def rows_of(content, code):
    return next(block for chapter in content["chapters"] for block in chapter["blocks"] if block["code"] == code)[
        "rows"
    ]


# ------------------------------------------------------------------------------------------------------------ writing


def test_a_report_is_begun_once_for_a_period(alsace):
    first, second = drafted(alsace), actions.draft_report(None, starts_on=YEAR, by=alsace.didier)

    assert second == first
    assert (first.ends_on, first.edition, first.title) == (date(2022, 12, 31), 1, "Bilan 2022")
    assert len(facts_of(first, Kind.YEARLY_DRAFTED)) == 1
    assert drafted(alsace, alsace.cea) != first


def test_a_report_that_two_begin_at_once_is_begun_once(alsace, monkeypatch):
    twelve, first = rules.twelve_months, []

    def meanwhile(day):
        monkeypatch.setattr(rules, "twelve_months", twelve)
        first.append(drafted(alsace))
        return twelve(day)

    monkeypatch.setattr(rules, "twelve_months", meanwhile)

    assert actions.draft_report(None, starts_on=YEAR, by=alsace.didier) == first[0]
    assert len(facts_of(first[0], Kind.YEARLY_DRAFTED)) == 1


def test_reports_are_begun_by_alsace_active_for_whole_months_of_the_programme_and_for_who_pays(alsace):
    begin = actions.draft_report
    operator = alsace.cea.__class__.objects.get(kind="operator")

    assert codes(begin, None, starts_on=YEAR, by=alsace.steve) == ["report-not-writer"]
    assert codes(begin, None, starts_on=date(2022, 1, 2), by=alsace.odile) == ["report-period"]
    assert codes(begin, None, starts_on=date(2030, 1, 1), by=alsace.odile) == ["report-period"]
    assert codes(begin, operator, starts_on=YEAR, by=alsace.odile) == ["report-partner"]
    assert not Report.objects.exists()


def test_words_are_kept_version_after_version(alsace):
    report = drafted(alsace)

    actions.write_section(report, code="introduction", text="Un.\r\n", version=0, by=alsace.odile)
    saved = actions.write_section(report, code="introduction", text="Deux.", version=1, by=alsace.didier)

    assert (saved.text, saved.version, again(report).version) == ("Deux.", 2, 2)
    assert [(one.version, one.text, one.written_by) for one in Wording.objects.order_by("version")] == [
        (1, "Un.", alsace.odile),
        (2, "Deux.", alsace.didier),
    ]
    assert [one["part"] for one in facts_of(report, Kind.YEARLY_WRITTEN)] == ["introduction", "introduction"]


def test_the_same_words_sent_again_change_nothing(alsace):
    report = drafted(alsace)
    actions.write_section(report, code="introduction", text="Un.", version=0, by=alsace.odile)

    actions.write_section(report, code="introduction", text="Un.", version=0, by=alsace.odile)

    assert (again(report).version, Wording.objects.count()) == (1, 1)


def test_two_writers_do_not_overwrite_each_other(alsace):
    report = drafted(alsace)
    actions.write_section(report, code="introduction", text="D’Odile.", version=0, by=alsace.odile)

    late = {"code": "introduction", "text": "D’Omar.", "version": 0, "by": alsace.omar}

    assert codes(actions.write_section, report, **late) == ["report-edited-meanwhile"]
    assert report.sections.get(code="introduction").text == "D’Odile."
    actions.write_section(report, code="recommendations", text="Ailleurs.", version=0, by=alsace.omar)


def test_words_are_written_by_writers_in_a_draft_where_there_is_a_place(alsace):
    report = drafted(alsace)
    words = {"text": "Un.", "version": 0}

    assert codes(actions.write_section, report, code="introduction", by=alsace.audrey, **words) == [
        "report-not-writer"
    ]
    assert codes(actions.write_section, report, code="outlook", by=alsace.odile, **words) == ["report-section-unknown"]
    assert Wording.objects.count() == 0
    done = presented(alsace)
    assert codes(actions.write_section, done, code="introduction", by=alsace.odile, **words) == ["report-not-draft"]


# --------------------------------------------------------------------------------------------------------- presenting


def test_a_report_is_frozen_when_it_is_presented(alsace):
    alsace.dossier(State.CAMPAIGN_PREPARATION)
    meeting = steering_meeting(alsace, convened=True)
    report = presented(alsace, meeting=meeting)
    before, sealed = dict(report.snapshot.content), bytes(report.snapshot.pdf)

    alsace.dossier(State.CAMPAIGN_PREPARATION)

    frozen = Snapshot.objects.get()
    assert (frozen.content, bytes(frozen.pdf)) == (before, sealed)
    assert frozen.sha256 == documents.digest(sealed)
    assert (report.status, report.presented_by, report.meeting) == (ReportState.PRESENTED, alsace.didier, meeting)
    assert rows_of(before, "objectifs")[0][:3] == ["Projets accompagnés", 1, 25]
    assert rows_of(paper.content_of(report), "objectifs")[0][1] == 2
    [fact] = facts_of(report, Kind.YEARLY_PRESENTED)
    assert (fact["sha256"], fact["meeting"]) == (frozen.sha256, meeting.pk)


def test_presented_again_it_stays_as_it_was(alsace):
    report = presented(alsace)
    seal, at = report.snapshot.sha256, report.presented_at
    alsace.forward(days=3)

    same = actions.present_report(report, version=report.version, by=alsace.didier)

    assert (again(same).presented_at, Snapshot.objects.get().sha256) == (at, seal)
    assert len(facts_of(report, Kind.YEARLY_PRESENTED)) == 1


def test_what_was_frozen_is_refused_to_every_pen(alsace):
    report = presented(alsace)

    for change in (
        lambda: Snapshot.objects.update(sha256="x"),
        lambda: Snapshot.objects.all().delete(),
        lambda: Wording.objects.update(text="x"),
        lambda: Report.objects.filter(pk=report.pk).update(state="draft", presented_at=None, presented_by=None),
        lambda: Report.objects.filter(pk=report.pk).update(starts_on=date(2021, 1, 1)),
        lambda: Report.objects.filter(pk=report.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_report_is_presented_by_the_director_once_it_says_what_it_must(alsace):
    empty = drafted(alsace)
    assert codes(actions.present_report, empty, version=0, by=alsace.odile) == ["report-not-director"]
    assert codes(actions.present_report, empty, version=0, by=alsace.didier) == ["report-text-missing"]

    report = written(alsace)
    stale = report.version - 1
    assert codes(actions.present_report, report, version=stale, by=alsace.didier) == ["report-edited-meanwhile"]
    elsewhere = alsace.dossier(State.CAMPAIGN_PREPARATION).agenda_items.get().meeting
    refused = codes(actions.present_report, report, version=report.version, meeting=elsewhere, by=alsace.didier)
    assert refused == ["report-not-steering"]
    assert not Snapshot.objects.exists()


def test_a_year_to_come_is_not_presented(alsace):
    report = actions.draft_report(None, starts_on=date(2023, 1, 1), by=alsace.odile)
    for code in ("introduction", "recommendations"):
        actions.write_section(report, code=code, text="Un.", version=0, by=alsace.odile)

    assert codes(actions.present_report, report, version=2, by=alsace.didier) == ["report-not-begun"]


def test_a_later_edition_supersedes_and_the_first_stays(alsace):
    first = presented(alsace)
    second = drafted(alsace)
    assert (second.edition, second.sections.get(code="introduction").text) == (2, "Douze mois.")

    actions.present_report(second, version=0, by=alsace.didier)

    assert [one.state for one in Report.objects.order_by("edition")] == ["superseded", "presented"]
    assert Snapshot.objects.filter(report=first).exists()
    assert len(facts_of(first, Kind.YEARLY_SUPERSEDED)) == 1
    assert codes(actions.present_report, again(first), version=2, by=alsace.didier) == ["report-not-draft"]


def test_a_report_is_withdrawn_for_a_reason_and_kept(alsace):
    report = presented(alsace)
    withdraw = actions.withdraw_report

    assert codes(withdraw, report, reason="Faux.", by=alsace.odile) == ["report-not-director"]
    assert codes(withdraw, report, reason="  ", by=alsace.didier) == ["report-reason-missing"]
    withdraw(report, reason="Un montant faux.", by=alsace.didier)

    assert (again(report).state, again(report).withdraw_reason) == ("withdrawn", "Un montant faux.")
    assert codes(withdraw, again(report), reason="Encore.", by=alsace.didier) == ["report-withdrawn"]
    assert Snapshot.objects.filter(report=report).exists()
    assert drafted(alsace).edition == 2


def test_who_reads_a_report_is_told_of_it_and_nobody_else(alsace):
    presented(alsace)
    mine = presented(alsace, alsace.cea)
    actions.withdraw_report(drafted(alsace), reason="Commencé par erreur.", by=alsace.didier)
    dispatch.catch_up()

    told = Notification.objects.filter(event__kind__in=[Kind.YEARLY_PRESENTED, Kind.YEARLY_WITHDRAWN])
    assert {(one.recipient, one.subject) for one in told} == {
        (alsace.steve, Report.objects.filter(partner=None).earliest("edition").subject),
        (alsace.paula, mine.subject),
    }


# ------------------------------------------------------------------------------------------------------------ figures


def span(day=None):
    return figures.Span(rules.twelve_months(YEAR), day or clock.today())


def test_states_replayed_from_the_journal_are_those_of_the_dossiers(alsace):
    for state in (State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.CAMPAIGN,
                  State.CAMPAIGN_FAILED, State.FOLLOW_UP, State.REJECTED, State.RENOUNCED):  # fmt: skip
        alsace.dossier(state)

    found = figures.lives(span())

    assert {pk: life.state for pk, life in found.of.items()} == {
        one.pk: one.state for one in Dossier.objects.handed_in()
    }
    for dossier in Dossier.objects.handed_in().running():
        if found.of[dossier.pk].stage is not None:
            assert found.of[dossier.pk].stage == dossier.stage


def test_the_figures_are_those_of_the_dashboard(alsace):
    alsace.dossier(State.FOLLOW_UP), alsace.dossier(State.CAMPAIGN), alsace.dossier(State.CAMPAIGN_FAILED)
    shown = board.board(alsace.didier, Criteria(year=2022))

    found = figures.lives(span())

    assert set(found.supported()) == set(
        DossierFacts.objects.filter(supported_year=2022).values_list("dossier", flat=True)
    )
    assert len(found.cofunded()) == DossierFacts.objects.filter(supported_year=2022, is_cofunded=True).count()
    assert {number: row[0] for number, row in found.by_stage().items()} == {
        row.number: row.count for row in shown.stages
    }
    assert money.gifts(span()).cents == shown.gifts_cents
    assert [
        (one.envelope, one.available_cents, one.reserved_cents, one.accrued_cents, one.paid_cents)
        for one in money.standings(span())
    ] == [
        (one.envelope, one.available_cents, one.reserved_cents, one.accrued_cents, one.paid_cents)
        for one in shown.envelopes
    ]


def test_a_day_in_the_past_shows_what_stood_then(alsace):
    alsace.dossier(State.CAMPAIGN)
    day, before = clock.today(), parts.of_envelopes(span(), money.standings(span()))
    gifts = money.gifts(span()).cents
    alsace.forward(days=1)
    alsace.dossier(State.FOLLOW_UP)

    assert parts.of_envelopes(span(day), money.standings(span(day))) == before
    assert money.gifts(span(day)).cents == gifts
    assert len(figures.lives(span(day)).of) == 1
    assert len(figures.lives(span()).of) == 2


def test_what_a_partner_gave_is_what_its_account_of_use_says(alsace):
    alsace.dossier(State.FOLLOW_UP)
    lines = use_sheet.lines(list(use_access.pledges_of(alsace.cea)), set())

    assert [(one.pledge, one.called_cents, one.received_cents, one.paid_cents) for one in lines] == [
        (one.pledge, one.called_cents, one.received_cents, one.paid_cents) for one in money.uses(span(), alsace.cea)
    ]


def test_running_costs_are_those_of_the_table(alsace):
    cost = Contribution.objects.get(partner=alsace.cea, year=2022)
    funding.call_contribution(cost, cents=90_000_00, key="appel", by=alsace.tess)

    expected = next(one for one in operating.years(Contribution.objects.all()) if one.year == 2022)
    assert sorted(
        (one.contribution.pk, one.called_cents, one.received_cents) for one in money.costs(span())
    ) == sorted((one.contribution.pk, one.called_cents, one.received_cents) for one in expected.lines)


def test_a_project_is_named_once_its_campaign_is_public(alsace):
    hidden = alsace.ready("open_campaign")
    Dossier.objects.filter(pk=hidden.pk).update(title="Pas encore public")
    shown = alsace.dossier(State.CAMPAIGN)
    Dossier.objects.filter(pk=shown.pk).update(title="Campagne ouverte")

    for report in (written(alsace), written(alsace, alsace.cea)):
        content = str(paper.content_of(report))
        assert "Campagne ouverte" in content
        assert "Pas encore public" not in content


def test_a_report_says_the_same_to_who_stands_aside_and_names_no_declined_dossier(alsace):
    declined = alsace.dossier(State.REJECTED)
    Dossier.objects.filter(pk=declined.pk).update(title="Écarté")
    report = written(alsace)
    before = paper.content_of(report)
    recuse(declined, user=alsace.odile, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    assert paper.content_of(report) == before
    assert "Écarté" not in str(before)
    assert sum(row[1] for row in rows_of(before, "arrets")) == 1


def test_a_partners_report_says_nothing_of_another_partners_envelope(alsace):
    alsace.dossier(State.FOLLOW_UP)

    content = paper.content_of(written(alsace, alsace.cea))

    assert "Eurométropole de Strasbourg" not in str(content)
    assert len(rows_of(content, "enveloppes")) == 1


def test_the_paper_is_read_aloud_and_marked_as_fictional(alsace, settings):
    settings.DEMO = True
    alsace.dossier(State.FOLLOW_UP)
    made = bytes(presented(alsace).snapshot.pdf)

    assert b"pdfuaid" in made
    said = text_of(made)
    for words in ("Bilan 2022", "Sommaire", "Les objectifs", "Étendre à toute l’Alsace.", "Données fictives"):
        assert words in said
