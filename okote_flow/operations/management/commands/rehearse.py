"""manage.py rehearse FILE: plays a scenario on a database of its own, or with --keep into the configured one."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import SUPPRESS
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from okote_flow.operations import stage
from okote_flow.operations.audit.everything import faults
from okote_flow.operations.expectations import disappointments
from okote_flow.operations.fleeting import make_tables
from okote_flow.refusals import Refused


class Command(BaseCommand):
    help = "Joue un scénario avec les actes mêmes des écrans. Le code de sortie dit si les attentes sont tenues."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keep", action="store_true", help="jouer dans la base configurée, et garder")
        parser.add_argument("--json", action="store_true", help="écrire l’état final, en JSON")
        parser.add_argument("--until", type=int, metavar="ÉTAPE", help="s’arrêter après cette étape (son numéro)")
        parser.add_argument("--on-a-fresh-database", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["keep"] or options["on_a_fresh_database"]):
            sys.exit(_elsewhere(options))
        if options["on_a_fresh_database"]:
            make_tables()
        try:
            self._play(options)
        except Refused as refused:
            raise CommandError("\n".join(refusal.message for refusal in refused.refusals)) from refused

    def _play(self, options: dict[str, Any]) -> None:
        play = stage.prepare(options["file"], keep=options["keep"])
        failed = False
        if not options["json"]:
            self.stdout.write(play.scenario.title)
        for told in play.tell(options["until"]):
            failed = failed or bool(told.surprise)
            if not options["json"]:
                self.stdout.write(told.line)
            elif told.surprise:
                self.stderr.write(told.line)
        state = play.state()
        if options["json"]:
            self.stdout.write(json.dumps(state, ensure_ascii=False, indent=2))
        self._judge(play, state, failed=failed, partial=failed or options["until"] is not None)

    def _judge(self, play: stage.Play, state: dict[str, Any], *, failed: bool, partial: bool) -> None:
        """Expectations and the audit are about the end: a play that stopped before has only its surprise to tell."""
        missed = [] if partial else list(disappointments(play.scenario.expected, state))
        missed += [] if partial else [f"{fault.subject}\u00a0: {fault.sentence}" for fault in faults()]
        for sentence in missed:
            self.stderr.write(sentence)
        if failed or missed:
            sys.exit(1)
        self.stderr.write("Les attentes sont tenues." if not partial else "Arrêt à l’étape demandée.")


def _elsewhere(options: dict[str, Any]) -> int:
    """Play in a process of its own, on a database and files that vanish with it. Gives its exit status."""
    words = ["rehearse", str(options["file"]), "--on-a-fresh-database"]
    words += ["--json"] if options["json"] else []
    words += ["--until", str(options["until"])] if options["until"] is not None else []
    with tempfile.TemporaryDirectory(prefix="okote-") as folder:
        env = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/rehearsal.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "REDIS_URL": "",
            "EMAIL_URL": "dummymail://",
            "OKOTE_DEMO": "0",
        }
        manage = settings.BASE_DIR / "manage.py"
        return subprocess.run([sys.executable, str(manage), *words], env=env, check=False).returncode  # noqa: S603
