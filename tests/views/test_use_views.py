"""The account of use of a partner, and what a structure pays back, on their pages."""

import pytest
from django.urls import reverse

from dossiers import actions as dossiers
from funding import actions
from funding.models import Repayment, RepaymentState
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from tests.money import MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def repayment(money):
    campaign = money.paid()
    dossier = actions.pay_all(campaign.dossier, by=money.tess)
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=11_000_00, by=money.alice)
    dossiers.accept_report(dossier, repay_cents=465_75, kept_reason="La suite.", by=money.odile)
    return Repayment.objects.select_related("campaign__dossier").get()


def as_(client, person):
    client.force_login(person)
    return client


def use(name, partner, *year):
    return reverse(f"funding:{name}", args=[partner.pk, *year])


def test_the_account_says_what_was_paid_and_what_is_left(client, money, repayment):
    as_(client, money.tess)

    page = client.get(use("use", money.cea)).content.decode()

    assert "Versé en entier" in page
    assert "SEPA-1" in page
    assert "232,88" in page


def test_the_account_is_a_table_and_a_paper(client, money, repayment):
    as_(client, money.tess)

    table = client.get(use("use_csv", money.firm, 2022))
    paper = client.get(use("use_pdf", money.firm, 2022))

    rows = table.getvalue().decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "4000,00" in rows[1]
    assert rows[2].split(";")[3].strip('"') == "Total"
    assert paper.content.startswith(b"%PDF-")
    assert client.get(use("use_csv", money.firm, 2021)).status_code == 404
    assert client.get(use("use_pdf", money.ems, 2022)).status_code == 404


def test_a_partner_reads_its_own_account_and_no_other(client, money, repayment):
    paula = money.person("Paula")
    appoint(paula, office=Office.PARTNER_FINANCE, partner=money.cea, by=None)
    as_(client, paula)

    assert client.get(use("use", money.cea)).status_code == 200
    for name, year in (("use", ()), ("use_csv", (2022,)), ("use_pdf", (2022,))):
        assert client.get(use(name, money.firm, *year)).status_code == 404
        assert as_(client, money.alice).get(use(name, money.cea, *year)).status_code == 404
        as_(client, paula)


def test_a_partner_that_was_never_called_has_an_empty_page(client, money):
    page = as_(client, money.tess).get(use("use", money.ems))

    assert "Rien n’est encore appelé" in page.content.decode()


def test_the_envelopes_lead_to_the_accounts(client, money):
    page = as_(client, money.tess).get(reverse("funding:envelopes")).content.decode()

    assert use("use", money.cea) in page
    assert use("use", money.firm) in page


def test_the_treasurer_records_what_came_back(client, money, repayment):
    as_(client, money.tess)
    payout = reverse("funding:payout", args=[repayment.campaign.dossier_id])
    act = reverse("funding:record_repayment", args=[repayment.pk])
    before = client.get(payout).content.decode()
    awaited = client.get(reverse("funding:cash")).content.decode()

    empty = client.post(act, {"key": "", "received_on": ""})
    done = client.post(act, {"key": "SEPA-R1", "received_on": ""})

    repayment.refresh_from_db()
    assert act in before
    assert act in awaited
    assert (empty.status_code, done.status_code) == (422, 302)
    assert (repayment.state, repayment.key) == (RepaymentState.RECEIVED, "SEPA-R1")
    assert "SEPA-R1" in client.get(payout).content.decode()


def test_the_structure_reads_what_it_owes_and_records_nothing(client, money, repayment):
    as_(client, money.alice)
    payout = client.get(reverse("funding:payout", args=[repayment.campaign.dossier_id])).content.decode()
    act = reverse("funding:record_repayment", args=[repayment.pk])

    response = client.post(act, {"key": "SEPA-R1", "received_on": ""})

    assert "465,75" in payout
    assert act not in payout
    assert response.status_code == 409
    assert [one.code for one in client.get(act).context["refusals"]] == ["not-yours"]


def test_a_waiver_wants_a_decision(client, money, repayment):
    as_(client, money.tess)
    act = reverse("funding:waive_repayment", args=[repayment.pk])

    assert [one.code for one in client.get(act).context["refusals"]] == ["repayment-undecided"]
    assert client.post(act).status_code == 409


def test_the_account_asks_as_many_questions_for_many_projects_as_for_one(
    client, money, repayment, django_assert_max_num_queries
):
    as_(client, money.tess)

    with django_assert_max_num_queries(40):
        client.get(use("use", money.cea))


def test_the_treasurer_gives_each_partner_its_share_back(client, money, repayment):
    as_(client, money.tess)
    actions.record_repayment(repayment, key="SEPA-R1", by=money.tess)
    payout = reverse("funding:payout", args=[repayment.campaign.dossier_id])
    share = repayment.shares.get(pledge__partner=money.cea)
    act = reverse("funding:return_share", args=[share.pk])
    before = client.get(payout).content.decode()

    done = client.post(act, {"key": "VIR-9", "received_on": ""})

    after = client.get(payout).content.decode()
    assert (act in before, act in after, done.status_code) == (True, False, 302)
    assert "VIR-9" in after
    rows = client.get(use("use_csv", money.cea, 2022)).getvalue().decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[-2].strip('"') == "232,88"
