"""What a dossier must satisfy, as tables of cases."""

from dataclasses import replace
from datetime import date

import pytest

from dossiers import rules

TODAY = date(2022, 3, 1)
GOOD = rules.Sheet(
    missing=(),
    expenses_cents=12_000_00,
    resources_cents=12_000_00,
    has_commitment=True,
    call="Printemps",
    call_opens_on=date(2022, 2, 1),
    call_closes_on=date(2022, 3, 1),
)


def codes(refusals):
    return [refusal.code for refusal in refusals]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"missing": ("le résumé",)}, ["incomplete"]),
        ({"resources_cents": 11_999_99}, ["budget-unbalanced"]),
        ({"has_commitment": False}, ["commitment-missing"]),
        ({"call_closes_on": date(2022, 2, 28)}, ["call-closed"]),
        ({"call_opens_on": date(2022, 3, 2)}, ["call-not-open"]),
        ({"call_opens_on": None, "call_closes_on": None}, []),
        (
            {"missing": ("x",), "expenses_cents": 1, "has_commitment": False},
            ["incomplete", "budget-unbalanced", "commitment-missing"],
        ),
    ],
    ids=str,
)
def test_what_a_submission_needs(change, expected):
    assert codes(rules.submission_refusals(replace(GOOD, **change), TODAY)) == expected


def test_the_gap_of_the_budget_is_said_in_words():
    [refusal] = rules.budget_refusals(100_00, 90_50)

    assert "9,50\u00a0€" in refusal.message


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [(date(2022, 2, 28), []), (date(2022, 3, 1), ["delay-running"]), (date(2022, 3, 2), ["delay-running"])],
)
def test_a_dossier_is_dropped_only_after_the_last_day(due_on, expected):
    assert codes(rules.drop_refusals(due_on, TODAY)) == expected


@pytest.mark.parametrize(
    ("touched_on", "announced_on", "expected"),
    [
        (date(2021, 3, 1), date(2022, 1, 30), []),
        (date(2021, 3, 2), date(2022, 1, 30), ["still-active"]),
        (date(2021, 3, 1), date(2022, 1, 31), ["still-active"]),
        (date(2021, 3, 1), None, ["still-active"]),
    ],
)
def test_a_draft_expires_after_its_year_and_a_months_notice(touched_on, announced_on, expected):
    found = rules.expiry_refusals(touched_on, date(2021, 3, 1), announced_on, TODAY, 30)

    assert codes(found) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, []), (2, ["too-many-postponements"])])
def test_a_dossier_is_postponed_at_most_twice(count, expected):
    assert codes(rules.postponement_refusals(count, 2)) == expected


@pytest.mark.parametrize(
    ("asked", "free", "bound", "competent", "expected"),
    [
        (100, 100, True, True, []),
        (101, 100, True, True, ["over-free-envelope"]),
        (100, 100, True, False, ["no-competence"]),
        (0, 0, True, False, []),
        (100, 100, False, False, []),
        (101, 100, True, False, ["no-competence", "over-free-envelope"]),
    ],
)
def test_ceilings_fit_in_the_envelope_and_the_competence(asked, free, bound, competent, expected):
    found = rules.ceiling_refusals(asked, free, partner="CeA", needs_competence=bound, competent=competent)

    assert codes(found) == expected


@pytest.mark.parametrize(
    ("form", "identity", "missing"),
    [
        ("in_creation", {}, ()),
        ("local_association", {}, ("le tribunal", "le volume", "le folio")),
        ("local_association", {"court": "Saverne", "volume": "12", "folio": "3"}, ()),
        ("association_1901", {}, ("le SIRET",)),
        ("association_1901", {"siret": "1"}, ()),
        ("cooperative", {"court": "Saverne", "volume": "12", "folio": "3"}, ("le SIRET",)),
    ],
)
def test_a_structure_is_identified_by_what_its_law_gives_it(form, identity, missing):
    blank = {"siret": "", "court": "", "volume": "", "folio": ""}

    assert rules.structure_missing(form, **(blank | identity)) == missing


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_that_says_nothing_is_missing(reason):
    assert codes(rules.reason_refusals(reason)) == ["reason-missing"]
    assert codes(rules.reason_refusals("Hors du territoire.")) == codes(rules.reason_refusals(None)) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 3, 1), 12, date(2021, 3, 1)),
        (date(2022, 3, 31), 1, date(2022, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2022, 1, 15), 1, date(2021, 12, 15)),
    ],
)
def test_months_before_keep_the_day_where_they_can(day, months, expected):
    assert rules.months_before(day, months) == expected


@pytest.mark.parametrize(("goal", "count"), [(8_999_99, 1), (9_000_00, 0), (18_000_00, 0), (18_000_01, 1)])
def test_an_unusual_goal_is_noted_not_refused(goal, count):
    assert len(list(rules.goal_notes(goal, 9_000_00, 18_000_00))) == count
