"""manage.py rehearsal_room [--host --port]: a fictional meeting to train on, in its own process, on its own file."""

import os
import secrets
import subprocess
import sys
import tempfile
from argparse import SUPPRESS
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from okote_flow.operations import rehearsal_room
from okote_flow.operations.fleeting import make_tables
from okote_flow.refusals import Refused


class Command(BaseCommand):
    help = "Ouvre une séance fictive pour s’exercer, sur une base jetable. Rien n’en sort, rien n’en reste."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--here", action="store_true", help=SUPPRESS)
        parser.add_argument("--no-serve", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["here"]:
            sys.exit(_elsewhere(options["host"], options["port"]))
        if not settings.REHEARSAL:
            raise CommandError("La répétition se joue avec OKOTE_REHEARSAL=1, jamais dans la base de la maison.")
        self._build()
        if not options["no_serve"]:
            self.stdout.write(f"Répétition\u00a0: http://{options['host']}:{options['port']}/repetition/")
            call_command("serve", host=options["host"], port=options["port"])

    def _build(self) -> None:
        path = rehearsal_room.require_own_file(settings.DATABASES["default"])
        connection.close()
        for part in ("", "-wal", "-shm", rehearsal_room.PRISTINE):
            path.with_name(f"{path.name}{part}").unlink(missing_ok=True)
        make_tables()
        self.stdout.write("La séance se prépare, acte par acte…")
        try:
            surprises = rehearsal_room.build()
        except Refused as refused:
            raise CommandError("\n".join(refusal.message for refusal in refused.refusals)) from refused
        if surprises:
            raise CommandError("\n".join(surprises))


def _elsewhere(host: str, port: int) -> int:
    """In a process of its own, whose database, files and mails vanish with it. Gives its exit status."""
    with tempfile.TemporaryDirectory(prefix="okote-") as folder:
        env = {name: value for name, value in os.environ.items() if name != "EMAIL_URL"} | {
            "OKOTE_REHEARSAL": "1",
            "OKOTE_DEBUG": "0",
            "OKOTE_DEMO": "1",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE_URL": f"sqlite:///{folder}/{rehearsal_room.SUFFIX}",
            "MEDIA_ROOT": f"{folder}/media",
            "OUTBOX_ROOT": f"{folder}/outbox",
            "REDIS_URL": "",
            "SITE_URL": f"http://{host}:{port}",
            "ALLOWED_HOSTS": ",".join([*settings.ALLOWED_HOSTS, host]),
        }
        manage = settings.BASE_DIR / "manage.py"
        words = ["rehearsal_room", "--here", "--host", host, "--port", str(port)]
        try:
            return subprocess.run([sys.executable, str(manage), *words], env=env, check=False).returncode  # noqa: S603
        except KeyboardInterrupt:
            return 0
