"""What the two sides of a dossier write to each other, and what Alsace Active notes for itself.

Notes stand in a table of their own: nothing that reads a thread can meet one.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier
from dossiers.rules import LONGEST_MESSAGE
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class Party(models.TextChoices):
    """The two sides of a thread."""

    HOLDER = "holder", "La structure porteuse"
    STAFF = "staff", "Alsace Active"


class Origin(models.TextChoices):
    PAGE = "page", "Écrit dans Okoté"
    MAIL = "mail", "Répondu par courriel"


class Written(models.Model):
    """Words that stay as they were sent. `key` is that of the sending: the same one twice is one."""

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField("texte", max_length=LONGEST_MESSAGE, blank=True)
    sent_at = models.DateTimeField(default=clock.now)
    received_at = models.DateTimeField(default=clock.real_now)  # real time: against floods
    key = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, blank=True)  # the journal holds sha256(salt + text): see `audit`

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.author_id}, {self.sent_at:%d/%m/%Y %H:%M}"


class Message(Written):
    """One message between the holder's side and Alsace Active. A retracted one has lost its words."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="messages")
    party = models.CharField("côté", max_length=8, choices=Party)
    origin = models.CharField("origine", max_length=4, choices=Origin, default=Origin.PAGE)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "message"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "author", "key"], name="one_message_per_sending"),
            models.CheckConstraint(
                condition=Q(retracted_at=None) | Q(text="", salt=""), name="a_retracted_message_says_nothing"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["dossier", "party", "id"], name="message_by_thread")]


class Note(Written):
    """One internal note of Alsace Active: never the holder's to know of."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes")
    colleagues = models.ManyToManyField(User, related_name="+", verbose_name="personnes prévenues")

    class Meta:
        verbose_name = "note interne"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "author", "key"], name="one_note_per_sending"),
        ]


def stored_name(enclosure: "Enclosure", name: str) -> str:
    """Where a file is kept: by its content and its own code, never by what somebody called it."""
    return f"echanges/{enclosure.sha256[:2]}/{enclosure.sha256}-{enclosure.code.hex}"


class Enclosure(models.Model):
    """A file that came with a message or with a note. Its code says nothing of how many there are."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="enclosures")
    note = models.ForeignKey(Note, models.PROTECT, null=True, related_name="enclosures")
    name = models.CharField("nom du fichier", max_length=200)
    file = models.FileField("fichier", upload_to=stored_name, max_length=140)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "fichier joint"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(message=None, note__isnull=False) | Q(message__isnull=False, note=None),
                name="a_file_came_with_a_message_or_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThreadMark(models.Model):
    """How far a person has read a thread, and on which side they stood then. 0 is nothing yet."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="thread_marks")
    party = models.CharField(max_length=8, choices=Party)
    message = models.PositiveBigIntegerField(default=0)
    note = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "marque de lecture"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "dossier"], name="one_mark_per_reader_and_thread")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id}"


class ThreadDraft(models.Model):
    """What somebody has begun to write and not sent: theirs alone. One for messages, one for notes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="thread_drafts")
    is_note = models.BooleanField(default=False)
    text = models.TextField("texte", max_length=LONGEST_MESSAGE)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "brouillon de message"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "dossier", "is_note"], name="one_draft_per_writer_and_thread")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id}"


triggers.append_only("dossiers_message", updates=True)
triggers.append_only("dossiers_note", updates=True)
