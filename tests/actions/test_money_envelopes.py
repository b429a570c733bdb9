"""Agreements and envelopes: what is voted, what is free, what is paid in advance."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dossiers import actions as dossiers
from dossiers import joints
from dossiers.models.content import Section
from funding import actions
from funding.models import Agreement, Envelope
from okote_flow.directory.models import PartnerKind
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


# ------------------------------------------------------------------------------------------- agreements and envelopes


def test_a_voted_envelope_is_available_and_named_by_partner_and_year(money):
    assert account("voted", money.ems_2022) == account("available", money.ems_2022) == 35_000_00
    assert Envelope.objects.get_by_natural_key("ems/2022") == money.ems_2022
    assert Envelope.objects.get_by_natural_key("cea/2022/investment") == money.cea_2022


def test_an_envelope_is_voted_once(money):
    with pytest.raises(Refused) as refused:
        actions.vote_envelope(money.ems_2022, cents=1, deliberation_ref="DÉMO", by=money.didier)

    assert codes(refused) == ["already-voted"]
    assert account("available", money.ems_2022) == 35_000_00


@pytest.mark.parametrize(
    ("reference", "cents", "code"), [(" ", 1, "deliberation-missing"), ("R", 0, "amount-missing")]
)
def test_a_vote_has_a_deliberation_and_an_amount(money, reference, cents, code):
    envelope = money.envelope(money.ems, 1, year=2023, voted=False)

    with pytest.raises(Refused) as refused:
        actions.vote_envelope(envelope, cents=cents, deliberation_ref=reference, by=money.didier)

    assert codes(refused) == [code]


def test_an_agreement_covers_the_envelopes_of_its_partner_and_section_only(money):
    envelope = money.envelope(money.ems, 1, year=2023, voted=False)

    for agreement in (money.agreement(money.cea), money.agreement(money.ems, Section.INVESTMENT)):
        with pytest.raises(Refused) as refused:
            actions.vote_envelope(envelope, cents=1, deliberation_ref="R", agreement=agreement, by=money.didier)
        assert codes(refused) == ["agreement-other"]


def test_an_agreement_may_be_signed_after_the_vote(money):
    envelope = money.envelope(money.ems, 1, year=2023, voted=False)
    actions.vote_envelope(envelope, cents=9_00, deliberation_ref="R", by=money.didier)
    agreement = money.agreement(money.ems)

    covered = actions.cover_envelope(envelope, agreement=agreement, by=money.didier)

    assert covered.agreement == agreement


@pytest.mark.parametrize("who", ["odile", "tess", "zoe", "alice"])
def test_only_the_director_enters_agreements_and_votes(money, who):
    person = getattr(money, who)

    with pytest.raises(Refused) as refused:
        actions.open_envelope(money.ems, year=2023, forecast_cents=1, by=person)

    assert codes(refused) == ["not-yours"]
    assert "Didier" in refused.value.refusals[0].message


def test_a_company_has_no_envelope_and_no_partner_two_in_one_section(money):
    with pytest.raises(Refused) as company:
        actions.open_envelope(money.firm, year=2022, forecast_cents=1, by=money.didier)
    with pytest.raises(Refused) as second:
        actions.open_envelope(money.ems, year=2022, forecast_cents=1, by=money.didier)

    assert codes(company) == ["not-an-authority"]
    assert codes(second) == ["envelope-there"]


def test_a_reference_belongs_to_one_agreement(money):
    known = Agreement.objects.first()

    with pytest.raises(Refused) as refused:
        actions.sign_agreement(
            money.ems,
            reference=known.reference,
            deliberation_ref="R",
            deliberated_on=date(2022, 1, 1),
            starts_on=date(2022, 1, 1),
            section=Section.RUNNING,
            allows_pass_on=True,
            by=money.didier,
        )

    assert codes(refused) == ["reference-taken"]


def test_the_database_knows_no_vote_without_deliberation(money):
    with pytest.raises(IntegrityError), transaction.atomic():
        Envelope.objects.filter(pk=money.ems_2022.pk).update(deliberation_ref="")


def test_money_paid_in_advance_is_written_once(money):
    receipt = actions.record_advance(money.ems_2022, cents=35_000_00, key="VIR-1", by=money.tess)

    assert actions.record_advance(money.ems_2022, cents=35_000_00, key="VIR-1", by=money.tess) == receipt
    with pytest.raises(Refused) as refused:
        actions.record_advance(money.ems_2022, cents=1, key="VIR-1", by=money.tess)

    assert codes(refused) == ["key-reused"]
    assert account("advance", money.ems_2022) == account("bank") == 35_000_00


# ------------------------------------------------------------------------------------------- what a vote may still fix


def test_the_free_amount_is_what_is_available_less_ceilings_not_reserved_yet(money):
    other = money.draft()
    assert joints.free_cents(money.ems, other) == 35_000_00

    waiting = money.endorsed(ems=4_000_00)
    assert joints.free_cents(money.ems, other) == 31_000_00
    assert joints.free_cents(money.ems, waiting) == 35_000_00

    campaign = actions.prepare_campaign(waiting, goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.ems, cap_cents=3_000_00, envelope=money.ems_2022, by=money.odile)
    actions.agree_campaign(waiting, by=money.alice)
    actions.open_campaign(waiting, by=money.odile)
    assert joints.free_cents(money.ems, other) == 32_000_00


def test_investment_money_is_free_as_far_as_investment_expenses_go(money):
    dossier = money.draft()  # 12 000 € of investment

    assert joints.free_cents(money.cea, dossier) == 12_000_00


@pytest.mark.parametrize("what", ["forecast", "no agreement", "no clause", "ended", "another year"])
def test_nothing_is_free_on_an_envelope_that_cannot_be_used(money, what):
    partner = money.partner("agglo", "Agglomération", PartnerKind.AUTHORITY)
    envelope = money.envelope(partner, 9_00, voted=False, year=2023 if what == "another year" else 2022)
    agreement = {
        "no agreement": lambda: None,
        "no clause": lambda: money.agreement(partner, allows_pass_on=False),
        "ended": lambda: money.agreement(partner, until=date(2022, 2, 28)),
    }.get(what, lambda: money.agreement(partner))()
    if what != "forecast":
        actions.vote_envelope(envelope, cents=9_00, deliberation_ref="R", agreement=agreement, by=money.didier)

    assert joints.free_cents(partner, money.draft()) == 0


def test_a_ceiling_above_what_is_free_is_refused(money):
    dossier = money.draft()

    refusals = dossiers.ceilings_refusals(dossier, {money.ems: 35_000_01})

    assert [refusal.code for refusal in refusals] == ["over-free-envelope"]
