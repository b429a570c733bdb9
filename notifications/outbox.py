"""The outbox of a house for play: what leaves is kept in a folder, where its viewer shows it. Nothing goes out."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as Outgoing
from django.core.mail.backends.base import BaseEmailBackend

from okote_flow import clock

BACKEND = "notifications.outbox.Outbox"
SUFFIX = ".eml"
NAME = re.compile(r"\d{20}-[0-9a-f]{8}")


class Outbox(BaseEmailBackend):
    """Writes each mail into a file of its own, named so that the newest comes last."""

    def send_messages(self, email_messages: Sequence[Outgoing]) -> int:
        folder = Path(settings.OUTBOX_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.real_now():%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}"
            (folder / f"{name}{SUFFIX}").write_bytes(message.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Kept:
    """One mail that left, as its reader would open it."""

    name: str
    subject: str
    to: str
    sender: str
    sent_at: datetime | None
    headers: list[tuple[str, str]]
    text: str
    html: str


def is_open() -> bool:
    """Whether this house keeps what leaves, and may show it: for play only."""
    return bool(settings.DEBUG or settings.DEMO) and settings.EMAIL_BACKEND == BACKEND


def names() -> list[str]:
    """The newest first."""
    return sorted((path.stem for path in Path(settings.OUTBOX_ROOT).glob(f"*{SUFFIX}")), reverse=True)


def read(name: str) -> Kept | None:
    """None when there is no such mail. Nothing but a name of ours is made a path."""
    path = Path(settings.OUTBOX_ROOT, f"{name}{SUFFIX}")
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    content = path.read_bytes()
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
    date = message["Date"]
    return Kept(
        name,
        str(message["Subject"] or ""),
        str(message["To"] or ""),
        str(message["From"] or ""),
        _instant(str(date)) if date else None,
        [(key, str(value)) for key, value in message.items()],
        _part(message, "plain"),
        _part(message, "html"),
    )


def _instant(date: str) -> datetime:
    """Django writes -0000, which Python takes for a time of nowhere."""
    found = parsedate_to_datetime(date)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body is not None else ""
