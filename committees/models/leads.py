"""The projects that a territorial committee has noticed before there is any dossier, and the calls made to them."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.bodies import Committee
from committees.models.frozen import keeps
from dossiers.models import Dossier
from okote_flow import clock, triggers

LONGEST_KEPT = timedelta(days=3 * 365)
"""A contact who has not handed in anything is kept so long at the most. Source: CNIL, délibération n° 2021-131."""
NO_CONTACT = Q(contact_name="", contact_email="", contact_phone="")


class LeadState(models.TextChoices):
    TO_CALL = "to_call", "À appeler"
    INTERESTED = "interested", "Intéressé"
    LATER = "later", "Pas maintenant"
    DROPPED = "dropped", "Sans suite"
    SUBMITTED = "submitted", "Dossier déposé"


class CallOutcome(models.TextChoices):
    """What came of a call."""

    NO_ANSWER = "no_answer", "Pas de réponse"
    INTERESTED = LeadState.INTERESTED.value, LeadState.INTERESTED.label
    LATER = LeadState.LATER.value, "Pas maintenant, revenir plus tard"
    DROPPED = LeadState.DROPPED.value, LeadState.DROPPED.label


class Leads(models.QuerySet["Lead"]):
    def standing(self) -> Self:
        """Without those that were found to be the same as another."""
        return self.filter(merged_into=None)

    def to_call(self) -> Self:
        """Those that somebody is to call, from the day on which they asked to be called again."""
        now = Q(state=LeadState.TO_CALL) | Q(state=LeadState.LATER, call_by__lte=clock.today())
        return self.standing().filter(now, caller__isnull=False)

    def unreminded(self) -> Self:
        """Those whose day to call has come and was not told."""
        return self.to_call().filter(call_by__lte=clock.today(), reminded_at=None)

    def overkept(self) -> Self:
        """Those of whose contact the time to keep it is over; without one, what calls said is kept as long at most."""
        said = LeadCall.objects.exclude(note="").filter(noted_at__lt=clock.now() - LONGEST_KEPT)
        return self.filter(Q(keep_until__lt=clock.today()) | NO_CONTACT & Q(pk__in=said.values("lead")))


class Lead(models.Model):
    """A project noticed by a committee. Of its contact no more is kept than serves a call, for a reason."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="leads")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of the invitation to hand in a dossier
    name = models.CharField("projet ou structure", max_length=160)
    likeness = models.CharField(max_length=160)  # its name without capitals, accents nor small words
    siren = models.CharField("SIREN", max_length=9, blank=True)
    city = models.CharField("commune", max_length=100, blank=True)
    seen = models.CharField("où et comment repéré", max_length=300, blank=True)
    contact_name = models.CharField("personne à contacter", max_length=160, blank=True)
    contact_email = models.EmailField("adresse électronique", blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)
    keep_reason = models.CharField("raison de garder ce contact", max_length=200, blank=True)
    keep_until = models.DateField("gardé jusqu’au", null=True, blank=True)
    contact_since = models.DateField("contact noté le", null=True)
    erased_at = models.DateTimeField("contact effacé le", null=True)
    state = models.CharField("état", max_length=10, choices=LeadState, default=LeadState.TO_CALL)
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="qui appelle",
    )
    call_by = models.DateField("à appeler avant le", null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="leads")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("repéré le", default=clock.now)
    version = models.PositiveIntegerField(default=0)  # of what is noted: two writers do not overwrite each other

    objects = Leads.as_manager()

    class Meta:
        verbose_name = "projet repéré"
        ordering: ClassVar = ["-noted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_lead_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=LeadState.values), name="lead_state_is_known"),
            models.CheckConstraint(
                condition=NO_CONTACT
                | (~Q(keep_reason="") & Q(keep_until__isnull=False, contact_since__isnull=False, erased_at=None)),
                name="a_contact_is_kept_for_a_reason_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=LeadState.SUBMITTED) | Q(dossier__isnull=False),
                name="a_lead_handed_in_has_a_dossier",
            ),
            models.CheckConstraint(condition=Q(call_by=None) | Q(caller__isnull=False), name="a_call_has_its_caller"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="a_lead_is_not_merged_into_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state"], name="lead_by_committee"),
            models.Index(fields=["siren"], name="lead_by_siren"),
            models.Index(fields=["keep_until"], name="lead_to_erase"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"lead:{self.pk}"

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_email or self.contact_phone)

    @property
    def is_late(self) -> bool:
        return self.call_by is not None and self.call_by < clock.today()


class Calls(models.QuerySet["LeadCall"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)


class LeadCall(models.Model):
    """One call, by whom, on which day, and what came of it. Taken back when it was noted by mistake."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="calls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_on = models.DateField("appelé le")
    outcome = models.CharField("suite", max_length=10, choices=CallOutcome)
    note = models.CharField("en une phrase", max_length=500, blank=True)
    back_on = models.DateField("revenir le", null=True)
    call_by_before = models.DateField(null=True)
    noted_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True)

    objects = Calls.as_manager()

    class Meta:
        verbose_name = "appel"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=CallOutcome.values), name="call_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.LATER, back_on__isnull=False)
                | ~Q(outcome=CallOutcome.LATER) & Q(back_on=None),
                name="later_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.called_on:%d/%m/%Y}"


triggers.append_only("committees_lead", updates=True)
triggers.append_only("committees_leadcall", updates=True)
triggers.declare(
    keeps("committees_lead", "committee_id", "code", "noted_by_id", "noted_at"),
    keeps("committees_leadcall", "lead_id", "by_id", "called_on", "outcome", "back_on", "noted_at"),
)
