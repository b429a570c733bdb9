"""What a dossier says: answers to the criteria, budget lines, attachments."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier
from dossiers.models.programme import Criterion
from okote_flow import clock


class CriterionAnswer(models.Model):
    """How the project meets one criterion, in the holder's words."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField("réponse", max_length=4000, blank=True)

    class Meta:
        ordering: ClassVar = ["criterion__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "criterion"], name="one_answer_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}"


class Side(models.TextChoices):
    EXPENSE = "expense", "Charge"
    RESOURCE = "resource", "Produit"


class Section(models.TextChoices):
    """The budget section (M57) that money comes from or an expense belongs to."""

    RUNNING = "running", "Fonctionnement"
    INVESTMENT = "investment", "Investissement"


class BudgetLine(models.Model):
    """One line of the project's budget; expenses say which section they belong to."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="budget_lines")
    side = models.CharField("nature", max_length=10, choices=Side)
    section = models.CharField("section", max_length=10, choices=Section, default=Section.RUNNING)
    label = models.CharField("libellé", max_length=120)
    amount_cents = models.PositiveBigIntegerField("montant")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["side", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="budget_lines_are_not_empty")
        ]

    def __str__(self) -> str:
        return self.label


class AttachmentKind(models.TextChoices):
    """The pieces of a dossier (Cerfa 12156*06 and the report's criteria)."""

    STATUTES = "statutes", "Statuts"
    LEADERS = "leaders", "Liste des dirigeants"
    REGISTRATION = "registration", "Preuve d’inscription ou de déclaration"
    ACCOUNTS = "accounts", "Comptes de l’année passée"
    ACTIVITY_REPORT = "activity_report", "Rapport d’activité"
    QUOTE = "quote", "Devis"
    BANK_DETAILS = "bank_details", "RIB"
    OTHER = "other", "Autre pièce"
    PROOF = "proof", "Preuve d’une réserve levée"  # handed in with its condition, never among the pieces to come
    REPORT = "report", "Justificatif du bilan"  # joined to the final report


def stored_name(attachment: "Attachment", name: str) -> str:
    """Where a piece is kept: by its content, never by what somebody called it."""
    return f"pieces/{attachment.dossier_id}/{attachment.sha256}"


class Attachment(models.Model):
    """One version of a piece. A new file of the same kind and name is a new version; nothing is overwritten."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attachments")
    kind = models.CharField("type de pièce", max_length=20, choices=AttachmentKind)
    name = models.CharField("nom du fichier", max_length=200)
    file = models.FileField("fichier", upload_to=stored_name)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)
    version = models.PositiveSmallIntegerField("version")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "name", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "kind", "name", "version"], name="one_attachment_per_version"),
        ]

    def __str__(self) -> str:
        return self.name
