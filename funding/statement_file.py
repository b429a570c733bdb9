"""Reads a bank statement (camt.053.001.02 or .08): what it says, or why it cannot be believed. No database here.

A statement is a file from outside: no document type, no entity, no network; its schema, its sums and its amounts are
checked before a single line counts. Source: ISO 20022, camt.053.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from lxml import etree

LARGEST = 8 * 1024 * 1024  # bytes; a month of an association is a hundred times less
NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.(?:02|08))")
AMOUNT = re.compile(r"(\d{1,13})(?:\.(\d{1,2})0*)?")
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class StatementError(Exception):
    """Why a file is no statement that counts: `code` is a refusal of the house."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One movement. `cents` is positive when money came. `key` is the bank's own, with the place in its batch."""

    key: str
    booked_on: date
    cents: int
    end_to_end: str
    purpose: str
    counterparty: str
    counterparty_iban: str


@dataclass(frozen=True, slots=True)
class ReadStatement:
    reference: str
    iban: str
    closes_on: date
    opening_cents: int
    closing_cents: int
    lines: tuple[ReadLine, ...]


def read(content: bytes) -> list[ReadStatement]:
    """Every statement of a file. Raises StatementError."""
    if len(content) > LARGEST:
        raise StatementError("statement-too-big")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StatementError("statement-unreadable") from error
    if root.getroottree().docinfo.doctype or any(isinstance(one, etree._Entity) for one in root.iter()):
        raise StatementError("statement-unreadable")
    known = NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if known is None:
        raise StatementError("statement-unknown")
    if not _schema(known[1]).validate(root):
        raise StatementError("statement-unfit")
    space = {"c": known[0]}
    found = [_statement(_Part(one, space)) for one in root.iterfind("c:BkToCstmrStmt/c:Stmt", space)]
    for one in found:
        if one.opening_cents + sum(line.cents for line in one.lines) != one.closing_cents:
            raise StatementError("statement-sums", reference=one.reference)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """An element and the namespace in which its parts are named."""

    element: "etree._Element"
    space: dict[str, str]

    def text(self, *paths: str) -> str:
        """Of the first path that is there, on one line."""
        texts = (self.element.findtext(self._path(path), None, self.space) for path in paths)
        return " ".join(next((text for text in texts if text), "").split())

    def texts(self, path: str) -> str:
        return " ".join(" ".join(one.text.split()) for one in self.element.iterfind(self._path(path), self.space))

    def parts(self, path: str) -> "list[_Part]":
        return [_Part(one, self.space) for one in self.element.iterfind(self._path(path), self.space)]

    def cents(self) -> int:
        """The amount of this part, positive when money came. Raises StatementError."""
        amount = self.element.find(self._path("Amt"), self.space)
        if amount is None or amount.get("Ccy") != "EUR":
            raise StatementError("statement-amounts")
        said = AMOUNT.fullmatch((amount.text or "").strip())
        if said is None:
            raise StatementError("statement-amounts")
        cents = int(said[1]) * 100 + int((said[2] or "").ljust(2, "0"))
        return -cents if self.text("CdtDbtInd") == "DBIT" else cents

    def day(self, path: str) -> date | None:
        said = self.text(f"{path}/Dt", f"{path}/DtTm")
        return date.fromisoformat(said[:10]) if said else None

    @staticmethod
    def _path(path: str) -> str:
        return "/".join(f"c:{step}" for step in path.split("/"))


def _statement(part: _Part) -> ReadStatement:
    reference = part.text("Id")
    opening, closing = _balance(part, OPENING, reference), _balance(part, CLOSING, reference)
    closes_on = closing.day("Dt")
    assert closes_on is not None, "the schema asks for the day of a balance"
    return ReadStatement(
        reference=reference,
        iban=part.text("Acct/Id/IBAN"),
        closes_on=closes_on,
        opening_cents=opening.cents(),
        closing_cents=closing.cents(),
        lines=tuple(line for n, entry in enumerate(part.parts("Ntry")) for line in _lines(entry, n, reference)),
    )


def _balance(part: _Part, codes: tuple[str, ...], reference: str) -> _Part:
    for code in codes:
        for one in part.parts("Bal"):
            if one.text("Tp/CdOrPrtry/Cd") == code:
                return one
    raise StatementError("statement-balances", reference=reference)


def _lines(entry: _Part, n: int, reference: str) -> Iterator[ReadLine]:
    """A booked movement, one line for each transfer that the bank gathers in it."""
    if entry.text("Sts/Cd", "Sts") != "BOOK":
        return
    own = entry.text("AcctSvcrRef") or f"{reference}/{n}"
    total, details = entry.cents(), entry.parts("NtryDtls/TxDtls")
    day = entry.day("BookgDt") or entry.day("ValDt")
    if day is None:
        raise StatementError("statement-unfit")
    if not total:
        return
    if len(details) < 2:
        yield _line(details[0] if details else entry, f"{own}-0", day, total)
        return
    parts = [_detail_cents(one, total) for one in details]
    if sum(parts) != total or not all(parts):
        raise StatementError("statement-sums", reference=reference)
    for index, (one, cents) in enumerate(zip(details, parts, strict=True)):
        yield _line(one, f"{own}-{index}", day, cents)


def _detail_cents(detail: _Part, total: int) -> int:
    """A part has the sign of the whole unless it says its own."""
    said = [one for one in (detail, *detail.parts("AmtDtls/TxAmt")) if one.parts("Amt")]
    if not said:
        raise StatementError("statement-amounts")
    value = abs(said[0].cents())
    indicator = detail.text("CdtDbtInd")
    is_debit = indicator == "DBIT" if indicator else total < 0
    return -value if is_debit else value


def _line(part: _Part, key: str, day: date, cents: int) -> ReadLine:
    side = "Cdtr" if cents < 0 else "Dbtr"
    return ReadLine(
        key=key[:80],
        booked_on=day,
        cents=cents,
        end_to_end=part.text("Refs/EndToEndId")[:35],
        purpose=(part.texts("RmtInf/Ustrd") or part.text("RtrInf/AddtlInf", "AddtlTxInf", "AddtlNtryInf"))[:400],
        counterparty=part.text(f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm")[:160],
        counterparty_iban=part.text(f"RltdPties/{side}Acct/Id/IBAN")[:34],
    )


@cache
def _schema(name: str) -> "etree.XMLSchema":
    return etree.XMLSchema(etree.parse(str(settings.BASE_DIR / "data" / "schemas" / f"{name}.xsd")))
