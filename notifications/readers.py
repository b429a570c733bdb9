"""Of which audiences somebody could be, by what they are today: for the readable catalogue, never for telling."""

from committees.access import in_force_seats
from committees.models import CommitteeKind, Role
from committees.models.bodies import SUBSTITUTABLE
from dossiers.access import carries_any
from notifications import audience
from notifications.audience import Audience
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User

EVERYBODY = (
    audience.named_holder,
    audience.named_replaced,
    audience.named_heir,
    audience.named_former,
    audience.due,
    audience.named_expert,
    audience.former_expert,
)
OF_THREAD = (audience.answering, audience.named_in_note)
LENT = (audience.named_stand_in, audience.named_absent)
HOLDERS = (audience.holders, audience.colleagues)
BY_OFFICE: dict[Office, tuple[Audience, ...]] = {
    Office.OFFICER: (
        audience.officer,
        audience.named_officer,
        audience.all_officers,
        audience.askers,
        audience.superior,
        audience.noting,
        *OF_THREAD,
        audience.callers,
        *LENT,
    ),
    Office.DIRECTOR: (
        audience.director,
        audience.directors,
        audience.superior,
        audience.answering,
        audience.named_in_note,
        *LENT,
    ),
    Office.TREASURER: (audience.treasurer, audience.treasurers, audience.answering, audience.named_in_note, *LENT),
    Office.PARTNER_FINANCE: (audience.partner, audience.funders),
}


def concerning(user: User) -> set[str]:
    """The labels of those audiences. Three queries."""
    found = [*EVERYBODY]
    for office in offices_of(user):
        found += BY_OFFICE.get(office, ())
    if carries_any(user):
        found += HOLDERS
    for kind, role in in_force_seats(user):
        found += _of_seat(CommitteeKind(kind), Role(role))
    return {one.label for one in found}


def _of_seat(kind: CommitteeKind, role: Role) -> list[Audience]:
    bodies = {
        CommitteeKind.TERRITORIAL: _territorial,
        CommitteeKind.ENGAGEMENT: _engagement,
        CommitteeKind.STEERING: _steering,
    }
    named = [audience.named_caller, audience.named_helper] if kind is CommitteeKind.TERRITORIAL else []
    stands_in = [audience.substitutes, audience.named_substitute] if role in SUBSTITUTABLE else []
    return [
        audience.seated,
        audience.named_member,
        *named,
        *stands_in,
        *bodies[kind](role),
    ]


def _territorial(role: Role) -> list[Audience]:
    if role is Role.SECRETARY:
        return [audience.secretary, audience.askers, audience.left, audience.superior, audience.asking]
    return [audience.members, audience.left]


def _steering(role: Role) -> list[Audience]:
    return [audience.steering]


def _engagement(role: Role) -> list[Audience]:
    if role is Role.SECRETARY:
        return [audience.engagement_secretary, audience.askers, audience.left, audience.asking]
    presides = role in (Role.CHAIR, Role.VICE_CHAIR)
    return [audience.chair, audience.askers, audience.left, audience.superior, audience.asking] if presides else []
