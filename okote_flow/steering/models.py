"""What the dashboard counts, one narrow row per dossier: acts keep it, the audit reckons it again (ADR 32)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from dossiers.models.dossier import Theme
from funding.models import CampaignState
from okote_flow.directory.models import Territory

NEVER = date(9999, 12, 31)
"""The day on which something is due that has no date: it sorts last on both databases."""

ENDED = [
    "ended_year", "territory", "theme", "campaign_state", "citizens_cents", "companies_cents", "authorities_cents",
    "opened",
]  # fmt: skip
STANDING = [
    "stage", "stage_since", "due_on", "goal_cents", "campaign_state", "territory", "theme", "opened", "received_year",
]  # fmt: skip


class Opened(models.IntegerChoices):
    """How far a dossier came, and thereby to which committees it is open, for good."""

    HANDED_IN = 1, "à Alsace Active"
    ADMITTED = 2, "à son comité territorial et au comité de pilotage"
    REACHED = 3, "au comité d’engagement"


class Span(models.TextChoices):
    """A stretch of a dossier's way, from one step of its life to another."""

    ADMISSION = "admission", "Recevabilité, du dépôt à l’admission"
    TERRITORIAL = "territorial", "Comité territorial, de l’admission à l’avis"
    ENGAGEMENT = "engagement", "Comité d’engagement, de l’avis à la décision"
    DECISION = "decision", "Du dépôt à la décision"
    PREPARATION = "preparation", "De la décision à l’ouverture de la campagne"
    CAMPAIGN = "campaign", "De l’ouverture à la fin de la campagne"
    MATCHING = "matching", "De la fin de la campagne à l’arrêt de l’abondement"
    PAYOUT = "payout", "De l’arrêt de l’abondement au versement"
    REPORT = "report", "Du versement à la clôture"


class DossierFacts(models.Model):
    """One dossier that was handed in, as figures count it. A year of 0 means never."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, primary_key=True, related_name="facts")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")
    theme = models.CharField(max_length=16, choices=Theme, blank=True)
    opened = models.PositiveSmallIntegerField(choices=Opened, default=Opened.HANDED_IN)
    received_year = models.PositiveSmallIntegerField()
    goal_cents = models.PositiveBigIntegerField(default=0)
    asked_cents = models.PositiveBigIntegerField(default=0)  # of authorities, until it is decided: a third of the goal
    stage = models.PositiveSmallIntegerField(default=0)  # 1 to 7 while it is in progress, 0 otherwise
    stage_since = models.DateField()
    due_on = models.DateField(default=NEVER)  # of the first thing that it awaits
    is_given_up = models.BooleanField(default=False)  # renounced or cancelled, and not closed yet
    supported_year = models.PositiveSmallIntegerField(default=0)  # endorsed, and not given up since
    is_cofunded = models.BooleanField(default=False)  # has a ceiling of the partner that is bound to its competences
    campaign_state = models.CharField(max_length=10, choices=CampaignState, blank=True)
    ended_year = models.PositiveSmallIntegerField(default=0)  # of its campaign, won or lost
    citizens_cents = models.BigIntegerField(default=0)  # given, less what was given back but by a failure
    companies_cents = models.BigIntegerField(default=0)  # called
    authorities_cents = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "chiffres d’un dossier"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(stage__lte=7), name="facts_stage_is_known")]
        indexes: ClassVar = [
            models.Index(
                fields=["stage", "due_on", "stage_since", "dossier"], condition=Q(stage__gt=0), name="facts_running"
            ),
            models.Index(fields=["is_given_up"], condition=Q(is_given_up=True), name="facts_given_up"),
            models.Index(fields=STANDING, condition=Q(stage__gt=0), name="facts_standing"),
            models.Index(fields=["received_year", "territory", "theme", "opened"], name="facts_received"),
            models.Index(
                fields=["supported_year", "territory", "theme", "is_cofunded", "opened"], name="facts_supported"
            ),
            models.Index(fields=ENDED, name="facts_ended"),
        ]

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}"


class DossierSpan(models.Model):
    """How many days a dossier took for one stretch of its way, in the year in which the stretch ended."""

    facts = models.ForeignKey(DossierFacts, models.CASCADE, related_name="spans")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")  # again, for the index
    theme = models.CharField(max_length=16, blank=True)
    opened = models.PositiveSmallIntegerField(default=Opened.HANDED_IN)
    span = models.CharField(max_length=12, choices=Span)
    year = models.PositiveSmallIntegerField()
    days = models.PositiveIntegerField()

    class Meta:
        verbose_name = "délai d’un dossier"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facts", "span"], name="one_span_of_a_kind_per_dossier")
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "span", "days", "opened", "facts"], name="span_by_year"),
            models.Index(
                fields=["span", "year", "territory", "theme", "days", "opened", "facts"], name="span_by_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facts_id} {self.span}: {self.days}"


class DossierGifts(models.Model):
    """What citizens gave to a dossier in one month, less what was given back of it since."""

    facts = models.ForeignKey(DossierFacts, models.CASCADE, related_name="months")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="+")  # again, for the index
    theme = models.CharField(max_length=16, blank=True)
    opened = models.PositiveSmallIntegerField(default=Opened.HANDED_IN)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    cents = models.BigIntegerField()
    gifts = models.PositiveIntegerField()  # of which something is left

    class Meta:
        verbose_name = "dons d’un dossier en un mois"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facts", "year", "month"], name="one_month_of_gifts_per_dossier")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["year", "territory", "theme", "month", "cents", "gifts", "opened", "facts"],
                name="gifts_by_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.facts_id} {self.month}/{self.year}: {self.cents}"
