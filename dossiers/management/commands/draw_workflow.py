"""Writes docs/workflow.md from the table of the dossier's life, or checks that it is as the table says."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dossiers import drawing

PAGE = Path(settings.BASE_DIR, "docs", "workflow.md")


class Command(BaseCommand):
    help = "Write docs/workflow.md: diagram and table of the dossier's life."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = drawing.document()
        present = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if options["check"] and wanted != present:
            raise CommandError("docs/workflow.md is out of date: run `make fix`.")
        if not options["check"] and wanted != present:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(wanted, encoding="utf-8")
            self.stdout.write("docs/workflow.md written")
