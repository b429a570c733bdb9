"""The dossier: a project that asks Okoté for support, from its first draft to its last payment."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, Life, State
from dossiers.models.grids import GridVersion
from dossiers.models.programme import Call, Cohort, RulesVersion
from okote_flow import clock
from okote_flow.directory.models import Organization, Territory, User
from okote_flow.parameters import Parameters

OVER, UNDATED = date(9999, 12, 31), date(9999, 12, 30)
"""Days that stand last in a list: nothing is awaited any more; something is, without a date."""
OUTLOOK = frozenset({"next_due_on", "next_keeper"})
"""Columns that only `process.look_ahead` writes."""


class Theme(models.TextChoices):
    """What a project is about: the engagement committee invites qualified partners by theme (report §2).

    The report names no themes: this list is ours, to be confirmed by the steering committee.
    """

    SOLIDARITY = "solidarity", "Solidarités et lien social"
    EMPLOYMENT = "employment", "Emploi et insertion"
    ENVIRONMENT = "environment", "Environnement et réemploi"
    FOOD = "food", "Alimentation et agriculture"
    CULTURE = "culture", "Culture et patrimoine"
    YOUTH = "youth", "Jeunesse et éducation"
    HEALTH = "health", "Santé et autonomie"
    MOBILITY = "mobility", "Mobilité et habitat"


class DossierQuerySet(models.QuerySet["Dossier"]):
    def running(self) -> Self:
        return self.exclude(state__in=ENDS)

    def handed_in(self) -> Self:
        """All but drafts, and drafts that were given up."""
        return self.exclude(submitted_at=None)

    def idle_since(self, instant: datetime) -> Self:
        return self.filter(state=State.DRAFT, touched_at__lt=instant)

    def for_page(self) -> Self:
        """With what a row or a page says of it, in one query."""
        return self.select_related("organization", "territory", "applicant", "officer", "rules", "entered_by")

    def get_by_natural_key(self, number: str) -> "Dossier":
        return self.get(number=number)


class Dossier(Life):
    """One life told in one table. Only `actions.advance` changes `state`."""

    number = models.CharField("numéro", max_length=20, unique=True, null=True, editable=False)
    title = models.CharField("intitulé du projet", max_length=140)
    summary = models.TextField("le projet en quelques phrases", max_length=2000, blank=True)
    applicant = models.ForeignKey(User, models.PROTECT, related_name="dossiers", verbose_name="porteur")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name="structure"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="dossiers", verbose_name="territoire"
    )
    theme = models.CharField("thématique", max_length=16, choices=Theme, blank=True)
    city = models.CharField("commune du projet", max_length=100, blank=True)
    starts_on = models.DateField("début prévu", null=True, blank=True)
    ends_on = models.DateField("fin prévue", null=True, blank=True)
    goal_cents = models.PositiveBigIntegerField("objectif", null=True, blank=True)
    republican_commitment_at = models.DateTimeField("contrat d’engagement républicain", null=True, blank=True)
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="dossiers_in_charge", verbose_name="suivi par"
    )
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="dossiers_entered", verbose_name="saisi par"
    )
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="dossiers")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="resubmissions")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="dossiers")
    rules = models.ForeignKey(RulesVersion, models.PROTECT, null=True, related_name="dossiers")
    grid = models.ForeignKey(GridVersion, models.PROTECT, null=True, related_name="dossiers")
    cea_competence = models.BooleanField("relève des compétences de la CeA", null=True)
    cea_competence_ground = models.TextField("motif", blank=True)
    round = models.PositiveSmallIntegerField("passage", default=1)
    postponements = models.PositiveSmallIntegerField("ajournements", default=0)
    version = models.PositiveIntegerField("version", default=1)
    is_fictional = models.BooleanField("données fictives", default=False)
    created_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    state_since = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField("reçu le", null=True)
    admitted_at = models.DateTimeField("recevable le", null=True)
    at_engagement_since = models.DateTimeField(null=True)
    expiry_announced_at = models.DateTimeField(null=True)
    # What its most urgent open task says, so that a list is sorted by an index. `audit` looks at the tasks again.
    next_due_on = models.DateField(default=UNDATED, editable=False)
    next_keeper = models.CharField(max_length=30, blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="dossier_state_is_known"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, number=None, rules=None)
                | Q(submitted_at__isnull=False, number__isnull=False, rules__isnull=False),
                name="handed_in_means_numbered_dated_and_under_rules",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="only_drafts_are_without_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COMPLEMENTS_REQUESTED) | ~Q(asked_from=""), name="complements_know_who_asked"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-state_since"], name="dossier_by_state"),
            models.Index(fields=["territory", "state"], name="dossier_by_territory"),
            # one for each order of the list, and for what it is filtered by
            models.Index(fields=["next_due_on", "state_since", "id"], name="dossier_by_urgency"),
            models.Index(fields=["territory", "next_due_on", "state_since", "id"], name="dossier_urgent_in_territory"),
            models.Index(fields=["state", "next_due_on", "state_since", "id"], name="dossier_urgent_in_state"),
            models.Index(fields=["officer", "next_due_on", "state_since", "id"], name="dossier_urgent_of_officer"),
            models.Index(fields=["theme", "next_due_on", "state_since", "id"], name="dossier_urgent_of_theme"),
            models.Index(fields=["city", "next_due_on", "state_since", "id"], name="dossier_urgent_in_city"),
            models.Index(fields=["state_since", "id"], name="dossier_by_move"),
            models.Index(fields=["submitted_at", "id"], name="dossier_by_receipt"),
            models.Index(fields=["goal_cents", "id"], name="dossier_by_goal"),
            models.Index(fields=["title", "id"], name="dossier_by_title"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title

    def save(self, **kwargs: Any) -> None:
        """All but what its tasks write: the row in hand may be older than they are."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.name not in OUTLOOK
            ]
        super().save(**kwargs)

    @property
    def subject(self) -> str:
        return f"dossier:{self.pk}"

    @property
    def label(self) -> str:
        return self.number or f"Brouillon {self.pk}"

    @property
    def status(self) -> State:
        return State(self.state)

    @property
    def is_over(self) -> bool:
        return self.status in ENDS

    @property
    def stage(self) -> int:
        """Where it stands, or stood at its end, among the seven steps that people see."""
        return stage_of(self.state, self.asked_from, self.at_engagement_since, self.admitted_at, self.submitted_at)

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage][0]

    @property
    def parameters(self) -> Parameters:
        """The rules that bind this dossier: those of its submission, or today's while it is a draft."""
        return (self.rules or RulesVersion.in_force(clock.today())).parameters


def stage_of(
    state: str,
    asked_from: str,
    at_engagement_since: datetime | None,
    admitted_at: datetime | None,
    submitted_at: datetime | None,
) -> int:
    """The stage of a dossier by its columns; one that answers questions is where it was asked."""
    if state in STAGE_OF:
        return STAGE_OF[State(asked_from if state == State.COMPLEMENTS_REQUESTED else state)]
    if at_engagement_since:
        return 4 if state in ENDS else 5
    if admitted_at:
        return 3
    return 2 if submitted_at else 1


class Counter(models.Model):
    """Numbers without gaps: taken under the row's lock, given back by a rollback."""

    name = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take(cls, name: str) -> int:
        """The next number of this series, from 1."""
        cls.objects.get_or_create(name=name)
        row = cls.objects.select_for_update().get(name=name)
        row.value += 1
        row.save(update_fields=["value"])
        return row.value
