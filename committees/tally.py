"""Counts a poll from its own rows, at its closing and again whenever an auditor asks."""

from collections.abc import Iterable, Mapping

from committees import counting, rules, urn
from committees.models import Ballot, Entitlement, Poll, PollResult, PollState, Urn, Via
from committees.rolls import frozen_roll
from dossiers.models import Dossier
from dossiers.models.conditions import Terms
from okote_flow.journal.chain import canonical, digest


def lines_of(poll: Poll) -> list[Entitlement]:
    """The roll of a poll in the order of its seats."""
    return list(Entitlement.objects.filter(poll=poll).order_by("seat"))


def current_ballots(poll: Poll) -> dict[int, rules.Choice]:
    """Seat -> what its current ballot says."""
    said = Ballot.objects.filter(entitlement__poll=poll, is_current=True).values_list("entitlement__seat", "choice")
    return {seat: rules.Choice(choice) for seat, choice in said}


def told_sums(poll: Poll) -> dict[rules.Choice, int]:
    """The sums of a counted poll without names, as its one result keeps them."""
    stored = PollResult.objects.get(poll=poll)
    return {
        rules.Choice.FOR: stored.n_for,
        rules.Choice.FOR_WITH_CONDITIONS: stored.n_for_with_conditions,
        rules.Choice.AGAINST: stored.n_against,
        rules.Choice.ABSTAIN: stored.n_abstain,
    }


def counted(poll: Poll, sums: Mapping[rules.Choice, int] | None = None) -> counting.Result:
    """The result that the rows of a poll give; without names from `sums`, by default those of its result."""
    roll = frozen_roll(poll, lines_of(poll))
    written = poll.conditions.count()
    if poll.is_named:
        return counting.count(roll, current_ballots(poll), poll.voting_rule, conditions_written=written)
    sums = told_sums(poll) if sums is None else sums
    return counting.count_sums(roll, sums, poll.voting_rule, conditions_written=written, secret=poll.is_secret)


def inputs_hash(poll: Poll, sums: Mapping[rules.Choice, int] | None = None) -> str:
    """One hash of all that the result rests on: roll, ballots or sums, rule, who presided and closed, proposal."""
    said: dict[str, object] = {
        "poll": [poll.item_id, poll.round, poll.visibility, poll.presiding_id, poll.closed_by_id],
        "rule": poll.rule,
        "roll": [_line(line) for line in lines_of(poll)],
        "ballots": sorted([seat, choice.value] for seat, choice in current_ballots(poll).items()),
        "ceilings": sorted([code, cents] for code, cents in _ceilings(poll).items()),
        "conditions": [[text, gate] for text, gate in poll.conditions.values_list("text", "blocks")],
    }
    if poll.subject_hash:
        said["subject"] = poll.subject_hash
    if not poll.is_named:
        said["sums"] = {choice.value: count for choice, count in (sums or told_sums(poll)).items()}
    return digest(canonical(said))


def _line(line: Entitlement) -> list[object]:
    said: list[object] = [line.seat_id, line.user_id, line.standing, line.status]
    if line.caster_id:
        said += [line.caster_id, line.via]
    elif line.via != Via.SELF:
        said += [line.via]
    return said


def subject_hash(dossier: Dossier, ceilings: Mapping[str, int], conditions: Iterable[tuple[str, Terms]]) -> str:
    """What a vote is about: the dossier's version, the ceilings (partner's code -> cents), the conditions."""
    said = {
        "dossier": [dossier.pk, dossier.version],
        "ceilings": sorted([code, cents] for code, cents in ceilings.items() if cents),
        "conditions": sorted([text, *_terms(terms)] for text, terms in conditions),
    }
    return digest(canonical(said))


def _terms(terms: Terms) -> list[str]:
    """What a condition holds back; the rest where somebody said it."""
    said = [terms.blocks.value, terms.nature.value, terms.owner.value, str(terms.due_on or "")]
    return said[:1] if terms == Terms(terms.blocks) else said


def present_subject(poll: Poll) -> str:
    """The hash of what the poll's rows and the dossier say now."""
    return subject_hash(poll.item.dossier, _ceilings(poll), ((row.text, row.terms) for row in poll.conditions.all()))


def decisive_seats(poll: Poll) -> frozenset[int] | None:
    """The seats whose ballot alone decided: nobody's when empty. None: without names nobody can tell."""
    if not poll.is_named:
        return None
    return counting.decisive(
        frozen_roll(poll, lines_of(poll)),
        current_ballots(poll),
        poll.voting_rule,
        conditions_written=poll.conditions.count(),
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
    return [*found, *urn_faults(poll, stored)]


def urn_faults(poll: Poll, stored: PollResult) -> list[str]:
    """What is wrong with the urn of a counted secret poll: it is blank, its count is the roll's, its seal holds."""
    if not poll.is_secret:
        return []
    kept = Urn.objects.filter(poll=poll).first()
    if kept is None:
        return ["a secret poll without an urn"]
    found = []
    if bytes(kept.sealed):
        found.append("the urn was not blanked after the count")
    if kept.ballots != stored.n_voted:
        found.append("the urn held another number of ballots than the result")
    if poll.state == PollState.CLOSED and not _attested(kept, stored):
        found.append("the seal of the urn does not attest these sums")
    return found


def _attested(kept: Urn, stored: PollResult) -> bool:
    try:
        return urn.is_attested(kept.poll_id, stored.inputs_hash, kept.seal)
    except (urn.UrnError, ValueError):
        return False
