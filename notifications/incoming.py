"""A mail that came in, as far as it can be read: whoever wrote it, it breaks nothing."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email

from notifications import quoting

READING = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What Python's reader of mails raises on malformed ones."""
NOT_WRITTEN = frozenset({"bulk", "junk", "list", "auto_reply"})
OURS_FIRST = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
LONGEST_TEXT = 100_000  # characters that are read for the writer's own words
FAILED = "failed"
STATUS = "message/delivery-status"  # RFC 3464


class Unreadable(Exception):  # noqa: N818 - it says what the mail is
    """Nothing can be made of this mail."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One mail. Its headers are read one by one, since any of them may be malformed."""

    message: EmailMessage
    digest: str

    @classmethod
    def read(cls, raw: bytes) -> "Incoming":
        """Raises Unreadable."""
        try:
            message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
        except READING as problem:
            raise Unreadable from problem
        known = header(message, "Message-ID").strip()
        return cls(message, hashlib.sha256(known.encode() if known else raw).hexdigest())

    @property
    def message_id(self) -> str:
        return " ".join(header(self.message, "Message-ID").split())[:250]

    @property
    def subject(self) -> str:
        return " ".join(header(self.message, "Subject").split())[:150]

    @property
    def sender(self) -> str:
        """Its From, in small letters; empty unless there is exactly one."""
        found = [address for _, address in getaddresses([header(self.message, "From")]) if "@" in address]
        return found[0].lower() if len(found) == 1 and _is_address(found[0]) else ""

    @property
    def recipients(self) -> list[str]:
        values = [header(self.message, name) for name in OURS_FIRST]
        return [address for _, address in getaddresses([value for value in values if value])]

    @property
    def is_automatic(self) -> bool:
        """Whether a machine wrote it (RFC 3834): it is never answered."""
        submitted = header(self.message, "Auto-Submitted").strip().lower()
        return (
            (bool(submitted) and not submitted.startswith("no"))
            or header(self.message, "Precedence").strip().lower() in NOT_WRITTEN
            or any(self.message.get_all(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
            or header(self.message, "Return-Path").strip() == "<>"
            or self.sender.startswith(("mailer-daemon@", "postmaster@"))
            or self.message.get_content_type() == "multipart/report"
        )

    def own_words(self) -> str:
        """What its writer wrote, without quotation and signature."""
        try:
            plain, html = self.message.get_body(("plain",)), self.message.get_body(("html",))
        except READING:
            return ""
        if plain is not None:
            return quoting.own_words(_text(plain)[:LONGEST_TEXT])
        return quoting.own_words(quoting.words_of_html(_text(html)[:LONGEST_TEXT])) if html is not None else ""

    def files(self) -> Iterator[SimpleUploadedFile]:
        """What is attached; pictures that stand in the text, signatures of keys and reports are not."""
        for part in _parts(self.message):
            name, is_inline = _name(part), part.get_content_disposition() == "inline"
            if (
                not name
                or (is_inline and part["Content-ID"])
                or part.get_content_type() == "application/pgp-signature"
            ):
                continue
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield SimpleUploadedFile(name, content, part.get_content_type())

    def undelivered(self) -> str | None:
        """In a report that a mail was not delivered (RFC 3464): the server's words. None for everything else."""
        if self.message.get_content_type() != "multipart/report":
            return None
        for part in _parts(self.message):
            if part.get_content_type() != STATUS:
                continue
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Message) and header(block, "Action").strip().lower() == FAILED:
                    return _reason(block)
        return None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def header(message: Message, name: str) -> str:
    try:
        return str(message.get(name, "") or "")
    except READING:
        return ""


def _reason(block: Message) -> str:
    diagnostic = re.sub(r"^\s*smtp\s*;\s*", "", header(block, "Diagnostic-Code"), flags=re.IGNORECASE)
    return " ".join(f"{header(block, 'Status')} {diagnostic}".split())[:300] or "courriel revenu sans explication"


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Every part; a forwarded mail is one of them, not its parts."""
    for part in message.walk():
        if not part.is_multipart() or part.get_content_type() == STATUS:
            yield part


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except READING:
        return ""


def _text(part: Message) -> str:
    """In its own alphabet, or as far as UTF-8 goes."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")
