"""What is asked of a dossier and decided about it: questions, ceilings, decisions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models.content import Attachment
from dossiers.models.dossier import Dossier
from okote_flow import clock
from okote_flow.directory.models import Partner


class Complement(models.Model):
    """One request for complements, sent with all its questions; the clock of the dossier waits for the holder."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="complements")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_from = models.CharField(max_length=24)
    reason = models.TextField("motif", blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField("réponse attendue le")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(answered_at=None), name="one_open_request_per_dossier"
            ),
        ]

    def __str__(self) -> str:
        return f"compléments du {self.asked_at:%d/%m/%Y}"


class Question(models.Model):
    """One question; without a complement it is prepared and not yet sent."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="questions")
    complement = models.ForeignKey(Complement, models.PROTECT, null=True, related_name="questions")
    about = models.CharField("à propos de", max_length=60, blank=True)
    section = models.CharField("partie du dossier", max_length=20, blank=True)  # one of the form's, see `checklist`
    text = models.TextField("question", max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("réponse", max_length=4000, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Ceiling(models.Model):
    """The most that a partner may put into this project, fixed by the vote."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="ceilings")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="ceilings")
    cents = models.PositiveBigIntegerField("plafond")
    fixed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["partner"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "partner"], name="one_ceiling_per_partner"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="ceilings_are_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.cents}"


class Gate(models.TextChoices):
    """What an open condition holds back."""

    CAMPAIGN = "campaign", "l’ouverture de la campagne"
    MATCHING = "matching", "l’abondement"
    PAYOUT = "payout", "le versement"


class Decision(models.Model):
    """A recorded decision that an act may cite: cancellation, section of the budget, caps, a waived report.

    One that confirms is cited by nothing: a conflict came to light afterwards, and the committee has decided again.
    """

    class Purpose(models.TextChoices):
        CANCEL = "cancel", "Annulation"
        CONFIRM = "confirm", "Confirmation d’une décision"
        SECTION = "section", "Section budgétaire"
        WAIVE_REPORT = "waive_report", "Dispense de bilan"
        CAPS = "caps", "Plafonds en cours de campagne"
        WAIVE_BALANCE = "waive_balance", "Abandon d’un solde ou d’une créance"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decisions")
    purpose = models.CharField("objet", max_length=16, choices=Purpose)
    reference = models.CharField("référence", max_length=120)
    decided_on = models.DateField("décidée le")
    text = models.TextField("décision", max_length=4000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.reference


class Ask(models.Model):
    """The first of two acts: a renunciation or a cancellation that somebody else must confirm."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="asks")
    step = models.CharField(max_length=20)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    reason = models.TextField("motif", max_length=4000)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "step"], condition=Q(taken_back_at=None), name="one_open_ask_per_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.dossier_id}"
