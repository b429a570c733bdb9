"""manage.py audit [--json]: recomputes all that must be true, names what is not, exit 1 on any fault."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from okote_flow.operations.audit.everything import CHECKS, faults


class Command(BaseCommand):
    help = "Recalcule tout ce qui doit être vrai et nomme ce qui ne l’est pas. Code de sortie 1 au premier écart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="écrire les écarts en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(fault) for fault in found], ensure_ascii=False, indent=2))
        else:
            for fault in found:
                self.stdout.write(f"{fault.subject} [{fault.code}] {fault.sentence}")
            told = f"{len(found)} écart(s)." if found else f"Tout est juste\u00a0: {len(CHECKS)} contrôles."
            self.stdout.write(told)
        if found:
            sys.exit(1)
