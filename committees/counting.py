"""What a poll decides: heads in, one result out, with the sentences that let its reader do the sum again. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from committees.rules import COMMITTEE_PRESET, FAVOURABLE, Choice, Roll, Standing, VotingRule
from committees.sentences import explanation

ALGORITHM = 1
"""Stored with each result: grows when the same heads could give another outcome."""


class Verdict(StrEnum):
    """What the committee says of a dossier; the last two come from a procedural vote."""

    FAVOURABLE = "favourable"
    FAVOURABLE_WITH_CONDITIONS = "favourable_with_conditions"
    UNFAVOURABLE = "unfavourable"
    REDIRECTED = "redirected"  # unfavourable, naming another addressee
    POSTPONED = "postponed"
    REWORK = "rework"


class DecidedBy(StrEnum):
    """What settled a count."""

    MAJORITY = "majority"
    CASTING_VOTE = "casting_vote"
    TIE_REJECT = "tie_reject"
    NO_EXPRESSED = "no_expressed"
    QUORUM_FAILED = "quorum_failed"


@dataclass(frozen=True, slots=True)
class Heads:
    """A poll in numbers of seats. Every other figure of a result follows from these."""

    n_seats: int
    n_recused: int
    n_recused_l1111_6: int  # among the recused
    n_absent: int  # neither present nor validly represented
    n_entitled: int
    n_remote: int  # among the entitled
    n_represented: int  # among the entitled
    n_voted: int
    n_silent: int
    n_for: int  # without conditions
    n_for_with_conditions: int
    n_against: int
    n_abstain: int

    @property
    def favourable(self) -> int:
        return self.n_for + self.n_for_with_conditions

    @property
    def add_up(self) -> bool:
        """Every seat is counted once, and every ballot."""
        return (
            min(getattr(self, item.name) for item in fields(Heads)) >= 0
            and self.favourable + self.n_against + self.n_abstain == self.n_voted
            and self.n_voted + self.n_silent == self.n_entitled
            and self.n_entitled + self.n_recused + self.n_absent == self.n_seats
            and self.n_recused_l1111_6 <= self.n_recused
            and self.n_remote + self.n_represented <= self.n_entitled
        )


@dataclass(frozen=True, slots=True)
class Result(Heads):
    """The outcome of a poll: written once, never edited, and recomputable from its own row."""

    rule: VotingRule
    secret: bool
    conditions_written: int
    quorum_base: int
    quorum_required: int
    quorum_value: int
    quorum_met: bool
    base_value: int  # votes expressed
    majority_required: int
    casting_side: Choice | None  # only when the presiding member's own ballot settled a tie
    decided_by: DecidedBy
    adopted: bool
    with_conditions: bool
    explanation: str


def heads_of(roll: Roll, ballots: Mapping[int, Choice]) -> Heads:
    voters = roll.voters
    assert ballots.keys() <= voters, "a ballot without a voice on this item"
    said = list(ballots.values())
    standings = list(roll.standings.values())
    return Heads(
        n_seats=len(standings),
        n_recused=len(roll.recused),
        n_recused_l1111_6=standings.count(Standing.RECUSED_L1111_6),
        n_absent=len(standings) - len(roll.recused) - len(voters),
        n_entitled=len(voters),
        n_remote=len(roll.remote),
        n_represented=len(voters - roll.present),
        n_voted=len(said),
        n_silent=len(voters) - len(said),
        n_for=said.count(Choice.FOR),
        n_for_with_conditions=said.count(Choice.FOR_WITH_CONDITIONS),
        n_against=said.count(Choice.AGAINST),
        n_abstain=said.count(Choice.ABSTAIN),
    )


def count(
    roll: Roll,
    ballots: Mapping[int, Choice],
    rule: VotingRule = COMMITTEE_PRESET,
    *,
    conditions_written: int = 0,
    secret: bool = False,
) -> Result:
    """The result of a poll from the roll at its opening and the current ballot of each seat.

    Whoever presides at the closing breaks a tie by the ballot already cast in person, never by a second one: a chair
    who opened the poll and left has no casting vote, nor has a replacement who did not vote.
    """
    result = judge(
        heads_of(roll, ballots),
        rule,
        presiding_side=_presiding_side(roll, ballots),
        conditions_written=conditions_written,
        secret=secret,
    )
    assert consistent(result)
    return result


def _presiding_side(roll: Roll, ballots: Mapping[int, Choice]) -> Choice | None:
    if roll.presiding is None or roll.presiding not in roll.present:
        return None
    own = ballots.get(roll.presiding)
    if own in FAVOURABLE:
        return Choice.FOR
    return Choice.AGAINST if own == Choice.AGAINST else None


def judge(
    heads: Heads, rule: VotingRule, *, presiding_side: Choice | None, conditions_written: int, secret: bool
) -> Result:
    """What the numbers decide, with the sentences that explain it."""
    base = heads.n_seats - heads.n_recused_l1111_6
    required = rule.quorum_needed(base)
    value = rule.quorum_value(entitled=heads.n_entitled, remote=heads.n_remote, represented=heads.n_represented)
    expressed = heads.favourable + heads.n_against
    majority = rule.majority_needed(expressed)
    side = presiding_side if rule.casting_vote and not secret else None
    decided_by = _decided_by(heads, rule, quorum_met=value >= required, side=side)
    adopted = _adopted(decided_by, side=side, reached=heads.favourable >= majority)
    with_conditions = adopted and conditions_written > 0 and heads.n_for_with_conditions * 2 >= heads.favourable
    figures = {
        "quorum_base": base,
        "quorum_required": required,
        "quorum_value": value,
        "base_value": expressed,
        "majority_required": majority,
    }
    told = asdict(heads) | figures | {"favourable": heads.favourable}
    return Result(
        **asdict(heads),
        **figures,
        rule=rule,
        secret=secret,
        conditions_written=conditions_written,
        quorum_met=value >= required,
        casting_side=side if decided_by is DecidedBy.CASTING_VOTE else None,
        decided_by=decided_by,
        adopted=adopted,
        with_conditions=with_conditions,
        explanation=explanation(
            told,
            decided_by=decided_by,
            adopted=adopted,
            with_conditions=with_conditions,
            second_call=rule.quorum_num == 0,
        ),
    )


def _decided_by(heads: Heads, rule: VotingRule, *, quorum_met: bool, side: Choice | None) -> DecidedBy:
    """A tie needs votes on both sides: when all abstain, there is nothing that a casting vote could adopt."""
    if not quorum_met:
        return DecidedBy.QUORUM_FAILED
    if heads.favourable + heads.n_against == 0:
        return DecidedBy.NO_EXPRESSED
    if heads.favourable == heads.n_against and rule.tie_matters:
        return DecidedBy.CASTING_VOTE if side else DecidedBy.TIE_REJECT
    return DecidedBy.MAJORITY


def _adopted(decided_by: DecidedBy, *, side: Choice | None, reached: bool) -> bool:
    if decided_by is DecidedBy.CASTING_VOTE:
        return side == Choice.FOR
    return decided_by is DecidedBy.MAJORITY and reached


def consistent(result: Result) -> bool:
    """Whether a stored result still follows from its own heads and rule: the auditor's recomputation."""
    heads = Heads(**{item.name: getattr(result, item.name) for item in fields(Heads)})
    if not heads.add_up:
        return False
    again = judge(
        heads,
        result.rule,
        presiding_side=result.casting_side,
        conditions_written=result.conditions_written,
        secret=result.secret,
    )
    return again == result and result.adopted == _carried(result)


def _carried(result: Result) -> bool:
    """Adoption by cross multiplication, a second way to the same end."""
    lead = result.favourable * result.rule.majority_den - result.base_value * result.rule.majority_num
    ahead = lead > 0 or (lead == 0 and not result.rule.majority_strict)
    return result.quorum_met and result.base_value > 0 and (ahead or result.casting_side == Choice.FOR)


def would_differ_without(
    roll: Roll,
    ballots: Mapping[int, Choice],
    seat: int,
    rule: VotingRule = COMMITTEE_PRESET,
    *,
    conditions_written: int = 0,
) -> bool:
    """Whether one ballot of a public vote was decisive: nullity for a conflict of interest depends on it."""
    others = {other: choice for other, choice in ballots.items() if other != seat}
    with_it = count(roll, ballots, rule, conditions_written=conditions_written)
    without = count(roll, others, rule, conditions_written=conditions_written)
    return (with_it.adopted, with_it.with_conditions) != (without.adopted, without.with_conditions)


def verdict(result: Result, *, redirected: bool = False) -> Verdict:
    """What the main poll says of the dossier; a poll without quorum says nothing and the item is called again."""
    assert result.quorum_met, "no verdict without a quorum"
    if not result.adopted:
        return Verdict.REDIRECTED if redirected else Verdict.UNFAVOURABLE
    return Verdict.FAVOURABLE_WITH_CONDITIONS if result.with_conditions else Verdict.FAVOURABLE
