"""What was changed in the data of reference: before, after, who, when, and what undid it. Only ever added to."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from okote_flow import clock, triggers


class Thing(models.TextChoices):
    """What the administration keeps."""

    TERRITORY = "territory", "Territoire"
    EPCI = "epci", "Intercommunalité"
    TOWN = "town", "Commune"
    CALL = "call", "Appel à projets"
    COHORT = "cohort", "Promotion"
    DAY = "day", "Jour particulier"
    GRID = "grid", "Grille de critères"


class Change(models.Model):
    """One act on one thing. `before` is empty when it was created, `after` when it was taken away."""

    thing = models.CharField("quoi", max_length=10, choices=Thing)
    key = models.CharField(max_length=60)  # as the thing is called in its address
    label = models.CharField("nom", max_length=200)
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("le", default=clock.now)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        verbose_name = "changement"
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["thing", "key", "-at"], name="change_by_thing")]

    def __str__(self) -> str:
        return f"{self.get_thing_display()} {self.label}"

    @property
    def is_creation(self) -> bool:
        return not self.before


triggers.append_only("administration_change")
