"""What people choose, mistype or change behind an act's back: the money says no in words, and nothing stays stuck."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dossiers import joints
from dossiers.models.content import Section
from funding import actions, checks
from funding.models import CampaignState, Gift, Means, OrderState, Refund
from funding.rules import release_refusals
from funding.seals import digest
from okote_flow import clock
from okote_flow.directory.models import Office, Organization, Partner, PartnerKind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import IBAN, MoneyWorld, account


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def told(kind: str) -> Event:
    return Event.objects.filter(kind=kind).latest("pk")


# ---------------------------------------------------------------------------------------------------------------- keys


def test_a_key_that_somebody_chose_never_stands_in_the_way_of_the_closing(money):
    campaign = money.running()
    first, second = money.gift(campaign, 100_00), money.gift(campaign, 50_00)
    actions.refund_gift(first, key=f"end:{second.pk}", cents=10_00, by=money.odile)

    with clock.frozen(campaign.window.decides_at):
        ended = actions.close_campaign(campaign)

    assert ended.state == CampaignState.FAILED
    assert account("refunds") == 150_00
    assert set(Refund.objects.values_list("key", flat=True)) == {
        f"asked:end:{second.pk}", f"end:{first.pk}", f"end:{second.pk}",
    }  # fmt: skip


def test_a_payment_of_the_provider_told_again_is_the_same_or_refused(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=100_00, key="CB-1", means=Means.CARD, by=money.odile)
    entry = actions.record_provider_payment(cents=60_00, key="PSP-1", by=money.tess)

    assert actions.record_provider_payment(cents=60_00, key="PSP-1", by=money.tess) == entry
    with pytest.raises(Refused) as refused:
        actions.record_provider_payment(cents=40_00, key="PSP-1", by=money.tess)

    assert codes(refused) == ["key-reused"]
    assert account("bank") == 60_00


@pytest.mark.parametrize(
    "other",
    [{"means": Means.CASH}, {"donor_name": "Un autre nom"}, {"anonymous": True}, {"not_matched_because": "Porteur"}],
)
def test_a_gift_told_again_otherwise_is_refused(money, other):
    campaign = money.running()
    said = {"cents": 100_00, "key": "VIR-1", "donor_name": "Donatrice des Exemples", "by": money.odile}
    gift = actions.receive_gift(campaign, **said)

    assert actions.receive_gift(campaign, **said) == gift
    with pytest.raises(Refused) as refused:
        actions.receive_gift(campaign, **said | other)

    assert codes(refused) == ["key-reused"]


def test_a_refund_told_again_otherwise_is_refused(money):
    gift = money.gift(money.running(), 100_00)
    part = actions.refund_gift(gift, key="R-1", cents=30_00, by=money.odile)
    rest = actions.refund_gift(gift, key="R-2", by=money.odile)

    assert actions.refund_gift(gift, key="R-1", cents=30_00, by=money.odile) == part
    assert actions.refund_gift(gift, key="R-2", by=money.odile) == rest
    with pytest.raises(Refused) as refused:
        actions.refund_gift(gift, key="R-1", by=money.odile)

    assert codes(refused) == ["key-reused"]


def test_cash_and_advances_told_again_otherwise_are_refused(money):
    pledge = money.settled().pledges.get(partner=money.firm)
    actions.record_cash(pledge, cents=1_000_00, key="VIR-1", by=money.tess)

    with pytest.raises(Refused) as cash:
        actions.record_cash(pledge, cents=2_000_00, key="VIR-1", by=money.tess)
    with pytest.raises(Refused) as advance:
        actions.record_advance(money.ems_2022, cents=1_000_00, key="VIR-1", by=money.tess)

    assert (codes(cash), codes(advance)) == (["key-reused"], ["key-reused"])


def test_a_key_has_eighty_characters_at_most(money):
    campaign = money.running()
    gift = money.gift(campaign, 100_00, key="x" * 80)
    actions.refund_gift(gift, key="r" * 80, cents=1_00, by=money.odile)

    for act in (
        lambda: money.gift(campaign, 100_00, key="x" * 81),
        lambda: actions.refund_gift(gift, key="r" * 81, by=money.odile),
        lambda: actions.record_provider_payment(cents=1, key="p" * 81, by=money.tess),
        lambda: actions.record_advance(money.ems_2022, cents=1, key="a" * 81, by=money.tess),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["key-too-long"]


# ---------------------------------------------------------------------------------------------------------- signatures


def test_the_rule_of_two_signatures_is_of_the_house_and_not_a_setting(money):
    order = actions.prepare_payout(money.payable().dossier, by=money.odile)

    assert not hasattr(order.dossier.parameters, "approvals")
    assert actions.approve_payout(order, by=money.didier).state == OrderState.PREPARED
    assert actions.approve_payout(order, by=money.tess).state == OrderState.APPROVED
    assert [one.code for one in release_refusals(1, approved_by=[2], needed=2)] == ["approvals-missing"]


def test_a_siret_changed_after_the_signatures_stops_the_order(money):
    order = actions.prepare_payout(money.payable().dossier, by=money.odile)
    for signer in (money.didier, money.tess):
        order = actions.approve_payout(order, by=signer)
    Organization.objects.filter(pk=order.dossier.organization_id).update(siret="13002526500013")

    with pytest.raises(Refused) as refused:
        actions.confirm_payout(order, bank_reference="SEPA-1", by=money.tess)

    assert codes(refused) == ["payee-changed"]


def test_a_siret_changed_after_the_payment_leaves_the_order_whole(money):
    campaign = money.paid()
    Organization.objects.filter(pk=campaign.dossier.organization_id).update(siret="13002526500013")

    assert list(checks.orders()) == []


# ----------------------------------------------------------------------------------------------------------- envelopes


@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite has one writer at a time")
def test_what_is_free_is_read_under_the_locks_of_the_whole_year(money):
    dossier = money.draft()

    with CaptureQueriesContext(connection) as queries:
        joints.free_cents(money.ems, dossier)

    [held] = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert 'partner_id" =' not in held
    assert held.index("ORDER BY") < held.index("FOR UPDATE")


def test_a_ceiling_whose_pledge_rests_on_another_year_takes_nothing_from_this_one(money):
    before = money.envelope(money.ems, 20_000_00, year=2021)
    waiting = money.endorsed(ems=4_000_00)
    other = money.draft()
    assert joints.free_cents(money.ems, other) == 31_000_00
    campaign = actions.prepare_campaign(waiting, goal_cents=12_000_00, days=40, by=money.odile)

    actions.pledge(campaign, partner=money.ems, cap_cents=4_000_00, envelope=before, by=money.odile)

    assert joints.free_cents(money.ems, other) == 35_000_00


def test_a_ceiling_whose_pledge_rests_on_this_year_still_counts(money):
    campaign = actions.prepare_campaign(money.endorsed(ems=4_000_00), goal_cents=12_000_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.ems, cap_cents=4_000_00, envelope=money.ems_2022, by=money.odile)

    assert joints.free_cents(money.ems, money.draft()) == 31_000_00


# ----------------------------------------------------------------------------------------------------------- bad input


def test_a_proof_from_another_dossier_is_refused(money):
    campaign = money.settled()
    foreign = money.piece(money.draft())

    with pytest.raises(Refused) as refused:
        actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux", proof=foreign, by=money.alice)

    assert codes(refused) == ["proof-elsewhere"]


@pytest.mark.parametrize(
    ("cents", "code"), [(-1, "amount-missing"), (0, "amount-missing"), (10**13 + 1, "amount-too-big")]
)
def test_an_amount_is_above_zero_and_below_all_measure(money, cents, code):
    campaign = money.running()
    gift = money.gift(campaign, 100_00)
    waiting = money.endorsed()
    forecast = money.envelope(money.cea, 1_00, voted=False)
    prepared = money.prepared(firm=0)

    for act in (
        lambda: money.gift(campaign, cents),
        lambda: actions.refund_gift(gift, key="R-1", cents=cents, by=money.odile),
        lambda: actions.record_provider_payment(cents=cents, key="P-1", by=money.tess),
        lambda: actions.record_advance(money.ems_2022, cents=cents, key="A-1", by=money.tess),
        lambda: actions.record_cash(campaign.pledges.first(), cents=cents, key="C-1", by=money.tess),
        lambda: actions.prepare_campaign(waiting, goal_cents=cents, days=40, by=money.odile),
        lambda: actions.open_envelope(money.ems, year=2023, forecast_cents=cents, by=money.didier),
        lambda: actions.vote_envelope(forecast, cents=cents, deliberation_ref="DÉMO", by=money.didier),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == [code]
    with pytest.raises(Refused) as pledged:
        actions.pledge(prepared, partner=money.firm, cap_cents=cents, by=money.odile)
    assert codes(pledged) == [code if cents > 0 else "cap-missing"]


@pytest.mark.parametrize("year", [-1, 0, 2020, 99_999])
def test_an_envelope_has_a_year_of_the_fund(money, year):
    with pytest.raises(Refused) as refused:
        actions.open_envelope(money.ems, year=year, forecast_cents=1_00, by=money.didier)

    assert codes(refused) == ["year-wrong"]


def test_an_agreement_ends_after_it_starts(money):
    with pytest.raises(Refused) as refused:
        money.agreement(money.ems, Section.RUNNING, until=date(2021, 12, 31))

    assert codes(refused) == ["agreement-reversed"]


def test_an_instant_without_its_zone_is_refused(money):
    campaign = money.running()

    with pytest.raises(Refused):
        actions.receive_gift(
            campaign,
            cents=100_00,
            key="VIR-1",
            pledged_at=datetime(2022, 5, 12, 12, tzinfo=UTC).replace(tzinfo=None),
            by=money.odile,
        )

    assert not Gift.objects.exists()


# --------------------------------------------------------------------------------------------------------- the journal


def test_the_journal_names_the_office_of_whoever_acts_on_money(money):
    campaign = money.running()
    gift = money.gift(campaign, 1_000_00)
    actions.refund_gift(gift, key="R-1", cents=500_00, by=money.tess)

    assert told("funding.gift_refunded").office == Office.TREASURER
    assert told("funding.match_changed").office == Office.TREASURER


def test_the_journal_names_the_office_of_who_verifies_and_of_who_voids(money):
    order = actions.prepare_payout(money.payable().dossier, by=money.odile)
    actions.void_payout(order, reason="Erreur", by=money.didier)

    assert told("funding.bank_details_verified").office == Office.OFFICER
    assert told("funding.payout_voided").office == Office.DIRECTOR


def test_whether_a_donor_is_anonymous_is_sealed_with_the_gift(money):
    gift = money.gift(money.running(), 100_00)
    before = digest(gift)

    gift.anonymous = True

    assert digest(gift) != before


# ----------------------------------------------------------------------------------------------------------- companies


def test_an_officer_registers_a_company_that_may_then_pledge(money):
    campaign = money.prepared(firm=0)
    company = actions.register_company(name="Scierie  des Exemples", siren="130 025 265", by=money.odile)

    actions.pledge(campaign, partner=company, cap_cents=1_000_00, by=money.odile)

    assert (company.code, company.kind, company.siren) == ("scierie-des-exemples", PartnerKind.COMPANY, "130025265")
    event = told("funding.company_registered")
    assert (event.subject, event.office) == ("partner:scierie-des-exemples", Office.OFFICER)


def test_a_company_gets_a_code_of_its_own(money):
    Partner.objects.create(code="forge", name="La Forge", kind=PartnerKind.AUTHORITY)

    assert actions.register_company(name="Forge", by=money.odile).code == "forge-2"


@pytest.mark.parametrize(
    ("name", "siren", "who", "code"),
    [
        ("  ", "", "odile", "name-missing"),
        ("Forge", "123456789", "odile", "siren-wrong"),
        ("MENUISERIE des exemples", "", "odile", "company-there"),
        ("Forge", "", "alice", "not-yours"),
    ],
)
def test_a_company_is_named_once_by_an_officer(money, name, siren, who, code):
    with pytest.raises(Refused) as refused:
        actions.register_company(name=name, siren=siren, by=getattr(money, who))

    assert codes(refused) == [code]


def test_an_officer_registers_a_company_from_the_preparation_page(money, client):
    dossier = money.prepared().dossier
    client.force_login(money.odile)

    page = client.get(f"/argent/dossiers/{dossier.pk}/campagne/").content.decode()
    address = f"/argent/actes/enregistrer-une-entreprise/{dossier.pk}/"
    sent = client.post(address, {"name": "Forge des Exemples", "siren": ""})

    assert address in page
    assert sent.status_code == 302
    assert Partner.objects.filter(name="Forge des Exemples", kind=PartnerKind.COMPANY).exists()


def test_the_preparation_begins_with_the_length_that_the_rules_propose(money, client):
    dossier = money.endorsed()
    client.force_login(money.odile)
    rules = dossier.rules
    rules.values = rules.values | {"campaign_days": 33}
    type(rules).objects.filter(pk=rules.pk).update(values=rules.values)

    form = client.get(f"/argent/dossiers/{dossier.pk}/campagne/").context["form"]

    assert form.initial["days"] == 33
