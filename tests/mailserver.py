"""A mail server on this machine, started by a test: it keeps what it takes, and refuses what it is told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


class MailServer:
    """`to_recipient` and `to_content` are its answers; empty, it takes the mail."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.to_recipient = ""
        self.to_content = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.to_content:
            return self.to_content
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(envelope.content)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 OK"

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [message for _, recipients, message in self.taken if address in recipients]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Django sends there, over a real connection."""
    server, port = MailServer(), _free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
            yield server
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
