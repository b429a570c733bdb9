"""manage.py pseudonymise --to sqlite:////srv/copie.sqlite3 --media DIR: a copy in which nobody is named."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from okote_flow.records.pseudonyms import copying, rechaining

FINISH = "--finish"


class Command(BaseCommand):
    help = "Écrit une copie sans aucune donnée personnelle, pour la formation et les essais."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", help="adresse de la copie, qui n’existe pas encore (sqlite:////…)")
        parser.add_argument("--media", help="dossier des fichiers de la copie")
        parser.add_argument(FINISH, action="store_true", help="rendre ses empreintes à une copie (appelé par --to)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["finish"]:
            rechaining.rechain()
            return
        if not options["to"] or not options["media"]:
            raise CommandError("Indiquez --to et --media.")
        if not str(options["to"]).startswith("sqlite:"):
            raise CommandError("La copie est une base SQLite\u00a0: sqlite:////chemin/copie.sqlite3.")
        media = Path(options["media"]).resolve()
        try:
            copying.write(options["to"], media)
        except FileExistsError as error:
            raise CommandError(f"{error} existe déjà\u00a0: choisissez un autre nom.") from error
        self._finish(options["to"], media)
        self.stdout.write("La copie est écrite.")

    @staticmethod
    def _finish(address: str, media: Path) -> None:
        """In a process of its own, for which the copy is the database: no act of it can reach the original."""
        environment = os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": str(media)}
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "pseudonymise", FINISH],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"La copie n’a pas pu être achevée\u00a0: {done.stderr[-2000:]}")
