"""What the law asks of a tax receipt, as cases."""

from dataclasses import replace
from datetime import date

import pytest

from funding import tax_rules
from funding.tax_rules import Addressee, Counted, GiftFacts

GIFT = GiftFacts(given_cents=50_00)
ISSUED = Counted("RF-1", 50_00)


def codes(found) -> list[str]:
    return [refusal.code for refusal in found]


@pytest.mark.parametrize(
    ("gift", "wanted"),
    [
        (GIFT, []),
        (replace(GIFT, refunded_cents=49_99), []),
        (replace(GIFT, refunded_cents=50_00), ["receipt-empty"]),
        (replace(GIFT, has_recipient=False), ["recipient-missing"]),
        (replace(GIFT, underway_cents=1), ["reversal-underway"]),
        (replace(GIFT, claimed_cents=1), ["claims-open"]),
        (replace(GIFT, counted=ISSUED), ["receipt-there"]),
        (replace(GIFT, counted=ISSUED, refunded_cents=1), ["receipt-outdated"]),
        (replace(GIFT, counted=ISSUED, refunded_cents=50_00), ["receipt-outdated"]),
        (
            replace(GIFT, has_recipient=False, underway_cents=1, claimed_cents=1),
            ["recipient-missing", "reversal-underway", "claims-open"],
        ),
    ],
)
def test_a_receipt_is_issued_once_for_what_is_really_given(gift, wanted):
    assert codes(tax_rules.receipt_refusals(gift)) == wanted


@pytest.mark.parametrize(
    ("day", "in_force"),
    [(date(2022, 1, 31), False), (date(2022, 2, 1), True), (date(2022, 5, 31), True), (date(2022, 6, 1), False)],
)
def test_a_mandate_holds_from_its_day_to_the_eve_of_its_end(day, in_force):
    assert tax_rules.is_in_force(date(2022, 2, 1), date(2022, 6, 1), day) is in_force
    assert tax_rules.is_in_force(date(2022, 2, 1), None, day) is (day >= date(2022, 2, 1))


@pytest.mark.parametrize(("cents", "said"), [(50_00, "***50,00\u00a0€***"), (1_234_56, "***1\u00a0234,56\u00a0€***")])
def test_figures_stand_between_asterisks(cents, said):
    assert tax_rules.in_asterisks(cents) == said


@pytest.mark.parametrize(
    ("number", "right"),
    [("732829320", True), ("732 829 320", True), ("732829321", False), ("", False), ("abc", False)],
)
def test_a_siren_has_its_check_digit(number, right):
    assert tax_rules.is_siren(number) is right


def test_a_person_says_no_siren_and_a_company_does():
    person = Addressee("Léa", "3 rue", "67500", "Haguenau")
    assert tax_rules.missing_of(person) == {}
    assert list(tax_rules.missing_of(replace(person, is_company=True))) == ["legal_form", "siren"]
    assert list(tax_rules.missing_of(replace(person, country=" "))) == ["country"]


def test_a_receipt_is_kept_six_years():
    assert tax_rules.kept_until(date(2022, 7, 1)) == 2028
