"""The verbs of committees themselves: found one, create its seats, give and end mandates."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from committees import access, duties, powers, seat_guards
from committees.actions.chairing import preside_again
from committees.actions.locks import lock_committee
from committees.models import (
    Capacity,
    Committee,
    CommitteeGroupPermission,
    CommitteeKind,
    Mandate,
    Role,
    RoleGroup,
    Seat,
)
from committees.models.bodies import POWERS, VOTING
from committees.models.screening import ScreeningSheet
from committees.sentences import refuse
from dossiers import stages
from dossiers.actions import lock as lock_dossier
from dossiers.lifecycle import State
from dossiers.models import Dossier
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.accounts.actions import require_administrator
from okote_flow.acts import action
from okote_flow.directory.models import Territory, User
from okote_flow.directory.sentences import refuse as refuse_account
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


@action("committees.found_committee", refuses=("not-administrator", "territory-missing", "committee-there"))
def found_committee(
    *, kind: CommitteeKind, code: str, name: str, by: User | None, territory: Territory | None = None
) -> Committee:
    """Enter a body of the report, with one group per role and its permissions on this committee alone."""
    require_administrator(by)
    if (kind == CommitteeKind.TERRITORIAL) != (territory is not None):
        raise Refused([refuse("territory-missing")])
    there = Committee.objects.filter(_same(kind, code, territory)).first()
    if there is not None:
        raise Refused([refuse("committee-there", name=there)])
    committee = Committee.objects.create(kind=kind, code=code, name=name.strip(), territory=territory)
    for role in Role:
        _grant_role(committee, role)
    record(
        Kind.COMMITTEE_FOUNDED,
        subject=committee.subject,
        by=by,
        office=seat_guards.office_of(by, committee),
        name=committee.name,
        kind_of_body=kind,
    )
    return committee


def _same(kind: CommitteeKind, code: str, territory: Territory | None) -> Q:
    if territory is not None:
        return Q(code=code) | Q(territory=territory)
    return Q(code=code) | Q(kind=kind) if kind == CommitteeKind.ENGAGEMENT else Q(code=code)


def _grant_role(committee: Committee, role: Role) -> None:
    group = Group.objects.create(name=f"{committee.code}: {role.value}")
    RoleGroup.objects.create(committee=committee, role=role, group=group)
    powers = Permission.objects.filter(
        content_type__app_label="committees",
        content_type__model="committee",
        codename__in=POWERS[CommitteeKind(committee.kind), role],
    )
    CommitteeGroupPermission.objects.bulk_create(
        CommitteeGroupPermission(permission=permission, group=group, content_object=committee) for permission in powers
    )


SHAPE = ("not-administrator", "theme-missing", "no-voice-for-role", "presidency-votes", "named-for-themselves")


@action("committees.add_seat", refuses=SHAPE)
def add_seat(  # noqa: PLR0913 - what makes a seat
    committee: Committee,
    *,
    role: Role,
    by: User | None,
    label: str = "",
    code: str = "",
    votes: bool | None = None,
    theme: Theme | None = None,
    substitutable: bool = False,
) -> Seat:
    """A place in a committee. Presiding seats rank in the order of their creation; a member may only advise."""
    committee = lock_committee(committee)
    votes = role in VOTING if votes is None else votes
    require(seat_guards.naming_refusals(by, committee, role))
    require(seat_guards.shape_refusals(role, votes=votes, theme=theme, substitutable=substitutable))
    rank = committee.seats.count() + 1
    seat = Seat.objects.create(
        committee=committee,
        code=code or f"{committee.code}-{role.value.replace('_', '-')}-{rank}",
        label=label.strip() or role.label,
        role=role,
        votes=votes,
        precedence=rank,
        theme=theme or "",
        substitutable=substitutable,
    )
    record(
        Kind.SEAT_ADDED,
        subject=committee.subject,
        by=by,
        office=seat_guards.office_of(by, committee),
        seat=seat.code,
        role=role,
        votes=seat.votes,
    )
    return seat


TERM = ("term-reversed", "seat-taken", "one-voice-each", "seat-closed", "not-substitutable", "own-substitute")


@action("committees.give_mandate", refuses=("not-administrator", "own-seat", *TERM))
def give_mandate(  # noqa: PLR0913 - who, as what, from when, until when, after whom
    seat: Seat,
    *,
    user: User,
    by: User | None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    capacity: Capacity = Capacity.HOLDER,
    replacing: bool = False,
) -> Mandate:
    """Seat somebody for a term (from today on), as the seat's holder or substitute.

    One of each per seat, one voice per person in a committee. `replacing` ends the present term of the same capacity
    on the day before.
    """
    committee = lock_committee(seat.committee)
    seat = Seat.objects.get(pk=seat.pk)
    require(seat_guards.naming_refusals(by, committee, Role(seat.role), user))
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise Refused([refuse_account("term-reversed")])
    former = _give_way(seat, capacity, starts_on) if replacing else None
    require(_term_refusals(seat, user, starts_on, ends_on, capacity))
    group = RoleGroup.objects.get(committee=committee, role=seat.role).group
    mandate = Mandate.objects.create(
        seat=seat, user=user, group=group, capacity=capacity, starts_on=starts_on, ends_on=ends_on
    )
    record(
        Kind.MANDATE_GIVEN,
        subject=committee.subject,
        by=by,
        office=seat_guards.office_of(by, committee),
        people={"holder": user} | ({"replaced": former.user} if former else {}),
        seat=seat.code,
        capacity=capacity,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _follow(committee, {user, former.user} if former else {user})
    return mandate


def _give_way(seat: Seat, capacity: Capacity, starts_on: date) -> Mandate | None:
    """The term that runs on the first day of its successor ends before; one that begins no earlier stays, taken."""
    running = Mandate.objects.in_force(starts_on).filter(seat=seat, capacity=capacity, starts_on__lt=starts_on)
    former = running.select_related("user").first()
    if former is not None:
        former.ends_on = starts_on - timedelta(days=1)
        former.save(update_fields=["ends_on"])
    return former


def _term_refusals(
    seat: Seat, user: User, starts_on: date, ends_on: date | None, capacity: Capacity
) -> Iterator[Refusal]:
    terms = Mandate.objects.overlapping(starts_on, ends_on).select_related("user")
    if seat.closed_on is not None:
        yield refuse("seat-closed", on=seat.closed_on)
    if capacity == Capacity.SUBSTITUTE and not seat.substitutable:
        yield refuse("not-substitutable")
    taken = terms.filter(seat=seat, capacity=capacity).first()
    if taken is not None:
        yield refuse("seat-taken", who=taken.user)
    if terms.filter(seat=seat, user=user).exclude(capacity=capacity).exists():
        yield refuse("own-substitute", who=user)
    if capacity == Capacity.HOLDER and seat.votes:
        yield from seat_guards.voice_refusals(seat, user, starts_on, ends_on)


@action("committees.install", refuses=(*SHAPE, "own-seat", "term-reversed", "one-voice-each"))
def install(  # noqa: PLR0913 - a seat and its term
    committee: Committee,
    *,
    user: User,
    role: Role,
    by: User | None,
    label: str = "",
    code: str = "",
    votes: bool | None = None,
    theme: Theme | None = None,
    substitutable: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Mandate:
    """Create a seat and seat somebody on it, in one act."""
    seat = add_seat(
        committee, role=role, by=by, label=label, code=code, votes=votes, theme=theme, substitutable=substitutable
    )
    return give_mandate(seat, user=user, by=by, starts_on=starts_on, ends_on=ends_on)


@action("committees.end_mandate", refuses=("not-administrator",))
def end_mandate(mandate: Mandate, *, by: User | None, ends_on: date | None = None) -> Mandate:
    """End a term (yesterday was its last day): from the next day on nothing of that seat is left, tasks included.

    A term that ends before, or has ended, keeps its own last day.
    """
    committee = lock_committee(mandate.seat.committee)
    require(seat_guards.naming_refusals(by, committee, Role(mandate.seat.role)))
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("user", "seat").get(pk=mandate.pk)
    last_day = ends_on or clock.today() - timedelta(days=1)
    mandate.ends_on = max(min(last_day, mandate.ends_on or last_day), mandate.starts_on)
    mandate.save(update_fields=["ends_on"])
    record(
        Kind.MANDATE_ENDED,
        subject=committee.subject,
        by=by,
        office=seat_guards.office_of(by, committee),
        people={"holder": mandate.user},
        seat=mandate.seat.code,
        capacity=mandate.capacity,
        ends_on=mandate.ends_on,
    )
    _follow(committee, {mandate.user})
    return mandate


@action("committees.follow_terms")
def follow_terms(*, by: None = None) -> int:
    """Bring groups and tasks in step with terms that began or ended by their date alone: daily, safe to repeat.

    Gives the number of people whose groups changed.
    """
    changed = 0
    for committee in Committee.objects.order_by("pk"):
        people = User.objects.filter(
            Q(mandates__seat__committee=committee) | Q(groups__committee_role__committee=committee)
        )
        changed += _follow(lock_committee(committee), set(people))
    return changed


def _follow(committee: Committee, people: set[User]) -> int:
    """Groups say what terms say, the next in rank presides, who has a voice has a task on each dossier before it."""
    powers.forget()
    changed = sum(_set_groups(committee, person) for person in sorted(people, key=lambda person: person.pk))
    preside_again(committee)
    if changed:
        follow_voices(committee)
    return changed


def follow_voices(committee: Committee) -> None:
    """Who has a voice in a territorial committee, and nobody else, is asked for a sheet on each dossier before it."""
    if committee.territory_id is not None:
        before = Dossier.objects.filter(state=State.TERRITORIAL_REVIEW, territory=committee.territory_id)
        for dossier in before.order_by("pk"):
            _ask_for_sheets(lock_dossier(dossier))


def _set_groups(committee: Committee, person: User) -> int:
    """Whether anything changed, as 0 or 1."""
    ours = set(RoleGroup.objects.filter(committee=committee).values_list("group", flat=True))
    due = set(Mandate.objects.in_force().filter(user=person, group__in=ours).values_list("group", flat=True))
    there = set(person.groups.filter(pk__in=ours).values_list("pk", flat=True))
    person.groups.remove(*(there - due))
    person.groups.add(*(due - there))
    return int(there != due)


def _ask_for_sheets(dossier: Dossier) -> None:
    """New members get their task, former members lose theirs."""
    voices = {mandate.user_id: mandate.user for mandate in access.voices(dossier)}
    asked = stages.open_processes(dossier).filter(duty=duties.SCREENING)
    for process in asked.exclude(person__in=voices):
        process.flow_class.instance.cancel(process)
    done = set(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True))
    for user_id in voices.keys() - done - set(asked.values_list("person", flat=True)):
        duties.ask_for_sheet(dossier, voices[user_id])
