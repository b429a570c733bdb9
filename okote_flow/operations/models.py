"""What operations keeps: the demo world's clock."""

from typing import ClassVar

from django.db import models


class DemoClock(models.Model):
    """How far the demo world's business time is from the real one: one row, read only where settings.DEMO."""

    offset = models.DurationField("décalage")

    class Meta:
        verbose_name = "horloge de démonstration"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_clock")]

    def __str__(self) -> str:
        return f"{self.offset}"
