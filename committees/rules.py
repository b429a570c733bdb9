"""How a committee sits: who has a voice, who speaks for whom, when it may meet, what its members judge. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

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
    counts_remote: bool
    counts_proxies: bool
    majority_num: int  # of the votes expressed: for and against
    majority_den: int
    majority_strict: bool
    casting_vote: bool  # in public votes only
    change_allowed: bool  # until closing, in public votes only

    def quorum_needed(self, base: int) -> int:
        """An empty room never decides, not even on a second call."""
        return max(1, _smallest(base, self.quorum_num, self.quorum_den, strict=self.quorum_strict))

    def quorum_value(self, *, entitled: int, remote: int, represented: int) -> int:
        """How many of the seats with a voice count towards the quorum."""
        return entitled - (0 if self.counts_remote else remote) - (0 if self.counts_proxies else represented)

    def majority_needed(self, expressed: int) -> int:
        return _smallest(expressed, self.majority_num, self.majority_den, strict=self.majority_strict)

    @property
    def tie_matters(self) -> bool:
        """Only at "more than half" does an equal count leave the question open."""
        return self.majority_strict and self.majority_num * 2 == self.majority_den

    def on_second_call(self) -> "VotingRule":
        """The same rule for a second meeting on the same agenda, which needs no quorum."""
        return replace(self, quorum_num=0, quorum_strict=False)


COMMITTEE_PRESET = VotingRule(
    quorum_num=1,
    quorum_den=2,
    quorum_strict=False,
    counts_remote=True,
    counts_proxies=True,
    majority_num=1,
    majority_den=2,
    majority_strict=True,
    casting_vote=True,
    change_allowed=True,
)


@dataclass(frozen=True, slots=True)
class Roll:
    """The attendance for one agenda item: every seat with a voice, also the absent and the recused."""

    standings: Mapping[int, Standing]
    proxies: Mapping[int, int] = field(default_factory=dict)  # giver -> holder, for the whole meeting
    fallbacks: Mapping[int, int] = field(default_factory=dict)  # giver -> who steps in for the holder
    presiding: int | None = None

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

    @property
    def quorum_base(self) -> int:
        """Seats of which the quorum is a fraction: the recused stay, those of L1111-6 II leave."""
        return sum(standing != Standing.RECUSED_L1111_6 for standing in self.standings.values())

    @property
    def bound(self) -> frozenset[int]:
        """Those who carry a proxy, or would if its holder cannot."""
        return frozenset({*self.proxies.values(), *self.fallbacks.values()})

    def voice_of(self, seat: int) -> int | None:
        """The present seat that votes for this one: itself, the holder of its proxy, the fallback, or nobody."""
        if seat in self.present:
            return seat
        if self.standings.get(seat) != Standing.REPRESENTED:
            return None
        named = (self.proxies.get(seat), self.fallbacks.get(seat))
        return next((holder for holder in named if holder in self.present), None)

    def without_recusals(self) -> "Roll":
        """As if every recused member had stayed in the room."""
        stayed = {seat: Standing.PRESENT_ROOM if seat in self.recused else s for seat, s in self.standings.items()}
        return replace(self, standings=stayed)


# ------------------------------------------------------------------------------------------------ quorum and the chair


def quorum_needed(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    return rule.quorum_needed(roll.quorum_base)


def quorum_present(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> int:
    """How many seats count towards the quorum of this item."""
    return rule.quorum_value(
        entitled=len(roll.voters), remote=len(roll.remote), represented=len(roll.voters - roll.present)
    )


def quorum_refusals(roll: Roll, rule: VotingRule = COMMITTEE_PRESET) -> Iterator[Refusal]:
    present, needed = quorum_present(roll, rule), quorum_needed(roll, rule)
    if present < needed:
        whole = roll.without_recusals()
        alone = roll.recused and quorum_present(whole, rule) >= quorum_needed(whole, rule)
        yield refuse("quorum-missing", present=present, needed=needed, cause=RECUSALS_ALONE if alone else "")


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


def proxy_refusals(roll: Roll, giver: int, holder: int, *, fallback: int | None = None) -> Iterator[Refusal]:
    """One proxy per holder and meeting, never passed on. A fallback is bound like a holder, so it is free to act."""
    if giver not in roll.standings:
        yield refuse("not-on-roll")
    if giver in roll.proxies:
        yield refuse("proxy-already-given")
    if giver in roll.bound:
        yield refuse("proxy-chain")
    yield from _holder_refusals(roll, giver, holder)
    if fallback == holder:
        yield refuse("same-fallback")
    elif fallback is not None:
        yield from _holder_refusals(roll, giver, fallback)


def _holder_refusals(roll: Roll, giver: int, named: int) -> Iterator[Refusal]:
    if named == giver:
        yield refuse("own-proxy")
    elif named not in roll.standings:
        yield refuse("proxy-without-voice")
    elif named in roll.proxies:
        yield refuse("proxy-chain")
    elif named in roll.bound:
        yield refuse("one-proxy-each")


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


def spread(sheets: Iterable[Mapping[str, Mark]]) -> dict[str, dict[Mark, int]]:
    """For each criterion, how many members gave each mark: what the members disagree on, not a score."""
    counts: dict[str, dict[Mark, int]] = {}
    for sheet in sheets:
        for code, mark in sheet.items():
            counts.setdefault(code, dict.fromkeys(Mark, 0))[mark] += 1
    return counts
