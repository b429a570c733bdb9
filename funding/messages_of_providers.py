"""What the pages say of providers and their messages: never a secret."""

import json
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings

from funding import providers
from funding.models import ProviderEvent
from okote_flow.sheets import Row

LONGEST = 4000


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


def row(one: ProviderEvent) -> Row:
    """A message as a row, without what it says in detail."""
    nature = "fictives" if settings.DEMO else "réelles"
    said = [one.payment_id_told, one.get_state_display(), one.error, nature]
    return [str(one.pk), one.provider_name, one.received_at, one.processed_at, *said]
