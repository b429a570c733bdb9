"""A change of the programme's rules before, while and after it is decided."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models import RulesVersion
from okote_flow import clock, triggers


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", "En discussion"
    ADOPTED = "adopted", "Adoptée"
    WITHDRAWN = "withdrawn", "Retirée"


class Body(models.TextChoices):
    """Who may decide on the programme's rules."""

    STEERING = "steering", "Comité de pilotage"
    COMMISSION = "commission", "Commission permanente de la CeA"
    BOARD = "board", "Conseil d’administration d’Alsace Active"


class RuleProposal(models.Model):
    """Other values for some rules, with their effect on all that is known, as it was last computed.

    `effect` holds findings (`rules.impact`) about every dossier; each reader is shown their own part of it.
    """

    base = models.ForeignKey(RulesVersion, models.PROTECT, related_name="+", verbose_name="part de")
    values = models.JSONField("valeurs changées")  # rule name -> value
    text = models.TextField("objet", max_length=2000)
    effective_on = models.DateField("effet voulu le")
    state = models.CharField("état", max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=clock.now)
    effect = models.JSONField("effet calculé", default=list)
    effect_at = models.DateTimeField("calculé le", default=clock.now)
    effect_digest = models.CharField(max_length=64)
    body = models.CharField("instance", max_length=12, choices=Body, blank=True)
    reference = models.CharField("décision", max_length=200, blank=True)
    decided_on = models.DateField("décidée le", null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField("motif du retrait", max_length=400, blank=True)
    version = models.OneToOneField(RulesVersion, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        verbose_name = "proposition de règles"
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED, version=None, ended_by=None, ended_at=None)
                | Q(
                    state=ProposalState.ADOPTED,
                    version__isnull=False,
                    ended_at__isnull=False,
                    decided_on__isnull=False,
                )
                & ~Q(reference="")
                & ~Q(body="")
                | Q(state=ProposalState.WITHDRAWN, version=None, ended_at__isnull=False),
                name="a_proposal_is_adopted_by_a_decision",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_proposal_says_what_for"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-proposed_at"], name="proposal_by_state")]

    def __str__(self) -> str:
        return f"proposition du {self.proposed_at.astimezone(clock.PARIS):%d/%m/%Y}"

    @property
    def subject(self) -> str:
        return f"rules:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.PROPOSED

    @property
    def withdrawable_on(self) -> date | None:
        """The day until which, not included, the adopted version may still be withdrawn."""
        version = self.version
        return version.effective_on if version is not None and version.withdrawn_at is None else None


class Remark(models.Model):
    """What somebody says of a proposal. It stays as it was written."""

    proposal = models.ForeignKey(RuleProposal, models.PROTECT, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("remarque", max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "remarque"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="a_remark_says_something")]

    def __str__(self) -> str:
        return self.text[:40]


Stored = list[dict[str, Any]]
triggers.append_only("administration_remark")
triggers.append_only("administration_ruleproposal", updates=True)
