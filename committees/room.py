"""What a meeting's page says to one reader: agenda, presences, the item called, its rounds of voting."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from committees import access, guards, rules
from committees.forms import BallotForm
from committees.models import (
    AgendaItem,
    Ballot,
    Choice,
    Entitlement,
    ItemState,
    Mandate,
    Meeting,
    Opinion,
    Poll,
    PollResult,
    PollState,
    Presence,
    Proclamation,
    ShowOfHands,
    VoterStatus,
)
from committees.rolls import RollCall, call_roll, item_presider, rule_of
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A point of the agenda. Its dossier is None to whom it is not shown: who stands aside reads no title."""

    item: AgendaItem
    dossier: Dossier | None
    proclamation: Proclamation | None


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat and whether its holder is there."""

    mandate: Mandate
    presence: Presence | None
    may_record: bool


@dataclass(frozen=True, slots=True)
class Voter:
    """A line of a roll; the choice is shown once the poll is counted (public vote)."""

    line: Entitlement
    choice: str


@dataclass(frozen=True, slots=True)
class Round:
    """One poll as its reader may see it."""

    poll: Poll
    result: PollResult | None
    voters: list[Voter]
    voted: int
    expected: int

    @property
    def rows(self) -> list[tuple[str, str, int, int]]:
        """Choice, its colour, its heads, its share of the heads in percent."""
        assert self.result is not None, "only a counted poll has figures"
        result = self.result
        heads = (result.n_for, result.n_for_with_conditions, result.n_against, result.n_abstain)
        css = ("fav", "res", "def", "abs")
        return [
            (choice.label, colour, count, count * 100 // max(result.n_entitled, 1))
            for choice, colour, count in zip(Choice, css, heads, strict=True)
        ] + [("Sans vote", "att", result.n_silent, result.n_silent * 100 // max(result.n_entitled, 1))]


@dataclass(frozen=True, slots=True)
class Quorum:
    present: int
    needed: int
    seats: int
    recused: int

    @property
    def met(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class CalledItem:
    """An item with all that was voted on it, and what the reader may do about it now."""

    item: AgendaItem
    quorum: Quorum | None
    presider: str
    leads: bool
    rounds: list[Round]
    hands: list[ShowOfHands]
    proclamation: Proclamation | None
    opinion: Opinion | None
    own_line: Entitlement | None
    own_choice: str
    ballot_form: BallotForm | None
    polling: list[Refusal]
    leading: list[Refusal]

    @property
    def running(self) -> Round | None:
        return next((one for one in self.rounds if one.poll.is_open), None)

    @property
    def counted(self) -> Round | None:
        """The last round counted, if none runs: what is to be proclaimed, or was."""
        last = next((one for one in reversed(self.rounds) if one.poll.status != PollState.VOID), None)
        return last if last is not None and not last.poll.is_open else None

    @property
    def is_undecided(self) -> bool:
        """Nothing runs, nothing is adopted: the committee may vote, postpone, or send back."""
        counted = self.counted
        adopted = counted is not None and counted.result is not None and counted.result.adopted
        return not (self.running or adopted or self.proclamation)

    @property
    def earlier(self) -> list[Round]:
        """Rounds that were voided or superseded: they stay readable."""
        return [one for one in self.rounds if one not in (self.running, self.counted)]


def agenda(user: User, meeting: Meeting) -> list[AgendaLine]:
    """The points of a meeting as this person may know them."""
    items = list(meeting.items.select_related("dossier__organization", "dossier__territory", "proclamation"))
    shown = access.inside(user).filter(pk__in=[item.dossier_id for item in items]).values_list("pk", flat=True)
    visible = set(shown)
    return [_line(item, visible) for item in items]


def _line(item: AgendaItem, visible: set[int]) -> AgendaLine:
    if item.dossier_id not in visible:
        return AgendaLine(item, None, None)
    return AgendaLine(item, item.dossier, getattr(item, "proclamation", None))


def seats(user: User, meeting: Meeting, *, bureau: bool) -> list[SeatLine]:
    """Who sits in this committee today and who is there now."""
    there = {presence.seat_id: presence for presence in Presence.objects.now().filter(meeting=meeting)}
    may = meeting.is_open or (meeting.is_ahead and meeting.convened_at is not None)
    return [
        SeatLine(mandate, there.get(mandate.seat_id), may and (bureau or mandate.user_id == user.pk))
        for mandate in access.seated(meeting.committee)
    ]


def called(user: User, item: AgendaItem) -> CalledItem:
    """An item, by few queries whatever the number of voters; `item` comes with its meeting and dossier."""
    rounds = [_round(poll) for poll in _polls(item)]
    running = next((one for one in rounds if one.poll.is_open), None)
    own = _own(user, running)
    live = item.status == ItemState.OPENED and item.meeting.is_open
    call = call_roll(item) if live else None
    leading = list(guards.leading_refusals(user, item, call)) if call else []
    presider = call.mandates.get(item_presider(item, call) or 0) if call else None
    return CalledItem(
        item=item,
        quorum=_quorum(item, call) if call else None,
        presider=str(presider.user) if presider else "",
        leads=presider is not None and presider.user_id == user.pk,
        rounds=rounds,
        hands=list(item.hands.all()),
        proclamation=Proclamation.objects.filter(item=item).first(),
        opinion=Opinion.objects.filter(dossier=item.dossier).last(),
        own_line=own.line if own else None,
        own_choice=_own_choice(own),
        ballot_form=_ballot_form(own, running) if live else None,
        polling=guards.polling_refusals(user, item, call, {}) if call else [],
        leading=leading,
    )


def _polls(item: AgendaItem) -> Iterable[Poll]:
    current = Prefetch("ballots", Ballot.objects.filter(is_current=True), to_attr="current")
    roll = Prefetch("roll", Entitlement.objects.prefetch_related(current).order_by("seat__precedence", "seat"))
    polls = item.polls.select_related("result", "presiding")
    return polls.prefetch_related(roll, "ceilings__partner", "conditions").order_by("round")


def _round(poll: Poll) -> Round:
    lines = list(poll.roll.all())
    result: PollResult | None = getattr(poll, "result", None)  # a counted round voided afterwards keeps its own
    return Round(
        poll=poll,
        result=result,
        voters=[Voter(line, _choice(line) if result else "") for line in lines],
        voted=sum(line.status == VoterStatus.VOTED for line in lines),
        expected=sum(line.status in (VoterStatus.VOTED, VoterStatus.ELIGIBLE) for line in lines),
    )


def _choice(line: Entitlement) -> str:
    ballots: list[Ballot] = line.current  # type: ignore[attr-defined]
    return ballots[0].get_choice_display() if ballots else ""


def _own(user: User, running: Round | None) -> Voter | None:
    if running is None:
        return None
    return next((voter for voter in running.voters if voter.line.user_id == user.pk), None)


def _own_choice(own: Voter | None) -> str:
    """One's own ballot is shown to oneself while the poll runs."""
    return _choice(own.line) if own else ""


def _ballot_form(own: Voter | None, running: Round | None) -> BallotForm | None:
    if own is None or running is None or own.line.status not in (VoterStatus.ELIGIBLE, VoterStatus.VOTED):
        return None
    ballots: list[Ballot] = own.line.current  # type: ignore[attr-defined]
    return BallotForm(initial={"choice": ballots[0].choice if ballots else None, "client_uuid": uuid.uuid4()})


def _quorum(item: AgendaItem, call: RollCall) -> Quorum:
    rule = rule_of(item)
    return Quorum(
        present=rules.quorum_present(call.roll, rule),
        needed=rules.quorum_needed(call.roll, rule),
        seats=len(call.roll.standings),
        recused=len(call.roll.recused),
    )
