"""Votes held on paper: what two persons each read off a tally sheet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees.models.meetings import AgendaItem
from committees.models.votes import Poll, Visibility
from okote_flow import clock


class TallyState(models.TextChoices):
    WAITING = "waiting", "Attend la seconde saisie"
    SET_ASIDE = "set_aside", "Écartée"
    AGREED = "agreed", "Concordante"


class PaperTally(models.Model):
    """One person's reading of a tally sheet. Never changed; it counts only once another person read the same."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="paper_tallies")
    code = models.CharField("code de la feuille", max_length=40)
    visibility = models.CharField("vote", max_length=10, choices=Visibility)
    figures = models.JSONField("relevé")  # line of the sheet -> what it says, both in words for people
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    state = models.CharField("état", max_length=9, choices=TallyState, default=TallyState.WAITING)
    beside = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # the first reading, of a second
    poll = models.ForeignKey(Poll, models.PROTECT, null=True, related_name="paper_tallies")

    class Meta:
        verbose_name = "relevé d’une feuille de vote"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state=TallyState.WAITING), name="one_reading_waits_for_the_second"
            ),
            models.UniqueConstraint(fields=["poll", "entered_by"], name="two_persons_read_a_sheet"),
            models.CheckConstraint(
                condition=Q(state=TallyState.AGREED, poll__isnull=False)
                | (~Q(state=TallyState.AGREED) & Q(poll=None)),
                name="readings_that_agree_made_a_poll",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.HANDS, Visibility.ROLL_CALL]),
                name="a_paper_vote_is_by_hands_or_by_name",
            ),
        ]

    def __str__(self) -> str:
        return f"relevé de la feuille {self.code}"
