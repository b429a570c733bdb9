"""What offices somebody holds today, and who stands in for whom."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from okote_flow import clock
from okote_flow.directory.models import LENT, Absence, Appointment, Office, Organization, Partner, Territory, User


def offices_of(user: User | AnonymousUser | None) -> frozenset[Office]:
    """The offices in force for this person today, read once per person object and day."""
    if user is None or not isinstance(user, User) or not user.is_active:
        return frozenset()
    day = clock.today()
    known: dict[object, frozenset[Office]] = user.__dict__.setdefault("_offices", {})
    if day not in known:
        held = Appointment.objects.in_force(day).filter(user=user).values_list("office", flat=True)
        known[day] = frozenset(Office(office) for office in held)
    return known[day]


def with_offices(people: Iterable[User]) -> list[User]:
    """The same people, what each of them holds today read in one query for all."""
    day, found = clock.today(), list(people)
    held = Appointment.objects.in_force(day).filter(user__in=found).values_list("user", "office")
    offices: dict[int, set[Office]] = {person.pk: set() for person in found}
    for user, office in held:
        offices[user].add(Office(office))
    for person in found:
        person.__dict__.setdefault("_offices", {})[day] = frozenset(offices[person.pk])
    return found


def holders_of(office: Office) -> QuerySet[User]:
    """The people who hold an office today."""
    held = Appointment.objects.in_force().filter(office=office)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def absences_around(user: User) -> tuple[Absence, ...]:
    """Today's absences in which somebody is away or takes over, read once per person object and day."""
    day = clock.today()
    known: dict[object, tuple[Absence, ...]] = user.__dict__.setdefault("_absences", {})
    if day not in known:
        running = Absence.objects.in_force(day).filter(Q(person=user) | Q(stand_in=user))
        known[day] = tuple(running.select_related("person", "stand_in"))
    return known[day]


def absents_of(user: User) -> tuple[User, ...]:
    """Those in whose place somebody acts today. Never further than one step.

    Nobody stands in without an office of their own, nor for somebody whose account is closed.
    """
    if not offices_of(user) & LENT:
        return ()
    taken_over = (one.person for one in absences_around(user) if one.stand_in_id == user.pk)
    return tuple(absent for absent in taken_over if absent.is_active)


def with_stand_ins(people: Iterable[User]) -> list[User]:
    """These people, then those who act in their place today; each once."""
    found = list(people)
    running = Absence.objects.in_force().filter(person__in=[one.pk for one in found], stand_in__is_active=True)
    standing = [absence.stand_in for absence in running.select_related("stand_in") if absence.stand_in not in found]
    return [*found, *dict.fromkeys(one for one in standing if offices_of(one) & LENT)]


def absence_of(user: User | None) -> Absence | None:
    """The absence of somebody who is away today."""
    return Absence.objects.in_force().filter(person=user).select_related("person", "stand_in").first()


def same_hands(user: int, acts: Iterable[tuple[int, date]]) -> frozenset[int]:
    """Of those who acted on these days, whoever is one pair of hands with this person: on that day, or today.

    An absent person and their stand-in count as one wherever two people must act. One query.
    """
    pairs = list(Absence.objects.filter(Q(person=user) | Q(stand_in=user)))
    today = clock.today()
    return frozenset(
        other
        for other, day in acts
        for pair in pairs
        if other in (pair.person_id, pair.stand_in_id) and (pair.covers(day) or pair.covers(today)) and other != user
    )


def may_stand_in(person: User) -> QuerySet[User]:
    """Who may take somebody's tasks: the others who hold an office of Alsace Active today."""
    held = Appointment.objects.in_force().filter(office__in=LENT)
    found = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk=person.pk)
    return found.order_by("last_name", "first_name", "pk")


def territories() -> QuerySet[Territory]:
    return Territory.objects.all()


def territories_in_use(kept: object = None) -> QuerySet[Territory]:
    """Those that a draft may name today, and the one that it names already."""
    own = Q(pk=getattr(kept, "pk", kept)) if kept else Q(pk__in=[])
    return Territory.objects.filter(Q(ends_on=None) | Q(ends_on__gt=clock.today()) | own)


def partners() -> QuerySet[Partner]:
    return Partner.objects.all()


def organizations() -> QuerySet[Organization]:
    """Every structure, as far as telling them apart needs."""
    return Organization.objects.only("pk", "name", "siret", "rna", "city").order_by("pk")


def organization_of(pk: int) -> Organization:
    """One structure, for an act that knows it."""
    return Organization.objects.get(pk=pk)
