"""manage.py work [--once]: takes tasks from the queue, beside the processes that serve pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from okote_flow.operations.worker import worker


class Command(BaseCommand):
    help = "Fait ce que la file de tâches demande\u00a0: les courriels. Autant de processus que l’on veut."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="s’arrêter quand la file est vide")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = worker(until_empty=options["once"])
        if not options["once"]:
            loop.configure_signals()
        loop.run()
