"""Several people at once, with real threads: no ballot lost, none counted twice, one closing, each loser told why."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from committees import actions, tally
from committees.models import Ballot, Choice, Entitlement, Poll, PollResult, PollState, RecusalGround, Role
from dossiers import joints
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.actions.committee_cast import FREE, Bench

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
