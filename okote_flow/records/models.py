"""What the archives keep: holds, slips of elimination, requests of persons, pieces that were read, files given out."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from dossiers.models import Attachment, Dossier
from okote_flow import clock, triggers
from okote_flow.directory.models import Organization, User


class Holds(models.QuerySet["Hold"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at=None)


class Hold(models.Model):
    """Why something may not be eliminated nor erased for now: a dispute, an inquiry, an audit."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="holds", verbose_name="dossier")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="holds")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="holds", verbose_name="personne")
    reason = models.TextField("motif", max_length=1000)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=clock.now)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.TextField("motif de la levée", max_length=1000, blank=True)

    objects = Holds.as_manager()

    class Meta:
        verbose_name = "gel"
        ordering: ClassVar = ["-placed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=False, organization=None, person=None)
                | Q(dossier=None, organization__isnull=False, person=None)
                | Q(dossier=None, organization=None, person__isnull=False),
                name="a_hold_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
                name="a_hold_is_lifted_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.target)

    @property
    def target(self) -> Dossier | Organization | User:
        found = self.dossier or self.organization or self.person
        assert found is not None, "a constraint says so"
        return found


class SlipState(models.TextChoices):
    PROPOSED = "proposed", "Proposé"
    SENT = "sent", "Transmis aux archives"
    CLEARED = "cleared", "Visa reçu"
    EXECUTED = "executed", "Exécuté"
    REFUSED = "refused", "Visa refusé"
    WITHDRAWN = "withdrawn", "Retiré"


OPEN = (SlipState.PROPOSED, SlipState.SENT, SlipState.CLEARED)


def stored_visa(slip: "Slip", name: str) -> str:
    """Where a scanned visa is kept: by its content, never by what somebody called it."""
    return f"visas/{slip.pk}/{slip.visa_sha256}"


class Slip(models.Model):
    """A slip of elimination (bordereau): nothing on it is destroyed without the visa. It is kept for ever."""

    number = models.CharField("numéro", max_length=20, unique=True)
    state = models.CharField("état", max_length=10, choices=SlipState, default=SlipState.PROPOSED)
    service = models.CharField("service producteur", max_length=160)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    visa_number = models.CharField("numéro du visa", max_length=60, blank=True)
    visa_on = models.DateField("date du visa", null=True)
    visa_signatory = models.CharField("signataire", max_length=160, blank=True)
    visa_file = models.FileField("visa scanné", upload_to=stored_visa, max_length=140, blank=True)
    visa_name = models.CharField(max_length=200, blank=True)
    visa_type = models.CharField(max_length=80, blank=True)
    visa_sha256 = models.CharField("empreinte", max_length=64, blank=True)
    visa_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField("motif", max_length=1000, blank=True)

    class Meta:
        verbose_name = "bordereau d’élimination"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "executed"])
                | Q(visa_on__isnull=False, visa_by__isnull=False)
                & ~Q(visa_number="")
                & ~Q(visa_signatory="")
                & ~Q(visa_sha256=""),
                name="nothing_is_executed_without_a_visa",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> str:
        return f"slip:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ItemState(models.TextChoices):
    LISTED = "listed", "Inscrit"
    WITHHELD = "withheld", "Sorti du bordereau"
    DROPPED = "dropped", "Non éliminé"
    DESTROYED = "destroyed", "Éliminé"


class SlipItem(models.Model):
    """One dossier on a slip, as it was described to the archives; the description outlives the content."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slip_items")
    number = models.CharField("numéro", max_length=20)
    title = models.CharField("intitulé", max_length=140)
    structure = models.CharField("structure", max_length=160, blank=True)
    rule = models.CharField("règle", max_length=40)
    fate = models.CharField("sort final", max_length=12)
    first_on = models.DateField("date extrême, début")
    last_on = models.DateField("date extrême, fin")
    due_on = models.DateField("fin de conservation")
    pieces = models.PositiveIntegerField("fichiers")
    size = models.PositiveBigIntegerField("volume, en octets")
    state = models.CharField("état", max_length=10, choices=ItemState, default=ItemState.LISTED)
    why = models.TextField("motif de la sortie", max_length=1000, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    files = models.JSONField("fichiers à effacer", default=list)  # until the last of them is gone

    class Meta:
        verbose_name = "article du bordereau"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state__in=["listed", "destroyed"]), name="one_slip_that_counts"
            ),
            models.UniqueConstraint(fields=["slip", "dossier"], name="once_on_a_slip"),
            models.CheckConstraint(
                condition=~Q(state="destroyed") | Q(destroyed_at__isnull=False), name="what_is_destroyed_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Wish(models.TextChoices):
    """The rights of a person over their data (RGPD, art. 15, 16, 17 and 21)."""

    ACCESS = "access", "Accès à mes données"
    RECTIFICATION = "rectification", "Rectification"
    ERASURE = "erasure", "Effacement"
    OPPOSITION = "opposition", "Opposition"


class Outcome(models.TextChoices):
    OPEN = "open", "À traiter"
    GRANTED = "granted", "Suite donnée"
    PARTLY = "partly", "Suite donnée en partie"
    REFUSED = "refused", "Refusée"


class PersonRequest(models.Model):
    """One request of a person, in the register: what was asked when, until when to answer, what was answered."""

    wish = models.CharField("droit exercé", max_length=14, choices=Wish)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="data_requests", verbose_name="compte")
    email = models.EmailField("adresse électronique")
    text = models.TextField("demande", max_length=2000, blank=True)
    received_on = models.DateField("reçue le")
    due_on = models.DateField("réponse avant le")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField("suite", max_length=8, choices=Outcome, default=Outcome.OPEN)
    ground = models.CharField("fondement du refus", max_length=40, blank=True)
    answer = models.TextField("réponse", max_length=4000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "demande d’une personne"
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="open", answered_at=None) | ~Q(outcome="open") & Q(answered_at__isnull=False),
                name="an_answered_request_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(ground=""), name="a_refusal_has_its_ground"),
        ]
        indexes: ClassVar = [models.Index(fields=["outcome", "due_on"], name="request_by_outcome")]

    def __str__(self) -> str:
        return f"{self.get_wish_display()}, {self.received_on:%d/%m/%Y}"

    @property
    def subject(self) -> str:
        return f"request:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()


class PieceCheck(models.Model):
    """Somebody has read a piece of a dossier to its end: it may be given out as it is, or it may not."""

    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="check_for_release")
    may_go = models.BooleanField("communicable")
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.attachment_id}: {self.may_go}"


class Communication(models.Model):
    """One file given out: to whom, why, what was in it. The file itself is made anew and never kept."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="communications")
    requester = models.CharField("demandeur", max_length=160)
    reason = models.TextField("objet de la demande", max_length=1000)
    documents = models.JSONField("documents", default=list)
    masked = models.PositiveIntegerField("passages occultés")
    sha256 = models.CharField("empreinte", max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "communication"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.dossier_id}, {self.made_at:%d/%m/%Y}"


for _table in ("records_hold", "records_slip", "records_slipitem", "records_personrequest"):
    triggers.append_only(_table, updates=True)
triggers.append_only("records_communication")
