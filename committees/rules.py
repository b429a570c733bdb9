"""How a committee sits: who has a voice, who speaks for whom, when it may meet, what its members judge. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Self

from committees.sentences import RECUSALS_ALONE, refuse
from okote_flow.refusals import Refusal


class Choice(StrEnum):
    """What a ballot says. In a secret vote a blank counts as an abstention."""

    FOR = "for"
    FOR_WITH_CONDITIONS = "for_with_conditions"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Standing(StrEnum):
    """How a seat stands on one agenda item."""

    PRESENT_ROOM = "present_room"
    PRESENT_REMOTE = "present_remote"
    REPRESENTED = "represented"
    ABSENT = "absent"
    RECUSED = "recused"
    RECUSED_L1111_6 = "recused_l1111_6"  # article L1111-6 II CGCT: leaves the members in office too


class MajorityBase(StrEnum):
    """Of what the majority is a fraction. Only of votes expressed do abstentions and silence weigh nothing."""

    EXPRESSED = "expressed"  # for and against
    CAST = "cast"  # and abstentions
    PRESENT = "present"  # present or represented, whether they voted or not
    IN_OFFICE = "in_office"  # every seat with a voice: recusals and absences weigh as votes against


class TieRule(StrEnum):
    """What becomes of a vote with as many for as against."""

    REJECT = "reject"
    CASTING_VOTE = "casting_vote"  # of whoever presides, in public votes only; otherwise not adopted
    SECOND_ROUND = "second_round"
    ADJOURN = "adjourn"


PRESENT = frozenset({Standing.PRESENT_ROOM, Standing.PRESENT_REMOTE})
RECUSED = frozenset({Standing.RECUSED, Standing.RECUSED_L1111_6})
FAVOURABLE = frozenset({Choice.FOR, Choice.FOR_WITH_CONDITIONS})


def _smallest(base: int, num: int, den: int, *, strict: bool) -> int:
    """The smallest whole number that is at least (strict: more than) num/den of the base."""
    return base * num // den + 1 if strict else -(-base * num // den)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """A committee's rule of quorum and majority, copied onto each poll."""

    quorum_num: int
    quorum_den: int
    quorum_strict: bool  # more than the fraction, not just the fraction
    quorum_minimum: int  # seats, whatever the fraction gives
    drops_recused: bool  # every recused seat leaves the denominator, not only those of L1111-6 II
    counts_remote: bool
    counts_proxies: bool
    majority_base: MajorityBase
    majority_num: int
    majority_den: int
    majority_strict: bool
    tie_rule: TieRule
    change_allowed: bool  # until closing, in public votes only
    quorum_theme_min: int = 0  # qualified partners of the dossier's theme, counted as the quorum counts

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The rule that a poll or a result keeps, also as it was written before committees had rules of their own."""
        given = {"quorum_minimum": 1, "drops_recused": False, "majority_base": MajorityBase.EXPRESSED, **values}
        if "casting_vote" in given:
            given["tie_rule"] = TieRule.CASTING_VOTE if given.pop("casting_vote") else TieRule.REJECT
        words = {"majority_base": MajorityBase(given["majority_base"]), "tie_rule": TieRule(given["tie_rule"])}
        return cls(**{**given, **words})

    def quorum_needed(self, base: int) -> int:
        """An empty room never decides, not even on a second call."""
        return max(
            self.quorum_minimum, 1, _smallest(base, self.quorum_num, self.quorum_den, strict=self.quorum_strict)
        )

    def quorum_base(self, *, seats: int, recused: int, recused_l1111_6: int) -> int:
        """Seats of which the quorum is a fraction."""
        return seats - (recused if self.drops_recused else recused_l1111_6)

    def quorum_value(self, *, entitled: int, remote: int, represented: int) -> int:
        """How many of the seats with a voice count towards the quorum."""
        return entitled - (0 if self.counts_remote else remote) - (0 if self.counts_proxies else represented)

    def majority_needed(self, base: int) -> int:
        return _smallest(base, self.majority_num, self.majority_den, strict=self.majority_strict)

    @property
    def tie_matters(self) -> bool:
        """Only at "more than half of the votes expressed" does an equal count leave the question open.

        Whether a casting vote may carry a motion over another base is a question of law: it does not.
        """
        half = self.majority_strict and self.majority_num * 2 == self.majority_den
        return half and self.majority_base is MajorityBase.EXPRESSED

    def on_second_call(self) -> "VotingRule":
        """The same rule for a second meeting on the same agenda, which needs no quorum."""
        return replace(self, quorum_num=0, quorum_strict=False, quorum_minimum=1, quorum_theme_min=0)


COMMITTEE_PRESET = VotingRule(
    quorum_num=1,
    quorum_den=2,
    quorum_strict=False,
    quorum_minimum=1,
    drops_recused=False,
    counts_remote=True,
    counts_proxies=True,
    majority_base=MajorityBase.EXPRESSED,
    majority_num=1,
    majority_den=2,
    majority_strict=True,
    tie_rule=TieRule.CASTING_VOTE,
    change_allowed=True,
)


@dataclass(frozen=True, slots=True)
class Roll:
    """The attendance for one agenda item: every seat with a voice, also the absent and the recused."""

    standings: Mapping[int, Standing]
    proxies: Mapping[int, int] = field(default_factory=dict)  # giver -> holder, for the whole meeting
    fallbacks: Mapping[int, int] = field(default_factory=dict)  # giver -> who steps in for the holder
    presiding: int | None = None
    qualified: frozenset[int] = frozenset()  # held by a partner qualified on the theme of this item
    substituted: frozenset[int] = frozenset()  # where a substitute sits: nobody's proxy passes on to them

    @property
    def present(self) -> frozenset[int]:
        """In the room or remote, and not recused."""
        return frozenset(seat for seat, standing in self.standings.items() if standing in PRESENT)

    @property
    def remote(self) -> frozenset[int]:
        return frozenset(seat for seat, standing in self.standings.items() if standing == Standing.PRESENT_REMOTE)

    @property
    def recused(self) -> frozenset[int]:
        return frozenset(seat for seat, standing in self.standings.items() if standing in RECUSED)

    @property
    def voters(self) -> frozenset[int]:
        return frozenset(seat for seat in self.standings if self.voice_of(seat) is not None)

    def quorum_base(self, rule: VotingRule) -> int:
        """Seats of which the quorum is a fraction: the recused stay or leave as the rule says, L1111-6 II leaves."""
        standings = list(self.standings.values())
        aside = standings.count(Standing.RECUSED_L1111_6)
        return rule.quorum_base(seats=len(standings), recused=len(self.recused), recused_l1111_6=aside)

    @property
    def bound(self) -> frozenset[int]:
        """Those who carry a proxy, or would if its holder cannot."""
        return frozenset({*self.proxies.values(), *self.fallbacks.values()})

    def burden_of(self, seat: int) -> int:
        """How many proxies this seat carries, or would if their holders cannot."""
        return [*self.proxies.values(), *self.fallbacks.values()].count(seat)

    def voice_of(self, seat: int) -> int | None:
        """The present seat that votes for this one: itself, the holder of its proxy, the fallback, or nobody."""
        if seat in self.present:
            return seat
        if self.standings.get(seat) != Standing.REPRESENTED:
            return None
        named = (self.proxies.get(seat), self.fallbacks.get(seat))
        return next((holder for holder in named if holder in self.carriers), None)

    @property
    def carriers(self) -> frozenset[int]:
        """Those there who may carry a proxy: it was given to the holder of a seat, not to their substitute."""
        return self.present - self.substituted

    def without_recusals(self) -> "Roll":
        """As if every recused member had stayed in the room."""
        stayed = {seat: Standing.PRESENT_ROOM if seat in self.recused else s for seat, s in self.standings.items()}
        return replace(self, standings=stayed)


# ------------------------------------------------------------------------------------------------ quorum and the chair


def quorum_needed(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    return rule.quorum_needed(roll.quorum_base(rule))


def quorum_present(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """How many seats count towards the quorum of this item."""
    return _counted(roll, rule, roll.voters)


def theme_present(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """How many partners qualified on the theme count towards the quorum of this item."""
    return _counted(roll, rule, roll.voters & roll.qualified)


def _counted(roll: Roll, rule: VotingRule, voters: frozenset[int]) -> int:
    return rule.quorum_value(
        entitled=len(voters), remote=len(voters & roll.remote), represented=len(voters - roll.present)
    )


def quorum_met(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> bool:
    enough = quorum_present(roll, rule) >= quorum_needed(roll, rule)
    return enough and theme_present(roll, rule) >= rule.quorum_theme_min


def quorum_refusals(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> Iterator[Refusal]:
    present, needed = quorum_present(roll, rule), quorum_needed(roll, rule)
    cause = RECUSALS_ALONE if lost_by_recusals(roll, rule) else ""
    if present < needed:
        yield refuse("quorum-missing", present=present, needed=needed, cause=cause)
    qualified = theme_present(roll, rule)
    if qualified < rule.quorum_theme_min:
        yield refuse("quorum-theme-missing", present=qualified, needed=rule.quorum_theme_min, cause=cause)


def lost_by_recusals(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> bool:
    """Whether the quorum is missing only because members stand aside."""
    return bool(roll.recused) and not quorum_met(roll, rule) and quorum_met(roll.without_recusals(), rule)


def presiding(roll: Roll, precedence: Sequence[int]) -> int | None:
    """The first seat by precedence that is present and not recused, or nobody."""
    return next((seat for seat in precedence if seat in roll.present), None)


def poll_refusals(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> Iterator[Refusal]:
    """Why a poll cannot open on this item."""
    yield from quorum_refusals(roll, rule)
    if roll.presiding not in roll.present:
        yield refuse("nobody-presides")


# --------------------------------------------------------------------------------------------------- votes and proxies


def vote_refusals(
    roll: Roll, seat: int, rule: VotingRule = COMMITTEE_PRESET, *, voted: bool = False, secret: bool = False
) -> Iterator[Refusal]:
    """Why this seat's voice cannot be heard now; `voted` says that its ballot is already in."""
    standing = roll.standings.get(seat)
    if standing is None:
        yield refuse("not-on-roll")
    elif standing in RECUSED:
        yield refuse("seat-recused")
    elif standing == Standing.ABSENT:
        yield refuse("absent")
    elif roll.voice_of(seat) is None:
        yield refuse("proxy-silent")
    elif voted and (secret or not rule.change_allowed):
        yield refuse("vote-final")


def proxy_refusals(
    roll: Roll, giver: int, holder: int, *, fallback: int | None = None, per_holder: int = 1
) -> Iterator[Refusal]:
    """So many proxies per holder and meeting, never passed on. A fallback is bound like a holder, so it can act."""
    if per_holder == 0:
        yield refuse("no-proxies")
        return
    if giver not in roll.standings:
        yield refuse("not-on-roll")
    if giver in roll.proxies:
        yield refuse("proxy-already-given")
    if giver in roll.bound:
        yield refuse("proxy-chain")
    yield from _holder_refusals(roll, giver, holder, per_holder)
    if fallback == holder:
        yield refuse("same-fallback")
    elif fallback is not None:
        yield from _holder_refusals(roll, giver, fallback, per_holder)


def _holder_refusals(roll: Roll, giver: int, named: int, per_holder: int) -> Iterator[Refusal]:
    if named == giver:
        yield refuse("own-proxy")
    elif named not in roll.standings:
        yield refuse("proxy-without-voice")
    elif named in roll.proxies:
        yield refuse("proxy-chain")
    elif roll.burden_of(named) >= per_holder:
        yield refuse("one-proxy-each", most=per_holder)


# -------------------------------------------------------------------------------------------------------- the calendar


def notice_refusals(
    sent_on: date, meets_on: date, *, notice_days: int, urgent_clear_days: int, urgent: bool = False, reason: str = ""
) -> Iterator[Refusal]:
    """Days from sending to meeting. A clear day counts neither the day of sending nor that of the meeting."""
    if not urgent:
        earliest = sent_on + timedelta(days=notice_days)
        if meets_on < earliest:
            yield refuse("notice-too-short", earliest=earliest)
        return
    earliest = sent_on + timedelta(days=urgent_clear_days + 1)
    if meets_on < earliest:
        yield refuse("urgent-notice-too-short", earliest=earliest)
    if not reason.strip():
        yield refuse("urgency-unexplained")


def second_call_refusals(first_met_on: date, meets_on: date, *, second_call_days: int) -> Iterator[Refusal]:
    """A meeting without quorum may be held again, on the same agenda, some days later."""
    earliest = first_met_on + timedelta(days=second_call_days)
    if meets_on < earliest:
        yield refuse("second-call-too-soon", earliest=earliest)


# ------------------------------------------------------------------------------------------------------- the screening


class Mark(StrEnum):
    """What a member answers to a criterion."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One criterion on a member's sheet."""

    mark: Mark | None
    remark: str = ""


def sheet_refusals(
    criteria: Mapping[str, str], judgements: Mapping[str, Judgement], *, overall: bool = True
) -> Iterator[Refusal]:
    """Why a sheet cannot be given yet. `criteria` maps the code of every criterion to its French title.

    `overall` says whether the member's overall opinion is there.
    """
    for code, title in criteria.items():
        judgement = judgements.get(code, Judgement(None))
        if judgement.mark is None:
            yield refuse("criterion-unjudged", criterion=title)
        elif judgement.mark != Mark.YES and not judgement.remark.strip():
            yield refuse("remark-missing", criterion=title)
    if not overall:
        yield refuse("overall-missing")


def opinion_refusals(
    sheets: Collection[int],
    members: Collection[int],
    *,
    due_passed: bool,
    reason: str = "",
    share: tuple[int, int] = (1, 2),
) -> Iterator[Refusal]:
    """Why the committee's opinion cannot be recorded yet.

    `sheets` are the members whose sheet is in; only those among `members`, who have a voice and are not recused,
    count. Once the sheets are due, fewer will do with a reason, but an opinion rests on at least one.
    """
    num, den = share
    given = len(set(sheets) & set(members))
    needed = max(1, -(-len(set(members)) * num // den))
    excused = due_passed and bool(reason.strip()) and given > 0
    if given < needed and not excused:
        yield refuse("sheets-missing", given=given, needed=needed)
