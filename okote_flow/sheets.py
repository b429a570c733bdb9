"""A table that leaves the house: typed columns and rows, written as CSV for a French spreadsheet or as XLSX."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from itertools import chain, islice
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from okote_flow import clock

Value = str | int | date | datetime | None
Row = Sequence[Value]
Put = Callable[[int, Value], object]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide signs run in some spreadsheets
EPOCH = date(1899, 12, 30).toordinal()  # from which spreadsheets count days
MOST_ROWS = 1_048_000  # of one page of a workbook; the next ones stand on another page


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
    yield writer.writerow([harmless(column.label) for column in sheet.columns])
    says = [SAYS[column.cells] for column in sheet.columns]
    for row in sheet.rows:
        yield writer.writerow([say(value) for say, value in zip(says, row, strict=True)])


def said(value: Value, cells: Cells) -> str:
    """A value as a French spreadsheet reads it in a text file."""
    return SAYS[cells](value)


def harmless(cell: str) -> str:
    """What somebody typed is text: no spreadsheet runs it as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _text(value: Value) -> str:
    if not value:
        return "" if value is None else str(value)
    if isinstance(value, str):
        return f"'{value}" if value[0] in FORMULA_STARTS else value
    if isinstance(value, datetime):
        return _instant(value)
    return _day(value) if isinstance(value, date) else str(value)


def _euros(value: Value) -> str:
    if not isinstance(value, int):
        return _text(value)
    cents = abs(value)
    return f"{'-' if value < 0 else ''}{cents // 100},{cents % 100:02d}"


def _day(value: Value) -> str:
    if not isinstance(value, date):
        return _text(value)
    day = value.astimezone(clock.PARIS) if isinstance(value, datetime) else value
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _instant(value: Value) -> str:
    if not isinstance(value, datetime):
        return _text(value)
    at = value.astimezone(clock.PARIS)
    return f"{at.day:02d}/{at.month:02d}/{at.year:04d} {at.hour:02d}:{at.minute:02d}"


SAYS: dict[Cells, Callable[[Value], str]] = {
    Cells.TEXT: _text,
    Cells.CENTS: _euros,
    Cells.NUMBER: _text,
    Cells.DAY: _day,
    Cells.INSTANT: _instant,
}
"""How a column says its values in a text file; what is not of its type is said as text."""


def write_xlsx(sheet: Sheet, file: IO[bytes], *, most_rows: int = MOST_ROWS) -> None:
    """Row by row, with constant memory; strings stay strings, never formulas nor links."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    rows, number = iter(sheet.rows), 0
    with xlsxwriter.Workbook(file, options) as book:  # closed, with what it keeps on the disk, whatever a row raises
        book.set_properties({"created": clock.now().astimezone(clock.PARIS).replace(tzinfo=None)})
        formats = [
            book.add_format(FORMATS[column.cells]) if column.cells in FORMATS else None for column in sheet.columns
        ]
        bold = book.add_format({"bold": True, "bottom": 1})
        following = list(islice(rows, 1))
        while following or not number:
            number += 1
            page = book.add_worksheet(_page_name(sheet.title, number))
            for place, column in enumerate(sheet.columns):
                page.set_column(place, place, column.width, formats[place])
                page.write_string(0, place, column.label, bold)
            page.freeze_panes(1, 0)
            written = _write_rows(page, sheet, chain(following, islice(rows, most_rows - len(following))), formats)
            page.autofilter(0, 0, written, max(0, len(sheet.columns) - 1))
            following = list(islice(rows, 1))


def _page_name(title: str, number: int) -> str:
    """At most 31 characters, and none of those that a workbook keeps for itself."""
    end = f" ({number})" if number > 1 else ""
    return title.translate(str.maketrans("[]:*?/\\'", "        "))[: 31 - len(end)] + end


def _write_rows(page: Worksheet, sheet: Sheet, rows: Iterable[Row], formats: Sequence[Format | None]) -> int:
    """Gives how many were written."""
    puts = [
        PUTS[column.cells](page, form, place)
        for place, (column, form) in enumerate(zip(sheet.columns, formats, strict=True))
    ]
    number = 0
    for number, row in enumerate(rows, 1):
        for put, value in zip(puts, row, strict=True):
            if value is not None and value != "":
                put(number, value)
    return number


def _put_text(page: Worksheet, form: Format | None, place: int) -> Put:
    write, number = page.write_string, page.write_number

    def put(row: int, value: Value) -> None:
        if isinstance(value, str):
            write(row, place, value)
        elif isinstance(value, int):
            number(row, place, value)
        else:
            write(row, place, _text(value))

    return put


def _put_number(page: Worksheet, form: Format | None, place: int) -> Put:
    number, text = page.write_number, _put_text(page, form, place)

    def put(row: int, value: Value) -> None:
        if isinstance(value, int):
            number(row, place, value, form)
        else:
            text(row, value)

    return put


def _put_euros(page: Worksheet, form: Format | None, place: int) -> Put:
    number, text = page.write_number, _put_text(page, form, place)

    def put(row: int, value: Value) -> None:
        if isinstance(value, int):
            number(row, place, Fraction(value, 100), form)
        else:
            text(row, value)

    return put


def _put_day(page: Worksheet, form: Format | None, place: int) -> Put:
    number, text = page.write_number, _put_text(page, form, place)

    def put(row: int, value: Value) -> None:
        day = value.astimezone(clock.PARIS) if isinstance(value, datetime) else value
        if isinstance(day, date):
            number(row, place, day.toordinal() - EPOCH, form)
        else:
            text(row, value)

    return put


def _put_instant(page: Worksheet, form: Format | None, place: int) -> Put:
    number, text = page.write_number, _put_text(page, form, place)

    def put(row: int, value: Value) -> None:
        if isinstance(value, datetime):
            at = value.astimezone(clock.PARIS)
            number(row, place, at.toordinal() - EPOCH + Fraction(at.hour * 60 + at.minute, 1440), form)
        else:
            text(row, value)

    return put


PUTS: dict[Cells, Callable[[Worksheet, Format | None, int], Put]] = {
    Cells.TEXT: _put_text,
    Cells.CENTS: _put_euros,
    Cells.NUMBER: _put_number,
    Cells.DAY: _put_day,
    Cells.INSTANT: _put_instant,
}
"""How a column writes its values in a workbook, prepared once for its place; what is not of its type is text."""
