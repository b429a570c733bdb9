"""The founding report's figures are in the file, and a file that contradicts itself is refused by its line."""

import re
from datetime import date
from pathlib import Path

import pytest

from okote_flow.operations.programme_figures import PartnerKind, Section, Status
from okote_flow.operations.programme_file import parse
from okote_flow.refusals import Refusal, Refused

FILE = Path(__file__).resolve().parents[2] / "data" / "okote-2021-2023.toml"
TEXT = FILE.read_text(encoding="utf-8")
PROGRAMME = parse(TEXT)
YEARS = (2021, 2022, 2023)

AMOUNT = re.compile(r"(?<![\w])(?:20\d\d|euros) = +([\d_]+)")
AMOUNTS = [found.span(1) for found in AMOUNT.finditer(TEXT)]
KEYS = [number for number, line in enumerate(TEXT.splitlines(), 1) if re.match(r"\w+ = (?!\[$)", line)]
PARTNERS_SIRENS = ['siren = "246700488"', 'siren = "200066009"']


def euros(cents):
    return [cents[year] // 100 for year in YEARS]


def rows(table):
    return {row.label: euros(row.cents) for row in table}


def refusals(text: str) -> list[Refusal]:
    with pytest.raises(Refused) as refused:
        parse(text)
    return refused.value.refusals


def codes(text: str) -> set[str]:
    return {refusal.code for refusal in refusals(text)}


def said_at(line: int, code: str, text: str) -> bool:
    """Does the file get this refusal, on this line?"""
    return any(r.code == code and r.message.startswith(f"ligne {line}\u00a0: ") for r in refusals(text))


def changed(old: str, new: str) -> tuple[str, int]:
    """The file with one thing changed, and the line on which it stands."""
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new), TEXT[: TEXT.index(old)].count("\n") + 1


def with_line(number: int, line: str) -> str:
    lines = TEXT.splitlines()
    lines[number - 1] = line
    return "\n".join(lines)


def line_after(header: str, start: str, nth: int = 1) -> int:
    """The line on which a key of the nth table of that name stands."""
    lines = TEXT.splitlines()
    at = [number for number, line in enumerate(lines) if line.startswith(header)][nth - 1]
    return next(number for number in range(at + 1, len(lines)) if lines[number].startswith(start)) + 1


def with_line_after(number: int) -> str:
    lines = TEXT.splitlines()
    return "\n".join([*lines[:number], 'surprise = "x"', *lines[number:]])


def is_missed(text: str) -> bool:
    try:
        parse(text)
    except Refused as refused:
        return "file-key-missing" in {refusal.code for refusal in refused.refusals}
    return False


def without_line(number: int) -> str:
    lines = TEXT.splitlines(keepends=True)
    return "".join(lines[: number - 1] + lines[number:])


# ------------------------------------------------------------------------------------------ the report, table by table


def test_the_running_costs_are_those_of_the_report():
    costs = PROGRAMME.running_costs
    assert euros(costs.costs_cents) == [150_942, 196_222, 196_222]
    assert euros(costs.total_cents) == [150_942, 196_222, 196_222]
    assert rows(costs.funding) == {
        "AG2R Strasbourg": [25_000, 25_000, 25_000],
        "AG2R Mulhouse": [15_000, 15_000, 15_000],
        "Eurométropole de Strasbourg": [25_000, 25_000, 25_000],
        "Ville de Mulhouse": [25_000, 25_000, 25_000],
        "Agglomération de Mulhouse": [5_000, 5_000, 5_000],
        "Collectivité européenne d’Alsace": [51_500, 96_000, 96_000],
        "Alsace Active": [4_442, 5_222, 5_222],
    }


def test_the_mutualised_fund_is_that_of_the_report():
    fund = PROGRAMME.fund

    assert rows(fund.authorities) == {
        "Collectivité européenne d’Alsace": [15_000, 50_000, 50_000],
        "Eurométropole de Strasbourg": [35_000, 35_000, 35_000],
        "Agglomération de Mulhouse": [15_000, 15_000, 15_000],
    }
    assert euros(fund.authorities_subtotal_cents) == [65_000, 100_000, 100_000]
    assert euros(fund.citizens_cents) == [65_000, 100_000, 100_000]
    assert euros(fund.companies_cents) == [65_000, 100_000, 100_000]
    assert euros(fund.total_cents) == [195_000, 300_000, 300_000]


def test_one_euro_of_citizens_meets_one_of_companies_and_one_of_authorities():
    fund = PROGRAMME.fund

    assert fund.citizens_cents == fund.companies_cents == fund.authorities_subtotal_cents


@pytest.mark.parametrize("year", YEARS)
def test_every_total_of_the_report_is_the_sum_of_its_column(year):
    costs, fund = PROGRAMME.running_costs, PROGRAMME.fund

    assert sum(row.cents[year] for row in costs.funding) == costs.total_cents[year] == costs.costs_cents[year]
    assert sum(row.cents[year] for row in fund.authorities) == fund.authorities_subtotal_cents[year]
    thirds = fund.authorities_subtotal_cents[year] + fund.citizens_cents[year] + fund.companies_cents[year]
    assert thirds == fund.total_cents[year]


def test_the_cea_is_asked_for_66500_euros_then_146000_a_year():
    [request] = PROGRAMME.requests

    assert request.partner == "cea"
    assert euros(request.total_cents) == [66_500, 146_000, 146_000]


def test_the_two_grants_of_2021_have_their_place_in_the_budget():
    running, fund = PROGRAMME.grants

    assert (running.cents, running.section, running.chapter, running.nature) == (
        51_500_00,
        Section.RUNNING,
        "65",
        "65748",
    )
    assert (fund.cents, fund.section, fund.chapter, fund.nature) == (15_000_00, Section.INVESTMENT, "204", "20421")
    for grant in PROGRAMME.grants:
        assert (grant.partner, grant.year, grant.function, grant.operation) == ("cea", 2021, "502", "P2450002")
        assert grant.deliberation == "CP-2021-8-1-4"


def test_only_the_envelope_of_the_cea_for_2021_is_voted():
    voted = [one for one in PROGRAMME.fund.envelopes if one.status == Status.VOTED]

    assert [(one.partner, one.year, one.cents) for one in voted] == [("cea", 2021, 15_000_00)]
    assert len(PROGRAMME.fund.envelopes) == 9
    assert PROGRAMME.grant_of(voted[0]).section == Section.INVESTMENT
    assert [PROGRAMME.grant_of(one) for one in PROGRAMME.fund.envelopes[1:]] == [None] * 8


def test_the_decisions_are_cited_with_their_dates():
    assert {one.reference: one.taken_on for one in PROGRAMME.deliberations} == {
        "CD-2021-4-8-4": date(2021, 3, 26),
        "CP-2021-8-1-4": date(2021, 9, 20),
    }
    assert [one.given_on for one in PROGRAMME.opinions] == [date(2021, 8, 30)]


def test_the_targets_are_25_projects_of_which_16_with_the_cea():
    assert (PROGRAMME.targets.projects, PROGRAMME.targets.projects_with_cea_money) == (25, 16)


def test_there_are_four_territories_six_criteria_and_three_bodies():
    assert [one.name for one in PROGRAMME.territories] == [
        "Nord Alsace",
        "Eurométropole de Strasbourg",
        "Agglomération de Mulhouse",
        "Sud Alsace",
    ]
    assert [one.name for one in PROGRAMME.criteria] == [
        "Territoire d’impact",
        "Stade de vie de la structure porteuse",
        "Stade de vie du projet",
        "Innovation",
        "Impacts",
        "Intérêt général",
    ]
    assert [one.kind for one in PROGRAMME.bodies] == ["territorial", "engagement", "steering"]
    assert set(PROGRAMME.bodies[2].partners) == {"ag2r", "ems", "m2a", "jadoptunprojet"}


def test_only_the_cea_is_bound_to_its_competences():
    assert [one.code for one in PROGRAMME.partners if one.competence_bound] == ["cea"]
    assert {one.code for one in PROGRAMME.partners if one.kind == PartnerKind.AUTHORITY} == {
        "cea",
        "ems",
        "m2a",
        "mulhouse",
    }


# --------------------------------------------------------------------------------------------- a file that disagrees


@pytest.mark.parametrize(
    "total",
    [
        "total_euros = { 2021 = 150_942, 2022 = 196_222, 2023 = 196_222 }",
        "costs_euros = { 2021 = 150_942, 2022 = 196_222, 2023 = 196_222 }",
        "authorities_subtotal_euros = { 2021 = 65_000, 2022 = 100_000, 2023 = 100_000 }",
        "total_euros = { 2021 = 195_000, 2022 = 300_000, 2023 = 300_000 }",
        "total_euros = { 2021 = 66_500, 2022 = 146_000, 2023 = 146_000 }",
    ],
)
@pytest.mark.parametrize("year", YEARS)
def test_a_total_that_differs_from_its_parts_is_refused_by_its_line(total, year):
    figure = re.search(rf"{year} = ([\d_]+)", total)[1]
    wrong = total.replace(f"{year} = {figure}", f"{year} = {int(figure) + 1}")

    text, line = changed(f"\n{total}", f"\n{wrong}")

    assert said_at(line + 1, "file-total-differs", text)


@pytest.mark.parametrize("span", AMOUNTS, ids=lambda span: f"line {TEXT[: span[0]].count(chr(10)) + 1}, {span[0]}")
def test_no_amount_of_the_file_can_change_alone(span):
    start, end = span
    other = int(TEXT[start:end]) + 1

    found = refusals(f"{TEXT[:start]}{other}{TEXT[end:]}")

    assert {refusal.code for refusal in found} <= {"file-total-differs", "file-amount-differs"}
    assert all(re.match(r"ligne \d+\u00a0: ", refusal.message) for refusal in found)


def test_every_amount_of_the_file_has_been_tried():
    assert len(AMOUNTS) == 27 + 21 + 9 + 3 + 2


def test_a_refusal_names_the_total_its_parts_and_both_sums():
    text, line = changed("2021 =  4_442", "2021 =  4_443")

    messages = [refusal.message for refusal in refusals(text)]

    rows_at = f"lignes {line - 6} à {line}"
    total = (
        f"ligne {line + 2}\u00a0: «\u00a0running_costs.total_euros\u00a0» annonce 150\u00a0942\u00a0€ pour 2021, "
        f"ses parties ({rows_at}) font 150\u00a0943\u00a0€."
    )
    assert total in messages


# -------------------------------------------------------------------------------------------------- a misshapen file


def test_no_key_may_be_missing():
    forgiven = [TEXT.splitlines()[number - 1].split("  ")[0] for number in KEYS if not is_missed(without_line(number))]

    assert forgiven == ["competence_bound = true", *PARTNERS_SIRENS]


def test_an_unknown_key_is_named_with_its_line():
    silent = [number for number in KEYS if not said_at(number + 1, "file-key-unknown", with_line_after(number))]

    assert silent == []


def test_a_misspelt_key_is_given_its_nearest_name():
    text, line = changed("review_after_months", "review_after_month")

    found = {refusal.code: refusal.message for refusal in refusals(text)}

    assert found.keys() == {"file-key-missing", "file-key-unknown"}
    assert found["file-key-unknown"].startswith(
        f"ligne {line}\u00a0: la clé «\u00a0programme.review_after_month\u00a0»"
    )
    assert "«\u00a0review_after_months\u00a0»" in found["file-key-unknown"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("projects = 25", "projects = -25", "file-amount-negative"),
        ("projects = 25", "projects = true", "file-kind-wrong"),
        ("projects = 25", 'projects = "25"', "file-kind-wrong"),
        ("projects_with_cea_money = 16", "projects_with_cea_money = 26", "file-targets-wrong"),
        ("date = 2021-08-30", 'date = "30/08/2021"', "file-kind-wrong"),
        ("date = 2021-08-30", "date = 2021-08-30T10:00:00", "file-kind-wrong"),
        ('verdict = "favourable"', 'verdict = "favorable"', "file-value-unknown"),
        ("years = [2021, 2022, 2023]", 'years = ["2021"]', "file-kind-wrong"),
        ("years = [2021, 2022, 2023]", "years = [2021, 2023]", "file-key-unknown"),
        ("years = [2021, 2022, 2023]", "years = [2023, 2022, 2021]", "file-years-wrong"),
        ('siren = "200067874"', 'siren = "200067875"', "file-siren-wrong"),
        ('siren = "200066041"', 'siren = "200066058"', "file-code-twice"),
        ('code = "ag2r"', 'code = "ems"', "file-code-twice"),
        ('operator = "alsace-active"', 'operator = "personne"', "file-partner-unknown"),
        ('"jadoptunprojet"]', '"personne"]', "file-partner-unknown"),
        (
            '"cea", year = 2021, euros = 15_000, status = "voted"',
            '"cea", year = 2021, euros = 15_000, status = "forecast"',
            "file-vote-forgotten",
        ),
        (
            '"m2a", year = 2023, euros = 15_000, status = "forecast"',
            '"m2a", year = 2023, euros = 15_000, status = "voted"',
            "file-vote-missing",
        ),
        ('"m2a", year = 2023, euros = 15_000', '"m2a", year = 2022, euros = 15_000', "file-code-twice"),
        ('"m2a", year = 2023, euros = 15_000', '"m2a", year = 2024, euros = 15_000', "file-year-outside"),
    ],
)
def test_what_is_wrong_is_refused_by_its_line(old, new, code):
    text, line = changed(old, new)

    if code == "file-key-unknown":
        assert code in codes(text)
    else:
        assert said_at(line, code, text)


def test_an_envelope_of_the_fund_cannot_be_left_out():
    text, _ = changed('  { partner = "m2a", year = 2023, euros = 15_000, status = "forecast" },\n', "")

    assert codes(text) == {"file-envelope-missing"}


def test_a_grant_cites_a_deliberation_of_the_file():
    line = line_after("[[grants]]", "deliberation")

    assert said_at(line, "file-deliberation-unknown", with_line(line, 'deliberation = "CP-0000"'))


def test_a_grant_is_given_in_a_year_of_the_programme():
    line = line_after("[[grants]]", "year", nth=2)

    assert said_at(line, "file-year-outside", with_line(line, "year = 2024"))


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("partners", "code"),
        ("territories", "code"),
        ("criteria", "code"),
        ("bodies", "code"),
        ("deliberations", "reference"),
    ],
)
def test_a_code_is_given_once(table, key):
    first, second = line_after(f"[[{table}]]", key), line_after(f"[[{table}]]", key, nth=2)

    text = with_line(second, TEXT.splitlines()[first - 1])

    assert said_at(second, "file-code-twice", text)


def test_a_partners_siren_has_its_key():
    line = line_after("[[partners]]", "siren")

    assert said_at(line, "file-siren-wrong", with_line(line, 'siren = "246700489"'))


def test_a_missing_choice_is_said_once():
    text = without_line(line_after("[[partners]]", "kind"))

    assert [refusal.code for refusal in refusals(text)] == ["file-key-missing"]


def test_a_list_holds_what_it_should():
    text, line = changed('partners = ["ag2r", "ems", "m2a", "jadoptunprojet"]', 'partners = ["ag2r", 2]')

    assert said_at(line, "file-kind-wrong", text)


def test_a_row_is_a_table():
    line = line_after("envelopes = [", "  {") + 8

    assert said_at(line, "file-kind-wrong", with_line(line, "  3,"))


def test_the_second_siren_of_a_territory_is_found_on_its_own_line():
    text, line = changed('siren = "200036465"', 'siren = "200036466"')

    assert said_at(line, "file-siren-wrong", text)


def test_a_file_that_is_not_toml_is_refused_by_its_line():
    text, line = changed("projects = 25", "projects =")

    assert said_at(line, "file-unreadable", text)


def test_a_file_that_stops_in_the_middle_is_refused():
    assert codes(TEXT[: TEXT.index("funding_euros") + 60]) == {"file-unreadable"}


def test_an_empty_file_lacks_everything():
    assert codes("") == {"file-key-missing"}
