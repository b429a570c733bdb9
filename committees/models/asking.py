"""Beside a poll: the urn of a secret one, and what members or the holder asked about the way an item is voted."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from committees.models.meetings import AgendaItem
from committees.models.votes import Poll
from okote_flow import clock


class Urn(models.Model):
    """What a secret poll holds: counters under a key outside the database, sealed anew at each ballot.

    No row per ballot, no time, no person. Empty once counted or destroyed; `seal` then attests the sums counted.
    """

    poll = models.OneToOneField(Poll, models.PROTECT, primary_key=True, related_name="urn")
    sealed = models.BinaryField("contenu chiffré", max_length=200)
    ballots = models.PositiveSmallIntegerField("bulletins", default=0)
    seal = models.CharField("sceau", max_length=80, blank=True)

    class Meta:
        verbose_name = "urne"

    def __str__(self) -> str:
        return f"urne {self.poll_id}"


class Wish(models.TextChoices):
    """What somebody asks about the vote on an item."""

    ROLL_CALL = "roll_call", "Appel nominal"
    SECRET = "secret", "Vote secret"
    WITHDRAWAL = "withdrawal", "Retrait du dossier"


class VoteRequest(models.Model):
    """Somebody's request on the way an item is voted. Never changed; it holds for the item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="requests")
    wish = models.CharField("demande", max_length=10, choices=Wish)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField("motif", max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "demande de vote"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "wish", "user"], name="one_wish_per_person_and_item"),
        ]

    def __str__(self) -> str:
        return self.get_wish_display()
