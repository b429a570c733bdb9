"""What the pages say of providers and their messages: never a secret."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from dossiers.listing import csv_page
from funding import providers
from funding.models import ProviderEvent
from okote_flow.clock import PARIS

LONGEST = 4000
HEAD = ("Message", "Prestataire", "Reçu", "Traité", "Paiement", "État", "Motif", "Données")


@dataclass(frozen=True, slots=True)
class Means:
    """How this house takes payments, as its page says it."""

    label: str
    is_open: bool
    secrets: int  # how many count; never which
    note: str


def means() -> Means:
    """The provider of the settings."""
    chosen = providers.chosen()
    if chosen is None:
        return Means("Aucun prestataire", False, 0, "Les dons passent par virement, chèque ou espèces.")
    return Means(chosen.label, True, len(settings.PAYMENT_WEBHOOK_SECRETS), chosen.note)


def legible(raw: bytes) -> str:
    """A message as one reads it: JSON with its lines, anything else as it is, cut where it grows too long."""
    text = raw.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def as_csv(found: Iterable[ProviderEvent]) -> str:
    """Messages as a table, without what they say in detail."""
    return csv_page(HEAD, _rows(found, "fictives" if settings.DEMO else "réelles"))


def _rows(found: Iterable[ProviderEvent], nature: str) -> Iterator[list[str]]:
    for one in found:
        done = f"{one.processed_at.astimezone(PARIS):%d/%m/%Y %H:%M}" if one.processed_at else ""
        come = f"{one.received_at.astimezone(PARIS):%d/%m/%Y %H:%M}"
        said = [str(one.pk), one.provider_name, come, done, one.payment_id_told]
        yield [*said, one.get_state_display(), one.error, nature]
