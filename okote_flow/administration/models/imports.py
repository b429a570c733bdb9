"""Imports of spreadsheets: the file as its cells, what the dry run found on each line, what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.directory.models import Organization

OVER = ("undone", "dropped")


class ImportKind(models.TextChoices):
    ORGANIZATIONS = "organizations", "Structures"
    DOSSIERS = "dossiers", "Dossiers"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Colonnes à choisir"
    CHECKING = "checking", "Vérification en cours"
    CHECKED = "checked", "À confirmer"
    RUNNING = "running", "Import en cours"
    DONE = "done", "Terminé"
    UNDONE = "undone", "Annulé"
    DROPPED = "dropped", "Abandonné"


class ImportBatch(models.Model):
    """One file, once. Its bytes are not kept: its lines are, and its SHA-256 knows it again."""

    kind = models.CharField("contenu", max_length=14, choices=ImportKind)
    name = models.CharField("fichier", max_length=120)
    sha256 = models.CharField("empreinte", max_length=64)
    headings = models.JSONField("titres")
    mapping = models.JSONField("colonnes", default=dict)  # field -> place of its column
    count = models.PositiveIntegerField("lignes")
    state = models.CharField("état", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    version = models.PositiveIntegerField(default=0)  # grows with each act
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "import"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_is_known"),
            models.UniqueConstraint(
                fields=["kind", "sha256"], condition=~Q(state__in=OVER), name="a_file_is_imported_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "done", "undone"]) | Q(confirmed_by__isnull=False),
                name="an_import_runs_once_it_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.name}"

    @property
    def subject(self) -> str:
        return f"import:{self.pk}"

    @property
    def status(self) -> ImportState:
        return ImportState(self.state)


class Verdict(models.TextChoices):
    """What the dry run says of a line."""

    GOOD = "good", "Bonne"
    TWIN = "twin", "Doublon possible"
    KNOWN = "known", "Déjà importée"
    BAD = "bad", "À corriger"


class Choice(models.TextChoices):
    """What is to become of a line."""

    CREATE = "create", "Créer"
    UPDATE = "update", "Compléter ce qui manque"
    SKIP = "skip", "Passer"


class Outcome(models.TextChoices):
    """What has become of it."""

    CREATED = "created", "Créée"
    UPDATED = "updated", "Complétée"
    SKIPPED = "skipped", "Passée"
    FAILED = "failed", "Refusée"
    UNDONE = "undone", "Annulée"


class ImportLine(models.Model):
    """One line of a file. `key` is what it names: no two lines of any file create the same thing."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=14, choices=ImportKind)
    number = models.PositiveIntegerField("ligne")
    cells = models.JSONField("cellules")
    verdict = models.CharField("vérification", max_length=6, choices=Verdict, blank=True)
    problems = models.JSONField("à corriger", default=list)  # [column, reason]
    notes = models.JSONField("remarques", default=list)  # the same, of what hinders nothing
    twins = models.JSONField("doublons", default=list)  # {pk, label, why}
    key = models.CharField(max_length=64, blank=True)
    choice = models.CharField("choix", max_length=6, choices=Choice, blank=True)
    outcome = models.CharField("résultat", max_length=8, choices=Outcome, blank=True)
    message = models.CharField("détail", max_length=600, blank=True)
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, related_name="+")
    dossier = models.ForeignKey(Dossier, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(null=True)  # what a completed structure said
    after = models.JSONField(null=True)  # what it, or a created one, said when this line was done

    class Meta:
        verbose_name = "ligne d’import"
        ordering: ClassVar = ["batch", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_lines_are_numbered"),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(outcome="created"), name="no_two_lines_create_the_same"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "verdict", "number"], name="import_line_by_verdict")]

    def __str__(self) -> str:
        return f"ligne {self.number}"
