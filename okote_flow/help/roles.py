"""Which guides concern a person, and whether their first visit is still to be offered."""

from dataclasses import dataclass

from committees.access import committees_where
from committees.models import CommitteeKind
from committees.models.bodies import VIEW
from okote_flow import clock
from okote_flow.directory.models import Office, User
from okote_flow.help import guides
from okote_flow.menu import Shell

OF_OFFICE = {
    Office.OFFICER: "officer",
    Office.TREASURER: "accounts",
    Office.DIRECTOR: "accounts",
    Office.PARTNER_FINANCE: "accounts",
    Office.AUDITOR: "steering",
    Office.ARCHIVIST: "steering",
    Office.ADMINISTRATOR: "administrator",
}
OF_SEAT = {
    CommitteeKind.TERRITORIAL: "territorial",
    CommitteeKind.ENGAGEMENT: "engagement",
    CommitteeKind.STEERING: "steering",
}


@dataclass(frozen=True, slots=True)
class Tour:
    """A first visit as a page offers it; `is_asked_for` when its reader has just asked for it."""

    guide: guides.Guide
    is_asked_for: bool


def codes_of(shell: Shell) -> list[str]:
    """The guides of a person, the one of their main work first. Whoever does nothing else carries projects."""
    seats = committees_where(shell.user, VIEW).values_list("kind", flat=True) if shell.has_mandate else []
    mine = {OF_OFFICE[office] for office in shell.offices} | {OF_SEAT[CommitteeKind(kind)] for kind in seats}
    if Office.DIRECTOR in shell.offices:
        mine.add("steering")
    if not mine or shell.has_projects:
        mine.add("holder")
    order = ("officer", "accounts", "engagement", "territorial", "steering", "administrator", "holder")
    return [code for code in order if code in mine]


def tour_of(shell: Shell) -> guides.Guide:
    """The first visit of this person: that of their main work."""
    return guides.of_code(codes_of(shell)[0])


def tour_to_offer(shell: Shell, *, is_asked_for: bool) -> Tour | None:
    """What the first page offers: nothing while it is put off, nor once the visit was made or refused."""
    if is_asked_for:
        return Tour(tour_of(shell), is_asked_for=True)
    if is_put_off(shell.user) or codes_of(shell)[0] in shell.user.tours_closed:
        return None
    return Tour(tour_of(shell), is_asked_for=False)


def is_put_off(user: User) -> bool:
    return user.no_tour_before is not None and clock.today() < user.no_tour_before
