"""manage.py demo: loads the demo world, if the database holds no dossier."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from okote_flow.operations import demo, demo_world
from okote_flow.refusals import Refused


class Command(BaseCommand):
    help = "Charge le monde de démonstration (données fictives) dans une base sans dossier."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Le monde de démonstration se charge avec OKOTE_DEMO=1, jamais en production.")
        if demo_world.is_unfinished():
            raise CommandError(
                "Un chargement s’est arrêté en route\u00a0: videz la base (make clean), puis recommencez."
            )
        if not demo_world.is_empty():
            self.stdout.write("La base contient déjà des dossiers\u00a0: rien n’est chargé.")
            return
        self.stdout.write("Le monde de démonstration se joue, acte par acte…")
        try:
            surprises = demo_world.load()
        except Refused as refused:
            raise CommandError("\n".join(refusal.message for refusal in refused.refusals)) from refused
        if surprises:
            raise CommandError("\n".join(surprises))
        self.stdout.write(f"Vingt-cinq dossiers fictifs. Mot de passe de tous les comptes\u00a0: {demo.PASSWORD}")
