"""Reads a spreadsheet from outside as plain text cells: no formula is run, no link followed, no entity resolved.

No database here. What a file weighs, unpacks to, and holds in rows and columns is bounded before it is read.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Real
from pathlib import PurePosixPath

from openpyxl import load_workbook

from okote_flow.administration.import_sentences import refuse
from okote_flow.refusals import Refused
from okote_flow.sheets import FORMULA_STARTS
from okote_flow.texts.registry import cleaned

LARGEST = 5 * 1024 * 1024  # bytes of the file
MOST_UNPACKED = 60 * 1024 * 1024  # bytes of all parts of a workbook
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 5_000, 60
LAST_ROW = 20_000  # beyond, nobody writes by hand: a sheet that is empty up to there is made to tire us
LONGEST_CELL = 32_767  # signs that a cell of a workbook holds: more than any field takes, so that none is cut unseen
MOST_SIGNS = LARGEST  # of all cells: a workbook may say one long word in each of them, and weigh next to nothing
SEPARATORS = (";", "\t", ",")
ENCODINGS = ("utf-8-sig", "cp1252")
DOCTYPES = (b"<!doctype", b"<!entity")


@dataclass(frozen=True, slots=True)
class Row:
    """One line, by its number in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes, name: str) -> Table:
    """The first sheet of a file. Raises Refused with an import-… code that names the file."""
    if len(content) > LARGEST:
        raise Refused([refuse("import-too-big", name=name, limit=LARGEST // 2**20)])
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".csv" and not content.startswith(b"PK"):
        lines = _of_csv(content, name)
    elif ending == ".xlsx" and content.startswith(b"PK"):
        lines = _of_xlsx(content, name)
    else:
        raise Refused([refuse("import-type", name=name)])
    return _table(lines, name)


def _table(lines: Iterable[tuple[int, list[str]]], name: str) -> Table:
    """The first line that says something holds the headings; empty lines count for nothing."""
    found: list[Row] = []
    signs = 0
    for number, cells in lines:
        signs += sum(map(len, cells))
        if signs > MOST_SIGNS:
            raise Refused([refuse("import-too-big", name=name, limit=LARGEST // 2**20)])
        said = tuple(_plain(cell) for cell in cells)
        if not any(said):
            continue
        found.append(Row(number, _trimmed(said)))
        if len(found[-1].cells) > MOST_COLUMNS:
            raise Refused([refuse("import-too-many", name=name, limit=MOST_COLUMNS, what="colonnes")])
        if len(found) > MOST_ROWS + 1:
            raise Refused([refuse("import-too-many", name=name, limit=MOST_ROWS, what="lignes")])
    if len(found) < 2:
        raise Refused([refuse("import-empty", name=name)])
    return _squared(found)


def _squared(found: list[Row]) -> Table:
    """Every line as wide as the widest: what stands under no heading is shown too, in a column without a name."""
    width = max(len(row.cells) for row in found)
    wide = [Row(row.number, (*row.cells, *[""] * (width - len(row.cells)))) for row in found]
    return Table(wide[0].cells, tuple(wide[1:]))


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell) + 1
    return cells[:last]


def _plain(cell: str) -> str:
    """As text of one piece: nothing hidden in it, the mark that keeps a formula harmless taken off again."""
    text = cleaned(cell[:LONGEST_CELL])
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


# CSV


def _of_csv(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, name)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=lambda one: (first.count(one), -SEPARATORS.index(one)))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Refused([refuse("import-unreadable", name=name)]) from error


def _decoded(content: bytes, name: str) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused([refuse("import-unreadable", name=name)])


# XLSX


def _of_xlsx(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    _check_archive(content, name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False)
    except Exception as error:
        raise Refused([refuse("import-unreadable", name=name)]) from error
    try:
        yield from _cells_of(book.worksheets[0])
    except Refused:
        raise
    except Exception as error:
        raise Refused([refuse("import-unreadable", name=name)]) from error
    finally:
        book.close()


def _cells_of(sheet: object) -> Iterator[tuple[int, list[str]]]:
    """Row by row, whatever the sheet says of its own size."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows = sheet.iter_rows(values_only=True, max_row=LAST_ROW)  # type: ignore[attr-defined]
    for number, row in enumerate(rows, 1):
        yield number, [_said(value) for value in _filled(row)]


def _filled(row: Sequence[object]) -> Sequence[object]:
    """Up to its last value: a row that is only coloured goes on for sixteen thousand cells."""
    if row.count(None) == len(row):
        return ()
    last = len(row)
    while row[last - 1] is None:
        last -= 1
    return row[:last]


def _said(value: object) -> str:
    """A cell's value as a French hand would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Real) and not isinstance(value, int):
        return f"{value:.15g}"  # as a spreadsheet shows it: 0,3 and not 0,30000000000000004
    return str(value)


def _check_archive(content: bytes, name: str) -> None:
    """Raises Refused when the parts of a workbook are too many, too big when unpacked, or no plain XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS or sum(one.file_size for one in members) > MOST_UNPACKED:
                raise Refused([refuse("import-too-big", name=name, limit=LARGEST // 2**20)])
            if not any(one.filename == "xl/workbook.xml" for one in members):
                raise Refused([refuse("import-type", name=name)])
            for member in members:
                _check_part(archive, member, name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise Refused([refuse("import-unreadable", name=name)]) from error


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """No document type, no entity, one encoding; a part is never bigger than its directory says."""
    if not member.filename.endswith((".xml", ".rels")):
        return
    with archive.open(member) as part:
        said = part.read(member.file_size + 1)
    lowered = said.lower()
    is_plain = lowered.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<") and b"\x00" not in said[:200]
    if len(said) > member.file_size or not is_plain or any(mark in lowered for mark in DOCTYPES):
        raise Refused([refuse("import-hostile", name=name)])
