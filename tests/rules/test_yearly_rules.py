"""Periods of twelve months, the middle and the ninetieth of durations, leverage, words of counts."""

from datetime import date

import pytest

from okote_flow.reports import rules
from okote_flow.reports.rules import twelve_months


def test_a_period_is_twelve_whole_months():
    assert twelve_months(date(2022, 1, 1)).ends_on == date(2022, 12, 31)
    assert twelve_months(date(2021, 10, 1)).ends_on == date(2022, 9, 30)
    assert twelve_months(date(2023, 3, 1)).ends_on == date(2024, 2, 29)
    assert [f"{one:%m/%y}" for one in twelve_months(date(2021, 10, 1)).months][2:4] == ["12/21", "01/22"]


def test_a_period_says_its_year_or_its_days():
    assert twelve_months(date(2022, 1, 1)).label == "2022"
    assert twelve_months(date(2021, 10, 1)).label == "01/10/2021 – 30/09/2022"


def test_an_even_pace_begins_at_nothing_and_ends_at_the_target():
    year = twelve_months(date(2022, 1, 1))

    assert year.expected(25, date(2021, 12, 31)) == 0
    assert year.expected(25, date(2022, 7, 2)) == 13  # 183 days of 365: 12.53
    assert year.expected(25, date(2022, 12, 31)) == 25
    assert year.expected(25, date(2023, 6, 1)) == 25


@pytest.mark.parametrize(
    ("values", "middle", "ninetieth"),
    [
        ([], None, None),
        ([4], 4, 4),
        ([1, 2], 1, 2),
        ([3, 1, 2], 2, 3),
        (list(range(1, 11)), 5, 9),
        ([0, 0, 30], 0, 30),
    ],
)
def test_percentiles_are_values_that_were_seen(values, middle, ninetieth):
    assert rules.percentile(values, 50) == middle
    assert rules.percentile(values, 90) == ninetieth


def test_shares_and_leverage_are_rounded_once_and_say_nothing_of_nothing():
    assert rules.in_percent(1, 3) == "33\u00a0%"
    assert rules.in_percent(1, 2) == "50\u00a0%"
    assert rules.in_percent(0, 0) == "sans objet"
    assert rules.leverage(200_00, 100_00) == "2,00\u00a0€"
    assert rules.leverage(8559400, 4258700) == "2,01\u00a0€"
    assert rules.leverage(1, 0) == "sans objet"
    assert rules.mean_cents(100, 3) == 33
    assert rules.mean_cents(0, 0) == 0


def test_counts_are_said_in_french():
    assert rules.counted(0, "projet") == "aucun projet"
    assert rules.counted(1, "dossier déposé", "dossiers déposés") == "1 dossier déposé"
    assert rules.counted(2, "dossier déposé", "dossiers déposés") == "2 dossiers déposés"
    assert rules.enumerated(["Avant-propos"]) == "Avant-propos"
    assert rules.enumerated(["a", "b", "c"]) == "a, b et c"
