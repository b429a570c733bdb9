"""What people keep of a list: views of it, shared or their own, and tables of it that are prepared as files."""

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from okote_flow import clock


def _place_of(job: "ExportJob", name: str) -> str:
    """Nothing of the name is the asker's: no path, and nobody guesses it."""
    return f"tableaux/{secrets.token_hex(16)}.{job.ending}"


class ExportState(models.TextChoices):
    PENDING = "pending", "En attente"
    RUNNING = "running", "En préparation"
    DONE = "done", "Prêt"
    FAILED = "failed", "Échec"
    CANCELLED = "cancelled", "Arrêté"
    EXPIRED = "expired", "Effacé"


OPEN = (ExportState.PENDING, ExportState.RUNNING)


class ExportJobs(models.QuerySet["ExportJob"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)


class ExportJob(models.Model):
    """A long table that is prepared as a file, for whoever asked and nobody else. Instants are real time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    table = models.CharField("tableau", max_length=60)  # its name in the registry
    title = models.CharField("intitulé", max_length=120)
    ending = models.CharField("format", max_length=4)
    query = models.CharField("recherche", max_length=1000, blank=True)  # as the list's address has it
    state = models.CharField("état", max_length=10, choices=ExportState, default=ExportState.PENDING)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    rows_total = models.PositiveIntegerField("lignes", default=0)
    rows_done = models.PositiveIntegerField("lignes écrites", default=0)
    why = models.CharField("motif", max_length=200, blank=True)
    file = models.FileField(upload_to=_place_of, blank=True, max_length=120)
    name = models.CharField("nom du fichier", max_length=120, blank=True)
    size = models.PositiveBigIntegerField("taille", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField("demandé le", default=clock.real_now)
    beat_at = models.DateTimeField(null=True)  # when its worker last gave a sign
    finished_at = models.DateTimeField("terminé le", null=True)
    expires_at = models.DateTimeField("gardé jusqu’au", null=True)

    objects = ExportJobs.as_manager()

    class Meta:
        verbose_name = "tableau préparé"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="export_state_is_known"),
            models.CheckConstraint(condition=Q(ending__in=["csv", "xlsx"]), name="export_format_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ExportState.DONE) | (~Q(file="") & Q(expires_at__isnull=False)),
                name="what_is_ready_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["user", "table", "ending", "query"],
                condition=Q(state__in=OPEN),
                name="one_export_of_the_same_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "asked_at"], name="export_by_state"),
            models.Index(fields=["user", "-asked_at"], name="export_by_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.ending})"

    @property
    def subject(self) -> str:
        return f"table:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def percent(self) -> int:
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0


class SavedViews(models.QuerySet["SavedView"]):
    def standing(self) -> Self:
        return self.filter(deleted_at=None)


class SavedView(models.Model):
    """A question to a list, with its columns and its order, under a name. It shows to each reader what is theirs."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    list = models.CharField("liste", max_length=40)
    name = models.CharField("nom", max_length=60)
    query = models.CharField("recherche", max_length=1000, blank=True)
    is_shared = models.BooleanField("partagée", default=False)
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)

    objects = SavedViews.as_manager()

    class Meta:
        verbose_name = "vue enregistrée"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"], condition=Q(deleted_at=None), name="one_view_of_a_name"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["list"], condition=Q(is_shared=True, deleted_at=None), name="shared_view_by_list")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"view:{self.pk}"


class DefaultView(models.Model):
    """The view with which a list opens for one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="default_views")
    list = models.CharField("liste", max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="defaults")

    class Meta:
        verbose_name = "vue par défaut"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "list"], name="one_default_view_of_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
