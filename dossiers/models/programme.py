"""The programme: its criteria, its calls, its rules by date of effect."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from okote_flow.directory.models import Named, Territory
from okote_flow.parameters import Parameters


class Programme(models.Model):
    """Okoté in Alsace. The targets are the report's, for a full year (§3)."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=100)
    operator = models.CharField("opérateur", max_length=100)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    target_projects = models.PositiveIntegerField("projets accompagnés par an")
    target_cofunded = models.PositiveIntegerField("dont abondés par la CeA")
    source = models.CharField("source", max_length=200)
    facts = models.JSONField("chiffres du rapport", default=dict)  # running costs, co-funding, references, as loaded

    objects = Named["Programme"]()

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One of the six criteria of the report (§2)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="criteria")
    code = models.SlugField("code", unique=True)
    number = models.PositiveSmallIntegerField("rang")
    name = models.CharField("critère", max_length=100)
    guidance = models.TextField("ce que dit le rapport")

    objects = Named["Criterion"]()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_criterion_per_rank")
        ]

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """A call for projects; outside any call a dossier may be submitted at any time."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls")
    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=120)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="calls")
    opens_on = models.DateField("ouvre le")
    closes_on = models.DateField("clôt le")
    webinar_at = models.DateTimeField("réunion d’information", null=True, blank=True)
    webinar_link = models.URLField("lien de la réunion", max_length=400, blank=True)
    ends_on = models.DateField("fin d’usage", null=True, blank=True)  # from then on no new draft answers it

    objects = Named["Call"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_it_opens")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"call:{self.code}"


class Cohort(models.Model):
    """Those of a call who are accompanied together: a number of places, which dossiers take one by one."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="cohorts")
    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=120)
    cohort_size = models.PositiveSmallIntegerField("places", default=6)
    starts_on = models.DateField("commence le", null=True, blank=True)
    ends_on = models.DateField("finit le", null=True, blank=True)

    objects = Named["Cohort"]()

    class Meta:
        verbose_name = "promotion"
        ordering: ClassVar = ["call", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cohort_size__gt=0), name="a_cohort_has_places"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_cohort_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"cohort:{self.code}"


class StandingRules(models.Manager["RulesVersion"]):
    """The versions that hold or will: without those that were withdrawn before their day."""

    def get_queryset(self) -> models.QuerySet["RulesVersion"]:
        return super().get_queryset().filter(withdrawn_at=None)


class RulesVersion(models.Model):
    """The rules in force from a day on. Never changed once written: a change is a new version.

    One that is not in force yet may be withdrawn: it stays, and counts no more.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rules")
    effective_on = models.DateField("en vigueur le")
    values = models.JSONField("valeurs", default=dict)
    sources = models.JSONField("sources", default=dict)  # rule name -> source, where it differs from the default's
    reference = models.CharField("décision", max_length=200)
    withdrawn_at = models.DateTimeField("retirée le", null=True)

    objects = StandingRules()
    written: ClassVar[models.Manager["RulesVersion"]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["effective_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "effective_on"],
                condition=Q(withdrawn_at=None),
                name="one_version_of_the_rules_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"règles du {self.effective_on:%d/%m/%Y}"

    @property
    def parameters(self) -> Parameters:
        return Parameters.of(self.values)

    @classmethod
    def in_force(cls, day: date) -> "RulesVersion":
        """The version of that day. Raises RulesVersion.DoesNotExist before the programme began."""
        return cls.objects.filter(effective_on__lte=day).latest("effective_on")
