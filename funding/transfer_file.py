"""The bank's file of transfers: pain.001.001.09, the same bytes for the same content, checked against its schema.

Source: ISO 20022 (pain.001.001.09, schema shipped with sepaxml); characters of the SEPA, EPC217-08.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import sepaxml
from lxml import etree
from sepaxml import SepaTransfer
from text_unidecode import unidecode

SCHEMA = "pain.001.001.09"
NAMESPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
NAME_LENGTH, TEXT_LENGTH = 70, 140
INSTEAD = {"&": "+", "_": "-", "@": "(a)", "*": ".", "[": "(", "]": ")"}
OUTSIDE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class UnfitFileError(Exception):
    """The file does not keep its schema, or does not say what it was made of."""


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account pays."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer, its name as the bank will read it. Amounts in cents."""

    end_to_end: str
    name: str
    iban: str
    cents: int
    text: str


def written(name: str, length: int = NAME_LENGTH) -> str:
    """A text in the characters that every bank of the SEPA reads: no accents, few signs, cut at `length`."""
    plain = unidecode("".join(INSTEAD.get(sign, sign) for sign in name))
    return " ".join(OUTSIDE.sub(" ", plain).split())[:length].strip()


def build(key: str, payer: Payer, lines: Sequence[TransferLine], *, due_on: date, at: datetime) -> bytes:
    """The file. `key` names message and payment, `at` is its date of making. Raises UnfitFileError."""
    own = {"name": written(payer.name), "IBAN": payer.iban, "batch": True, "currency": "EUR"}
    if payer.bic:
        own["BIC"] = payer.bic
    made = SepaTransfer(own, schema=SCHEMA, clean=False)
    for line in lines:
        made.add_payment(
            {
                "name": line.name,
                "IBAN": line.iban,
                "amount": line.cents,
                "execution_date": due_on,
                "description": written(line.text, TEXT_LENGTH),
                "endtoend_id": line.end_to_end,
            }
        )
    root = etree.fromstring(made.export(validate=False), PARSER)
    for path, text in (
        (".//p:GrpHdr/p:MsgId", key),
        (".//p:GrpHdr/p:CreDtTm", at.strftime("%Y-%m-%dT%H:%M:%S")),
        (".//p:PmtInf/p:PmtInfId", key),
    ):
        for found in root.findall(path, NAMESPACE):
            found.text = text
    file: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    verify(file, key, lines)
    return file


def verify(file: bytes, key: str, lines: Sequence[TransferLine]) -> None:
    """The file keeps its schema and says these transfers, no other. Raises UnfitFileError."""
    root = etree.fromstring(file, PARSER)
    if not _schema().validate(root):
        raise UnfitFileError(str(_schema().error_log.last_error))
    said = [
        (_text(one, "p:PmtId/p:EndToEndId"), _text(one, "p:CdtrAcct/p:Id/p:IBAN"), _text(one, "p:Amt/p:InstdAmt"))
        for one in root.iterfind(".//p:CdtTrfTxInf", NAMESPACE)
    ]
    meant = [(line.end_to_end, line.iban, _amount(line.cents)) for line in lines]
    total = _amount(sum(line.cents for line in lines))
    header = [_text(root, f".//p:GrpHdr/p:{name}") for name in ("MsgId", "NbOfTxs", "CtrlSum")]
    if said != meant or header != [key, str(len(lines)), total]:
        raise UnfitFileError(f"{key} does not say what it was made of")


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _text(element: "etree._Element", path: str) -> str:
    found: str = element.findtext(path, "", NAMESPACE)
    return found


@cache
def _schema() -> "etree.XMLSchema":
    return etree.XMLSchema(etree.parse(str(Path(sepaxml.__file__).parent / "schemas" / f"{SCHEMA}.xsd")))
