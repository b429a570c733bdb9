"""What ties people to structures, and the ties that somebody must rule on before a committee decides."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models.frozen import keeps, never_when
from dossiers.models import Dossier
from okote_flow import clock, triggers

LOOK_BACK = 5
"""Years for which a tie that has ended is still shown. Source: loi n° 2013-907, art. 4 (III, 2° and 3°)."""


class InterestNature(models.TextChoices):
    WORK = "work", "Emploi ou mission rémunérée"
    LEADS = "leads", "Direction, présidence ou membre du bureau"
    REPRESENTS = "represents", "J’y représente une collectivité ou un organisme"
    MEMBER = "member", "Adhésion ou bénévolat"
    SHARES = "shares", "Parts sociales ou intérêt financier"
    KIN = "kin", "Une personne proche y travaille ou la dirige"


class Interests(models.QuerySet["Interest"]):
    def recent(self) -> Self:
        """Those that run, or have run in the years for which a tie still counts."""
        today = clock.today()
        since = today.replace(year=today.year - LOOK_BACK, day=min(today.day, 28))
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=since))


class Interest(models.Model):
    """What somebody declares: which structure, how, since when. Ended, never rewritten."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="interests")
    organization = models.CharField("structure", max_length=160)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    nature = models.CharField("lien", max_length=10, choices=InterestNature)
    starts_on = models.DateField("depuis le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    declared_at = models.DateTimeField("déclaré le", default=clock.now)

    objects = Interests.as_manager()

    class Meta:
        verbose_name = "déclaration d’intérêt"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(organization=""), name="an_interest_names_a_structure"),
            models.CheckConstraint(condition=Q(nature__in=InterestNature.values), name="interest_nature_is_known"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_interest_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["siren"], name="interest_by_siren")]

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, {self.organization}"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()


class Origin(models.TextChoices):
    """From whom a possible tie is known."""

    DETECTED = "detected", "Rapproché d’une déclaration"
    COLLEAGUE = "colleague", "Signalé par un membre"
    BUREAU = "bureau", "Signalé par le secrétariat ou la présidence"
    HOLDER = "holder", "Signalé par la structure porteuse"


class ConflictState(models.TextChoices):
    SUSPECTED = "suspected", "À trancher"
    CONFIRMED = "confirmed", "Confirmé"
    DISMISSED = "dismissed", "Écarté"


class Conflict(models.Model):
    """A possible tie between a person and a dossier: suspected, then confirmed (a recusal) or dismissed, for good."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts")
    interest = models.ForeignKey(Interest, models.PROTECT, null=True, related_name="conflicts")
    origin = models.CharField("connu par", max_length=10, choices=Origin)
    what = models.CharField("lien", max_length=300)
    state = models.CharField("état", max_length=10, choices=ConflictState, default=ConflictState.SUSPECTED)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField("motif", max_length=1000, blank=True)

    class Meta:
        verbose_name = "lien à trancher"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier", "user"], condition=Q(state="suspected"), name="one_open_conflict_per_person"
            ),
            models.UniqueConstraint(fields=["dossier", "interest", "user"], name="an_interest_is_ruled_on_once"),
            models.CheckConstraint(
                condition=Q(state="suspected", decided_by=None, decided_at=None)
                | Q(state__in=["confirmed", "dismissed"], decided_by__isnull=False, decided_at__isnull=False),
                name="a_ruling_has_its_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | (~Q(decided_by=F("user")) & ~Q(reason="")),
                name="nobody_dismisses_their_own_conflict",
            ),
            models.CheckConstraint(
                condition=(Q(origin="detected") & Q(interest__isnull=False)) | ~Q(origin="detected"),
                name="what_is_detected_rests_on_a_declaration",
            ),
        ]

    def __str__(self) -> str:
        return f"lien {self.dossier_id}.{self.user_id}"


triggers.append_only("committees_interest", updates=True)
triggers.append_only("committees_conflict", updates=True)
triggers.declare(
    keeps("committees_interest", "user_id", "organization", "siren", "nature", "starts_on", "declared_at"),
    never_when(
        "committees_interest",
        "ends_once",
        "OLD.ends_on IS NOT NULL AND NEW.ends_on IS NOT OLD.ends_on",
        "OLD.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on",
        "a declared interest ends once",
    ),
    keeps(
        "committees_conflict",
        "dossier_id",
        "user_id",
        "interest_id",
        "origin",
        "what",
        "reported_by_id",
        "reported_at",
    ),
    never_when(
        "committees_conflict",
        "is_ruled_once",
        "OLD.state <> 'suspected'",
        "OLD.state <> 'suspected'",
        "a conflict is ruled on once",
    ),
)
