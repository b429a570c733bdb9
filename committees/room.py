"""What a meeting's page says to one reader: agenda, presences, the item called, its rounds of voting."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from committees import access, amending, asking, consent, counting, guards, margin, paper_votes, rules
from committees.forms import BallotForm
from committees.models import (
    AgendaItem,
    Ballot,
    Choice,
    Entitlement,
    ItemState,
    Meeting,
    Opinion,
    Poll,
    PollResult,
    PollState,
    Proclamation,
    Seat,
    ShowOfHands,
    Visibility,
    VoteRequest,
    VoterStatus,
    Wish,
)
from committees.places import Place, places_of
from committees.rolls import RollCall, call_roll, call_rolls, frozen_roll, item_presider
from committees.rulesets import rule_of
from dossiers.joints import free_cents
from dossiers.models import Dossier
from okote_flow.charts import SeatMark
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A point of the agenda. Its dossier is None to whom it is not shown: who stands aside reads no title."""

    item: AgendaItem
    dossier: Dossier | None
    proclamation: Proclamation | None
    quorum: "Quorum | None" = None  # of a point still ahead, while the meeting is held
    is_agreed: bool = False  # those who screened it agree in everything, and nobody asked for a debate

    @property
    def debate_asked(self) -> bool:
        return self.dossier is not None and self.item.debate_asked_by_id is not None


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
    decisive: list[str] | None = None  # whose ballot alone decided; None: without names nobody can tell

    @property
    def is_written(self) -> bool:
        """A written consultation goes on during a break."""
        return self.poll.visibility == Visibility.WRITTEN

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
    """The quorum of one item now, and how far it is from being lost or reached."""

    present: int
    needed: int
    seats: int
    recused: int
    leavers: int  # people whose leaving would lose it
    missing: int  # voices that it lacks
    theme: int  # partners qualified on the theme who count towards it
    theme_needed: int
    missing_of_theme: int  # of them that it lacks

    @property
    def met(self) -> bool:
        return not (self.missing or self.missing_of_theme)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that its reader carries by proxy, with its ballot while it may be cast or changed."""

    line: Entitlement
    choice: str
    form: BallotForm | None


@dataclass(frozen=True, slots=True)
class CalledItem:
    """An item with all that was voted on it, and what the reader may do about it now."""

    item: AgendaItem
    quorum: Quorum | None
    places: list[Place]
    presider: str
    leads: bool
    rounds: list[Round]
    hands: list[ShowOfHands]
    proclamation: Proclamation | None
    opinion: Opinion | None
    has_voice: bool  # whether the reader is there with a voice of their own on this item
    own_line: Entitlement | None
    own_choice: str
    ballot_form: BallotForm | None
    carried: list["Voice"]
    asked: list[tuple[str, str, int, int]]
    to_return: list[str]  # who came after giving a proxy, for whoever presides a running vote
    withdrawal: VoteRequest | None
    reads_sheet: bool  # whether the reader may enter a vote held on paper
    left: list[tuple[int, int]]  # partner, the cents that its envelopes hold free if the running vote is favourable
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
    def marks(self) -> list[SeatMark]:
        return [place.mark for place in self.places]

    @property
    def counts(self) -> bool:
        """Whether the reader sees who has voted so far: during a secret vote only whoever presides."""
        return self.leads or self.running is None or not self.running.poll.is_secret

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
    for item in items:
        item.meeting = meeting
    ahead = [item for item in items if meeting.is_sitting and item.is_live and item.dossier_id in visible]
    quorums = _quorums(meeting, ahead) if ahead else {}
    agreed = consent.agreed([item for item in items if item.status == ItemState.PLANNED])
    return [_line(item, visible, quorums, agreed) for item in items]


def _line(item: AgendaItem, visible: set[int], quorums: dict[int, Quorum], agreed: set[int]) -> AgendaLine:
    if item.dossier_id not in visible:
        return AgendaLine(item, None, None)
    is_agreed = item.pk in agreed and item.debate_asked_by_id is None
    said = getattr(item, "proclamation", None)
    return AgendaLine(item, item.dossier, said, quorums.get(item.pk), is_agreed)


def _quorums(meeting: Meeting, items: list[AgendaItem]) -> dict[int, Quorum]:
    """By the same few queries for a long agenda as for one point."""
    rule = rule_of(items[0])
    return {pk: _quorum(call, rule) for pk, call in call_rolls(meeting, items).items()}


def called(user: User, item: AgendaItem) -> CalledItem:
    """An item, by few queries whatever the number of voters; `item` comes with its meeting and dossier."""
    rounds = [_round(poll) for poll in _polls(item)]
    running = next((one for one in rounds if one.poll.is_open), None)
    own = _own(user, running)
    held = item.status == ItemState.OPENED and item.meeting.is_sitting
    live = held and (item.meeting.is_open or (running is not None and running.is_written))
    call = call_roll(item) if held else None
    leading = list(guards.leading_refusals(user, item, call)) if call else []
    presider = call.mandates.get(item_presider(item, call) or 0) if call else None
    leads = presider is not None and presider.user_id == user.pk
    return CalledItem(
        item=item,
        quorum=_quorum(call, rule_of(item)) if call else None,
        places=places_of(call) if call else [],
        presider=str(presider.user) if presider else "",
        leads=leads,
        rounds=rounds,
        hands=list(item.hands.all()),
        proclamation=Proclamation.objects.filter(item=item).first(),
        opinion=Opinion.objects.filter(dossier=item.dossier).last(),
        has_voice=_has_voice(user, call),
        own_line=own.line if own else None,
        own_choice=_own_choice(own),
        ballot_form=_ballot_form(own, running) if live else None,
        carried=_carried(user, running) if live and running else [],
        asked=_asked(item, call) if call and live and not rounds else [],
        to_return=[line.name for line in amending.returnable(running.poll)] if running and leads else [],
        withdrawal=amending.withdrawal_of(item) if running and leads else None,
        reads_sheet=live and not any(paper_votes.reader_refusals(user, item)),
        left=_left(running.poll) if live and running else [],
        polling=guards.polling_refusals(user, item, call, {}) if call else [],
        leading=leading,
    )


def _polls(item: AgendaItem) -> Iterable[Poll]:
    current = Prefetch("ballots", Ballot.objects.filter(is_current=True), to_attr="current")
    roll = Prefetch("roll", Entitlement.objects.prefetch_related(current).order_by("seat__precedence", "seat"))
    polls = item.polls.select_related("result", "presiding")
    return polls.prefetch_related(roll, "ceilings__partner", "conditions", "paper_tallies__entered_by").order_by(
        "round"
    )


def _round(poll: Poll) -> Round:
    lines = list(poll.roll.all())
    result: PollResult | None = getattr(poll, "result", None)  # a counted round voided afterwards keeps its own
    return Round(
        poll=poll,
        result=result,
        voters=[Voter(line, _choice(line) if result else "") for line in lines],
        voted=sum(line.status == VoterStatus.VOTED for line in lines),
        expected=sum(line.status in (VoterStatus.VOTED, VoterStatus.ELIGIBLE) for line in lines),
        decisive=_decisive(poll, lines, result) if result and poll.is_named else None,
    )


def _decisive(poll: Poll, lines: list[Entitlement], result: PollResult) -> list[str]:
    """Whose ballot alone decided, from the lines already read."""
    ballots = {line.seat_id: line.current for line in lines}  # type: ignore[attr-defined]
    said = {seat: rules.Choice(found[0].choice) for seat, found in ballots.items() if found}
    roll = frozen_roll(poll, lines)
    told = counting.decisive(roll, said, poll.voting_rule, conditions_written=result.conditions_written)
    return [line.name for line in lines if line.seat_id in told]


def _choice(line: Entitlement) -> str:
    ballots: list[Ballot] = line.current  # type: ignore[attr-defined]
    return ballots[0].get_choice_display() if ballots else ""


def _own(user: User, running: Round | None) -> Voter | None:
    if running is None:
        return None
    own = [voter for voter in running.voters if voter.line.user_id == user.pk]
    return max(own, key=lambda voter: voter.line.status != VoterStatus.ABSENT, default=None)


def _own_choice(own: Voter | None) -> str:
    """One's own ballot is shown to oneself while the poll runs."""
    return _choice(own.line) if own else ""


def _ballot_form(own: Voter | None, running: Round | None) -> BallotForm | None:
    if own is None or running is None or own.line.caster_id is not None:
        return None
    return _form_of(own.line, running.poll)


def _form_of(line: Entitlement, poll: Poll) -> BallotForm | None:
    """The ballot of a voice: none by hands, none after the end, none once a secret one is in the urn."""
    open_to = (VoterStatus.ELIGIBLE,) if poll.is_secret else (VoterStatus.ELIGIBLE, VoterStatus.VOTED)
    if poll.is_late or line.status not in open_to:
        return None
    ballots: list[Ballot] = line.current  # type: ignore[attr-defined]
    said = {"choice": ballots[0].choice if ballots else None, "client_uuid": uuid.uuid4(), "seat": line.seat_id}
    form = BallotForm(initial=said, auto_id=f"id_{line.seat_id}_%s")
    if not poll.conditions.all():  # nothing to be favourable under
        form.offer(set(Choice) - {Choice.FOR_WITH_CONDITIONS})
    return form


def lent_by(user: User, poll: Poll, seat: Seat | None) -> str:
    """Whose voice this person carries on a seat; "" for their own."""
    lines = poll.roll.filter(seat=seat, caster=user) if seat is not None else poll.roll.none()
    return next((line.name for line in lines), "")


def _carried(user: User, running: Round) -> list[Voice]:
    """The voices that this person carries by proxy, each with a ballot of its own."""
    mine = [voter.line for voter in running.voters if voter.line.caster_id == user.pk]
    return [Voice(line, _choice(line), _form_of(line, running.poll)) for line in mine]


def _left(poll: Poll) -> list[tuple[int, int]]:
    """What each partner's envelopes still hold free if this vote is favourable."""
    return [(row.partner_id, free_cents(row.partner, poll.item.dossier) - row.cents) for row in poll.ceilings.all()]


def _has_voice(user: User, call: RollCall | None) -> bool:
    own = call.of_user(user.pk) if call else None
    return call is not None and own is not None and own.seat_id in call.roll.present


def _asked(item: AgendaItem, call: RollCall) -> list[tuple[str, str, int, int]]:
    """What members may ask before the vote: code, name, how many asked, how many are needed."""
    present = len(call.roll.present)
    return [
        (wish.value, str(wish.label), asking.asked(item, call, wish), asking.needed(item, wish, present))
        for wish in (Wish.ROLL_CALL, Wish.SECRET)
    ]


def _quorum(call: RollCall, rule: rules.VotingRule) -> Quorum:
    return Quorum(
        present=rules.quorum_present(call.roll, rule),
        needed=rules.quorum_needed(call.roll, rule),
        seats=len(call.roll.standings),
        recused=len(call.roll.recused),
        leavers=margin.leavers(call.roll, rule),
        missing=margin.missing(call.roll, rule),
        theme=rules.theme_present(call.roll, rule),
        theme_needed=rule.quorum_theme_min,
        missing_of_theme=margin.missing_of_theme(call.roll, rule),
    )
