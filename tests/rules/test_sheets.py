"""Tables as files: typed cells, nothing that runs, long workbooks on several pages."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest

from okote_flow.sheets import Cells, Column, Sheet, csv_lines, said, write_xlsx

COLUMNS = [Column(one.value, one) for one in Cells]
NIGHT = datetime(2022, 5, 31, 22, 30, tzinfo=UTC)  # already June in Alsace


@pytest.mark.parametrize(
    ("value", "cells", "expected"),
    [
        (None, Cells.CENTS, ""),
        (0, Cells.CENTS, "0,00"),
        (-5, Cells.CENTS, "-0,05"),
        (123456, Cells.CENTS, "1234,56"),
        (7, Cells.NUMBER, "7"),
        (0, Cells.TEXT, "0"),
        (date(2022, 5, 3), Cells.DAY, "03/05/2022"),
        (NIGHT, Cells.DAY, "01/06/2022"),
        (NIGHT, Cells.INSTANT, "01/06/2022 00:30"),
        ("inconnu", Cells.DAY, "inconnu"),
        *((f"{start}1+1", kind, f"'{start}1+1") for start in "=+-@\t\r\n＝＋－＠" for kind in Cells),
        ("a = b", Cells.TEXT, "a = b"),
    ],
)
def test_a_cell_is_said_as_its_column_says(value, cells, expected):
    assert said(value, cells) == expected


def test_a_text_file_begins_with_its_mark_and_its_head():
    lines = list(csv_lines(Sheet("x", "x", [Column("À"), Column("B", Cells.CENTS)], [["é;", 100]])))

    assert lines == ["\ufeff", "À;B\r\n", '"é;";1,00\r\n']


def test_a_heading_that_somebody_typed_is_never_a_formula_either():
    lines = list(csv_lines(Sheet("x", "x", [Column("=HYPERLINK(1)"), Column("@b")], [])))

    assert lines[1] == "'=HYPERLINK(1);'@b\r\n"


def test_a_row_that_lacks_a_column_is_a_mistake():
    with pytest.raises(ValueError, match="shorter"):
        list(csv_lines(Sheet("x", "x", COLUMNS, [["seul"]])))


def pages(sheet, **more):
    file = BytesIO()
    write_xlsx(sheet, file, **more)
    return openpyxl.load_workbook(file).worksheets


def test_a_workbook_keeps_the_types():
    [page] = pages(Sheet("x", "a/b: [c]'", COLUMNS, [["=1", 123450, 7, date(2022, 5, 3), NIGHT]]))

    text, cents, number, day, instant = page[2]
    assert (text.data_type, text.value) == ("s", "=1")
    assert (cents.value, number.value) == (1234.5, 7)
    assert day.value == datetime(2022, 5, 3) and instant.value == datetime(2022, 6, 1, 0, 30)  # noqa: DTZ001
    assert "€" in cents.number_format and page.freeze_panes == "A2"


def test_what_does_not_fit_on_a_page_stands_on_the_next():
    found = pages(Sheet("x", "Dossiers", [Column("N", Cells.NUMBER)], [[one] for one in range(5)]), most_rows=2)

    assert [page.title for page in found] == ["Dossiers", "Dossiers (2)", "Dossiers (3)"]
    assert [cell.value for page in found for cell in page["A"][1:]] == [0, 1, 2, 3, 4]
