"""Open data on subsidies in the schema "SCDL subventions 2.1.1": what may be published, what may not and why.

One row for each authority and each project, of what the approved statement settled. Only structures are named: a row
whose beneficiary is no registered structure is refused, and nothing is invented for what is missing. Sources:
schema.data.gouv.fr/scdl/subventions/2.1.1; décret n° 2017-779; amounts are those of the settlement (`position`).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse
from stdnum.exceptions import ValidationError
from stdnum.fr import siret

from funding.models import (
    CampaignState,
    Envelope,
    MatchDelta,
    OrderState,
    PayoutLine,
    Pledge,
    SettlementLine,
    SettlementState,
)
from funding.rules import BPS
from okote_flow import clock
from okote_flow.cents import decimal
from okote_flow.directory.models import LegalForm, Organization
from okote_flow.sheets import harmless

FIELDS = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
    "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
    "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2021, 2100
STRUCTURES = frozenset(set(LegalForm) - {LegalForm.IN_CREATION})
"""What is registered as a structure. One in creation is still the persons behind it: it is never published."""


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A year as an act's target."""

    pk: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a row out, and the page where it is put right."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One subsidy: its cells in the schema's order, or what is missing of it."""

    name: str  # "Collectivité européenne d’Alsace, 2022-0007 Le Bocal": how the list of refused rows calls it
    cells: tuple[str, ...]
    missing: tuple[Missing, ...]


def rows(year: int) -> list[Row]:
    """Every subsidy of the envelopes of a year whose amount is settled, in a constant number of queries."""
    lines = SettlementLine.objects.filter(
        settlement__state=SettlementState.APPROVED,
        settlement__campaign__state=CampaignState.SETTLED,
        pledge__envelope__year=year,
        gross_cents__gt=0,
    ).select_related("pledge__partner", "pledge__envelope__agreement", "pledge__campaign__dossier__organization")
    lines = lines.order_by("pledge__partner", "pledge")
    waived = _waived(year)
    paid = _paid_on(year)
    found = []
    for line in lines:
        assert line.pledge is not None
        cents = line.gross_cents - waived.get(line.pledge.pk, 0)
        if cents:
            found.append(_row(line.pledge, cents, paid.get(line.pledge.pk, [])))
    return found


def _waived(year: int) -> dict[int, int]:
    """Pledge -> what is no longer expected of it."""
    deltas = MatchDelta.objects.filter(pledge__envelope__year=year, entry__kind="waiver").order_by()
    return {pledge: -cents for pledge, cents in deltas.values_list("pledge").annotate(Sum("cents"))}


def _paid_on(year: int) -> dict[int, list[date]]:
    """Pledge -> the days on which it was paid out."""
    lines = PayoutLine.objects.filter(pledge__envelope__year=year, order__state=OrderState.PAID)
    days: dict[int, list[date]] = defaultdict(list)
    for pledge, at in lines.order_by("order__paid_at").values_list("pledge", "order__paid_at"):
        assert at is not None, "a paid order was paid on a day"
        days[pledge].append(at.astimezone(clock.PARIS).date())
    return days


def _row(pledge: Pledge, cents: int, days: list[date]) -> Row:
    dossier, envelope = pledge.campaign.dossier, pledge.envelope
    assert envelope is not None
    structure = dossier.organization
    name = f"{pledge.partner}, {dossier.label} {dossier.title}"
    missing = tuple(_missing(pledge, envelope, structure, days))
    if missing or structure is None or envelope.agreement is None:
        return Row(name, (), missing)
    scheme = "Okoté (données fictives)" if settings.DEMO else "Okoté"
    cells = (
        pledge.partner.name,
        pledge.partner.siret,
        envelope.agreement.deliberated_on.isoformat(),
        envelope.deliberation_ref,
        structure.name,
        structure.siret,
        structure.rna,
        dossier.title,
        decimal(cents, "."),
        "aide en numéraire",
        "unique" if pledge.campaign.advance_bps == BPS else "échelonné",
        days[0].isoformat() if days[0] == days[-1] else f"{days[0]}/{days[-1]}",
        "",
        "non",
        "1",
        scheme,
    )
    return Row(name, tuple(harmless(" ".join(cell.split())) for cell in cells), ())


def _missing(
    pledge: Pledge, envelope: Envelope, structure: Organization | None, days: list[date]
) -> Iterator[Missing]:
    """What the schema needs and the house does not know, each with its way out."""
    dossier = reverse("dossiers:dossier", args=[pledge.campaign.dossier_id])
    if not pledge.partner.siret:
        page = reverse("funding:identify_partner", args=[pledge.partner_id])
        yield Missing(f"Le SIRET de {pledge.partner} n’est pas enregistré.", page)
    if envelope.agreement is None:
        page = reverse("funding:cover_envelope", args=[envelope.pk])
        yield Missing("Aucune convention n’est rattachée à l’enveloppe.", page)
    if structure is None or structure.legal_form not in STRUCTURES:
        yield Missing("Le bénéficiaire n’est pas une structure inscrite\u00a0: il ne se publie pas.", dossier)
    elif not structure.siret:
        yield Missing(f"Le SIRET de {structure} n’est pas enregistré.", dossier)
    if not days:
        page = reverse("funding:payout", args=[pledge.campaign.dossier_id])
        yield Missing("Rien n’est encore versé\u00a0: la période de versement n’est pas connue.", page)


def text(found: list[Row]) -> str:
    """The file as it is published: UTF-8, commas, a line of names."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(FIELDS)
    writer.writerows(row.cells for row in found if not row.missing)
    return page.getvalue()


# ------------------------------------------------------------------------------------------------------- the validator


def _is_siret(value: str) -> bool:
    try:
        siret.validate(value)
    except ValidationError:
        return False
    return len(value) == 14 and value.isascii()


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_period(value: str) -> bool:
    days = value.split("/")
    return len(days) <= 2 and all(_is_day(day) for day in days) and days == sorted(days)


def _is_amount(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,12}(\.\d{1,2})?", value, re.ASCII)) and value.strip("0.") != ""


CHECKS: dict[str, Callable[[str], bool]] = {
    "nomAttribuant": lambda value: bool(value),
    "idAttribuant": _is_siret,
    "dateConvention": _is_day,
    "nomBeneficiaire": lambda value: bool(value),
    "idBeneficiaire": _is_siret,
    "rnaBeneficiaire": lambda value: not value or bool(re.fullmatch(r"W\d{9}", value, re.ASCII)),
    "objet": lambda value: bool(value),
    "montant": _is_amount,
    "nature": lambda value: value in {"aide en numéraire", "aide en nature", "aide en numéraire;aide en nature"},
    "conditionsVersement": lambda value: value in {"", "unique", "échelonné"},
    "datesPeriodeVersement": _is_period,
    "notificationUE": lambda value: value in {"oui", "non"},
    "pourcentageSubvention": lambda value: bool(re.fullmatch(r"1|0(\.\d+)?|1\.0+", value, re.ASCII)),
}
"""Column -> what its cells must be; a column without a check is free. `idBeneficiaire` is wanted here always."""


def faults(content: str) -> list[str]:
    """What of a file does not follow the schema, line by line and column by column, in French."""
    lines = list(csv.reader(StringIO(content)))
    if not lines or tuple(lines[0]) != FIELDS:
        return ["Ligne 1\u00a0: les seize noms de colonnes ne sont pas ceux du schéma."]
    found = []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(FIELDS):
            found.append(f"Ligne {number}\u00a0: {len(cells)} colonnes au lieu de {len(FIELDS)}.")
            continue
        for name, value in zip(FIELDS, cells, strict=True):
            if name in CHECKS and not CHECKS[name](value):
                found.append(f"Ligne {number}, {name}\u00a0: «\u00a0{value[:40]}\u00a0» ne convient pas.")
    return found
