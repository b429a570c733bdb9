"""Days that are worked or not against the calendar: a bridge day, a holiday on which one works all the same."""

from typing import ClassVar

from django.db import models


class SpecialDay(models.Model):
    """One day that the calendar of Alsace-Moselle and the week do not say."""

    day = models.DateField("jour", unique=True)
    is_off = models.BooleanField("non ouvré", default=True)
    name = models.CharField("motif", max_length=80)

    class Meta:
        verbose_name = "jour particulier"
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}, {self.name}"

    @property
    def subject(self) -> str:
        return "calendar:alsace-moselle"
