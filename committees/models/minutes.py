"""The minutes of a meeting: drafted from its record, read, approved at a later meeting, signed, sealed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees.models.frozen import keeps, never_when
from committees.models.meetings import Meeting
from okote_flow import clock, triggers


class MinutesState(models.TextChoices):
    DRAFT = "draft", "En rédaction"
    REVIEW = "review", "En relecture"
    APPROVED = "approved", "Adopté"
    SIGNED = "signed", "Signé"


def stored_name(minutes: "Minutes", name: str) -> str:
    """Where the sealed document is kept: by its content."""
    return f"minutes/{minutes.meeting_id}/{minutes.sha256}"


class Minutes(models.Model):
    """What the secretary writes beside the record, part by part; `content` is both, frozen as it was signed."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    state = models.CharField("état", max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    written = models.JSONField("texte du secrétariat", default=dict)  # key of a part -> what was written
    version = models.PositiveIntegerField(default=0)  # grows with each saving
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    back_reason = models.TextField("pourquoi il est repris", max_length=1000, blank=True)
    approved_in = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="approved_minutes")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    remarks = models.TextField("observations", max_length=2000, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    code = models.CharField("code de vérification", max_length=14, blank=True)
    content = models.JSONField(null=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file = models.FileField("document", upload_to=stored_name, blank=True)

    class Meta:
        verbose_name = "procès-verbal"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="minutes_state_is_known"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_number_per_minutes"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_code_per_minutes"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "review"], approved_at=None)
                | Q(state__in=["approved", "signed"], approved_at__isnull=False, approved_in__isnull=False),
                name="approved_minutes_were_approved_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False, content__isnull=False)
                & ~Q(number="")
                & ~Q(code="")
                & ~Q(sha256="")
                & ~Q(file="")
                | ~Q(state="signed") & Q(signed_at=None, number="", code="", sha256="", file=""),
                name="signed_minutes_are_numbered_and_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"procès-verbal, {self.meeting}"

    @property
    def status(self) -> MinutesState:
        return MinutesState(self.state)

    @property
    def is_being_written(self) -> bool:
        return self.status == MinutesState.DRAFT


triggers.append_only("committees_minutes", updates=True)
triggers.declare(
    keeps("committees_minutes", "meeting_id", "drafted_by_id", "drafted_at"),
    never_when(
        "committees_minutes", "are_sealed", "OLD.state = 'signed'", "OLD.state = 'signed'", "signed minutes are sealed"
    ),
)
