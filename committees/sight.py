"""The rules of `keys` and `access` from the other end: the people who may see one dossier, meeting or committee."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from committees.access import ENGAGEMENT, is_open_to_all_inside, people_where, territorial_of
from committees.models import Committee, Mandate, Meeting, Recusal, ScreeningSheet
from committees.models.bodies import KEEP, OPINE, PRESIDE, VIEW, CommitteeKind
from committees.models.meetings import MeetingState
from dossiers.access import NOTHING, SEE_ALL
from dossiers.models import Dossier
from okote_flow.directory.models import Appointment, Office, User

COMMITTEE = "committee"


def _with(permissions: Collection[str], committees: Q) -> Q:
    """Those whose mandate of today carries one of these permissions on the committees described."""
    held = Mandate.objects.in_force().filter(
        user=OuterRef("pk"),
        group__committeegrouppermission__permission__codename__in=permissions,
        group__committeegrouppermission__content_object__in=Committee.objects.filter(committees),
    )
    return Q(Exists(held))


def _in_office(offices: Collection[Office]) -> Q:
    return Q(Exists(Appointment.objects.in_force().filter(user=OuterRef("pk"), office__in=offices)))


def granted(dossier: Dossier) -> Q:
    """Whom a mandate lets see it: its territory's committee and the steering committee once it is admitted, the
    engagement committee once it came there."""
    rooms = NOTHING
    if dossier.admitted_at is not None:
        rooms |= Q(kind=CommitteeKind.STEERING)
        rooms |= territorial_of(dossier) if dossier.territory_id is not None else NOTHING
    if dossier.at_engagement_since is not None:
        rooms |= ENGAGEMENT
    return _with([VIEW], rooms)


def denied(dossier: Dossier) -> Q:
    """Those who stand aside from it."""
    return Q(Exists(Recusal.objects.filter(dossier=dossier, user=OuterRef("pk"))))


def at_meeting(meeting_pk: int, people: Collection[int]) -> set[int]:
    """Those of these people who may see a meeting, as `access.meetings_for` says of one of them."""
    meeting = Meeting.objects.filter(pk=meeting_pk).first()
    if meeting is None or not people:
        return set()
    room = Q(pk=meeting.committee_id)
    rule = _with([KEEP, PRESIDE], room)
    if meeting.status != MeetingState.DRAFT:
        rule |= _with([VIEW], room) | _in_office(SEE_ALL)
    return _among(people, rule)


def of_committee(code: str, people: Collection[int]) -> set[int]:
    """Those of these people who may read a committee's page."""
    return _among(people, _with([VIEW], Q(code=code)) | _in_office({*SEE_ALL, Office.ADMINISTRATOR}))


def seated_anywhere(people: Collection[int]) -> set[int]:
    """Those of these people who sit in a committee today."""
    return _among(people, _with([VIEW], Q()))


def _among(people: Collection[int], rule: Q) -> set[int]:
    return set(User.objects.filter(rule, pk__in=people, is_active=True).values_list("pk", flat=True))


def told_of_sheets(dossier: Dossier) -> set[int] | None:
    """Who may know that a sheet is given: the secretaries, and the members who have given theirs, since they read the
    others' (`access.is_unsealed`). None is everybody inside, once the opinion is recorded."""
    if is_open_to_all_inside(dossier):
        return None
    given = ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True)
    return {*given, *people_where(OPINE, territorial_of(dossier)).values_list("pk", flat=True)}
