"""What a favourable vote asks before its money moves: conditions, and the proofs that they are met."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.lifecycle import Keeper, State
from dossiers.models.content import Attachment
from dossiers.models.dossier import Dossier
from dossiers.models.exchange import Gate
from okote_flow import clock, triggers


class Nature(models.TextChoices):
    """What a condition asks for."""

    PIECE = "piece", "Pièce à fournir"
    PERMIT = "permit", "Autorisation ou avis à obtenir"
    MONEY = "money", "Financement à confirmer"
    PROJECT = "project", "Projet à préciser ou à modifier"
    STRUCTURE = "structure", "Structure à mettre en règle"
    OTHER = "other", "Autre exigence"


class Owner(models.TextChoices):
    """Who must act."""

    HOLDER = "holder", "La structure porteuse"
    OFFICER = "officer", "Alsace Active"
    COMMITTEE = "committee", "Le comité d’engagement"


class ConditionState(models.TextChoices):
    OPEN = "open", "À lever"
    SUBMITTED = "submitted", "Preuve à vérifier"
    SENT_BACK = "sent_back", "Preuve à compléter"
    LIFTED = "lifted", "Levée"
    WAIVED = "waived", "Dispensée"
    FAILED = "failed", "Non remplie"


AWAITED = (ConditionState.OPEN, ConditionState.SENT_BACK)
"""Those whose owner must act."""
PENDING = (*AWAITED, ConditionState.SUBMITTED)
BLOCKING = (*PENDING, ConditionState.FAILED)
"""The states in which a condition holds its gate: this list alone says so."""
SETTLED = (ConditionState.LIFTED, ConditionState.WAIVED, ConditionState.FAILED)
OWNERS = {Owner.HOLDER: Keeper.APPLICANT, Owner.OFFICER: Keeper.OFFICER, Owner.COMMITTEE: Keeper.ENGAGEMENT_SECRETARY}
JUDGES = {Owner.HOLDER: Keeper.OFFICER, Owner.OFFICER: Keeper.ENGAGEMENT_SECRETARY, Owner.COMMITTEE: Keeper.OFFICER}
"""Whoever must act never judges their own proof."""
BEFORE: dict[Gate, frozenset[State]] = {
    Gate.CAMPAIGN: frozenset({State.CAMPAIGN_PREPARATION}),
    Gate.MATCHING: frozenset({State.CAMPAIGN_PREPARATION, State.CAMPAIGN, State.MATCHING}),
    Gate.PAYOUT: frozenset({State.CAMPAIGN_PREPARATION, State.CAMPAIGN, State.MATCHING, State.PAYOUT}),
}
"""Where a dossier still stands before each gate."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a vote says of a condition besides its text. Without a day it is due as the rules say."""

    blocks: Gate
    nature: Nature = Nature.OTHER
    owner: Owner = Owner.HOLDER
    due_on: date | None = None

    @classmethod
    def of(cls, said: "Gate | Terms") -> "Terms":
        return said if isinstance(said, Terms) else cls(said)


Proposed: TypeAlias = dict[str, Gate | Terms]
"""Text -> what it holds back, or all its terms."""


class Conditions(models.QuerySet["Condition"]):
    def blocking(self, gate: Gate | None = None) -> Self:
        """Those that hold their gate shut: the one place that says so."""
        found = self.filter(state__in=BLOCKING)
        return found if gate is None else found.filter(blocks=gate)


class WithTerms(models.Model):
    """A condition as it was worded, put to the vote or in force."""

    text = models.TextField("réserve", max_length=1000)
    blocks = models.CharField("retient", max_length=10, choices=Gate)
    nature = models.CharField("nature", max_length=10, choices=Nature, default=Nature.OTHER)
    owner = models.CharField("qui doit agir", max_length=10, choices=Owner, default=Owner.HOLDER)
    due_on = models.DateField("à lever avant le", null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def terms(self) -> Terms:
        return Terms(Gate(self.blocks), Nature(self.nature), Owner(self.owner), self.due_on)


class Condition(WithTerms):
    """A reservation of the committee: it holds its gate until it is lifted with a proof, or waived."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="conditions")
    set_at = models.DateTimeField(default=clock.now)
    state = models.CharField("état", max_length=10, choices=ConditionState, default=ConditionState.OPEN)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proof = models.TextField("preuve", blank=True)
    words = models.TextField("motif", blank=True)  # of the last sending back, waiver, failure or reopening

    objects = Conditions.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=PENDING, settled_at=None, settled_by=None)
                | Q(state__in=SETTLED, settled_at__isnull=False, settled_by__isnull=False),
                name="a_condition_is_settled_by_someone_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.SUBMITTED)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="a_proof_is_handed_in_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.LIFTED) | ~Q(proof=""),
                name="a_condition_is_lifted_by_someone_with_a_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ConditionState.SENT_BACK, ConditionState.WAIVED, ConditionState.FAILED])
                | ~Q(words=""),
                name="a_condition_is_sent_back_waived_or_failed_with_words",
            ),
        ]

    @property
    def status(self) -> ConditionState:
        return ConditionState(self.state)

    @property
    def keeper(self) -> Keeper:
        """Who must act."""
        return OWNERS[Owner(self.owner)]

    @property
    def judge(self) -> Keeper:
        """Who lifts it or sends it back."""
        return JUDGES[Owner(self.owner)]

    @property
    def is_blocking(self) -> bool:
        return self.status in BLOCKING

    @property
    def is_awaited(self) -> bool:
        return self.status in AWAITED

    @property
    def is_late(self) -> bool:
        """By the clock that the list or the page has read beside it."""
        due: date | None = getattr(self, "due", None)
        return self.is_awaited and due is not None and due < clock.today()


class ConditionProof(models.Model):
    """What was handed in as a proof, once. It stays as it was, sent back or not."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="proofs")
    note = models.TextField("explication", max_length=4000, blank=True)
    files = models.ManyToManyField(Attachment, related_name="+", verbose_name="fichiers")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.note[:60]


triggers.emptied_only(
    "dossiers_conditionproof", keeps=("id", "condition_id", "given_by_id", "given_at"), empties={"note": ""}
)
