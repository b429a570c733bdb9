"""A table that leaves: typed cells for a French spreadsheet, and nothing that somebody typed ever runs in one."""

import csv
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from okote_flow.sheets import FORMULA_STARTS, Cells, Column, Sheet, csv_lines, harmless, said, write_xlsx

HOSTILE = [
    "=1+1",
    "+33 6 12",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=cmd|"/C calc"!A0',
    '=HYPERLINK("https://example.org";"ici")',
    "+cmd|'/C calc'!A0",
]
AT = datetime(2022, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight of the next day in Alsace


def sheet(*rows, cells=(Cells.TEXT,), title="Dossiers"):
    return Sheet("dossiers", title, [Column(f"c{place}", kind) for place, kind in enumerate(cells)], rows)


def text(made):
    return "".join(csv_lines(made))


def rows_of(made):
    """What a CSV reader finds under the heads."""
    return list(csv.reader(StringIO(text(made).removeprefix("\ufeff"), newline=""), delimiter=";"))[1:]


def book(made, **how):
    file = BytesIO()
    write_xlsx(made, file, **how)
    return file.getvalue()


def pages(made, **how):
    return load_workbook(BytesIO(book(made, **how))).worksheets


def cell(value, kind=Cells.TEXT):
    """One value, read back out of a workbook."""
    return pages(sheet([value], cells=(kind,)))[0]["A2"]


# CSV


def test_a_text_file_is_made_for_a_french_spreadsheet():
    made = text(sheet(["Fournil; pain", 1_234_56], cells=(Cells.TEXT, Cells.CENTS)))

    assert made == '\ufeffc0;c1\r\n"Fournil; pain";1234,56\r\n'


@pytest.mark.parametrize(
    ("cents", "words"),
    [(0, "0,00"), (5, "0,05"), (-5, "-0,05"), (-100, "-1,00"), (-1_234_56, "-1234,56"), (10**15, "10000000000000,00")],
)
def test_cents_are_euros_with_a_comma_and_keep_their_sign(cents, words):
    assert said(cents, Cells.CENTS) == words
    assert rows_of(sheet([cents], cells=(Cells.CENTS,))) == [[words]]


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (date(2022, 3, 1), Cells.DAY, "01/03/2022"),
        (date(900, 3, 1), Cells.DAY, "01/03/0900"),
        (AT, Cells.DAY, "02/03/2022"),
        (AT, Cells.INSTANT, "02/03/2022 00:30"),
        (AT, Cells.TEXT, "02/03/2022 00:30"),
        (date(2022, 3, 1), Cells.TEXT, "01/03/2022"),
        (-3, Cells.NUMBER, "-3"),
        (0, Cells.NUMBER, "0"),
        (0, Cells.TEXT, "0"),
    ],
)
def test_a_value_is_said_as_its_column_says(value, kind, words):
    assert said(value, kind) == words


@pytest.mark.parametrize("kind", Cells)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_an_empty_cell_of_any_kind(kind, nothing):
    assert said(nothing, kind) == ""
    assert cell(nothing, kind).value is None


@pytest.mark.parametrize("kind", Cells)
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_is_no_formula_of_a_text_file(typed, kind):
    [[found]] = rows_of(sheet([typed], cells=(kind,)))

    assert found == f"'{typed}"
    assert not found.startswith(FORMULA_STARTS)


@pytest.mark.parametrize("typed", ["Pain = avenir", "a-b", "l’@ de Zoé", " =1+1", "'=1+1"])
def test_words_that_run_nowhere_stay_as_they_are(typed):
    assert said(typed, Cells.TEXT) == harmless(typed) == typed


def test_quotes_and_new_lines_stay_within_their_cell():
    typed = 'Il dit "oui";\n=1+1'

    assert rows_of(sheet([typed], ["Suite"])) == [[typed], ["Suite"]]


def test_a_row_of_another_width_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        text(sheet(["Un", "deux"]))
    with pytest.raises(ValueError, match="zip"):
        book(sheet(["Un", "deux"]))


def test_rows_are_read_as_they_are_written_and_once():
    read = []

    def rows():
        for number in range(3):
            read.append(number)
            yield [number]

    lines = csv_lines(Sheet("x", "X", [Column("c", Cells.NUMBER)], rows()))

    next(lines), next(lines), next(lines)
    assert read == [0]
    assert [*lines] == ["1\r\n", "2\r\n"]


# XLSX


@pytest.mark.parametrize("kind", Cells)
@pytest.mark.parametrize("typed", HOSTILE)
def test_what_somebody_typed_is_text_in_a_workbook(typed, kind):
    found = cell(typed, kind)

    assert found.data_type == "s"
    assert found.hyperlink is None
    assert found.value.replace("_x000D_", "\r").lstrip("'") == typed


def test_a_workbook_holds_no_formula_and_no_link():
    with zipfile.ZipFile(BytesIO(book(sheet(*[[typed] for typed in [*HOSTILE, "https://example.org"]])))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")

        assert b"<f>" not in page
        assert b"hyperlink" not in page
        assert not [name for name in parts.namelist() if "externalLink" in name]


@pytest.mark.parametrize(("cents", "euros"), [(0, 0), (1_234_56, 1234.56), (-5, -0.05), (-1_234_56, -1234.56)])
def test_cents_are_euros_that_a_workbook_may_sum(cents, euros):
    found = cell(cents, Cells.CENTS)

    assert (found.data_type, found.value) == ("n", euros)
    assert "€" in found.number_format


def test_days_and_instants_are_dates_as_alsace_lives_them():
    day, instant = cell(date(2022, 3, 1), Cells.DAY), cell(AT, Cells.INSTANT)

    assert (day.is_date, day.value) == (True, datetime(2022, 3, 1))  # noqa: DTZ001 - a workbook knows no zones
    assert (instant.is_date, instant.value) == (True, datetime(2022, 3, 2, 0, 30))  # noqa: DTZ001
    assert cell(AT, Cells.DAY).value == datetime(2022, 3, 2)  # noqa: DTZ001


def test_digits_that_somebody_typed_stay_words():
    assert cell("00017").value == "00017"
    assert cell(-3, Cells.NUMBER).value == -3


def test_a_workbook_stands_still_at_its_heads_and_filters_them():
    [page] = pages(sheet(["Un"], ["Deux"]))

    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:A3"
    assert [one.value for one in page["A"]] == ["c0", "Un", "Deux"]


def test_a_long_workbook_goes_on_on_another_page():
    rows = [[number] for number in range(7)]

    found = pages(sheet(*rows, cells=(Cells.NUMBER,), title="Lignes"), most_rows=3)

    assert [page.title for page in found] == ["Lignes", "Lignes (2)", "Lignes (3)"]
    assert [one.value for page in found for one in page["A"][1:]] == list(range(7))
    assert {page["A1"].value for page in found} == {"c0"}


def test_a_workbook_that_is_full_to_the_last_row_has_no_empty_page_behind():
    found = pages(sheet([1], [2], [3], cells=(Cells.NUMBER,)), most_rows=3)

    assert len(found) == 1


def test_an_empty_table_has_its_heads():
    assert [one.value for one in pages(sheet())[0][1]] == ["c0"]
    assert text(sheet()) == "\ufeffc0\r\n"


@pytest.mark.parametrize(
    "title", ["Reçu / promis : [2022] *?\\ 'x'", "Un titre bien plus long que trente et un signes", "'"]
)
def test_a_page_has_a_name_that_a_workbook_takes(title):
    [page] = pages(sheet(title=title))

    assert len(page.title) <= 31


def test_some_thousands_of_rows_come_back_as_they_went():
    rows = [[f"Projet {number}", number * 7 - 9_000] for number in range(6_000)]

    [page] = pages(sheet(*rows, cells=(Cells.TEXT, Cells.CENTS)))

    found = list(page.iter_rows(min_row=2, values_only=True))
    assert len(found) == 6_000
    assert [(name, round(euros * 100)) for name, euros in found] == [tuple(row) for row in rows]
