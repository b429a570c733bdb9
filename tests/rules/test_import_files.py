"""A spreadsheet from outside is read as text, within bounds, or refused by name."""

import io

import pytest
import xlsxwriter

from okote_flow.administration import import_file
from okote_flow.refusals import Refused
from tests import spreadsheets as given


def refused(content, name="structures.xlsx"):
    with pytest.raises(Refused) as said:
        import_file.read(content, name)
    return [one.code for one in said.value.refusals]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_table_is_read_whatever_its_separator_and_its_encoding(separator, encoding):
    file = given.csv(["Élan d’été", "Coopérative"], headings=["Nom", "Forme"], separator=separator, encoding=encoding)

    table = import_file.read(file.read(), "liste.csv")

    assert table.headings == ("Nom", "Forme")
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Élan d’été", "Coopérative"))]


def test_a_workbook_is_read_as_the_hand_would_have_typed_it():
    content = given.book(["Élan", None, 24670048800017, True, 67000.0], headings=["a", "b", "c", "d", "e"])

    table = import_file.read(content, "liste.xlsx")

    assert table.rows[0].cells == ("Élan", "", "24670048800017", "oui", "67000")


def test_a_formula_is_never_run_and_a_harmless_mark_comes_off():
    content = given.book(["=1+1", "'=HYPERLINK(1)", "Élan"], headings=["a", "b", "c"])

    assert import_file.read(content, "liste.xlsx").rows[0].cells == ("", "=HYPERLINK(1)", "Élan")


def test_empty_lines_count_for_nothing_and_lines_keep_their_number():
    file = given.csv(["", ""], ["Élan", "x"], headings=["Nom", "Forme"])

    assert [row.number for row in import_file.read(file.read(), "a.csv").rows] == [3]


def test_what_nobody_sees_is_taken_out_of_cells():
    file = given.csv(["Él\u202ean\u200b\x07", "x"], headings=["Nom", "Forme"])

    assert import_file.read(file.read(), "a.csv").rows[0].cells[0] == "Élan"


def test_a_file_that_is_no_table_is_refused():
    assert refused(b"%PDF-1.7", "liste.pdf") == ["import-type"]
    assert refused(b"%PDF-1.7", "liste.xlsx") == ["import-type"]
    assert refused(given.book(["x"]), "liste.csv") == ["import-type"]
    assert refused(b"PK\x03\x04nothing", "liste.xlsx") == ["import-unreadable"]
    assert refused(b"Nom;Forme\r\n", "liste.csv") == ["import-empty"]
    assert refused(b"\x00\x01\x02", "liste.csv") == ["import-unreadable"]
    assert refused(b'Nom;Forme\r\n"Elan;x\r\n', "liste.csv") == ["import-unreadable"]


def test_too_many_lines_columns_or_bytes_are_refused():
    many = "Nom;Forme\r\n" + "Elan;x\r\n" * (import_file.MOST_ROWS + 1)
    wide = ";".join("c" for _ in range(61)) + "\r\n" + ";".join("x" for _ in range(61))

    assert refused(many.encode(), "a.csv") == ["import-too-many"]
    assert refused(wide.encode(), "a.csv") == ["import-too-many"]
    assert refused(b"a" * (import_file.LARGEST + 1), "a.csv") == ["import-too-big"]


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = given.with_part(given.book(["x"]), "xl/worksheets/bomb.xml", b"<" + b"0" * (61 * 1024 * 1024))

    assert len(bomb) < import_file.LARGEST
    assert refused(bomb) == ["import-too-big"]


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<?xml version="1.0"?><!doctype lolz [<!entity lol "lol">]><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x []><x/>'.encode("utf-16"),
        b"\x00\x00<x/>",
    ],
)
def test_entities_and_other_encodings_are_refused(part):
    assert refused(given.with_part(given.book(["x"]), "xl/sharedStrings.xml", part)) == ["import-hostile"]


def test_a_workbook_that_lies_about_its_links_calls_nobody():
    """The harness lets no test reach the network: reading it is the proof."""
    link = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLinkPath" Target="http://169.254.169.254/latest" TargetMode="External"/></Relationships>'
    )
    content = given.with_part(
        given.book(["Élan"], headings=["Nom"]), "xl/externalLinks/_rels/externalLink1.xml.rels", link
    )

    assert import_file.read(content, "a.xlsx").rows[0].cells == ("Élan",)


def test_a_sheet_that_is_empty_for_ever_ends():
    from_far = given.book(["x"], headings=["Nom"])
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )

    assert refused(given.with_part(from_far, "xl/worksheets/sheet1.xml", sheet)) == ["import-empty"]


def sheet_of(rows):
    """A workbook whose only sheet holds these rows, as bytes of XML."""
    head = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return given.with_part(
        given.book(["x"], headings=["Nom"]), "xl/worksheets/sheet1.xml", head + rows + b"</sheetData></worksheet>"
    )


def test_a_long_cell_is_not_cut_so_that_it_fits():
    content = given.book(["Élan", "é" * 5000], headings=["Nom", "Résumé"])

    assert len(import_file.read(content, "a.xlsx").rows[0].cells[1]) == 5000


def test_what_stands_under_no_heading_is_not_lost():
    table = import_file.read("Nom;Forme\r\nÉlan;x;1, rue;Colmar\r\nVerger;y".encode(), "a.csv")

    assert table.headings == ("Nom", "Forme", "", "")
    assert [row.cells for row in table.rows] == [("Élan", "x", "1, rue", "Colmar"), ("Verger", "y", "", "")]


def test_a_row_that_is_only_coloured_to_the_edge_costs_nothing(monkeypatch):
    looked_at = []
    monkeypatch.setattr(import_file, "cleaned", lambda text: looked_at.append(text) or text)
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c><c r="XFD%d"/></row>' % (one, one, one)
        for one in range(1, 6)
    )

    assert len(import_file.read(sheet_of(rows), "a.xlsx").rows) == 4
    assert len(looked_at) == 5


def test_one_long_word_in_every_cell_is_refused_before_it_fills_the_memory():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        for row in range(20):
            page.write_row(row, 0, ["a" * 30_000] * 60)

    assert len(file.getvalue()) < 20_000
    assert refused(file.getvalue()) == ["import-too-big"]


@pytest.mark.parametrize(
    ("kept", "shown"), [(b"0.30000000000000004", "0.3"), (b"1234.5600000000001", "1234.56"), (b"67000.0", "67000")]
)
def test_a_number_is_read_as_a_spreadsheet_shows_it(kept, shown):
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row><row r="2"><c r="A2"><v>%s</v></c></row>'

    assert import_file.read(sheet_of(rows % kept), "a.xlsx").rows[0].cells == (shown,)
