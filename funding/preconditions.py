"""What must be true before a project is paid, one by one: met, or why not and where to go. For the payment page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from dossiers.models.exchange import Gate
from funding import guards
from funding.models import BankDetails
from funding.position import Position
from funding.transfer_file import written
from okote_flow.cents import euros
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Precondition:
    """One of them. `said` tells what was found; `url` is where a missing one is dealt with."""

    label: str
    is_met: bool
    said: str
    url: str
    is_doubtful: bool = False  # met, and worth a second look


def preconditions(now: Position) -> list[Precondition]:
    """In the order in which they are usually met. Eight queries at most, whatever the dossier holds."""
    details = guards.verified_details(now.campaign.dossier)
    return [
        _settlement(now),
        _iban(now, details),
        _holder(now, details),
        *(_guarded(now, label, found) for label, found in GUARDED),
        _conditions(now),
        _cash(now),
    ]


def _page(now: Position, name: str) -> str:
    return reverse(f"funding:{name}", args=[now.campaign.dossier_id])


def _dossier(now: Position) -> str:
    return reverse("dossiers:dossier", args=[now.campaign.dossier_id])


def _settlement(now: Position) -> Precondition:
    found = guards.counting_settlement(now.campaign)
    met = found is not None and found.approved_at is not None
    said = "Approuvé par une deuxième personne." if met else "La trésorerie le prépare, la direction l’approuve."
    return Precondition("Décompte approuvé", met, said, _page(now, "settlement"))


def _iban(now: Position, details: BankDetails | None) -> Precondition:
    said = "Une personne donne l’IBAN, une autre le vérifie avec une preuve."
    if details is not None:
        said = f"{details.masked}, vérifié par {details.decided_by}\u00a0: {details.note}"
    return Precondition(
        "IBAN vérifié par une deuxième personne", details is not None, said, _page(now, "bank_details")
    )


def _holder(now: Position, details: BankDetails | None) -> Precondition:
    """Whoever verified the IBAN has compared the names; a difference is shown again."""
    organization = now.campaign.dossier.organization
    name, holder = organization.name if organization else "", details.holder if details else ""
    same = bool(holder) and written(name).casefold() == written(holder).casefold()
    said = f"Compte de {holder}." if same else f"Compte de {holder or 'titulaire inconnu'}, structure {name}."
    label = "Titulaire du compte\u00a0: la structure"
    return Precondition(label, details is not None, said, _page(now, "bank_details"), not same)


def _agreements(now: Position) -> list[Refusal]:
    pledges = [source.pledge.pk for source in now.sources if source.pledge]
    return list(guards.agreements_in_force(now.campaign, pledges))


def _sections(now: Position) -> list[Refusal]:
    return list(guards.section_fits(now.campaign))


def _commitment(now: Position) -> list[Refusal]:
    return list(guards.commitment(now.campaign.dossier))


GUARDED: tuple[tuple[str, Callable[[Position], list[Refusal]]], ...] = (
    ("Conventions en vigueur, reversement autorisé", _agreements),
    ("Dépenses de la section budgétaire de l’enveloppe", _sections),
    ("Contrat d’engagement républicain", _commitment),
)
WAYS_OUT = {"Conventions en vigueur, reversement autorisé": "funding:envelopes"}


def _guarded(now: Position, label: str, found: Callable[[Position], list[Refusal]]) -> Precondition:
    refusals = found(now)
    said = " ".join(refusal.message for refusal in refusals) or "Vérifié aujourd’hui."
    url = reverse(WAYS_OUT[label]) if label in WAYS_OUT else _dossier(now)
    return Precondition(label, not refusals, said, url)


def _conditions(now: Position) -> Precondition:
    open_ = list(now.campaign.dossier.conditions.blocking(Gate.PAYOUT).values_list("text", flat=True))
    said = f"À lever\u00a0: {', '.join(open_)}" if open_ else "Aucune réserve ne retient le versement."
    return Precondition("Réserves levées", not open_, said, _dossier(now))


def _cash(now: Position) -> Precondition:
    awaited = sum(source.unreceived_cents for source in now.sources)
    there = "Tout ce que les partenaires doivent est reçu."
    said = f"{euros(awaited)} restent à recevoir\u00a0; la part reçue peut déjà être versée." if awaited else there
    return Precondition("Fonds reçus", not awaited, said, reverse("funding:cash"))
