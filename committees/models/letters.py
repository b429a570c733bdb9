"""Decision letters: their templates with versions, and for each proclaimed decision the letter that notifies it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees.models.bodies import Committee
from committees.models.frozen import keeps, never_when
from committees.models.votes import Proclamation, Verdict
from okote_flow import clock, triggers

LONGEST_BODY = 8000


class Worded(models.Model):
    """A subject and a text with variables."""

    title = models.CharField("objet", max_length=200)
    body = models.TextField("texte", max_length=LONGEST_BODY)

    class Meta:
        abstract = True


class LetterTemplate(Worded):
    """One version of the text for one verdict. Never changed: a correction is another version."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="letter_templates")
    verdict = models.CharField("décision", max_length=28, choices=Verdict)
    version = models.PositiveSmallIntegerField("version")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "modèle de lettre"
        ordering: ClassVar = ["committee", "verdict", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "verdict", "version"], name="letter_templates_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, version {self.version}"


class LetterState(models.TextChoices):
    DRAFT = "draft", "À relire et à signer"
    SIGNED = "signed", "Signée, à envoyer"
    SENT = "sent", "Envoyée"


def stored_name(letter: "DecisionLetter", name: str) -> str:
    """Where the sealed document is kept: by its content."""
    return f"letters/{letter.proclamation_id}/{letter.sha256}"


class DecisionLetter(Worded):
    """The letter that notifies a decision: `content` is all it says, frozen as it was signed.

    A sent letter never changes: a correction is another letter, which names it.
    """

    proclamation = models.ForeignKey(Proclamation, models.PROTECT, related_name="letters")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    template_version = models.PositiveSmallIntegerField("version du modèle", default=0)  # 0: the house's own text
    state = models.CharField("état", max_length=8, choices=LetterState, default=LetterState.DRAFT)
    version = models.PositiveIntegerField(default=0)  # grows with each saving
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    words = models.TextField("motif", max_length=1000, blank=True)  # why it corrects, or why it was taken back
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    content = models.JSONField(null=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    file = models.FileField("document", upload_to=stored_name, max_length=140, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lettre de décision"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_number_per_letter"),
            models.UniqueConstraint(
                fields=["proclamation"], condition=Q(replaces=None), name="one_first_letter_per_decision"
            ),
            models.UniqueConstraint(
                fields=["proclamation"], condition=~Q(state="sent"), name="one_letter_in_hand_per_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", signed_at=None, signed_by=None, content=None, sha256="", file="")
                | Q(state__in=["signed", "sent"], signed_at__isnull=False, signed_by__isnull=False)
                & Q(content__isnull=False)
                & ~Q(number="")
                & ~Q(sha256="")
                & ~Q(file=""),
                name="a_letter_is_sealed_when_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, sent_by__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None, sent_by=None),
                name="a_letter_is_sent_by_someone_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"lettre, {self.proclamation}"

    @property
    def status(self) -> LetterState:
        return LetterState(self.state)

    @property
    def is_draft(self) -> bool:
        return self.status == LetterState.DRAFT


triggers.append_only("committees_lettertemplate")
triggers.append_only("committees_decisionletter", updates=True)
triggers.declare(
    keeps("committees_decisionletter", "proclamation_id", "replaces_id", "drafted_by_id", "drafted_at"),
    never_when(
        "committees_decisionletter", "was_sent", "OLD.state = 'sent'", "OLD.state = 'sent'", "a sent letter is sealed"
    ),
)
