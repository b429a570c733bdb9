"""manage.py serve [--host --port]: the whole house in one process."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from okote_flow.operations import demo, server
from okote_flow.operations.demo_world import accounts


class Command(BaseCommand):
    help = "Sert les pages, les lignes en direct et les échéances, dans un seul processus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or settings.REHEARSAL):
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            self._introduce()
        self.stdout.write(f"Okoté est ouvert\u00a0: http://{options['host']}:{options['port']}/ (Ctrl+C pour arrêter)")
        server.serve(options["host"], options["port"])

    def _introduce(self) -> None:
        self.stdout.write(f"Démonstration, données fictives. Mot de passe de tous les comptes\u00a0: {demo.PASSWORD}")
        for person, what in accounts():
            self.stdout.write(f"  {person.email:40} {person}, {what}")
