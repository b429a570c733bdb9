"""A spreadsheet from outside is read as text, within bounds, or refused by name."""

import pytest

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
