"""What both databases refuse about votes by themselves, and what an auditor sees when they did not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from committees import actions, tally
from committees.models import Ballot, Choice, Entitlement, Poll, PollCeiling, PollResult, Visibility
from dossiers.models import DossierProcess
from okote_flow import clock, triggers
from tests.actions.committee_cast import codes, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def roll(poll):
    return {line.name.split()[0]: (line.standing, line.status) for line in Entitlement.objects.filter(poll=poll)}


def voters_asked(poll):
    asked = DossierProcess.objects.filter(duty="vote", status="NEW", about=poll.pk)
    return {process.person.first_name for process in asked}


@pytest.fixture
def closed(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for", victor="for", ines="against")
        yield poll


def refused_by_database(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_the_database_refuses_a_ballot_once_the_poll_is_not_open(bench, closed):
    line = Entitlement.objects.get(poll=closed, user=bench.jules)

    refused_by_database(
        lambda: Ballot.objects.create(entitlement=line, seq=1, choice="for", cast_by=bench.jules, is_current=True)
    )
    refused_by_database(lambda: Ballot.objects.filter(entitlement__poll=closed).update(is_current=False))


def test_the_database_refuses_two_current_ballots_of_one_voice(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="for")
        ballot = Ballot.objects.get()

        refused_by_database(
            lambda: Ballot.objects.create(entitlement=ballot.entitlement, seq=2, choice="for", cast_by=bench.ines)
        )
        refused_by_database(lambda: Ballot.objects.update(choice="against"))
        refused_by_database(ballot.delete)
        bench.vote(poll, ines="against")
        refused_by_database(lambda: Ballot.objects.filter(seq=1).update(is_current=True))


def test_the_database_refuses_a_changed_roll(bench, closed):
    lines = Entitlement.objects.filter(poll=closed)

    refused_by_database(lambda: lines.update(status="voted"))
    refused_by_database(lambda: lines.filter(user=bench.jules).delete())
    refused_by_database(
        lambda: Entitlement.objects.create(
            poll=closed, seat=bench.seat_of(bench.quentin), user=bench.quentin,
            name="x", label="x", role="member", standing="absent", status="absent",
        )
    )  # fmt: skip


def test_the_database_refuses_to_rename_a_voice_while_the_poll_is_open(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)

        refused_by_database(lambda: Entitlement.objects.filter(poll=poll).update(name="Autre"))
        refused_by_database(lambda: Entitlement.objects.filter(user=bench.ines).update(standing="recused"))


def test_the_database_refuses_to_reopen_or_rewrite_a_poll(closed):
    polls = Poll.objects.filter(pk=closed.pk)

    refused_by_database(lambda: polls.update(state="open", closed_at=None, closed_by=None))
    refused_by_database(lambda: polls.update(question="Une autre question\u00a0?"))
    refused_by_database(lambda: polls.update(rule={"quorum_num": 0}))
    polls.update(state="void", void_reason="déport")
    refused_by_database(lambda: polls.update(state="closed", void_reason=""))
    refused_by_database(closed.delete)


def test_the_database_refuses_a_changed_or_second_result(closed):
    refused_by_database(lambda: PollResult.objects.update(adopted=False))
    refused_by_database(closed.result.delete)


def test_the_database_refuses_another_proposal_once_the_poll_is_closed(bench, closed):
    refused_by_database(lambda: PollCeiling.objects.update(cents=1))
    refused_by_database(lambda: PollCeiling.objects.create(poll=closed, partner=bench.world.cea, cents=1))


CONTRADICTIONS = [
    {"n_for": 3},
    {"n_seats": 9},
    {"n_silent": 0},
    {"n_recused_l1111_6": 1},
    {"base_value": 2},
    {"adopted": False},
    {"n_for": 1, "n_against": 2},
    {"quorum_value": 0},
    {"quorum_met": False},
    {"quorum_required": 9},
    {"casting_side": "for"},
    {"with_conditions": True},
    {"n_for": 1, "n_for_with_conditions": 1, "with_conditions": True},
]


@pytest.mark.parametrize("lie", CONTRADICTIONS, ids=lambda lie: "-".join(f"{k}={v}" for k, v in lie.items()))
def test_the_database_refuses_a_result_that_contradicts_its_own_numbers(closed, lie):
    with triggers.lifted(connection), pytest.raises(IntegrityError), transaction.atomic():
        PollResult.objects.update(**lie)


def test_an_auditor_sees_a_ballot_a_roll_or_a_proposal_changed_afterwards(closed):
    with triggers.lifted(connection):
        Ballot.objects.filter(choice="for").update(choice="abstain")
        assert tally.faults(closed) == [
            "the ballots give another result",
            "the roll, the ballots or the proposal changed after the count",
        ]
        Ballot.objects.filter(choice="abstain").update(choice="for")
        assert tally.faults(closed) == []
        PollCeiling.objects.update(cents=9)
        assert tally.faults(closed) == ["the roll, the ballots or the proposal changed after the count"]


def test_a_meeting_has_one_open_poll(bench, closed):
    row = Poll.objects.get(pk=closed.pk)
    row.pk, row.state, row.closed_at, row.closed_by = None, "open", None, None
    row.round, row.opened_at = 2, clock.now() + timedelta(minutes=1)
    row.save(force_insert=True)

    row.pk, row.round = None, 3
    refused_by_database(lambda: row.save(force_insert=True))


# A ballot of the wrong kind


def test_a_public_vote_takes_no_secret_ballot_and_hands_take_none(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        assert codes(actions.cast_secret, poll, choice=Choice.FOR, by=bench.ines, confirmed=True) == ["not-secret"]
        actions.void_poll(poll, reason="On lève la main.", by=bench.claire)
        counted = Poll.objects.create(
            meeting=here.meeting, item=here.item, round=2, question="?", visibility=Visibility.HANDS, rule=poll.rule,
            presiding=poll.presiding, opened_by=bench.claire, supersedes=poll,
        )  # fmt: skip

        assert codes(bench.vote, counted, ines="for")[0] == "counted-in-room"


def test_a_vote_does_not_end_before_it_begins(bench):
    with bench.sitting(bench.at_engagement()) as here:
        about = {"ceilings": {bench.ems: 3_000_00}, "by": bench.claire, "closes_at": clock.now()}

        assert codes(actions.open_poll, here.item, **about) == ["end-past"]
