"""The forms of the books, sent with what nobody should send: refused in words, never a crash, nothing written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding import actions
from funding.models import AgreementFile, ContributionMove, Entry, Period, Publication, YearEnd
from tests.money import MoneyWorld
from tests.views.test_funding_pages import as_, url

VALUES = (
    "",
    " ",
    "\x00",
    "=1+1",
    "−1",
    "0",
    "9" * 400,
    "<script>",
    "2022-02-30",
    "0000-00-00",
    "Infinity",
    "é" * 5000,
)


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_value_breaks_a_form_of_the_books(money, value):
    actions.record_advance(money.ems_2022, cents=5_00, key="V-1", by=money.tess)
    planned = actions.plan_contribution(money.cea, year=2022, label="CeA", forecast_cents=9_00, by=money.didier)
    entry, agreement = Entry.objects.get(key="cash:V-1"), money.ems_2022.agreement
    forms = {
        ("amend_agreement", agreement.pk): (
            "reference", "deliberation_ref", "deliberated_on", "deliberated_by", "starts_on", "ends_on", "chapter",
        ),
        ("file_agreement", agreement.pk): ("file",),
        ("carry_over_envelope", money.ems_2022.pk): ("deliberation_ref",),
        ("lock_period",): ("month",),
        ("identify_partner", money.ems.pk): ("siret",),
        ("plan_contribution",): ("partner", "year", "label", "forecast_cents"),
        ("call_contribution", planned.pk): ("cents", "called_on", "key"),
        ("receive_contribution", planned.pk): ("cents", "received_on", "key"),
        ("publish_open_data", 2022): (),
    }  # fmt: skip
    if not value.strip("\x00 "):
        forms["reverse_entry", entry.pk] = ("reason",)

    for client in (as_(money.didier), as_(money.tess)):
        for (name, *args), fields in forms.items():
            answer = client.post(url(name, *args), dict.fromkeys(fields, value))
            assert answer.status_code in (200, 409, 422), (name, answer.status_code)

    assert Entry.objects.filter(reverses__isnull=False).count() == 0
    for model in (AgreementFile, ContributionMove, Period, Publication, YearEnd):
        assert not model.objects.exists(), model


@pytest.mark.parametrize("name", ["open_data_preview", "publish_open_data", "fec", "open_data_file"])
@pytest.mark.parametrize("year", [0, 1, 9999, 99999999])
def test_a_year_beyond_all_use_has_an_empty_page_or_none(money, name, year):
    assert as_(money.didier).get(url(name, year)).status_code in (200, 404)


def test_a_paper_that_is_no_file_is_refused(money):
    answer = as_(money.didier).post(
        url("file_agreement", money.ems_2022.agreement_id), {"file": SimpleUploadedFile("x", b"")}
    )

    assert answer.status_code in (200, 409, 422)
    assert not AgreementFile.objects.exists()
