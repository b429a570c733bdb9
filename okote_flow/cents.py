"""Money is a whole number of euro cents, in variables and columns whose name ends in _cents."""

import re

from okote_flow.refusals import Refused, sentences

refuse = sentences(
    {
        "amount-unreadable": "«\u00a0{text}\u00a0» n’est pas un montant\u00a0: écrivez par exemple 1250,50.",
    }
)
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))


def share_out(total_cents: int, weights: list[int]) -> list[int]:
    """Split an amount once in proportion to weights; the largest remainders get the last cents (Hamilton).

    For a split that grows with time use `funding.matching`, which never takes a cent back.
    """
    assert total_cents >= 0
    whole = sum(weights)
    assert weights and min(weights) >= 0 and whole > 0
    parts = [total_cents * weight // whole for weight in weights]
    remainders = [total_cents * weight % whole for weight in weights]
    by_need = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in by_need[: total_cents - sum(parts)]:
        parts[i] += 1
    return parts


def euros(cents: int, *, exact: bool = False) -> str:
    """12345 -> "123,45\u00a0€"; 1260000 -> "12\u00a0600\u00a0€", or with `exact` "12\u00a0600,00\u00a0€"."""
    whole, rest = divmod(abs(cents), 100)
    figures = f"{whole:,}".replace(",", "\u00a0")
    if rest or exact:
        figures += f",{rest:02d}"
    return f"{'−' if cents < 0 else ''}{figures}\u00a0€"


def decimal(cents: int, mark: str = ",") -> str:
    """12345 -> "123,45": as tables for machines write it."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}{mark}{rest:02d}"


def parse_euros(text: str) -> int:
    """What a person typed, in cents: "1 250,5\u00a0€" -> 125050. Raises Refused("amount-unreadable")."""
    found = _AMOUNT.fullmatch(text.translate(_SPACES).removesuffix("€"))
    if found is None:
        raise Refused([refuse("amount-unreadable", text=text[:40])])
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
