"""A statement is a file from outside: only what keeps its schema and adds up is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding import statement_file
from funding.statement_file import StatementError, read
from tests.camt import Movement, statement

GOOD = statement(Movement(-100_00, end_to_end="V1"), opening=500_00)
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_statement_says_its_movements(version):
    movements = [
        Movement(-116_80, end_to_end="OKT-V1-1", name="Bocaux"),
        Movement(40_00, purpose="OKT-2022-001", name="CeA"),
        Movement(-30_00, parts=[("A", -10_00), ("B", -20_00)], reference="LOT"),
    ]

    (found,) = read(statement(*movements, opening=200_00, version=version))

    assert (found.reference, found.opening_cents, found.closing_cents) == ("R-2022-1", 200_00, 93_20)
    assert [(line.end_to_end, line.cents) for line in found.lines] == [
        ("OKT-V1-1", -116_80),
        ("", 40_00),
        ("A", -10_00),
        ("B", -20_00),
    ]
    assert [line.counterparty for line in found.lines[:2]] == ["Bocaux", "CeA"]
    assert [line.key for line in found.lines[2:]] == ["LOT-0", "LOT-1"]


HOSTILE = {
    "nothing": (b"", "statement-unreadable"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "statement-unreadable"),
    "truncated": (GOOD[:-40], "statement-unreadable"),
    "another encoding than said": (GOOD.replace(b"UTF-8", b"UTF-16"), "statement-unreadable"),
    "broken letters": (GOOD.replace(b"V1", b"\xff\xfe"), "statement-unreadable"),
    "a document type": (GOOD.replace(b"?><D", b"?><!DOCTYPE Document><D"), "statement-unreadable"),
    "a billion laughs": (GOOD.replace(b"?><D", b"?>" + LAUGHS + b"<D").replace(b"V1", b"&b;"), "statement-unreadable"),
    "a file of this machine": (
        GOOD.replace(b"?><D", b"?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><D").replace(b"V1", b"&a;"),
        "statement-unreadable",
    ),
    "another format": (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'/>", "statement-unknown"),
    "no namespace": (b"<Document/>", "statement-unknown"),
    "something missing": (GOOD.replace(b"<MsgId>M</MsgId>", b""), "statement-unfit"),
    "dollars": (GOOD.replace(b'Ccy="EUR"', b'Ccy="USD"'), "statement-amounts"),
    "tenths of cents": (GOOD.replace(b">100.00<", b">100.001<"), "statement-amounts"),
    "no opening": (GOOD.replace(b"OPBD", b"ITBD"), "statement-balances"),
    "a line too few": (statement(Movement(-1_00), opening=5_00, closing=5_00), "statement-sums"),
    "a batch that does not add up": (
        statement(Movement(-30_00, parts=[("A", -10_00), ("B", -19_00)]), opening=50_00),
        "statement-sums",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_believed_is_refused_by_name(what):
    content, code = HOSTILE[what]

    with pytest.raises(StatementError) as refused:
        read(content)

    assert refused.value.code == code


def test_more_than_a_statement_may_be_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(statement_file.etree, "fromstring", lambda *args: pytest.fail("parsed"))

    with pytest.raises(StatementError, match="statement-too-big"):
        read(b" " * (statement_file.LARGEST + 1))


@given(st.lists(st.integers(-(10**11), 10**11).filter(bool), max_size=8), st.integers(-(10**11), 10**11))
def test_no_cent_is_lost_between_file_and_lines(cents, opening):
    (found,) = read(statement(*[Movement(one) for one in cents], opening=opening))

    assert [line.cents for line in found.lines] == cents
    assert found.closing_cents - found.opening_cents == sum(cents)
