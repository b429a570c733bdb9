"""Counts a poll from its own rows, at its closing and again whenever an auditor asks."""

from collections.abc import Mapping

from committees import counting, rules
from committees.models import Ballot, Entitlement, Poll, PollResult
from committees.models.votes import Visibility
from committees.rolls import frozen_roll
from okote_flow.journal.chain import canonical, digest


def lines_of(poll: Poll) -> list[Entitlement]:
    """The roll of a poll in the order of its seats."""
    return list(Entitlement.objects.filter(poll=poll).order_by("seat"))


def current_ballots(poll: Poll) -> dict[int, rules.Choice]:
    """Seat -> what its current ballot says."""
    said = Ballot.objects.filter(entitlement__poll=poll, is_current=True).values_list("entitlement__seat", "choice")
    return {seat: rules.Choice(choice) for seat, choice in said}


def counted(poll: Poll) -> counting.Result:
    """The result that the rows of a poll give."""
    return counting.count(
        frozen_roll(poll, lines_of(poll)),
        current_ballots(poll),
        poll.voting_rule,
        conditions_written=poll.conditions.count(),
        secret=poll.visibility != Visibility.PUBLIC,
    )


def inputs_hash(poll: Poll) -> str:
    """One hash of all that the result rests on: roll, ballots, rule, who presided and closed, proposal."""
    return digest(
        canonical(
            {
                "poll": [poll.item_id, poll.round, poll.visibility, poll.presiding_id, poll.closed_by_id],
                "rule": poll.rule,
                "roll": [[line.seat_id, line.user_id, line.standing, line.status] for line in lines_of(poll)],
                "ballots": sorted([seat, choice.value] for seat, choice in current_ballots(poll).items()),
                "ceilings": sorted([code, cents] for code, cents in _ceilings(poll).items()),
                "conditions": [[text, gate] for text, gate in poll.conditions.values_list("text", "blocks")],
            }
        )
    )


def _ceilings(poll: Poll) -> Mapping[str, int]:
    return dict(poll.ceilings.values_list("partner__code", "cents"))


def faults(poll: Poll) -> list[str]:
    """What is wrong with a counted poll, in words for an auditor: nothing when the rows still give the result."""
    stored = PollResult.objects.get(poll=poll)
    found = []
    if not counting.consistent(stored.as_result()):
        found.append("the result contradicts its own numbers")
    if stored.algorithm_version == counting.ALGORITHM and stored.as_result() != counted(poll):
        found.append("the ballots give another result")
    if stored.inputs_hash != inputs_hash(poll):
        found.append("the roll, the ballots or the proposal changed after the count")
    return found
