"""manage.py reindex: the index of the search made anew from what the house holds; what has not changed stays."""

from typing import Any

from django.core.management.base import BaseCommand

from okote_flow.search.following import rebuild


class Command(BaseCommand):
    help = "Refait l’index de la recherche. Peut être interrompu et relancé sans risque."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild()
        told = ", ".join(f"{nature.label.lower()}\u00a0: {count}" for nature, count in done.items() if count)
        self.stdout.write(f"Écrit de nouveau\u00a0: {told}." if told else "L’index est à jour.")
