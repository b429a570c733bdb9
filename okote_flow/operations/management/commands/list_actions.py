"""manage.py list_actions [--check]: docs/actions.md from the code, or whether it still agrees with it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from okote_flow.operations import action_docs, verbs

PAGE = settings.BASE_DIR / "docs" / "actions.md"


class Command(BaseCommand):
    help = "Écrit docs/actions.md d’après le code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="ne rien écrire\u00a0: dire si la page est à jour")

    def handle(self, *args: Any, **options: Any) -> None:
        text = action_docs.page(verbs.actions())
        if not options["check"]:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(text, "utf-8")
            self.stdout.write(f"{PAGE.relative_to(settings.BASE_DIR)} est écrit.")
        elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
            raise CommandError("docs/actions.md ne dit plus ce que fait le code\u00a0: lancez «\u00a0make fix\u00a0».")
