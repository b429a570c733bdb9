"""What people are told, and the claims that make it told once."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.journal.models import Event


class Notification(models.Model):
    """One thing that one person should know. `dossier` is what they must still be allowed to see to read it."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="notifications")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="notifications")
    subject = models.CharField(max_length=60)  # that of the event: "dossier:12"
    text = models.TextField("notification")
    detail = models.TextField("précision", blank=True)
    because = models.CharField("motif de l’envoi", max_length=120)  # "vous portez ce dossier"
    url = models.CharField("page", max_length=200)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    by_email = models.BooleanField(default=False)
    emailed_at = models.DateTimeField(null=True)
    email_tries = models.PositiveSmallIntegerField(default=0)
    email_error = models.CharField(max_length=300, blank=True)  # the mail server's words
    next_try_at = models.DateTimeField(null=True)  # real time: delivery does not follow the demo world's clock

    class Meta:
        verbose_name = "notification"
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "recipient"], name="told_once"),
            models.CheckConstraint(
                condition=Q(emailed_at=None) | Q(by_email=True), name="only_what_goes_by_mail_was_mailed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-created_at"], name="notification_by_person"),
            models.Index(fields=["next_try_at"], condition=Q(by_email=True, emailed_at=None), name="mail_that_waits"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        """The day, in Alsace, under which the list shows it."""
        return self.created_at.astimezone(clock.PARIS).date()


class Dispatched(models.Model):
    """An event that was told, or found to concern nobody: the claim stands here, since the journal is append-only."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="dispatched")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.event_id}"
