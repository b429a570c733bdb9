"""manage.py sweep [--loop]: what has come due, once or every minute."""

import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from okote_flow.operations.clockwork import EVERY_SECONDS, turn


class Command(BaseCommand):
    help = "Fait ce qui est échu\u00a0: campagnes, brouillons, mandats, scellé du jour. Peut être relancé sans risque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="recommencer chaque minute")

    def handle(self, *args: Any, **options: Any) -> None:
        with suppress(KeyboardInterrupt):
            while True:
                self.stdout.write(turn().summary)
                if not options["loop"]:
                    return
                close_old_connections()
                time.sleep(EVERY_SECONDS)
