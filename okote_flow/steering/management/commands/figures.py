"""`manage.py figures`: counts again what is kept of every dossier and puts right what differs."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from dossiers.models import look_ahead
from okote_flow.steering import projection


class Command(BaseCommand):
    help = "Recompte les chiffres du tableau de bord, dossier par dossier, et corrige ceux qui diffèrent."

    def handle(self, *args: Any, **options: Any) -> None:
        look_ahead(Q())
        self.stdout.write(f"Dossiers corrigés\u00a0: {projection.rebuild()}.")
