"""The committees, their seats, who holds a seat and until when, and what that lets one do."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase

from dossiers.models.dossier import Theme
from okote_flow import clock, triggers
from okote_flow.directory.models import Territory


class CommitteeKind(models.TextChoices):
    """The three bodies of the report (§2)."""

    TERRITORIAL = "territorial", "Comité d’animation territorial"
    ENGAGEMENT = "engagement", "Comité d’engagement CeA"
    STEERING = "steering", "Comité de pilotage partenarial"


class Role(models.TextChoices):
    """What a seat is in its committee."""

    CHAIR = "chair", "Présidence"
    VICE_CHAIR = "vice_chair", "Vice-présidence"
    SECRETARY = "secretary", "Secrétariat"
    MEMBER = "member", "Membre"
    QUALIFIED = "qualified", "Partenaire qualifié"  # votes on dossiers of the seat's theme, advises on others
    EXPERT = "expert", "Expertise"


class Capacity(models.TextChoices):
    """In which quality somebody has a mandate on a seat."""

    HOLDER = "holder", "Titulaire"
    SUBSTITUTE = "substitute", "Suppléant"  # sits when the holder does not


PRESIDING = (Role.CHAIR, Role.VICE_CHAIR)
BUREAU = (*PRESIDING, Role.SECRETARY)
VOTING = (*PRESIDING, Role.MEMBER, Role.QUALIFIED)
SUBSTITUTABLE = (Role.MEMBER, Role.EXPERT)
"""A qualified person is named for themselves (CRPA R133-3); whoever presides or keeps the record, others follow."""

VIEW, SCREEN, OPINE, VOTE, PRESIDE, KEEP = (
    "view_committee",
    "screen",
    "record_opinion",
    "vote",
    "preside",
    "keep_record",
)
_T, _E, _S = CommitteeKind.TERRITORIAL, CommitteeKind.ENGAGEMENT, CommitteeKind.STEERING
POWERS: dict[tuple[CommitteeKind, Role], tuple[str, ...]] = {
    (_T, Role.CHAIR): (VIEW, SCREEN, PRESIDE),
    (_T, Role.VICE_CHAIR): (VIEW, SCREEN, PRESIDE),
    (_T, Role.SECRETARY): (VIEW, OPINE, KEEP),
    (_T, Role.MEMBER): (VIEW, SCREEN),
    (_T, Role.QUALIFIED): (VIEW, SCREEN),
    (_T, Role.EXPERT): (VIEW, SCREEN),
    (_E, Role.CHAIR): (VIEW, VOTE, PRESIDE),
    (_E, Role.VICE_CHAIR): (VIEW, VOTE, PRESIDE),
    (_E, Role.SECRETARY): (VIEW, KEEP),
    (_E, Role.MEMBER): (VIEW, VOTE),
    (_E, Role.QUALIFIED): (VIEW, VOTE),
    (_E, Role.EXPERT): (VIEW,),
    (_S, Role.CHAIR): (VIEW, PRESIDE),
    (_S, Role.VICE_CHAIR): (VIEW, PRESIDE),
    (_S, Role.SECRETARY): (VIEW, KEEP),
    (_S, Role.MEMBER): (VIEW,),
    (_S, Role.QUALIFIED): (VIEW,),
    (_S, Role.EXPERT): (VIEW,),
}
"""What each kind of seat lets its holder do in its own committee: held as guardian permissions by the role's group."""


class Committees(models.QuerySet["Committee"]):
    def get_by_natural_key(self, code: str) -> "Committee":
        return self.get(code=code)


class Committee(models.Model):
    """One body. The report fixes no composition, frequency, quorum or voting rule: the rules of the programme do."""

    kind = models.CharField("nature", max_length=12, choices=CommitteeKind)
    code = models.SlugField("code", unique=True)
    name = models.CharField("nom", max_length=120)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name="territoire"
    )

    objects = Committees.as_manager()

    class Meta:
        verbose_name = "comité"
        ordering: ClassVar = ["name"]
        default_permissions = ("view",)
        permissions: ClassVar = [
            (SCREEN, "Examiner un dossier et rendre sa grille"),
            (OPINE, "Enregistrer l’avis du comité"),
            (VOTE, "Voter"),
            (PRESIDE, "Présider"),
            (KEEP, "Tenir le secrétariat des séances"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=CommitteeKind.TERRITORIAL, territory__isnull=False)
                | (~Q(kind=CommitteeKind.TERRITORIAL) & Q(territory__isnull=True)),
                name="only_territorial_committees_have_a_territory",
            ),
            models.UniqueConstraint(fields=["territory"], name="one_committee_per_territory"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=CommitteeKind.ENGAGEMENT), name="one_engagement_committee"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"committee:{self.code}"

    @property
    def decides(self) -> bool:
        """Whether its polls bind a dossier."""
        return self.kind == CommitteeKind.ENGAGEMENT


class CommitteeGroupPermission(GroupObjectPermissionBase):
    """A permission on one committee held by a group. Guardian finds this table by its foreign key."""

    content_object = models.ForeignKey(Committee, models.CASCADE, related_name="group_permissions")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "droit sur un comité"


class RoleGroup(models.Model):
    """The group of all who hold one role in one committee."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="role_groups")
    role = models.CharField("rôle", max_length=12, choices=Role)
    group = models.OneToOneField(Group, models.PROTECT, related_name="committee_role")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["committee", "role"], name="one_group_per_role")]

    def __str__(self) -> str:
        return self.group.name


class Seats(models.QuerySet["Seat"]):
    def get_by_natural_key(self, code: str) -> "Seat":
        return self.get(code=code)


class Seat(models.Model):
    """A place in a committee, whoever holds it. The lowest precedence among the presiding seats presides first."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    code = models.SlugField("code", unique=True, max_length=80)
    label = models.CharField("siège", max_length=120)
    role = models.CharField("rôle", max_length=12, choices=Role)
    votes = models.BooleanField("voix délibérative")
    precedence = models.PositiveSmallIntegerField("rang", default=0)
    theme = models.CharField("thématique", max_length=16, choices=Theme, blank=True)
    substitutable = models.BooleanField("peut avoir un suppléant", default=False)
    closed_on = models.DateField("fermé le", null=True, blank=True)  # nobody has or will have a mandate on it

    objects = Seats.as_manager()

    class Meta:
        verbose_name = "siège"
        ordering: ClassVar = ["committee", "precedence", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "precedence"], condition=Q(role__in=PRESIDING), name="one_presiding_seat_per_rank"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.SECRETARY, Role.EXPERT]) | Q(votes=False),
                name="secretaries_and_experts_advise",
            ),
            models.CheckConstraint(condition=~Q(role__in=PRESIDING) | Q(votes=True), name="who_presides_has_a_voice"),
            models.CheckConstraint(
                condition=Q(role=Role.QUALIFIED) & ~Q(theme="") | ~Q(role=Role.QUALIFIED) & Q(theme=""),
                name="only_a_qualified_partner_has_a_theme",
            ),
            models.CheckConstraint(
                condition=Q(substitutable=False) | Q(role__in=SUBSTITUTABLE),
                name="who_is_named_for_themselves_has_no_substitute",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Mandates(models.QuerySet["Mandate"]):
    def in_force(self, day: date | None = None) -> Self:
        """Those whose term covers that day (today)."""
        return self.filter(running(day))

    def holders(self) -> Self:
        """Without the substitutes."""
        return self.filter(capacity=Capacity.HOLDER)

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Those that share at least one day with a term; None is without end."""
        late = Q() if ends_on is None else Q(starts_on__lte=ends_on)
        return self.filter(late, Q(ends_on=None) | Q(ends_on__gte=starts_on))


def running(day: date | None = None, prefix: str = "") -> Q:
    """A term that covers that day (today), seen from a table that reaches mandates by `prefix`."""
    day = day or clock.today()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class Mandate(models.Model):
    """One person on one seat for a term, as its holder or substitute; `group` carries its powers in guardian."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mandates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    group = models.ForeignKey(Group, models.PROTECT, related_name="mandates")
    capacity = models.CharField("qualité", max_length=10, choices=Capacity, default=Capacity.HOLDER)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)

    objects = Mandates.as_manager()

    class Meta:
        verbose_name = "mandat"
        ordering: ClassVar = ["seat", "starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="a_mandate_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(capacity__in=Capacity.values), name="a_mandate_is_of_a_known_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.seat}"

    @property
    def is_substitute(self) -> bool:
        return self.capacity == Capacity.SUBSTITUTE


_OVERLAP = (
    "SELECT 1 FROM {{table}} held WHERE held.seat_id = NEW.seat_id AND held.id <> COALESCE(NEW.id, 0)"
    " AND (held.capacity = NEW.capacity OR held.user_id = NEW.user_id)"
    " AND held.starts_on <= COALESCE(NEW.ends_on, {forever})"
    " AND COALESCE(held.ends_on, {forever}) >= NEW.starts_on"
)
_SQLITE_OVERLAP = _OVERLAP.format(forever="'9999-12-31'")
_POSTGRESQL_OVERLAP = _OVERLAP.format(forever="DATE '9999-12-31'")


def _one_holder(verb: str) -> triggers.Trigger:
    """One holder and one substitute of a seat at any date, two people. SQLite knows no exclusion constraint, so both
    databases check by trigger."""
    return triggers.Trigger(
        name=f"committees_mandate_one_holder_{verb}",
        table="committees_mandate",
        sqlite=f"CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} WHEN EXISTS ({_SQLITE_OVERLAP}) "
        "BEGIN SELECT RAISE(ABORT, 'two holders of one seat'); END",
        postgresql=f"""
            CREATE OR REPLACE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM 1 FROM committees_seat WHERE id = NEW.seat_id FOR UPDATE;
                IF EXISTS ({_POSTGRESQL_OVERLAP}) THEN
                    RAISE EXCEPTION 'two holders of one seat' USING ERRCODE = 'exclusion_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER {{name}} BEFORE {verb.upper()} ON {{table}} FOR EACH ROW EXECUTE FUNCTION {{name}}()
        """,
    )


triggers.declare(_one_holder("insert"), _one_holder("update"))
