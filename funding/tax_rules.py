"""What the law asks of a tax receipt. Pure. Sources: CGI, art. 200, 238 bis and 222 bis; models 11580 and 16216."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_numbers

from funding.sentences import refuse
from okote_flow.cents import euros
from okote_flow.refusals import Refusal

RETENTION_YEARS = 6  # LPF, art. L102 E: copies of receipts and their proofs
DECLARED_WITHIN = "dans les trois mois de la clôture de l’exercice"  # CGI, art. 222 bis
BY_RESCRIPT_ONLY = frozenset({"cooperative", "ess_company"})
"""Commercial companies are no general-interest bodies unless the administration says so to one of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A receipt that counts for a gift."""

    reference: str
    cents: int


@dataclass(frozen=True, slots=True)
class GiftFacts:
    """What decides on the receipt of one gift, in cents."""

    given_cents: int
    refunded_cents: int = 0
    underway_cents: int = 0  # a refund or a chargeback that the provider has announced
    claimed_cents: int = 0  # taken back after the match was fixed, and nobody has decided yet
    has_recipient: bool = True
    counted: Counted | None = None

    @property
    def net_cents(self) -> int:
        """What the giver really gave, and may deduct from."""
        return self.given_cents - self.refunded_cents

    @property
    def is_outdated(self) -> bool:
        """Whether the receipt says another sum than what is left of the gift."""
        return self.counted is not None and self.counted.cents != self.net_cents


def receipt_refusals(gift: GiftFacts) -> Iterator[Refusal]:
    """Why no receipt is issued for this gift now."""
    if gift.counted is not None:
        yield _counted(gift, gift.counted)
        return
    if gift.net_cents <= 0:
        yield refuse("receipt-empty")
        return
    if not gift.has_recipient:
        yield refuse("recipient-missing")
    if gift.underway_cents:
        yield refuse("reversal-underway", cents=euros(gift.underway_cents))
    if gift.claimed_cents:
        yield refuse("claims-open", cents=euros(gift.claimed_cents))


def _counted(gift: GiftFacts, counted: Counted) -> Refusal:
    if not gift.is_outdated:
        return refuse("receipt-there", reference=counted.reference)
    said, rest = euros(counted.cents), euros(gift.net_cents)
    return refuse("receipt-outdated", reference=counted.reference, said=said, rest=rest)


def is_siren(number: str) -> bool:
    """Nine digits whose last one fits (Luhn); spaces are let by."""
    try:
        siren_numbers.validate(number)
    except ValidationError:
        return False
    return True


def compact(number: str) -> str:
    """As a SIREN is stored: nine digits."""
    return str(siren_numbers.compact(number))


def issuer_refusals(*, siren: str, structure: str, form: str, form_label: str, rescript: str) -> Iterator[Refusal]:
    """Whether this structure may issue receipts at all: known by its SIREN, and of general interest."""
    if not is_siren(siren):
        yield refuse("issuer-siren-missing", structure=structure)
    if form in BY_RESCRIPT_ONLY and not rescript.strip():
        yield refuse("issuer-not-eligible", form=form_label)


def revocation_refusals(
    revoked_on: date, *, given_on: date, last_receipt_on: date | None, today: date
) -> list[Refusal]:
    """A mandate ends neither in the future nor before what was issued under it."""
    first = max(given_on, last_receipt_on or given_on)
    if first <= revoked_on <= today:
        return []
    return [refuse("revocation-day-wrong", first=first, last=today)]


def is_in_force(given_on: date, revoked_on: date | None, day: date) -> bool:
    """On its first day, and no more on the day of its revocation."""
    return given_on <= day and (revoked_on is None or day < revoked_on)


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a receipt is made out, as they say it. A company says its legal form and its SIREN."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str = "France"
    is_company: bool = False
    legal_form: str = ""
    siren: str = ""


ASKED = (
    ("name", "le nom"),
    ("street", "l’adresse"),
    ("postal_code", "le code postal"),
    ("city", "la commune"),
    ("country", "le pays"),
)
ASKED_OF_A_COMPANY = (("legal_form", "la forme juridique"), ("siren", "le SIREN"))


def missing_of(addressee: Addressee) -> dict[str, str]:
    """Field -> its name, of what a receipt must say and this does not."""
    asked = ASKED + (ASKED_OF_A_COMPANY if addressee.is_company else ())
    return {field: label for field, label in asked if not getattr(addressee, field).strip()}


def addressee_refusals(addressee: Addressee, *, consents: bool) -> Iterator[Refusal]:
    """What is missing before somebody's name and address are kept."""
    missing = missing_of(addressee)
    if missing:
        yield refuse("recipient-incomplete", missing=", ".join(missing.values()))
    if addressee.is_company and addressee.siren.strip() and not is_siren(addressee.siren):
        yield refuse("recipient-siren-wrong")
    if not consents:
        yield refuse("consent-missing")


def in_asterisks(cents: int) -> str:
    """Between asterisks, figures take the place of words on a receipt that a machine makes."""
    return f"***{euros(cents, exact=True)}***"


def kept_until(issued_on: date) -> int:
    """The last year in which a receipt is kept."""
    return issued_on.year + RETENTION_YEARS
