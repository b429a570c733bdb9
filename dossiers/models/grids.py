"""The criteria grid by date of effect: which criteria, in which order and words. A dossier keeps its grid."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models.programme import Criterion, Programme
from okote_flow import clock


class Grids(models.QuerySet["GridVersion"]):
    def standing(self) -> Self:
        """Those that were not withdrawn before their day."""
        return self.filter(withdrawn_at=None)

    def in_force(self, day: date) -> "GridVersion | None":
        return self.standing().filter(effective_on__lte=day).order_by("-effective_on").first()


class GridVersion(models.Model):
    """One version of the grid. Never changed once written: a change is a new version."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="grids")
    effective_on = models.DateField("en vigueur le")
    reference = models.CharField("décision", max_length=200)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField("retirée le", null=True)

    objects = Grids.as_manager()

    class Meta:
        verbose_name = "grille de critères"
        ordering: ClassVar = ["effective_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "effective_on"], condition=Q(withdrawn_at=None), name="one_grid_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"grille du {self.effective_on:%d/%m/%Y}"

    @property
    def subject(self) -> str:
        return f"grid:{self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None and self.effective_on <= clock.today()


class GridLine(models.Model):
    """One criterion as a version words it."""

    grid = models.ForeignKey(GridVersion, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("rang")
    name = models.CharField("critère", max_length=100)
    guidance = models.TextField("explication")

    class Meta:
        ordering: ClassVar = ["grid", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grid", "criterion"], name="a_criterion_stands_once_in_a_grid"),
            models.UniqueConstraint(fields=["grid", "number"], name="one_criterion_per_rank_of_a_grid"),
        ]

    def __str__(self) -> str:
        return self.name
