"""How long a dossier is kept: dates in, dates out."""

from datetime import date, timedelta
from random import Random

import pytest

from okote_flow.records import retention, rules
from okote_flow.records.rules import Course, Phase, Rule


def rule(code, active, intermediate, *, on=date(2021, 1, 1)):
    return Rule(code, code, on, "last_payment", active, intermediate, "destruction", "", False)


TABLE = {"funded": rule("funded", 12, 120), "refused": rule("refused", 12, 60)}


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2022, 3, 1), 12, date(2023, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2022, 1, 31), 1, date(2022, 3, 1)),
        (date(2022, 12, 31), 2, date(2023, 3, 1)),
        (date(2022, 10, 31), 1, date(2022, 12, 1)),
        (date(2022, 12, 15), 1, date(2023, 1, 15)),
    ],
)
def test_months_are_never_too_short(day, months, after):
    assert rules.months_after(day, months) == after


def test_what_is_over_by_the_end_is_what_began_by_the_beginning():
    """The database asks the second question, the page the first."""
    random = Random(7)
    for _ in range(5000):
        start = date(2019, 1, 1) + timedelta(days=random.randrange(2500))
        on = start + timedelta(days=random.randrange(4500))
        months = random.choice((1, 12, 60, 120))
        assert (rules.months_after(start, months) <= on) == (start <= rules.months_before(on, months)), (start, on)


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2023, 6, 30), Phase.ACTIVE),
        (date(2023, 7, 1), Phase.INTERMEDIATE),
        (date(2032, 5, 1), Phase.INTERMEDIATE),
        (date(2032, 5, 2), Phase.DUE),
    ],
)
def test_what_was_paid_is_kept_ten_years_from_the_last_payment(on, phase):
    course = Course(date(2022, 7, 1), date(2022, 5, 2), date(2022, 1, 1))

    assert rules.keeping(course, TABLE, on).phase is phase


def test_what_was_refused_is_kept_five_years_from_its_letter():
    kept = rules.keeping(Course(date(2022, 1, 10), None, date(2022, 2, 1)), TABLE, date(2026, 1, 1))

    assert (kept.phase, kept.due_on) == (Phase.INTERMEDIATE, date(2027, 2, 1))


def test_daily_use_is_over_before_anything_is_due():
    """Closed late, long after its last payment: the year of daily use still runs."""
    kept = rules.keeping(Course(date(2033, 1, 1), date(2022, 1, 1), None), TABLE, date(2033, 6, 1))

    assert (kept.phase, kept.due_on) == (Phase.ACTIVE, date(2034, 1, 1))


def test_nobody_knows_the_end_of_what_still_runs():
    kept = rules.keeping(Course(None, date(2022, 1, 1), None), TABLE, date(2050, 1, 1))

    assert (kept.phase, kept.due_on) == (Phase.ACTIVE, None)


def test_a_newer_rule_takes_the_place_of_the_older_from_its_day_on():
    old, new = rule("funded", 12, 120), rule("funded", 12, 180, on=date(2025, 1, 1))

    assert rules.in_force([new, old], date(2024, 12, 31))["funded"] is old
    assert rules.in_force([new, old], date(2025, 1, 1))["funded"] is new


def test_a_person_is_answered_within_a_month():
    assert rules.answer_due(date(2022, 3, 15)) == date(2022, 4, 15)


def test_whether_a_visa_is_needed_is_said_once_by_the_fate():
    said = {one.code: one.fate_label for one in retention.table()}

    assert {code for code, fate in said.items() if "après visa" in fate} == {"funded", "refused"}
    assert {code for code, fate in said.items() if "sans visa" in fate} == {"draft"}
    assert not any("visa" in one.source for one in retention.table())
