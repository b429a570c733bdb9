"""Addresses that come back to us: a reply into a dossier's thread, the return of a mail. Nobody else can make them."""

import base64
import hmac
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

REPLY, RETURN = "dossier", "rebond"
SIGNS = 20  # characters of the signature: a hundred bits, and the local part stays within 64 characters
SALT = "notifications.addresses"
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Signed:
    """What one of our addresses stands for: a dossier and a person for a reply, a delivery for a return."""

    prefix: str
    numbers: tuple[int, ...]


def is_configured() -> bool:
    """Whether this house receives mails at all."""
    return bool(settings.INBOUND_DOMAIN)


def reply_to(dossier: int, person: int) -> str:
    """Where that person's answer about that dossier comes in."""
    return _make(REPLY, dossier, person)


def return_to(delivery: int) -> str:
    """The envelope's sender: where a mail server says that it could not hand this mail over."""
    return _make(RETURN, delivery)


def read(address: str) -> Signed | None:
    """None for what we did not sign. Case does not count: some servers change it on the way."""
    local, at, domain = parseaddr(address)[1].lower().rpartition("@")
    if not at or not is_configured() or domain != settings.INBOUND_DOMAIN.lower():
        return None
    prefix, _, rest = local.partition("+")
    *numbers, signature = rest.split("-")
    if prefix not in (REPLY, RETURN) or not all(_is_number(number) for number in numbers):
        return None
    value = f"{prefix}+{'-'.join(numbers)}"
    if not any(hmac.compare_digest(_signature(value, key), signature) for key in _keys()):
        return None
    return Signed(prefix, tuple(int(number) for number in numbers))


def thread(dossier: int, person: int) -> str:
    """The same Message-ID for all that one person is told of one dossier: their mails stand together."""
    return message_id(f"dossier-{dossier}-{person}")


def message_id(name: str) -> str:
    """One of ours, the same whenever the same thing is sent again."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{name}.{_signature(name, settings.SECRET_KEY)}@{domain}>"


def _make(prefix: str, *numbers: int) -> str:
    value = f"{prefix}+{'-'.join(str(number) for number in numbers)}"
    return f"{value}-{_signature(value, settings.SECRET_KEY)}@{settings.INBOUND_DOMAIN}"


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _signature(value: str, key: str) -> str:
    digest = salted_hmac(SALT, value, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SIGNS]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
