"""The rules that a committee has adopted for itself. Never changed: a correction is another version."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.bodies import Committee
from committees.regulations import Regulations
from okote_flow import clock, triggers


class RuleSets(models.QuerySet["RuleSet"]):
    def valid_on(self, day: object) -> Self:
        """Those adopted for that day or before it, the one that holds first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-version")


class RuleSet(models.Model):
    """One version of a committee's internal rules, with the act that adopted it.

    A meeting keeps the version in force when it was convened, a poll the rule under which it opened.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="rulesets")
    version = models.PositiveSmallIntegerField("version")
    adopted_on = models.DateField("adopté le")
    valid_from = models.DateField("en vigueur le")
    reference = models.CharField("acte d’adoption", max_length=200)
    values = models.JSONField("règles")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    objects = RuleSets.as_manager()

    class Meta:
        verbose_name = "règlement intérieur"
        ordering: ClassVar = ["committee", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "version"], name="rules_are_numbered"),
            models.CheckConstraint(condition=Q(valid_from__gte=F("adopted_on")), name="rules_hold_once_adopted"),
            models.CheckConstraint(condition=~Q(reference=""), name="rules_name_their_act"),
        ]

    def __str__(self) -> str:
        return f"règlement intérieur, version {self.version}"

    @property
    def regulations(self) -> Regulations:
        return Regulations.of(self.values)


triggers.append_only("committees_ruleset")
