"""Who and where: people, their offices, organizations, partners and territories."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q

from okote_flow import clock

M = TypeVar("M", bound=models.Model)


class Named(models.Manager[M]):
    """Finds a row by its short code."""

    def get_by_natural_key(self, code: str) -> M:
        return self.get(code=code)


class Territory(models.Model):
    """A territory of action of the CeA; four were given priority by the report (§3)."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=100, unique=True)
    is_priority = models.BooleanField("prioritaire", default=False)
    source = models.CharField("source", max_length=200, blank=True)
    ends_on = models.DateField("fin d’usage", null=True, blank=True)  # from then on no new draft names it

    objects = Named["Territory"]()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = "territoire"

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"territory:{self.code}"


class Intermunicipality(models.Model):
    """An EPCI of a territory."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="intermunicipalities")
    siren = models.CharField("SIREN", max_length=9, unique=True)
    name = models.CharField("nom", max_length=120)
    source = models.CharField("source", max_length=200, blank=True)
    ends_on = models.DateField("fin d’usage", null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"epci:{self.siren}"


class Municipality(models.Model):
    """A commune of a territory, by its code of the INSEE; through an EPCI or on its own."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="municipalities")
    epci = models.ForeignKey(
        Intermunicipality, models.PROTECT, null=True, blank=True, related_name="municipalities", verbose_name="EPCI"
    )
    insee = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=100)
    ends_on = models.DateField("fin d’usage", null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        ordering: ClassVar = ["name", "insee"]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"town:{self.insee}"


class LegalForm(models.TextChoices):
    """Who may carry a project. Alsace-Moselle keeps its own law of associations (Code civil local, art. 21 sqq.)."""

    LOCAL_ASSOCIATION = "local_association", "Association inscrite de droit local"
    ASSOCIATION_1901 = "association_1901", "Association loi 1901"
    COOPERATIVE = "cooperative", "Société coopérative (SCIC, SCOP)"
    ESS_COMPANY = "ess_company", "Société commerciale de l’économie sociale et solidaire"
    FOUNDATION = "foundation", "Fondation ou fonds de dotation"
    IN_CREATION = "in_creation", "Structure en cours de création"


class Organization(models.Model):
    """The structure that carries a project."""

    name = models.CharField("nom de la structure", max_length=160)
    legal_form = models.CharField("forme juridique", max_length=20, choices=LegalForm)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("RNA", max_length=10, blank=True)
    court = models.CharField("tribunal", max_length=80, blank=True)
    volume = models.CharField("volume", max_length=20, blank=True)
    folio = models.CharField("folio", max_length=20, blank=True)
    city = models.CharField("commune", max_length=100, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=10, blank=True)
    email = models.EmailField("adresse électronique de contact", blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = "structure"
        indexes: ClassVar = [models.Index(fields=["siret"], name="organization_by_siret")]

    def __str__(self) -> str:
        return self.name

    @property
    def siren(self) -> str:
        return self.siret[:9]

    @property
    def subject(self) -> str:
        return f"organization:{self.pk}"


class PartnerKind(models.TextChoices):
    """The two colleges that match the citizens, and those who fund running costs only."""

    AUTHORITY = "authority", "Collectivité"
    COMPANY = "company", "Entreprise"
    OPERATOR = "operator", "Opérateur"


class Partner(models.Model):
    """Who puts money in: a local authority, a company, the operator itself."""

    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=120)
    kind = models.CharField("collège", max_length=12, choices=PartnerKind)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    is_competence_bound = models.BooleanField("limité à ses compétences", default=False)
    is_fictional = models.BooleanField("données fictives", default=False)

    objects = Named["Partner"]()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = "partenaire"

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"partner:{self.code}"


class Users(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractUser):
    """A person with an account. Names shown are first and last name; login is by e-mail."""

    email = models.EmailField("adresse électronique", unique=True)
    is_fictional = models.BooleanField("données fictives", default=False)
    tours_closed = models.JSONField("visites faites ou refusées", default=list, blank=True)
    no_tour_before = models.DateField("visite remise au", null=True, blank=True)
    shortcuts = models.BooleanField("raccourcis clavier", default=True)
    mail_returns_since = models.DateTimeField("courriels revenus depuis", null=True, blank=True)
    mail_returns_why = models.CharField("réponse du serveur de courriel", max_length=300, blank=True)

    objects: ClassVar[Users] = Users()

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(email=""), name="every_account_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.username[:2].upper()

    @property
    def is_address_doubtful(self) -> bool:
        """Our mails came back: nothing but what must be sent goes there until somebody says that it is good."""
        return self.mail_returns_since is not None

    @property
    def subject(self) -> str:
        return f"user:{self.pk}"


class Membership(models.Model):
    """A person who acts for an organization: its accounts are opened by invitation."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")]


class Office(models.TextChoices):
    """A responsibility outside the committees. Committee seats are mandates (`committees`)."""

    OFFICER = "officer", "chargée ou chargé de mission"
    DIRECTOR = "director", "direction d’Alsace Active"
    TREASURER = "treasurer", "trésorerie d’Alsace Active"
    PARTNER_FINANCE = "partner_finance", "référent financier d’un partenaire"
    ARCHIVIST = "archivist", "archives et protection des données"
    AUDITOR = "auditor", "audit"
    ADMINISTRATOR = "administrator", "administration des comptes"


class Term(models.QuerySet["Appointment"]):
    def in_force(self, day: date | None = None) -> Self:
        day = day or clock.today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Appointment(models.Model):
    """One office held by one person, for a term."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    office = models.CharField("fonction", max_length=20, choices=Office)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="appointments")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)

    objects = Term.as_manager()

    class Meta:
        verbose_name = "fonction"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(office=Office.PARTNER_FINANCE, partner__isnull=False)
                | (~Q(office=Office.PARTNER_FINANCE) & Q(partner__isnull=True)),
                name="only_a_partners_officer_has_a_partner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_office_display()}"


LENT = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER})
"""The offices of Alsace Active: whoever holds one may be stood in for by whoever holds one."""


class Absences(models.QuerySet["Absence"]):
    def in_force(self, day: date | None = None) -> Self:
        day = day or clock.today()
        return self.filter(starts_on__lte=day, ends_on__gte=day, lifted_on=None)

    def not_over(self) -> Self:
        return self.filter(ends_on__gte=clock.today(), lifted_on=None)


class Absence(models.Model):
    """A person is away for some days, and somebody of the same house takes their tasks meanwhile. Source: ADR 9."""

    person = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="personne absente")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="stands_in", verbose_name="relais")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    note = models.TextField("mot pour le relais", max_length=1000, blank=True)  # the stand-in's alone to read
    announced_at = models.DateTimeField(default=clock.now)
    lifted_on = models.DateField("levée le", null=True)  # before its end: from that moment on it lends nothing

    objects = Absences.as_manager()

    class Meta:
        verbose_name = "absence"
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("stand_in")), name="nobody_stands_in_for_themselves"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"),
        ]
        indexes: ClassVar = [models.Index(fields=["stand_in", "starts_on", "ends_on"], name="absence_by_stand_in")]

    def __str__(self) -> str:
        return f"{self.person}, du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"

    @property
    def is_running(self) -> bool:
        return self.lifted_on is None and self.starts_on <= clock.today() <= self.ends_on

    def covers(self, day: date) -> bool:
        """Whether both were one pair of hands on that day; the day on which it was lifted counts."""
        return self.starts_on <= day <= min(self.ends_on, self.lifted_on or self.ends_on)


class CalendarFeed(models.Model):
    """A person's private calendar. Its address is not kept: it is signed from `serial`, which a renewal changes."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    serial = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"agenda {self.user_id}"


class Invitation(models.Model):
    """An account is opened by invitation: an office, or the accounts of an organization. The token is kept hashed."""

    email = models.EmailField("adresse électronique")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="invitations")
    office = models.CharField("fonction", max_length=20, choices=Office, blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    for_advice = models.BooleanField("pour un avis", default=False)  # a committee asks somebody from outside
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # real time: a security timer
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email

    @property
    def subject(self) -> str:
        return f"invitation:{self.pk}"
