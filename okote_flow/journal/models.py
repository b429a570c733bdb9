"""What happened: facts that are only ever added, chained per subject. Names stand beside them, not in them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from okote_flow import triggers
from okote_flow.journal.kinds import Kind


class Event(models.Model):
    """One fact. `seq` has no gaps within a subject, `hash` binds it to the one before."""

    subject = models.CharField(max_length=60)  # "dossier:OKT-2022-0007"
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=Kind)
    at = models.DateTimeField()  # business time
    actor = models.CharField(max_length=64, blank=True)  # commitment of a name; empty is the clock
    office = models.CharField(max_length=40, blank=True)  # in which office the act was done
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "fait"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_event_per_place_in_a_subject"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="events_count_from_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="event_by_kind")]

    def __str__(self) -> str:
        return f"{self.subject} {self.seq} {self.kind}"


class Identity(models.Model):
    """The name behind a commitment. Erasing it leaves the chain whole: sha256(salt + name) stays, unreadable."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="identities")
    commitment = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=310, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=~models.Q(name=""), name="one_identity_per_name_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "nom effacé"


triggers.append_only("journal_event")
