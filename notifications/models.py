"""What people are told, and the claims that make it told once."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from notifications.cadence import STEADY, Rhythm
from notifications.families import OPTIONAL, Cadence, Family, Standing
from okote_flow import clock
from okote_flow.journal.models import Event


class Notification(models.Model):
    """One thing that one person should know, as long as `standing` still shows them its dossier or its subject."""

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
    family = models.CharField("famille", max_length=10, choices=Family)
    verb = models.CharField("geste attendu", max_length=40, blank=True)  # "Répondre"; empty when nothing is asked
    standing = models.CharField("à quel titre", max_length=10, choices=Standing)

    class Meta:
        verbose_name = "notification"
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "recipient"], name="told_once"),
            models.CheckConstraint(condition=Q(family__in=Family.values), name="a_notification_has_a_family"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="a_notification_has_a_standing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-created_at"], name="notification_by_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="unread_by_person"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        """The day, in Alsace, under which the list shows it."""
        return self.created_at.astimezone(clock.PARIS).date()

    @property
    def look(self) -> Family:
        """Its family, with the icon, the colour and the words of it."""
        return Family(self.family)

    @property
    def still_asks(self) -> bool:
        """Whether it asks for something, and its dossier has not moved on since."""
        return bool(self.verb) and (self.dossier is None or self.dossier.state_since <= self.created_at)


class Preference(models.Model):
    """How often one person wants the mails of one family. What is mandatory is not theirs to choose."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    family = models.CharField("famille", max_length=10, choices=Family)
    cadence = models.CharField("cadence", max_length=10, choices=Cadence)

    class Meta:
        verbose_name = "préférence"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "family"], name="one_cadence_per_family"),
            models.CheckConstraint(condition=Q(family__in=OPTIONAL), name="what_is_mandatory_is_not_chosen"),
            models.CheckConstraint(condition=Q(cadence__in=Cadence.values), name="a_preference_has_a_cadence"),
        ]

    def __str__(self) -> str:
        return f"{self.get_family_display()}\u00a0: {self.get_cadence_display()}"


class Schedule(models.Model):
    """At which hours one person wants mails that can wait."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="schedule")
    daily_hour = models.PositiveSmallIntegerField("heure du résumé", default=STEADY.daily_hour)
    weekly_day = models.PositiveSmallIntegerField("jour du résumé de la semaine", default=STEADY.weekly_day)
    quiet = models.BooleanField("heures calmes", default=STEADY.quiet)

    class Meta:
        verbose_name = "horaire"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(daily_hour__lt=24), name="an_hour_of_the_day"),
            models.CheckConstraint(condition=Q(weekly_day__lt=7), name="a_day_of_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.daily_hour}\u00a0h"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.daily_hour, self.weekly_day, self.quiet)


class DeliveryStatus(models.TextChoices):
    QUEUED = "queued", "En attente"
    SENT = "sent", "Parti"
    FAILED = "failed", "Non parti"  # given up after many tries
    BOUNCED = "bounced", "Revenu"
    DROPPED = "dropped", "Sans objet"  # its right was lost, or it is no longer wanted


LEFT = (DeliveryStatus.SENT, DeliveryStatus.BOUNCED)
UNSENT = (DeliveryStatus.QUEUED, DeliveryStatus.FAILED, DeliveryStatus.DROPPED)


class Delivery(models.Model):
    """One notification that goes by mail: when it may leave, and what became of it. Its times are real ones."""

    notification = models.OneToOneField(Notification, models.CASCADE, related_name="delivery")
    cadence = models.CharField(max_length=10, choices=Cadence)
    leaves_at = models.DateTimeField()
    status = models.CharField("état", max_length=10, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField("réponse du serveur", max_length=300, blank=True)  # in the server's words
    message_id = models.CharField(max_length=255, blank=True)  # shared by all that one digest tells
    address = models.EmailField("adresse", blank=True)  # where it went: people change theirs
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "envoi"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cadence__in=[one for one in Cadence if one is not Cadence.NEVER]),
                name="a_mail_has_a_cadence",
            ),
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="a_mail_has_a_status"),
            models.CheckConstraint(
                condition=Q(sent_at=None, status__in=UNSENT) | Q(sent_at__isnull=False, status__in=LEFT),
                name="what_left_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["leaves_at"], condition=Q(status=DeliveryStatus.QUEUED), name="mail_that_waits"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="mail_by_identity"),
            models.Index(fields=["status", "-id"], name="mail_by_status"),
            models.Index(fields=["leaves_at"], condition=~Q(address="") | ~Q(error=""), name="mail_with_traces"),
        ]

    def __str__(self) -> str:
        return f"{self.notification} ({self.get_status_display()})"


class Outcome(models.TextChoices):
    TAKEN = "taken", "Reçu"
    REFUSED = "refused", "Refusé"
    IGNORED = "ignored", "Écarté"  # written by a machine, or by nobody we know
    RETURNED = "returned", "Retour d’un envoi"


class Received(models.Model):
    """A mail that came in: the same one changes nothing twice, and is answered once. Its times are real ones."""

    digest = models.CharField(max_length=64, unique=True)
    sender = models.EmailField(blank=True, max_length=320)
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.CharField(max_length=40, blank=True)  # the code of a refusal
    at = models.DateTimeField(default=clock.real_now)

    class Meta:
        verbose_name = "courriel reçu"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="a_received_mail_has_an_outcome"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sender", "-at"], name="received_by_sender"),
            models.Index(fields=["at"], condition=~Q(sender=""), name="received_with_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.sender}\u00a0: {self.get_outcome_display()}"


class Dispatched(models.Model):
    """An event that was told, or found to concern nobody: the claim stands here, since the journal is append-only."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="dispatched")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.event_id}"
