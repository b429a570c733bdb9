"""Several people at once, with real threads: no ballot lost, none counted twice, one closing, each loser told why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from committees import actions, paper_votes, tally
from committees.models import (
    Ballot,
    Capacity,
    Choice,
    Entitlement,
    Mandate,
    Poll,
    PollResult,
    PollState,
    Presence,
    RecusalGround,
    Role,
    Seat,
    Visibility,
)
from dossiers import joints
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.actions.committee_cast import FREE, Bench, later

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 12


@pytest.fixture
def bench(world, monkeypatch):
    monkeypatch.setattr(joints, "_free", [lambda partner, dossier: FREE.get(partner.code, 0)])
    bench = Bench(world)
    bench.crowd = [bench.seat(bench.ce, f"Membre{number}", Role.MEMBER).user for number in range(CROWD)]
    return bench


def at_once(*acts):
    """Do all at the same instant; what each came to: what it gave, or the code with which it was refused."""
    gate = Barrier(len(acts))
    now = clock.now()

    def run(act):
        try:
            with clock.frozen(now):
                gate.wait()
                return act()
        except Refused as refused:
            return refused.refusals[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def voting(bench, poll, person, choice=Choice.FOR, uuid=""):
    return lambda: actions.cast_ballot(poll, choice=choice, by=person, client_uuid=uuid)


def test_ballots_against_the_closing_are_counted_or_told_that_they_come_late(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.open_poll(here.item)

        came = at_once(
            *(voting(bench, poll, person) for person in bench.crowd), lambda: actions.close_poll(poll, by=bench.claire)
        )

        counted = [ballot for ballot in came if isinstance(ballot, Ballot)]
        result = PollResult.objects.get(poll=poll)
        assert result.n_voted == len(counted)
        assert [ballot for ballot in came[:-1] if not isinstance(ballot, Ballot)] == ["poll-closed"] * (
            CROWD - len(counted)
        )
        assert tally.faults(Poll.objects.get(pk=poll.pk)) == []


def test_fifty_ballots_against_two_closings_lose_none_and_count_none_twice(bench):
    crowd = [*bench.crowd, *(bench.seat(bench.ce, f"Banc{number}", Role.MEMBER).user for number in range(50 - CROWD))]
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *crowd]) as here:
        poll = bench.open_poll(here.item)
        early, late = crowd[:25], crowd[25:]
        at_once(*(voting(bench, poll, person) for person in early))

        *came, one, other = at_once(
            *(voting(bench, poll, person, Choice.AGAINST) for person in late),
            *[lambda: actions.close_poll(poll, by=bench.claire)] * 2,
        )

        heard = sum(isinstance(ballot, Ballot) for ballot in came)
        result = PollResult.objects.get(poll=poll)
        assert (result.n_for, result.n_against) == (25, heard)
        assert [ballot for ballot in came if isinstance(ballot, str)] == ["poll-closed"] * (25 - heard)
        assert sorted(str(closing) for closing in (one, other) if isinstance(closing, str)) == ["poll-closed"]
        assert tally.faults(Poll.objects.get(pk=poll.pk)) == []


def test_a_tie_confirmed_beside_ones_ballot_never_leaves_it_counted(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll, person = bench.open_poll(here.item), bench.crowd[0]
        tie = actions.report_conflict(here.dossier, user=person, what="Sa sœur y travaille.", by=bench.crowd[1])

        cast, ruled = at_once(
            voting(bench, poll, person),
            lambda: actions.confirm_conflict(tie, ground=RecusalGround.PRUDENCE, by=bench.claire),
        )

        poll.refresh_from_db()
        assert not isinstance(ruled, str)
        heard = isinstance(cast, Ballot)
        assert heard or cast == "seat-recused"
        assert (poll.state == PollState.VOID) is heard


def test_a_double_click_that_changes_a_vote_is_one_change(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll, person = bench.open_poll(here.item), bench.crowd[0]
        actions.cast_ballot(poll, choice=Choice.FOR, by=person)
        uuid = "5d2f0a70-7b56-4a8b-8a52-0a2a5b8c1f11"

        came = at_once(*[voting(bench, poll, person, Choice.AGAINST, uuid)] * 4)

        assert len({ballot.pk for ballot in came}) == 1
        assert list(Ballot.objects.order_by("seq").values_list("choice", "is_current")) == [
            ("for", False),
            ("against", True),
        ]


def test_two_second_readings_at_once_close_one_vote_on_paper(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        code = str(paper_votes.code_of(here.item))

        def reading(person):
            return lambda: actions.enter_paper_tally(
                here.item, code=code, ceilings={}, hands={Choice.FOR: CROWD + 1}, by=person
            )

        reading(bench.esther)()
        came = at_once(reading(bench.claire), reading(bench.victor))

        assert sorted(one if isinstance(one, str) else "counted" for one in came) == ["counted", "verdict-pending"]
        assert PollResult.objects.get().n_for == CROWD + 1


def test_ballots_against_a_break_are_heard_before_it_or_wait(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.open_poll(here.item)

        *came, held = at_once(
            *(voting(bench, poll, person) for person in bench.crowd),
            lambda: actions.suspend_meeting(here.meeting, by=bench.claire),
            lambda: actions.suspend_meeting(here.meeting, by=bench.victor),
        )

        heard = [ballot for ballot in came if isinstance(ballot, Ballot)]
        assert Ballot.objects.count() == len(heard)
        assert [ballot for ballot in came[:CROWD] if isinstance(ballot, str)] == ["meeting-suspended"] * (
            CROWD - len(heard)
        )
        assert sorted(isinstance(one, str) for one in (came[CROWD], held)) == [False, True]


def test_two_closings_give_one_result(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, claire="for")

        came = at_once(*[lambda: actions.close_poll(poll, by=bench.claire)] * 4)

        assert sorted(str(one) for one in came if isinstance(one, str)) == ["poll-closed"] * 3
        assert PollResult.objects.count() == 1


def test_a_double_click_is_one_ballot(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.open_poll(here.item)
        uuid = "0b0e6a06-0d3c-4a2e-9a1f-1d6f5b1c2d3e"

        came = at_once(*[voting(bench, poll, bench.crowd[0], uuid=uuid)] * 4)

        assert len({ballot.pk for ballot in came}) == 1
        assert Ballot.objects.count() == 1


def test_a_recusal_beside_ones_own_ballot_never_leaves_it_counted(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll, person = bench.open_poll(here.item), bench.crowd[0]

        came = at_once(
            voting(bench, poll, person),
            lambda: actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=person),
        )

        poll.refresh_from_db()
        line = Entitlement.objects.get(poll=poll, user=person)
        first_came_the_ballot = isinstance(came[0], Ballot)
        assert (poll.state == PollState.VOID) is first_came_the_ballot
        assert (line.status, came[0] if not first_came_the_ballot else "voted") in [
            ("voted", "voted"),
            ("recused", "seat-recused"),
        ]


def test_two_proclamations_give_one_verdict(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.voted(here.item, claire="for")

        came = at_once(*[lambda: actions.proclaim(poll, by=bench.claire)] * 3)

        assert sorted(str(one) for one in came if isinstance(one, str)) == ["item-state"] * 2


def test_secret_ballots_against_the_closing_are_all_in_the_urn_or_told_that_they_come_late(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = actions.open_poll(here.item, ceilings={}, by=bench.claire, visibility=Visibility.SECRET)
        early, late = bench.crowd[:6], bench.crowd[6:]

        def secret(person):
            return lambda: actions.cast_secret(poll, choice=Choice.FOR, by=person, confirmed=True)

        at_once(*map(secret, early))
        came = at_once(*map(secret, late), secret(early[0]), lambda: actions.close_poll(poll, by=bench.claire))

        poll.refresh_from_db()
        counted = [one for one in came if isinstance(one, Entitlement)]
        result = PollResult.objects.get(poll=poll)
        assert result.n_for == result.n_voted == 6 + len(counted)
        assert {one for one in came if isinstance(one, str)} <= {"poll-closed", "vote-final"}
        assert tally.faults(poll) == []


def test_changes_of_mind_at_once_leave_one_current_ballot(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll, person = bench.open_poll(here.item), bench.crowd[0]

        came = at_once(*[voting(bench, poll, person, choice) for choice in Choice for _ in range(2)])

        assert all(isinstance(one, Ballot) for one in came)
        assert Ballot.objects.filter(is_current=True).count() == 1


def test_a_giver_arriving_while_the_holder_votes_is_heard_once(bench):
    holder, giver = bench.crowd[0], bench.crowd[-1]
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd]) as here:
        poll = bench.open_poll(here.item)
        seat = bench.seat_of(giver)
        line = Entitlement.objects.filter(poll=poll, seat=seat)
        line.update(standing="represented", caster=holder)

        came = at_once(
            lambda: actions.cast_ballot(poll, choice=Choice.FOR, by=holder, seat=seat),
            lambda: actions.reassign_voice(poll, seat=seat, by=bench.claire),
        )

        voted = isinstance(came[0], Ballot)
        assert came[1] == "proxy-has-voted" if voted else came[0] == "not-your-seat"
        assert line.get().via == ("proxy" if voted else "self")
        assert Ballot.objects.count() == int(voted)


@pytest.fixture
def seat(bench):
    """A member's seat with its substitute: `bench.zoe`."""
    bench.zoe = bench.world.person("Suppl")
    found = actions.edit_seat(bench.seat_of(bench.ines), substitutable=True, by=bench.esther)
    actions.give_mandate(found, user=bench.zoe, capacity=Capacity.SUBSTITUTE, by=bench.esther)
    return found


def test_of_holder_and_substitute_at_once_one_sits_and_the_other_is_told_why(bench, seat):
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        came = at_once(
            lambda: actions.record_presence(here.meeting, seat=seat, by=bench.ines),
            lambda: actions.record_presence(here.meeting, seat=seat, by=bench.zoe),
        )

        assert [one for one in came if isinstance(one, str)] == ["seat-occupied"]
        sitting = Presence.objects.now().get(meeting=here.meeting, seat=seat)
        assert sitting in came


def test_a_seat_handed_over_against_its_ballot_keeps_one_voice(bench, seat):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, *bench.crowd, bench.ines]) as here:
        poll = bench.open_poll(here.item)

        came = at_once(
            voting(bench, poll, bench.ines),
            voting(bench, poll, bench.zoe),
            lambda: actions.hand_over(here.meeting, seat=seat, by=bench.esther),
        )

        assert isinstance(came[0], Ballot)
        assert came[1:] == ["seat-occupied", "voice-in-poll"]


def test_somebody_with_two_seats_checks_in_twice_at_once_and_sits_on_one(bench, seat):
    actions.end_mandate(Mandate.objects.get(user=bench.zoe), by=bench.esther)
    actions.give_mandate(
        seat,
        user=bench.jules,
        capacity=Capacity.SUBSTITUTE,
        by=bench.esther,
        starts_on=clock.today() + timedelta(days=1),
    )
    with later(days=2), bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        came = at_once(
            lambda: actions.record_presence(here.meeting, seat=seat, by=bench.jules),
            lambda: actions.record_presence(here.meeting, seat=Seat.objects.get(code="siege-jules"), by=bench.jules),
        )

        assert [one for one in came if isinstance(one, str)] == ["on-another-seat"]
