"""The roll of an item as the rules want it: from seats, presences and recusals, or from a poll's own copy."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from committees import rules, seating
from committees.access import seated
from committees.models import (
    AgendaItem,
    Entitlement,
    Mandate,
    Meeting,
    Poll,
    Presence,
    PresenceMode,
    Proxy,
    Recusal,
    Role,
    VoterStatus,
)
from committees.models.bodies import PRESIDING
from committees.proxies import given_at, with_proxies
from dossiers.models import Dossier
from okote_flow.directory.models import Membership

Modes = Mapping[tuple[int, int], PresenceMode]
"""(seat, person) -> how they are there."""

HERE = {
    PresenceMode.ROOM: rules.Standing.PRESENT_ROOM,
    PresenceMode.REMOTE: rules.Standing.PRESENT_REMOTE,
}


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who has a voice on an item, by seat, and how each stands."""

    roll: rules.Roll
    mandates: Mapping[int, Mandate]  # seat -> the mandate of whoever sits there, or its holder's
    replaced: Mapping[int, str]  # seat -> for whom a substitute sits there

    def of_user(self, user_id: int) -> Mandate | None:
        """The voice of a person on this item; of two seats, the one where they sit."""
        own = [held for held in self.mandates.values() if held.user_id == user_id]
        return max(own, key=lambda held: held.seat_id in self.roll.present, default=None)

    def presider(self) -> Mandate | None:
        return None if self.roll.presiding is None else self.mandates[self.roll.presiding]


def has_voice(mandate: Mandate, dossier: Dossier) -> bool:
    """A qualified partner votes on dossiers of the seat's theme and advises on the others."""
    seat = mandate.seat
    return seat.votes and (seat.role != Role.QUALIFIED or seat.theme == dossier.theme)


def call_roll(item: AgendaItem) -> RollCall:
    """The roll of an item now: every seat with a voice that is filled, by who sits there, or would, and how."""
    return call_rolls(item.meeting, [item])[item.pk]


def call_rolls(meeting: Meeting, items: Collection[AgendaItem]) -> dict[int, RollCall]:
    """The same for several items of a meeting, by as many queries as for one."""
    there = Presence.objects.now().filter(meeting=meeting)
    modes = {(seat, user): PresenceMode(mode) for seat, user, mode in there.values_list("seat", "user", "mode")}
    return _calls(meeting, items, seating.mandates(meeting.committee, votes=True), modes)


def rolls_to_come(meeting: Meeting, items: Collection[AgendaItem]) -> dict[int, RollCall]:
    """Item -> its roll as it will be: with who is there once the meeting is open, before that with everybody."""
    if meeting.is_sitting:
        return call_rolls(meeting, items)
    voices = seating.mandates(meeting.committee, votes=True)
    return _calls(meeting, items, voices, dict.fromkeys(seating.alone(voices), PresenceMode.ROOM))


def _calls(
    meeting: Meeting, items: Collection[AgendaItem], voices: list[Mandate], modes: Modes
) -> dict[int, RollCall]:
    """A proxy sleeps while its giver sits on another seat: nobody has two voices."""
    sitting = seating.sitters(voices, modes)
    replaced = seating.replaced(voices, sitting)
    aside = all_standing_aside([item.dossier for item in items])
    busy = {person: seat for seat, person in modes}
    given = [one for one in given_at(meeting) if busy.get(one.person_id, one.giver_id) == one.giver_id]
    return {item.pk: _call(item.dossier, sitting, replaced, modes, aside[item.dossier_id], given) for item in items}


def _call(
    dossier: Dossier,
    sitting: dict[int, Mandate],
    replaced: dict[int, str],
    modes: Modes,
    aside: Mapping[int, rules.Standing],
    given: list[Proxy],
) -> RollCall:
    held = {seat: mandate for seat, mandate in sitting.items() if has_voice(mandate, dossier)}
    standings = {seat: _standing(mandate, modes, aside) for seat, mandate in held.items()}
    qualified = frozenset(seat for seat, mandate in held.items() if mandate.seat.role == Role.QUALIFIED)
    roll = with_proxies(rules.Roll(standings, qualified=qualified, substituted=frozenset(replaced)), given)
    ranked = [seat for seat, mandate in held.items() if mandate.seat.role in PRESIDING]
    return RollCall(replace(roll, presiding=rules.presiding(roll, ranked)), held, replaced)


def _standing(mandate: Mandate, modes: Modes, aside: Mapping[int, rules.Standing]) -> rules.Standing:
    if mandate.user_id in aside:
        return aside[mandate.user_id]
    mode = modes.get((mandate.seat_id, mandate.user_id))
    return HERE[mode] if mode else rules.Standing.ABSENT


def standing_aside(dossier: Dossier) -> dict[int, rules.Standing]:
    """Person -> how they stand aside: recused, or carrying the dossier."""
    return all_standing_aside([dossier])[dossier.pk]


def all_standing_aside(dossiers: Collection[Dossier]) -> dict[int, dict[int, rules.Standing]]:
    """Dossier -> person -> how they stand aside from it."""
    aside = {dossier.pk: {dossier.applicant_id: rules.Standing.RECUSED} for dossier in dossiers}
    bodies = [dossier.organization_id for dossier in dossiers if dossier.organization_id is not None]
    members = list(Membership.objects.filter(organization__in=bodies).values_list("organization", "user"))
    for dossier in dossiers:
        own = [user for organization, user in members if organization == dossier.organization_id]
        aside[dossier.pk] |= dict.fromkeys(own, rules.Standing.RECUSED)
    for recusal in Recusal.objects.filter(dossier__in=aside):
        aside[recusal.dossier_id][recusal.user_id] = recusal.standing
    return aside


def item_presider(item: AgendaItem, call: RollCall) -> int | None:
    """The seat that presides a called item: whoever did, as long as they are there, or the next by precedence."""
    return item.presiding_id if item.presiding_id in call.roll.present else call.roll.presiding


def meeting_presider(meeting: Meeting) -> int | None:
    """The seat that presides a meeting outside its items: the first by precedence that is there."""
    there = set(Presence.objects.now().filter(meeting=meeting).values_list("seat", "user"))
    ranked = [m for m in seated(meeting.committee, votes=True) if m.seat.role in PRESIDING]
    return next((m.seat_id for m in ranked if (m.seat_id, m.user_id) in there), None)


def frozen_roll(poll: Poll, lines: list[Entitlement]) -> rules.Roll:
    """The roll of a poll from its own lines, as it counts when it closes.

    Whoever presides closes: the casting vote is theirs, and nobody's if they have no line of their own.
    """
    presiding: int | None = poll.presiding_id
    if poll.closed_by_id is not None:
        presiding = seats_of(lines).get(poll.closed_by_id)
    qualified = frozenset(line.seat_id for line in lines if line.role == Role.QUALIFIED)
    roll = rules.Roll({line.seat_id: line.counted_as for line in lines}, presiding=presiding, qualified=qualified)
    return replace(roll, proxies=_carried(roll, lines))


def seats_of(lines: Iterable[Entitlement]) -> dict[int, int]:
    """Person -> their seat on a poll's roll; of two, the one where they are not absent."""
    absent_first = sorted(lines, key=lambda line: line.status != VoterStatus.ABSENT)
    return {line.user_id: line.seat_id for line in absent_first}


def _carried(roll: rules.Roll, lines: list[Entitlement]) -> dict[int, int]:
    """Giver -> who carries their voice. A ballot cast stands though its caster left: any seat there bears it."""
    seat_of = seats_of(lines)
    anybody = min(roll.present, default=None)
    carried = {}
    for line in lines:
        if line.caster_id is None:
            continue
        holder = seat_of.get(line.caster_id)
        if holder not in roll.present and line.status == VoterStatus.VOTED:
            holder = anybody
        if holder is not None:
            carried[line.seat_id] = holder
    return carried
