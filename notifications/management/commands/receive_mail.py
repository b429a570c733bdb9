"""manage.py receive_mail [--to ADDRESS]: takes in one mail from its standard input, for the pipe of a mail server."""

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from notifications import inbound

log = logging.getLogger(__name__)
TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the mail and comes back with it


class Command(BaseCommand):
    help = "Lit un courriel sur l’entrée standard\u00a0: une réponse va dans son dossier, un retour à son envoi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="adresse à laquelle il est arrivé")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(settings.INBOUND_MAX_BYTES + 1)
        try:
            outcome = inbound.receive(raw, to=options["to"])
        except Exception:
            log.exception("a mail could not be taken in")
            sys.exit(TRY_AGAIN)
        self.stdout.write(outcome.label)
