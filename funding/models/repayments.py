"""What a project did not need and pays back: asked by the acceptance of its report, received or waived."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.campaigns import Campaign, Pledge
from okote_flow import clock
from okote_flow.directory.models import User


class RepaymentState(models.TextChoices):
    DUE = "due", "Attendu"
    RECEIVED = "received", "Reçu"
    WAIVED = "waived", "Abandonné"


class Repayment(models.Model):
    """An amount that a structure owes to the partners of its project. It ends whole: received, or waived."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="repayment")
    cents = models.PositiveBigIntegerField("montant")
    due_on = models.DateField("à verser avant le")
    digest = models.CharField(max_length=64)  # of the shares
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    state = models.CharField("état", max_length=10, choices=RepaymentState, default=RepaymentState.DUE)
    key = models.CharField("référence bancaire", max_length=80, unique=True, null=True)
    received_on = models.DateField("reçu le", null=True)
    decision = models.CharField("décision", max_length=120, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "reversement"
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="repayments_are_not_empty"),
            models.CheckConstraint(
                condition=Q(state=RepaymentState.DUE, key=None, received_on=None, decision="", ended_by=None)
                | Q(state=RepaymentState.RECEIVED, key__isnull=False, received_on__isnull=False, decision="")
                | Q(state=RepaymentState.WAIVED, key=None, received_on=None) & ~Q(decision=""),
                name="a_repayment_ends_by_a_receipt_or_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"reversement {self.campaign_id}"

    @property
    def is_due(self) -> bool:
        return self.state == RepaymentState.DUE


class RepaymentShare(models.Model):
    """What of a repayment belongs to one partner, by what each has paid to the project."""

    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="shares")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="repayment_shares")
    cents = models.PositiveBigIntegerField("montant")
    key = models.CharField("référence bancaire", max_length=80, null=True, unique=True)  # given back under it
    returned_on = models.DateField("rendue le", null=True)

    class Meta:
        ordering: ClassVar = ["pledge"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["repayment", "pledge"], name="one_share_of_a_repayment_per_pledge"),
            models.CheckConstraint(
                condition=Q(key=None, returned_on=None) | Q(key__isnull=False, returned_on__isnull=False),
                name="a_share_is_given_back_on_a_day_under_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.cents}"
