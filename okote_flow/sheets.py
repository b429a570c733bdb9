"""A table that leaves the house: typed columns and rows, written as CSV for a French spreadsheet or as XLSX."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import IO

import xlsxwriter

from okote_flow import clock

Value = str | int | date | datetime | None
Row = Sequence[Value]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Cells(StrEnum):
    """What a column holds, and so how a spreadsheet may sum it."""

    TEXT = "text"
    CENTS = "cents"  # whole cents; euros in the file
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"


FORMATS = {
    Cells.CENTS: {"num_format": "#,##0.00\u00a0[$€-40C]"},
    Cells.NUMBER: {"num_format": "0"},
    Cells.DAY: {"num_format": "dd/mm/yyyy"},
    Cells.INSTANT: {"num_format": "dd/mm/yyyy hh:mm"},
}


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    cells: Cells = Cells.TEXT
    width: int = 16  # in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are read once, as they are written."""

    name: str  # of the file, without its ending
    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]


class _Line:
    """A file for `csv` that gives back what was just written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """Line by line: semicolons, decimal comma, a mark of UTF-8 first. What somebody typed is never a formula."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    yield writer.writerow([column.label for column in sheet.columns])
    kinds = [column.cells for column in sheet.columns]
    for row in sheet.rows:
        yield writer.writerow([said(value, kind) for value, kind in zip(row, kinds, strict=True)])


def said(value: Value, cells: Cells) -> str:
    """A value as a French spreadsheet reads it in a text file."""
    if value is None or value == "":
        return ""
    if cells is Cells.CENTS and isinstance(value, int):
        sign, cents = "-" if value < 0 else "", abs(value)
        return f"{sign}{cents // 100},{cents % 100:02d}"
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.PARIS):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, int) else harmless(value)


def harmless(cell: str) -> str:
    """What somebody typed is text: no spreadsheet runs it as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def write_xlsx(sheet: Sheet, file: IO[bytes]) -> None:
    """Row by row, with constant memory; strings stay strings, never formulas nor links."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }
    book = xlsxwriter.Workbook(file, options)
    page = book.add_worksheet(sheet.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format(FORMATS[column.cells]) if column.cells in FORMATS else None for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, formats[place])
        page.write_string(0, place, column.label, bold)
    page.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _write(page, number, place, value, sheet.columns[place].cells)
    page.autofilter(0, 0, number, max(0, len(sheet.columns) - 1))
    book.close()


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: Value, cells: Cells) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        page.write_datetime(row, place, value.astimezone(clock.PARIS).replace(tzinfo=None))
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day))  # noqa: DTZ001
    elif isinstance(value, int):
        page.write_number(row, place, Fraction(value, 100) if cells is Cells.CENTS else value)
    else:
        page.write_string(row, place, value)
