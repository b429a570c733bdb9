"""The clocks that run on a dossier or a meeting: from when, for how long, when they stood still, how they ended."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dossiers import clocks
from dossiers.models.dossier import Dossier
from okote_flow import clock


class DeadlineKind(models.TextChoices):
    """What is due; the label is what a page and a reminder call it."""

    ADMISSIBILITY = "admissibility", "examen de la recevabilité"
    COMPLEMENTS = "complements", "réponses aux questions"
    FOLLOW_UP = "complements-follow-up", "suite à donner aux compléments"
    SCREENING = "screening", "grilles du comité territorial"
    OPINION = "opinion", "avis du comité territorial"
    EXPERTISE = "expertise", "avis extérieur"
    NOTICE = "notice", "convocation de la séance"
    CAMPAIGN = "campaign", "fin de la campagne"
    CONDITION = "condition", "réserve à lever"
    SETTLEMENT = "settlement", "décompte de l’abondement"
    PAYOUT = "payout", "préparation du versement"
    REFUNDS = "refunds", "remboursement des donateurs"
    REPORT = "report", "bilan du projet"
    SILENCE = "silence", "silence depuis le dépôt"


class Deadline(models.Model):
    """One clock. `due_on` follows from the other columns (`clocks.due`); an audit counts it again.

    The due date of a task (`DossierProcess.due_on`) is that of its deadline and is written with it.
    """

    subject = models.CharField(max_length=60)  # whose journal tells of it: "dossier:12", "meeting:3"
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="deadlines")
    kind = models.CharField("échéance", max_length=24, choices=DeadlineKind)
    about = models.PositiveBigIntegerField(default=0)  # the condition that is due; 0: nothing but the subject
    keeper = models.CharField("à qui", max_length=30)
    started_on = models.DateField("compté du")
    days = models.SmallIntegerField("jours")  # before the start for a convocation
    months = models.PositiveSmallIntegerField("mois", default=0)
    added_days = models.PositiveSmallIntegerField("jours ajoutés", default=0)
    added_why = models.CharField("motif des jours ajoutés", max_length=60, blank=True)
    rolled_days = models.PositiveSmallIntegerField("jours non ouvrés passés", default=0)
    due_on = models.DateField("échéance")
    told = models.PositiveSmallIntegerField(default=0)  # the last stage that was told
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField("fin", max_length=120, blank=True)

    class Meta:
        verbose_name = "échéance"
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "kind", "about"], condition=Q(closed_at=None), name="one_open_deadline_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DeadlineKind.values, told__lte=clocks.LAST.value),
                name="deadline_kind_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="open_deadline_by_day"),
            models.Index(fields=["dossier", "closed_at"], name="deadline_by_dossier"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def terms(self) -> clocks.Terms:
        """As the arithmetic wants them; the pauses are read once when they were fetched along."""
        pauses = tuple(clocks.Pause(one.starts_on, one.ends_on, one.why) for one in self.pauses.all())
        return clocks.Terms(
            self.started_on, self.days, self.months, self.added_days, self.added_why, pauses, self.rolled_days
        )


class DeadlinePause(models.Model):
    """Days during which a clock stood still, and why."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="pauses")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True)
    why = models.CharField("motif", max_length=120)

    class Meta:
        verbose_name = "suspension"
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(ends_on=None), name="a_clock_stands_still_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="a_pause_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id}: {self.why}"
