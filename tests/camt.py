"""Statements as a bank writes them: camt.053.001.02 and .08, in euros."""

from collections.abc import Sequence
from dataclasses import dataclass

OWN_IBAN = "FR7630001007941234567890185"  # what the tests' settings pay from


@dataclass(frozen=True)
class Movement:
    """One booked entry. `parts` makes it a batch of several transfers: (end-to-end id, cents)."""

    cents: int
    end_to_end: str = ""
    reference: str = ""
    purpose: str = ""
    name: str = ""
    parts: Sequence[tuple[str, int]] = ()


def amount(cents: int) -> str:
    return f"{abs(cents) // 100}.{abs(cents) % 100:02d}"


def side(cents: int) -> str:
    return "DBIT" if cents < 0 else "CRDT"


def balance(code: str, cents: int, day: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount(cents)}</Amt>'
        f"<CdtDbtInd>{side(cents)}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def details(one: Movement, end_to_end: str, cents: int, *, new: bool) -> str:
    who = "Cdtr" if one.cents < 0 else "Dbtr"
    named = f"<Pty><Nm>{one.name}</Nm></Pty>" if new else f"<Nm>{one.name}</Nm>"
    reference = f"<Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>" if end_to_end else ""
    own = f'<Amt Ccy="EUR">{amount(cents)}</Amt><CdtDbtInd>{side(one.cents)}</CdtDbtInd>'
    old = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{amount(cents)}</Amt></TxAmt></AmtDtls>'
    parties = f"<RltdPties><{who}>{named}</{who}></RltdPties>" if one.name else ""
    text = f"<RmtInf><Ustrd>{one.purpose}</Ustrd></RmtInf>" if one.purpose else ""
    return f"<TxDtls>{reference}{own if new else old}{parties}{text}</TxDtls>"


def entry(one: Movement, n: int, day: str, *, new: bool) -> str:
    status = "<Sts><Cd>BOOK</Cd></Sts>" if new else "<Sts>BOOK</Sts>"
    parts = one.parts or [(one.end_to_end, one.cents)]
    inside = "".join(details(one, end_to_end, cents, new=new) for end_to_end, cents in parts)
    return (
        f'<Ntry><Amt Ccy="EUR">{amount(one.cents)}</Amt><CdtDbtInd>{side(one.cents)}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{one.reference or f'{day}-{n}'}</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd><NtryDtls>{inside}</NtryDtls></Ntry>"
    )


def statement(
    *movements: Movement,
    opening: int = 0,
    closing: int | None = None,
    reference: str = "R-2022-1",
    day: str = "2022-03-01",
    iban: str = OWN_IBAN,
    version: str = "08",
) -> bytes:
    """One statement of one account; `closing` is what it says, right unless a test wants it wrong."""
    end = opening + sum(one.cents for one in movements) if closing is None else closing
    entries = "".join(entry(one, n, day, new=version == "08") for n, one in enumerate(movements))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M</MsgId><CreDtTm>2022-03-01T08:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{reference}</Id><CreDtTm>2022-03-01T08:00:00</CreDtTm><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>"
        f"{balance('OPBD', opening, day)}{balance('CLBD', end, day)}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
