"""Open data: what lacks an identifier is refused by name, nothing is invented, persons are never published."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from dossiers.models import Dossier
from funding import actions, checks, open_data
from funding.models import Publication
from okote_flow.directory.models import LegalForm
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.money import MoneyWorld
from tests.views.test_funding_pages import as_, page, plain, url

CEA = "00000001800010"
HOLDER = "00000002600013"


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refusal_of(act, *args, **given) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return [refusal.code for refusal in refused.value.refusals]


def known(money: MoneyWorld, campaign: Any) -> Dossier:
    """Everybody has a SIRET."""
    actions.identify_partner(money.cea, siret=CEA, by=money.didier)
    structure = campaign.dossier.organization
    assert structure is not None
    structure.siret = HOLDER
    structure.save()
    found: Dossier = campaign.dossier
    return found


def missing(year: int = 2022) -> list[str]:
    return [one.sentence for row in open_data.rows(year) for one in row.missing]


def test_a_paid_subsidy_is_a_row_of_the_schema(money):
    dossier = known(money, money.paid(4_000_00))

    [row] = csv.DictReader(StringIO(open_data.text(open_data.rows(2022))))

    assert tuple(row) == open_data.FIELDS
    assert (row["nomAttribuant"], row["idAttribuant"]) == (money.cea.name, CEA)
    assert (row["idBeneficiaire"], row["montant"]) == (HOLDER, "4000.00")
    assert (row["objet"], row["nature"], row["conditionsVersement"]) == (dossier.title, "aide en numéraire", "unique")
    assert open_data.faults(open_data.text(open_data.rows(2022))) == []


def test_only_authorities_money_is_published(money):
    known(money, money.paid(4_000_00))

    assert len(open_data.rows(2022)) == 1  # the company's match and the citizens' gifts are no subsidy


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda money, structure: setattr(structure, "siret", ""), "n’est pas enregistré"),
        (lambda money, structure: setattr(structure, "legal_form", LegalForm.IN_CREATION), "il ne se publie pas"),
    ],
)
def test_a_row_without_what_it_needs_is_refused_by_name_with_the_way_out(money, spoil, said):
    dossier = known(money, money.paid(4_000_00))
    spoil(money, dossier.organization)
    dossier.organization.save()

    [row] = open_data.rows(2022)

    assert money.cea.name in row.name and dossier.title in row.name
    assert [said in one.sentence for one in row.missing] == [True]
    assert str(dossier.pk) in row.missing[0].url
    assert open_data.text([row]).count("\r\n") == 1
    shown = plain(page(money.didier, "open_data_preview", 2022))
    assert escape(row.missing[0].sentence).replace("\u00a0", " ") in shown
    assert refusal_of(actions.publish_open_data, year=2022, by=money.didier) == ["open-data-empty"]


def test_a_giver_without_siret_and_a_project_not_yet_paid_are_refused_too(money):
    money.payable(4_000_00)

    said = " ".join(missing())

    assert f"Le SIRET de {money.cea} n’est pas enregistré." in said
    assert "Rien n’est encore versé" in said


def test_what_is_published_is_what_the_public_downloads(money):
    known(money, money.paid(4_000_00))

    first = actions.publish_open_data(year=2022, by=money.didier)

    assert actions.publish_open_data(year=2022, by=money.didier) == first
    assert Event.objects.filter(kind=Kind.OPEN_DATA_PUBLISHED).count() == 1
    answer = money_client().get(url("open_data_file", 2022))
    assert answer.content.decode() == first.content
    assert "Année 2022" in plain(money_client().get(url("open_data")).content.decode())
    assert list(checks.told_rows()) == []


def money_client() -> Client:
    """Nobody in particular."""
    return Client()


def test_nothing_is_public_before_it_is_published(money):
    known(money, money.paid(4_000_00))

    assert money_client().get(url("open_data_file", 2022)).status_code == 404
    assert "Rien n’est encore publié" in plain(money_client().get(url("open_data")).content.decode())


def test_only_the_director_publishes(money):
    known(money, money.paid(4_000_00))

    for person in (money.odile, money.tess):
        assert refusal_of(actions.publish_open_data, year=2022, by=person) == ["not-yours"]
    assert not Publication.objects.exists()


def test_a_file_that_does_not_follow_the_schema_is_not_published(money, monkeypatch):
    known(money, money.paid(4_000_00))
    monkeypatch.setattr(open_data, "faults", lambda content: ["Ligne 2, montant\u00a0: faux."])

    assert refusal_of(actions.publish_open_data, year=2022, by=money.didier) == ["open-data-invalid"]


GOOD = {
    "nomAttribuant": "CeA", "idAttribuant": CEA, "dateConvention": "2021-12-01", "referenceDecision": "CP-1",
    "nomBeneficiaire": "Bocaux", "idBeneficiaire": HOLDER, "rnaBeneficiaire": "", "objet": "Bocal",
    "montant": "4000.00", "nature": "aide en numéraire", "conditionsVersement": "unique",
    "datesPeriodeVersement": "2022-05-01/2022-06-01", "idRAE": "", "notificationUE": "non",
    "pourcentageSubvention": "1", "dispositifAide": "Okoté",
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("nomAttribuant", ""), ("idAttribuant", "246700488"), ("idAttribuant", "00000001800011"),
        ("dateConvention", "01/12/2021"), ("nomBeneficiaire", ""), ("idBeneficiaire", ""),
        ("rnaBeneficiaire", "123"), ("objet", ""), ("montant", "4000,00"), ("montant", "0.00"), ("montant", "-1"),
        ("nature", "argent"), ("conditionsVersement", "comptant"), ("datesPeriodeVersement", "2022-06-01/2022-05-01"),
        ("notificationUE", "peut-être"), ("pourcentageSubvention", "100"),
    ],
)  # fmt: skip
def test_the_validator_finds_each_wrong_field(column, value):
    assert open_data.faults(_file(GOOD)) == []

    found = open_data.faults(_file(GOOD | {column: value}))

    assert [column in fault for fault in found] == [True]


def test_the_validator_finds_wrong_columns():
    assert len(open_data.faults("a,b\r\n")) == 1
    assert len(open_data.faults(_file(GOOD) + "x,y\r\n")) == 1
    assert len(open_data.faults("")) == 1


def _file(row: dict[str, str]) -> str:
    page_ = StringIO()
    writer = csv.writer(page_, lineterminator="\r\n")
    writer.writerow(open_data.FIELDS)
    writer.writerow([row[name] for name in open_data.FIELDS])
    return page_.getvalue()


# ------------------------------------------------------------------------------------------------- who a partner is


@pytest.mark.parametrize(
    ("siret", "code"), [("", "siret-needed"), ("00000001800011", "identifier-wrong"), (HOLDER, "siren-other")]
)
def test_a_siret_is_right_and_of_the_known_siren(money, siret, code):
    money.cea.siren = CEA[:9]
    money.cea.save()

    assert refusal_of(actions.identify_partner, money.cea, siret=siret, by=money.didier) == [code]


def test_a_siret_is_entered_on_the_partners_page(money):
    as_(money.didier).post(url("identify_partner", money.cea.pk), {"siret": "000 000 018 00010"})

    money.cea.refresh_from_db()
    assert (money.cea.siret, money.cea.siren) == (CEA, CEA[:9])
    assert refusal_of(actions.identify_partner, money.cea, siret=CEA, by=money.tess) == ["not-yours"]
