"""What is kept of a dossier so that nobody has to remember it: its content as handed in, and who has read how far."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class Occasion(models.TextChoices):
    """When the content of a dossier is handed to those who examine it."""

    SUBMIT = "submit", "Dépôt"
    ANSWER = "answer_complements", "Réponse aux questions"


class DossierSnapshot(models.Model):
    """The content of a dossier as its holder handed it over, never changed: what a reader had before their eyes."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("version")
    occasion = models.CharField("occasion", max_length=20, choices=Occasion)
    taken_at = models.DateTimeField(default=clock.now)
    content = models.JSONField("contenu", default=dict)
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "version remise"
        ordering: ClassVar = ["dossier", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="one_snapshot_per_number_of_a_dossier"),
            models.CheckConstraint(condition=Q(number__gte=1), name="snapshots_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}, version {self.number}"


class Look(models.Model):
    """How far a reader has followed a dossier: at their visit before this one, and at this one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="looks")
    at = models.DateTimeField(default=clock.now)
    seq = models.PositiveIntegerField(default=0)  # the last fact of the journal that the page could tell
    snapshot = models.PositiveSmallIntegerField(default=0)  # the last version handed over; 0 is none
    before_at = models.DateTimeField(null=True)
    before_seq = models.PositiveIntegerField(default=0)
    before_snapshot = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "lecture"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "dossier"], name="one_look_per_reader_and_dossier")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id}"


triggers.emptied_only(
    "dossiers_dossiersnapshot",
    keeps=("id", "dossier_id", "number", "occasion", "taken_at", "sha256"),
    empties={"content": "{}"},
)
