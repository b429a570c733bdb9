"""manage.py load_programme FILE: a programme file, believed only if it agrees with itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from okote_flow import clock
from okote_flow.operations import demo, programme_loading
from okote_flow.operations.models import DemoClock
from okote_flow.operations.programme_file import parse
from okote_flow.refusals import Refused


class Command(BaseCommand):
    help = "Charge un programme. Un fichier dont les totaux se contredisent est refusé\u00a0; deux fois donne le même."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            file = parse(path.read_text("utf-8"))
        except OSError as error:
            raise CommandError(f"{path}\u00a0: {error.strerror}.") from error
        except Refused as refused:
            raise CommandError("\n".join(f"{path}, {refusal.message}" for refusal in refused.refusals)) from refused
        if settings.DEMO and not DemoClock.objects.exists():
            demo.set_now(clock.local(programme_loading.effective_on(file), 9))  # the demo world begins with its rules
        news = programme_loading.load(file)
        for line in news:
            self.stdout.write(line)
        if not news:
            self.stdout.write(f"{file.head.name}\u00a0: rien de nouveau, tout est déjà chargé.")
