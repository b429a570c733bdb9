"""What a poll decides: heads in, one result out, with the sentences that let its reader do the sum again. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from committees.rules import COMMITTEE_PRESET, FAVOURABLE, Choice, MajorityBase, Roll, Standing, TieRule, VotingRule
from committees.sentences import explanation

ALGORITHM = 3
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
    SECOND_ROUND = "second_round"  # a tie that the rule puts to another round: nothing is decided
    ADJOURN = "adjourn"  # a tie that the rule puts off: nothing is decided
    NO_EXPRESSED = "no_expressed"
    QUORUM_FAILED = "quorum_failed"


UNSETTLED = frozenset({DecidedBy.QUORUM_FAILED, DecidedBy.SECOND_ROUND, DecidedBy.ADJOURN})


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
    n_theme: int  # partners qualified on the theme among the entitled
    n_theme_remote: int
    n_theme_represented: int

    @property
    def favourable(self) -> int:
        return self.n_for + self.n_for_with_conditions

    @property
    def expressed(self) -> int:
        return self.favourable + self.n_against

    def base(self, base: MajorityBase, in_office: int) -> int:
        """Of how many the majority is a fraction; `in_office` are the seats of which the quorum is one."""
        counts = {
            MajorityBase.EXPRESSED: self.expressed,
            MajorityBase.CAST: self.n_voted,
            MajorityBase.PRESENT: self.n_entitled,
            MajorityBase.IN_OFFICE: in_office,
        }
        return counts[base]

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
            and self.n_theme <= self.n_entitled
            and self.n_theme_remote <= self.n_remote
            and self.n_theme_represented <= self.n_represented
            and self.n_theme_remote + self.n_theme_represented <= self.n_theme
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
    theme_value: int  # partners qualified on the theme who count towards the quorum
    quorum_met: bool
    base_value: int  # of how many the majority is a fraction
    majority_required: int
    casting_side: Choice | None  # only when the presiding member's own ballot settled a tie
    decided_by: DecidedBy
    adopted: bool
    with_conditions: bool
    explanation: str

    @property
    def is_settled(self) -> bool:
        """Whether it says anything of the dossier: not without quorum, nor on a tie that the rule leaves open."""
        return self.decided_by not in UNSETTLED


def heads_of(roll: Roll, ballots: Mapping[int, Choice]) -> Heads:
    assert ballots.keys() <= roll.voters, "a ballot without a voice on this item"
    said = list(ballots.values())
    return heads_of_sums(roll, {choice: said.count(choice) for choice in Choice})


def heads_of_sums(roll: Roll, sums: Mapping[Choice, int]) -> Heads:
    """The same from sums alone: of an urn, or of hands counted in the room."""
    voters, voted = roll.voters, sum(sums.values())
    assert voted <= len(voters) and min(sums.values(), default=0) >= 0, "more ballots than voices"
    standings, qualified = list(roll.standings.values()), voters & roll.qualified
    return Heads(
        n_seats=len(standings),
        n_recused=len(roll.recused),
        n_recused_l1111_6=standings.count(Standing.RECUSED_L1111_6),
        n_absent=len(standings) - len(roll.recused) - len(voters),
        n_entitled=len(voters),
        n_remote=len(roll.remote),
        n_represented=len(voters - roll.present),
        n_voted=voted,
        n_silent=len(voters) - voted,
        n_for=sums.get(Choice.FOR, 0),
        n_for_with_conditions=sums.get(Choice.FOR_WITH_CONDITIONS, 0),
        n_against=sums.get(Choice.AGAINST, 0),
        n_abstain=sums.get(Choice.ABSTAIN, 0),
        n_theme=len(qualified),
        n_theme_remote=len(qualified & roll.remote),
        n_theme_represented=len(qualified - roll.present),
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


def count_sums(
    roll: Roll,
    sums: Mapping[Choice, int],
    rule: VotingRule = COMMITTEE_PRESET,
    *,
    conditions_written: int = 0,
    secret: bool = False,
) -> Result:
    """The result of a vote without names. Nobody's own ballot is known, so no casting vote can break a tie."""
    heads = heads_of_sums(roll, sums)
    result = judge(heads, rule, presiding_side=None, conditions_written=conditions_written, secret=secret)
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
    figures = _figures(heads, rule)
    enough = figures["quorum_value"] >= figures["quorum_required"]
    quorum_met = enough and figures["theme_value"] >= rule.quorum_theme_min
    side = presiding_side if rule.tie_rule is TieRule.CASTING_VOTE and not secret else None
    decided_by = _decided_by(heads, rule, quorum_met=quorum_met, side=side)
    adopted = _adopted(decided_by, side=side, reached=heads.favourable >= figures["majority_required"])
    with_conditions = adopted and conditions_written > 0 and heads.n_for_with_conditions * 2 >= heads.favourable
    return Result(
        **asdict(heads),
        **figures,
        rule=rule,
        secret=secret,
        conditions_written=conditions_written,
        quorum_met=quorum_met,
        casting_side=side if decided_by is DecidedBy.CASTING_VOTE else None,
        decided_by=decided_by,
        adopted=adopted,
        with_conditions=with_conditions,
        explanation=explanation(
            asdict(heads) | figures | {"favourable": heads.favourable, "theme_required": rule.quorum_theme_min},
            decided_by=decided_by,
            adopted=adopted,
            with_conditions=with_conditions,
            second_call=rule.quorum_num == 0,
            base=rule.majority_base,
        ),
    )


def _figures(heads: Heads, rule: VotingRule) -> dict[str, int]:
    """What the quorum and the majority are asked of, how many they need and how many there are."""
    base = rule.quorum_base(seats=heads.n_seats, recused=heads.n_recused, recused_l1111_6=heads.n_recused_l1111_6)
    of = heads.base(rule.majority_base, base)
    return {
        "quorum_base": base,
        "quorum_required": rule.quorum_needed(base),
        "quorum_value": rule.quorum_value(
            entitled=heads.n_entitled, remote=heads.n_remote, represented=heads.n_represented
        ),
        "theme_value": rule.quorum_value(
            entitled=heads.n_theme, remote=heads.n_theme_remote, represented=heads.n_theme_represented
        ),
        "base_value": of,
        "majority_required": rule.majority_needed(of),
    }


def _decided_by(heads: Heads, rule: VotingRule, *, quorum_met: bool, side: Choice | None) -> DecidedBy:
    """A tie needs votes on both sides: when all abstain, there is nothing that a casting vote could adopt."""
    if not quorum_met:
        return DecidedBy.QUORUM_FAILED
    if heads.expressed == 0:
        return DecidedBy.NO_EXPRESSED
    if heads.favourable != heads.n_against or not rule.tie_matters:
        return DecidedBy.MAJORITY
    return DecidedBy.CASTING_VOTE if side else LEFT_OPEN.get(rule.tie_rule, DecidedBy.TIE_REJECT)


LEFT_OPEN = {TieRule.SECOND_ROUND: DecidedBy.SECOND_ROUND, TieRule.ADJOURN: DecidedBy.ADJOURN}


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
    return result.quorum_met and result.expressed > 0 and (ahead or result.casting_side == Choice.FOR)


def would_differ_without(
    roll: Roll,
    ballots: Mapping[int, Choice],
    seats: Collection[int],
    rule: VotingRule = COMMITTEE_PRESET,
    *,
    conditions_written: int = 0,
) -> bool:
    """Whether the ballots of these seats, together, decided a public vote: nullity for a conflict depends on it."""
    others = {other: choice for other, choice in ballots.items() if other not in seats}
    with_it = count(roll, ballots, rule, conditions_written=conditions_written)
    without = count(roll, others, rule, conditions_written=conditions_written)
    return (with_it.adopted, with_it.with_conditions) != (without.adopted, without.with_conditions)


def decisive(
    roll: Roll, ballots: Mapping[int, Choice], rule: VotingRule = COMMITTEE_PRESET, *, conditions_written: int = 0
) -> frozenset[int]:
    """The seats whose ballot alone decided a named vote: empty when no single ballot did."""
    told = {
        seat
        for seat in ballots
        if would_differ_without(roll, ballots, [seat], rule, conditions_written=conditions_written)
    }
    return frozenset(told)


def verdict(result: Result, *, redirected: bool = False) -> Verdict:
    """What the main poll says of the dossier. A poll that settled nothing has no verdict."""
    assert result.is_settled, "no verdict without a quorum, nor on an open tie"
    if not result.adopted:
        return Verdict.REDIRECTED if redirected else Verdict.UNFAVOURABLE
    return Verdict.FAVOURABLE_WITH_CONDITIONS if result.with_conditions else Verdict.FAVOURABLE
