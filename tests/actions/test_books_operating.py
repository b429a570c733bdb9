"""The running costs: what is planned, called, received; never more than the step before, and beside the ledger."""

import csv
from io import StringIO

import pytest
from django.db import IntegrityError, connection, transaction

from funding import actions, checks, operating
from funding.models import Account, Contribution, ContributionMove
from okote_flow import triggers
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import programme_loading
from okote_flow.refusals import Refused
from tests.alsace import report
from tests.money import MoneyWorld
from tests.views.test_books_pages import asked
from tests.views.test_funding_pages import as_, page, plain, url


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def planned(money) -> Contribution:
    return actions.plan_contribution(money.cea, year=2022, label="CeA", forecast_cents=96_000_00, by=money.didier)


def refusal_of(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return [refusal.code for refusal in refused.value.refusals]


def test_the_programme_brings_the_reports_table_to_the_euro(db):
    programme_loading.load(report())
    again = programme_loading.load(report())

    found = {year.year: year for year in operating.years(Contribution.objects.all())}
    assert again == []
    assert {year: one.forecast_cents for year, one in found.items()} == {
        2021: 150_942_00, 2022: 196_222_00, 2023: 196_222_00,
    }  # fmt: skip
    assert [line.contribution.label for line in found[2021].lines][:2] == ["AG2R Strasbourg", "AG2R Mulhouse"]
    assert Contribution.objects.get_by_natural_key("cea/2021").forecast_cents == 51_500_00
    assert Contribution.objects.get_by_natural_key("ag2r/2021/AG2R Mulhouse").forecast_cents == 15_000_00


def test_what_is_called_and_received_stays_within_the_step_before(money, planned):
    actions.call_contribution(planned, cents=50_000_00, key="A-1", by=money.tess)
    assert refusal_of(actions.call_contribution, planned, cents=46_000_01, key="A-2", by=money.tess) == [
        "over-forecast"
    ]
    assert refusal_of(actions.receive_contribution, planned, cents=50_000_01, key="V-1", by=money.tess) == [
        "over-called"
    ]
    actions.receive_contribution(planned, cents=50_000_00, key="V-1", by=money.tess)

    line = operating.line(planned)
    assert (line.to_call_cents, line.awaited_cents, line.received_cents) == (46_000_00, 0, 50_000_00)
    assert list(checks.contributions()) == []


def test_the_same_reference_counts_once(money, planned):
    first = actions.call_contribution(planned, cents=1_00, key="A-1", by=money.tess)

    assert actions.call_contribution(planned, cents=1_00, key="A-1", by=money.tess) == first
    assert refusal_of(actions.call_contribution, planned, cents=2_00, key="A-1", by=money.tess) == ["key-reused"]
    assert Event.objects.filter(kind=Kind.CONTRIBUTION_CALLED).count() == 1


def test_it_never_touches_the_fund(money, planned):
    before = list(Account.objects.values_list("code", "debits_cents", "credits_cents"))

    actions.call_contribution(planned, cents=1_00, key="A-1", by=money.tess)
    actions.receive_contribution(planned, cents=1_00, key="V-1", by=money.tess)

    assert list(Account.objects.values_list("code", "debits_cents", "credits_cents")) == before


def test_a_mistake_is_reversed_by_a_row_of_its_own(money, planned):
    call = actions.call_contribution(planned, cents=5_00, key="A-1", by=money.tess)
    receipt = actions.receive_contribution(planned, cents=5_00, key="V-1", by=money.tess)
    assert refusal_of(actions.reverse_contribution, call, reason="x", by=money.tess) == ["call-paid"]
    assert refusal_of(actions.reverse_contribution, receipt, reason=" ", by=money.tess) == ["reason-missing"]

    mirror = actions.reverse_contribution(receipt, reason="Autre compte.", by=money.tess)
    actions.reverse_contribution(call, reason="Mauvais montant.", by=money.tess)

    assert refusal_of(actions.reverse_contribution, receipt, reason="x", by=money.tess) == ["move-reversed"]
    assert refusal_of(actions.reverse_contribution, mirror, reason="x", by=money.tess) == ["move-reversed"]
    assert operating.line(planned).called_cents == 0
    assert ContributionMove.objects.count() == 4
    assert list(checks.check()) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"label": " "}, "label-missing"),
        ({"label": "CeA"}, "contribution-there"),
        ({"year": 2020}, "year-wrong"),
        ({"forecast_cents": 0}, "amount-missing"),
    ],
)
def test_a_contribution_is_planned_once_with_all_it_needs(money, planned, given, code):
    whole = {"year": 2022, "label": "Autre", "forecast_cents": 1_00} | given

    assert refusal_of(actions.plan_contribution, money.cea, **whole, by=money.didier) == [code]


def test_the_director_plans_and_the_treasurer_calls(money, planned):
    assert refusal_of(actions.plan_contribution, money.cea, year=2022, label="x", forecast_cents=1, by=money.tess) == [
        "not-yours"
    ]
    for act in (actions.call_contribution, actions.receive_contribution):
        assert refusal_of(act, planned, cents=1, key="k", by=money.didier) == ["not-yours"]


def test_the_database_keeps_what_was_written(money, planned):
    call = actions.call_contribution(planned, cents=5_00, key="A-1", by=money.tess)

    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionMove.objects.filter(pk=call.pk).update(cents=6_00)


def test_the_audit_finds_what_was_changed_behind_its_back(money, planned):
    actions.call_contribution(planned, cents=5_00, key="A-1", by=money.tess)
    with transaction.atomic():
        with triggers.lifted(connection), connection.cursor() as cursor:
            cursor.execute("UPDATE funding_contributionmove SET cents = 9700000")
        found = {fault.code for fault in checks.check()}
        transaction.set_rollback(True)

    assert found == {"contribution-wrong", "row-changed"}


# ------------------------------------------------------------------------------------------------------- on its pages


def test_a_contribution_is_called_paid_and_corrected_on_its_pages(money, planned):
    tess = as_(money.tess)

    tess.post(url("call_contribution", planned.pk), {"cents": "96 000", "called_on": "2022-03-01", "key": "A-1"})
    tess.post(url("receive_contribution", planned.pk), {"cents": "90 000", "received_on": "2022-04-01", "key": "V-1"})
    receipt = ContributionMove.objects.get(key="V-1")
    tess.post(url("reverse_contribution", receipt.pk), {"reason": "Versement d’un autre partenaire."})

    shown = plain(page(money.tess, "contribution", planned.pk))
    assert "annule V-1 : Versement d’un autre partenaire." in shown
    [row] = csv.DictReader(StringIO(tess.get(url("operating_csv")).getvalue().decode("utf-8-sig")), delimiter=";")
    assert (row["Prévu"], row["Appelé"], row["Reçu"], row["Reste à recevoir"]) == (
        "96000,00", "96000,00", "0,00", "96000,00",
    )  # fmt: skip


def test_a_contribution_is_planned_on_the_page(money):
    given = {"partner": money.firm.pk, "year": "2022", "label": "Moulin", "forecast_cents": "1 000"}

    as_(money.didier).post(url("plan_contribution"), given)

    assert "Moulin" in plain(page(money.didier, "operating"))


def test_the_page_of_running_costs_takes_the_same_queries_however_many_lines_there_are(money, planned):
    before = asked(money.didier, "operating")
    for year in (2022, 2023, 2024):
        actions.plan_contribution(money.ems, year=year, label="EMS", forecast_cents=1_00, by=money.didier)

    assert asked(money.didier, "operating") == before
