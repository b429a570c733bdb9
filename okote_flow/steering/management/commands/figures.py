"""`manage.py figures`: counts the figures of every dossier again and puts right those that differ."""

from typing import Any

from django.core.management.base import BaseCommand

from okote_flow.steering import projection


class Command(BaseCommand):
    help = "Recompte les chiffres du tableau de bord, dossier par dossier, et corrige ceux qui diffèrent."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Dossiers corrigés\u00a0: {projection.rebuild()}.")
