"""What stands on an agenda beside the dossiers: minutes to approve, an election, a piece of information."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from committees.models.frozen import never_when, refused_when
from committees.models.meetings import Meeting
from okote_flow import triggers


class FreeItemKind(models.TextChoices):
    INFORMATION = "information", "Information"
    PROCEDURE = "procedure", "Organisation"
    MINUTES = "minutes", "Approbation d’un procès-verbal"
    ELECTION = "election", "Élection"


class FreeItemState(models.TextChoices):
    PLANNED = "planned", "À venir"
    DEALT_WITH = "dealt_with", "Traité"
    NOT_REACHED = "not_reached", "Non abordé"
    WITHDRAWN = "withdrawn", "Retiré"


class FreeItem(models.Model):
    """A point about no dossier. Its position is one of the same series as those of the dossiers."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="free_items")
    position = models.PositiveSmallIntegerField("ordre")
    kind = models.CharField("nature", max_length=12, choices=FreeItemKind, default=FreeItemKind.INFORMATION)
    title = models.CharField("intitulé", max_length=200)
    text = models.TextField("présentation", max_length=4000, blank=True)
    state = models.CharField("état", max_length=12, choices=FreeItemState, default=FreeItemState.PLANNED)
    said = models.TextField("ce qui a été dit", max_length=8000, blank=True)
    carried_from = models.ForeignKey(  # the same point, which an earlier meeting did not reach
        "self", models.PROTECT, null=True, related_name="carried_to", verbose_name="reporté de"
    )

    class Meta:
        verbose_name = "point libre"
        ordering: ClassVar = ["meeting", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="one_free_item_per_place"),
            models.CheckConstraint(condition=~Q(title=""), name="a_free_item_has_a_title"),
            models.CheckConstraint(
                condition=Q(said="") | Q(state=FreeItemState.DEALT_WITH), name="only_what_was_dealt_with_was_said"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status(self) -> FreeItemState:
        return FreeItemState(self.state)

    @property
    def key(self) -> str:
        """Its name among all the points of its meeting."""
        return f"l{self.pk}"


TAKEN = "EXISTS (SELECT 1 FROM {other} o WHERE o.meeting_id = NEW.meeting_id AND o.position = NEW.position)"


def _apart(table: str, other: str) -> list[triggers.Trigger]:
    """Both kinds of points share one series of positions; the meeting's lock lets no two be numbered at once."""
    taken = TAKEN.format(other=other)
    held = "1 FROM committees_meeting WHERE id = NEW.meeting_id FOR UPDATE"
    says = "another point stands at this place of the agenda"
    moved = f"(NEW.position <> OLD.position OR NEW.meeting_id <> OLD.meeting_id) AND {taken}"
    return [
        refused_when("has_its_place", table, "INSERT", taken, says, held=held),
        refused_when("takes_no_place", table, "UPDATE", moved, says),
    ]


_REWRITTEN = "OLD.state <> 'planned' AND (NEW.state <> OLD.state OR NEW.title <> OLD.title OR NEW.text <> OLD.text)"

triggers.append_only("committees_freeitem", updates=True)
triggers.declare(
    *_apart("committees_freeitem", "committees_agendaitem"),
    *_apart("committees_agendaitem", "committees_freeitem"),
    never_when("committees_freeitem", "stays_dealt_with", _REWRITTEN, _REWRITTEN, "a settled point is not rewritten"),
)
