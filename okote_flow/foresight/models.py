"""Forecasts that were kept: the assumptions, the question, the answer. None ever changes; one may be put away."""

import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from okote_flow import clock, triggers
from okote_flow.triggers import Trigger


class Forecast(models.Model):
    """One forecast of the whole programme, as it was made on a day. `key` makes a second click no second forecast."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField("nom", max_length=120)
    at = models.DateTimeField("faite le", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assumptions = models.JSONField("hypothèses", default=dict)
    change = models.JSONField("scénario", default=dict)
    seed = models.PositiveBigIntegerField("graine")
    runs = models.PositiveIntegerField("tirages")
    digest = models.CharField("empreinte de la question", max_length=64)
    engine = models.PositiveSmallIntegerField("version du calcul", default=1)
    standing = models.JSONField("programme ce jour-là", default=dict)
    result = models.JSONField("résultat", default=dict)
    archived_at = models.DateTimeField("archivée le", null=True)

    class Meta:
        verbose_name = "prévision"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="forecasts_are_named"),
        ]
        indexes: ClassVar = [models.Index(fields=["archived_at", "-id"], name="forecast_by_archive")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"forecast:{self.pk}"

    @property
    def seal(self) -> dict[str, str]:
        """What the journal keeps of it: the question, and the answer as it was given."""
        said = json.dumps(self.result, sort_keys=True)
        return {"digest": self.digest, "answer": hashlib.sha256(said.encode()).hexdigest()}


class LeftOut(models.Model):
    """A dossier that a forecast has not counted: its maker was kept away from it."""

    forecast = models.ForeignKey(Forecast, models.PROTECT, related_name="left_out")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["forecast", "dossier"], name="a_dossier_is_left_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} sans {self.dossier_id}"


_KEPT = (
    "key",
    "name",
    "at",
    "by_id",
    "assumptions",
    "change",
    "seed",
    "runs",
    "digest",
    "engine",
    "standing",
    "result",
)
_OLD_IS_NEW = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _KEPT)
_DISTINCT = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _KEPT)

triggers.append_only("foresight_forecast", updates=True)
triggers.declare(
    Trigger(
        name="foresight_forecast_is_kept",
        table="foresight_forecast",
        sqlite="CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN "
        + _OLD_IS_NEW
        + " BEGIN SELECT RAISE(ABORT, 'okote: a forecast never changes'); END",
        postgresql="CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ("
        + _DISTINCT
        + ") EXECUTE FUNCTION okote_refuse()",
    )
)
