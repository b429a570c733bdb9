"""The verbs of committees themselves: found one, create its seats, give and end mandates."""

from datetime import date, timedelta

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from committees import access, duties
from committees.actions.chairing import preside_again
from committees.actions.locks import lock_committee
from committees.models import Committee, CommitteeGroupPermission, CommitteeKind, Mandate, Role, RoleGroup, Seat
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
from okote_flow.directory.models import Office, Territory, User
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
        office=_office(by),
        name=committee.name,
        kind_of_body=kind,
    )
    return committee


def _office(by: User | None) -> str:
    """None is the loading of a world, in nobody's office."""
    return Office.ADMINISTRATOR if by is not None else ""


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


@action("committees.add_seat", refuses=("not-administrator", "theme-missing", "no-voice-for-role"))
def add_seat(  # noqa: PLR0913 - what makes a seat
    committee: Committee,
    *,
    role: Role,
    by: User | None,
    label: str = "",
    code: str = "",
    votes: bool | None = None,
    theme: Theme | None = None,
) -> Seat:
    """A place in a committee. Presiding seats rank in the order of their creation; a member may only advise."""
    require_administrator(by)
    if (role == Role.QUALIFIED) != (theme is not None):
        raise Refused([refuse("theme-missing")])
    if votes and role not in VOTING:
        raise Refused([refuse("no-voice-for-role")])
    committee = lock_committee(committee)
    rank = committee.seats.count() + 1
    seat = Seat.objects.create(
        committee=committee,
        code=code or f"{committee.code}-{role.value.replace('_', '-')}-{rank}",
        label=label.strip() or role.label,
        role=role,
        votes=role in VOTING if votes is None else votes,
        precedence=rank,
        theme=theme or "",
    )
    record(
        Kind.SEAT_ADDED,
        subject=committee.subject,
        by=by,
        office=_office(by),
        seat=seat.code,
        role=role,
        votes=seat.votes,
    )
    return seat


@action("committees.give_mandate", refuses=("not-administrator", "term-reversed", "seat-taken", "one-voice-each"))
def give_mandate(
    seat: Seat, *, user: User, by: User | None, starts_on: date | None = None, ends_on: date | None = None
) -> Mandate:
    """Seat somebody for a term (from today on). One holder per seat, one voice per person in a committee."""
    require_administrator(by)
    starts_on = starts_on or clock.today()
    if ends_on is not None and ends_on < starts_on:
        raise Refused([refuse_account("term-reversed")])
    committee = lock_committee(seat.committee)
    require(_term_refusals(seat, user, starts_on, ends_on))
    group = RoleGroup.objects.get(committee=committee, role=seat.role).group
    mandate = Mandate.objects.create(seat=seat, user=user, group=group, starts_on=starts_on, ends_on=ends_on)
    record(
        Kind.MANDATE_GIVEN,
        subject=committee.subject,
        by=by,
        office=_office(by),
        people={"holder": user},
        seat=seat.code,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _follow(committee, {user})
    return mandate


def _term_refusals(seat: Seat, user: User, starts_on: date, ends_on: date | None) -> list[Refusal]:
    terms = Mandate.objects.overlapping(starts_on, ends_on).select_related("user")
    taken = terms.filter(seat=seat).first()
    voice = terms.filter(user=user, seat__committee=seat.committee_id, seat__votes=True)
    found = [refuse("seat-taken", who=taken.user)] if taken else []
    return found + ([refuse("one-voice-each", who=user)] if seat.votes and voice.exclude(seat=seat).exists() else [])


@action("committees.install", refuses=("not-administrator", "term-reversed", "one-voice-each", "theme-missing"))
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
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Mandate:
    """Create a seat and seat somebody on it, in one act."""
    seat = add_seat(committee, role=role, by=by, label=label, code=code, votes=votes, theme=theme)
    return give_mandate(seat, user=user, by=by, starts_on=starts_on, ends_on=ends_on)


@action("committees.end_mandate", refuses=("not-administrator",))
def end_mandate(mandate: Mandate, *, by: User | None, ends_on: date | None = None) -> Mandate:
    """End a term (yesterday was its last day): from the next day on nothing of that seat is left, tasks included.

    A term that ends before, or has ended, keeps its own last day.
    """
    require_administrator(by)
    committee = lock_committee(mandate.seat.committee)
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("user", "seat").get(pk=mandate.pk)
    last_day = ends_on or clock.today() - timedelta(days=1)
    mandate.ends_on = max(min(last_day, mandate.ends_on or last_day), mandate.starts_on)
    mandate.save(update_fields=["ends_on"])
    record(
        Kind.MANDATE_ENDED,
        subject=committee.subject,
        by=by,
        office=_office(by),
        people={"holder": mandate.user},
        seat=mandate.seat.code,
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
    changed = sum(_set_groups(committee, person) for person in sorted(people, key=lambda person: person.pk))
    preside_again(committee)
    if changed and committee.territory_id is not None:
        before = Dossier.objects.filter(state=State.TERRITORIAL_REVIEW, territory=committee.territory_id)
        for dossier in before.order_by("pk"):
            _ask_for_sheets(lock_dossier(dossier))
    return changed


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
