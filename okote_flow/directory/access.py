"""What offices somebody holds today."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from okote_flow import clock
from okote_flow.directory.models import Appointment, Office, Partner, Territory, User


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


def territories() -> QuerySet[Territory]:
    return Territory.objects.all()


def partners() -> QuerySet[Partner]:
    return Partner.objects.all()
