"""What a committee asks of a person from outside about one dossier, what they may see of it, what they answer."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.bodies import Committee
from committees.models.frozen import keeps, never_when
from dossiers.lifecycle import State
from dossiers.models import Attachment, Dossier
from okote_flow import clock, triggers
from okote_flow.directory.models import Invitation, User


class ExpertiseState(models.TextChoices):
    ASKED = "asked", "Attendu"
    GIVEN = "given", "Rendu"
    DECLINED = "declined", "Décliné"
    REVOKED = "revoked", "Retiré"
    LAPSED = "lapsed", "Sans réponse"


LIVE = (ExpertiseState.ASKED, ExpertiseState.GIVEN)


def stored_name(expertise: "Expertise", _: str) -> str:
    """By content, beside the pieces of the dossier."""
    return f"avis/{expertise.dossier_id}/{expertise.file_sha256}"


class Expertises(models.QuerySet["Expertise"]):
    def of_expert(self, user: User) -> Self:
        """Those asked of somebody: of their account, or of the address with which they joined."""
        return self.filter(Q(user=user) | Q(invitation__accepted_by=user))

    def running(self) -> Self:
        """Those whose committee still has the dossier in hand, on the same passage: until then the expert sees it."""
        return self.filter(state__in=LIVE, stage=F("dossier__state"), round=F("dossier__round"))

    def for_page(self) -> Self:
        people = ("user", "invitation__accepted_by", "asked_by", "ended_by")
        return self.select_related("committee", "dossier__organization", *people)


class Expertise(models.Model):
    """One opinion asked of one person who has no seat and no vote. It ends when the committee has decided."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="expertises")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="expertises")
    round = models.PositiveSmallIntegerField("passage")
    stage = models.CharField("étape", max_length=30, choices=State)  # of the dossier when it was asked
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="expertises")
    invitation = models.OneToOneField(Invitation, models.PROTECT, null=True, related_name="expertise")
    question = models.TextField("question", max_length=2000)
    due_on = models.DateField("attendu pour le")
    pieces = models.ManyToManyField(Attachment, related_name="+", verbose_name="pièces montrées")
    with_budget = models.BooleanField("budget montré", default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    state = models.CharField("état", max_length=8, choices=ExpertiseState, default=ExpertiseState.ASKED)
    no_link_at = models.DateTimeField("sans lien, déclaré le", null=True)
    text = models.TextField("avis", max_length=10000, blank=True)
    remarks = models.JSONField("remarques par critère", default=dict)  # code of the criterion -> words
    file = models.FileField("fichier joint", upload_to=stored_name, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    dossier_version = models.PositiveIntegerField(null=True)  # that the opinion is about
    given_at = models.DateTimeField("rendu le", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField("motif", max_length=500, blank=True)

    objects = Expertises.as_manager()

    class Meta:
        verbose_name = "avis extérieur"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user=None, invitation__isnull=False) | Q(user__isnull=False, invitation=None),
                name="an_expertise_is_asked_of_one_person",
            ),
            models.UniqueConstraint(
                fields=["dossier", "round", "stage", "user"],
                condition=Q(state__in=["asked", "given"]),
                name="one_live_expertise_per_person",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="an_expertise_asks_something"),
            models.CheckConstraint(
                condition=~Q(state="given")
                | (Q(given_at__isnull=False, no_link_at__isnull=False, dossier_version__isnull=False) & ~Q(text="")),
                name="an_expertise_given_has_its_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "given"], ended_at=None)
                | Q(state__in=["declined", "revoked", "lapsed"], ended_at__isnull=False),
                name="an_expertise_that_ends_ends_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"avis extérieur {self.pk}"

    @property
    def subject(self) -> str:
        return f"expertise:{self.pk}"

    @property
    def person(self) -> User | None:
        """None while an invitation awaits whoever reads that address."""
        return self.user or (self.invitation.accepted_by if self.invitation else None)

    @property
    def who(self) -> str:
        return str(self.person or self.invitation)

    @property
    def is_asked(self) -> bool:
        return self.state == ExpertiseState.ASKED

    @property
    def is_given(self) -> bool:
        return self.state == ExpertiseState.GIVEN

    @property
    def is_live(self) -> bool:
        """Whether its expert sees the dossier by it."""
        now = (self.dossier.state, self.dossier.round)
        return self.state in LIVE and now == (self.stage, self.round)


triggers.append_only("committees_expertise", updates=True)
triggers.declare(
    keeps(
        "committees_expertise",
        *("dossier_id", "committee_id", "round", "stage", "user_id", "invitation_id", "question", "asked_by_id"),
    ),
    never_when(
        "committees_expertise",
        "stays_over",
        "OLD.state NOT IN ('asked', 'given')",
        "OLD.state NOT IN ('asked', 'given')",
        "an expertise that is over does not change",
    ),
)
