"""When a committee meets, on what, and who was there."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.bodies import Committee, Seat
from committees.models.rulesets import RuleSet
from dossiers.models import Dossier
from okote_flow import clock


class MeetingState(models.TextChoices):
    DRAFT = "draft", "En préparation"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "En cours"
    SUSPENDED = "suspended", "Suspendue"
    CLOSED = "closed", "Levée"
    CANCELLED = "cancelled", "Annulée"


AHEAD = (MeetingState.DRAFT, MeetingState.CONVENED)
SITTING = (MeetingState.OPEN, MeetingState.SUSPENDED)
"""Begun and not lifted: people come and go, also during a break."""


class Meetings(models.QuerySet["Meeting"]):
    def coming(self) -> Self:
        """Not yet held, the next one first."""
        return self.filter(state__in=[*AHEAD, *SITTING]).order_by("scheduled_at", "pk")

    def past(self) -> Self:
        """Held or called off, the last one first."""
        return self.exclude(state__in=[*AHEAD, *SITTING]).order_by("-scheduled_at", "-pk")

    def for_list(self) -> Self:
        return self.select_related("committee").annotate(
            points=models.Count("items", filter=~Q(items__state=ItemState.WITHDRAWN), distinct=True)
            + models.Count("free_items", filter=~Q(free_items__state=ItemState.WITHDRAWN), distinct=True)
        )


class Meeting(models.Model):
    """One meeting of a committee. Quorum is asked item by item, not at its opening."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    scheduled_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200)
    remote_link = models.URLField("lien pour suivre à distance", max_length=400, blank=True)
    state = models.CharField("état", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    urgent_reason = models.TextField("motif de l’urgence", max_length=1000, blank=True)
    presiding = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", verbose_name="présidence")
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="secrétariat"
    )
    ruleset = models.ForeignKey(  # the committee's own when it was convened; none: the programme's
        RuleSet, models.PROTECT, null=True, related_name="meetings", verbose_name="règlement intérieur"
    )
    second_call_of = models.ForeignKey(  # on what the first could not decide for want of quorum; needs none itself
        "self", models.PROTECT, null=True, related_name="second_calls", verbose_name="seconde séance de"
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(null=True)  # when its time, place or link last changed
    convened_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)  # while it is; what it was before, the journal knows
    resumes_at = models.DateTimeField("reprise prévue", null=True)
    closed_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField("motif de l’annulation", max_length=1000, blank=True)

    objects = Meetings.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering: ClassVar = ["-scheduled_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(state__in=SITTING), name="one_meeting_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["second_call_of"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="a_meeting_is_held_again_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED]) | Q(convened_at__isnull=False),
                name="no_meeting_without_notice",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*SITTING, MeetingState.CLOSED]) | Q(opened_at__isnull=False),
                name="an_open_meeting_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.SUSPENDED, suspended_at__isnull=False)
                | (~Q(state=MeetingState.SUSPENDED) & Q(suspended_at=None, resumes_at=None)),
                name="a_suspended_meeting_says_since_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["committee", "-scheduled_at"], name="meeting_by_committee")]

    def __str__(self) -> str:
        return f"séance du {self.scheduled_at.astimezone(clock.PARIS):%d/%m/%Y}"

    @property
    def subject(self) -> str:
        return f"meeting:{self.pk}"

    @property
    def status(self) -> MeetingState:
        return MeetingState(self.state)

    @property
    def is_ahead(self) -> bool:
        return self.status in AHEAD

    @property
    def day(self) -> date:
        """The day in Alsace for which it is called."""
        return self.scheduled_at.astimezone(clock.PARIS).date()

    @property
    def is_open(self) -> bool:
        return self.status == MeetingState.OPEN

    @property
    def is_suspended(self) -> bool:
        return self.status == MeetingState.SUSPENDED

    @property
    def is_sitting(self) -> bool:
        return self.status in SITTING


class ItemState(models.TextChoices):
    PLANNED = "planned", "À venir"
    OPENED = "opened", "En cours"
    DECIDED = "decided", "Décidé"
    POSTPONED = "postponed", "Ajourné"
    WITHDRAWN = "withdrawn", "Retiré"
    NOT_REACHED = "not_reached", "Non abordé"


LIVE = (ItemState.PLANNED, ItemState.OPENED)


class AgendaItem(models.Model):
    """A dossier on an agenda. `presiding` is the first seat by precedence that is there and not recused on it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("ordre")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="agenda_items")
    state = models.CharField("état", max_length=12, choices=ItemState, default=ItemState.PLANNED)
    presiding = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", verbose_name="présidence")
    debate_asked_by = models.ForeignKey(  # takes it off the consent list
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="débat demandé par"
    )
    lacked_quorum = models.BooleanField("quorum manquant", default=False)  # as its meeting closed without deciding it
    lost_by_recusals = models.BooleanField("quorum perdu par les déports", default=False)  # and by them alone

    class Meta:
        verbose_name = "point"
        ordering: ClassVar = ["meeting", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lost_by_recusals=False) | Q(lacked_quorum=True), name="what_recusals_lost_is_lacking"
            ),
            models.UniqueConstraint(fields=["meeting", "position"], name="one_item_per_place"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state__in=LIVE), name="a_dossier_is_on_one_agenda_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=ItemState.OPENED), name="one_item_is_called_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"point {self.position}"

    @property
    def status(self) -> ItemState:
        return ItemState(self.state)

    @property
    def key(self) -> str:
        """Its name among all the points of its meeting."""
        return f"p{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE


class PresenceMode(models.TextChoices):
    ROOM = "room", "Dans la salle"
    REMOTE = "remote", "À distance"


class Presences(models.QuerySet["Presence"]):
    def now(self) -> Self:
        """Those who have arrived and not left."""
        return self.filter(left_at=None)


class Presence(models.Model):
    """A span of time during which a seat was there; leaving and coming back are two spans."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presences")
    mode = models.CharField("mode", max_length=8, choices=PresenceMode)
    arrived_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)  # since when a remote seat is cut off; see `connection`

    objects = Presences.as_manager()

    class Meta:
        verbose_name = "présence"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(left_at=None), name="a_seat_is_there_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=Q(left_at=None), name="a_person_sits_on_one_seat_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")), name="one_leaves_after_one_arrives"
            ),
            models.CheckConstraint(
                condition=Q(lost_at=None) | Q(mode=PresenceMode.REMOTE), name="only_a_remote_seat_is_cut_off"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.mode}"
