"""The holder's final report: what each line of the budget has become, what was done, what is left."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dossiers.models.content import Side
from dossiers.models.dossier import Dossier
from okote_flow import clock


class FinalReport(models.Model):
    """The holder's final report (compte rendu financier, Cerfa 15059*02), sent back or accepted by the officer.

    `unspent_cents` is fixed by the acceptance: what the project did not need of the money it was paid. Of it
    `repay_cents` are to be paid back; the rest is kept for the same object, for `kept_reason`.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="final_report")
    version = models.PositiveSmallIntegerField("version", default=1)
    text = models.TextField("ce qui a été fait", max_length=8000)
    reached = models.TextField("public touché", max_length=2000, blank=True)
    spent_cents = models.PositiveBigIntegerField("dépenses réalisées")
    received_at = models.DateTimeField(default=clock.now)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_back_reason = models.TextField("à corriger", max_length=4000, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unspent_cents = models.PositiveBigIntegerField("part non dépensée", default=0)
    repay_cents = models.PositiveBigIntegerField("à reverser", default=0)
    kept_reason = models.TextField("motif de ce qui est gardé", max_length=4000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(repay_cents__lte=F("unspent_cents")), name="no_more_is_repaid_than_was_left"
            ),
            models.CheckConstraint(
                condition=Q(sent_back_at=None) | Q(accepted_at=None), name="a_report_sent_back_is_not_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"bilan {self.dossier_id}"

    @property
    def kept_cents(self) -> int:
        return self.unspent_cents - self.repay_cents


class ReportLine(models.Model):
    """One line: what was foreseen in the budget that binds the dossier, and what has become of it.

    A line that the budget did not have is the holder's own: nothing was foreseen for it.
    """

    report = models.ForeignKey(FinalReport, models.CASCADE, related_name="lines")
    side = models.CharField("nature", max_length=10, choices=Side)
    label = models.CharField("libellé", max_length=120)
    forecast_cents = models.PositiveBigIntegerField("prévu")
    actual_cents = models.PositiveBigIntegerField("réalisé")
    why = models.CharField("explication de l’écart", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["side", "position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def difference_cents(self) -> int:
        """More than foreseen is above zero."""
        return self.actual_cents - self.forecast_cents


class ReportDraft(models.Model):
    """What the holder has begun to write, kept until it is handed in. Nobody but the structure reads it."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="report_draft")
    values = models.JSONField("saisie", default=dict)  # name of a field of the form -> what stands there
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"brouillon du bilan {self.dossier_id}"
