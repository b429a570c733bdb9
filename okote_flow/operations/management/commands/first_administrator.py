"""manage.py first_administrator ADDRESS: an invitation for whoever opens the other accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from okote_flow.accounts import actions, letters
from okote_flow.directory.models import Office


class Command(BaseCommand):
    help = "Invite une première personne à l’administration des comptes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="son adresse électronique")

    def handle(self, *args: Any, **options: Any) -> None:
        token = actions.invite(email=options["address"], office=Office.ADMINISTRATOR, by=None)
        self.stdout.write("À ouvrir avec cette adresse, avant 14\u00a0jours\u00a0:")
        self.stdout.write(letters.link(token))
