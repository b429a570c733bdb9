"""The roll of an item as the rules want it: from seats, presences and recusals, or from a poll's own copy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from committees import rules
from committees.access import seated
from committees.models import (
    AgendaItem,
    Entitlement,
    Mandate,
    Meeting,
    Poll,
    Presence,
    PresenceMode,
    Recusal,
    Role,
)
from committees.models.bodies import PRESIDING
from dossiers.models import Dossier
from okote_flow.directory.models import Membership
from okote_flow.parameters import Parameters

HERE = {
    PresenceMode.ROOM: rules.Standing.PRESENT_ROOM,
    PresenceMode.REMOTE: rules.Standing.PRESENT_REMOTE,
}


@dataclass(frozen=True, slots=True)
class RollCall:
    """Who has a voice on an item, by seat, and how each stands."""

    roll: rules.Roll
    mandates: Mapping[int, Mandate]  # seat -> its holder's mandate

    def of_user(self, user_id: int) -> Mandate | None:
        """The voice of a person on this item."""
        return next((held for held in self.mandates.values() if held.user_id == user_id), None)

    def presider(self) -> Mandate | None:
        return None if self.roll.presiding is None else self.mandates[self.roll.presiding]


def voting_rule(parameters: Parameters) -> rules.VotingRule:
    """The preset of the committees with what the programme's rules say otherwise."""
    return replace(
        rules.COMMITTEE_PRESET,
        quorum_num=parameters.quorum_num,
        quorum_den=parameters.quorum_den,
        casting_vote=parameters.casting_vote,
    )


def rule_of(item: AgendaItem) -> rules.VotingRule:
    """The rule that binds a vote on this item; a second meeting on the same agenda needs no quorum."""
    rule = voting_rule(item.dossier.parameters)
    return rule if item.meeting.second_call_of_id is None else rule.on_second_call()


def has_voice(mandate: Mandate, dossier: Dossier) -> bool:
    """A qualified partner votes on dossiers of the seat's theme and advises on the others."""
    seat = mandate.seat
    return seat.votes and (seat.role != Role.QUALIFIED or seat.theme == dossier.theme)


def call_roll(item: AgendaItem) -> RollCall:
    """The roll of an item now: every seat with a voice that is filled, by its holder's presence and recusal."""
    dossier = item.dossier
    held = {m.seat_id: m for m in seated(item.meeting.committee, votes=True) if has_voice(m, dossier)}
    there = Presence.objects.now().filter(meeting=item.meeting_id)
    modes = {(seat, user): PresenceMode(mode) for seat, user, mode in there.values_list("seat", "user", "mode")}
    aside = standing_aside(dossier)
    standings = {seat: _standing(m, modes, aside) for seat, m in held.items()}
    roll = rules.Roll(standings)
    ranked = [seat for seat, mandate in held.items() if mandate.seat.role in PRESIDING]
    return RollCall(replace(roll, presiding=rules.presiding(roll, ranked)), held)


def _standing(
    mandate: Mandate, modes: Mapping[tuple[int, int], PresenceMode], aside: Mapping[int, rules.Standing]
) -> rules.Standing:
    if mandate.user_id in aside:
        return aside[mandate.user_id]
    mode = modes.get((mandate.seat_id, mandate.user_id))
    return HERE[mode] if mode else rules.Standing.ABSENT


def standing_aside(dossier: Dossier) -> dict[int, rules.Standing]:
    """Person -> how they stand aside: recused, or carrying the dossier."""
    carrying = {dossier.applicant_id}
    if dossier.organization_id is not None:
        carrying |= set(Membership.objects.filter(organization=dossier.organization_id).values_list("user", flat=True))
    own = dict.fromkeys(carrying, rules.Standing.RECUSED)
    return own | {recusal.user_id: recusal.standing for recusal in Recusal.objects.filter(dossier=dossier)}


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
        presiding = next((line.seat_id for line in lines if line.user_id == poll.closed_by_id), None)
    return rules.Roll({line.seat_id: line.counted_as for line in lines}, presiding=presiding)
