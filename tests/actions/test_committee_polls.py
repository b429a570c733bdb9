"""A poll: frozen roll, quorum, ballots, one immutable result, and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from committees import actions, tally
from committees.counting import consistent
from committees.models import Ballot, Choice, Entitlement, Mandate, Poll, PollCeiling, PollResult, PollState
from dossiers import actions as dossiers
from dossiers import joints
from dossiers.models import Dossier, DossierProcess
from dossiers.models.dossier import Theme
from dossiers.models.exchange import Gate
from okote_flow import clock, triggers
from okote_flow.journal.access import story
from tests.actions.committee_cast import codes, later, seated, stage

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


# Opening


def test_a_poll_freezes_a_roll_of_every_seat_with_a_voice(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.ines]) as here:
        bench.arrive(here.meeting, bench.jules, "remote")
        poll = bench.open_poll(here.item)
        bench.arrive(here.meeting, bench.victor)

        assert roll(poll) == {
            "Claire": ("present_room", "eligible"),
            "Victor": ("absent", "absent"),
            "Ines": ("present_room", "eligible"),
            "Jules": ("present_remote", "eligible"),
        }
        assert voters_asked(poll) == {"Claire", "Ines", "Jules"}
        assert (poll.round, poll.presiding, poll.rule["quorum_den"]) == (1, bench.seat_of(bench.claire), 2)


def test_a_qualified_partner_votes_on_dossiers_of_their_theme_and_advises_on_others(bench):
    food, other = bench.at_engagement(Theme.FOOD), bench.at_engagement(Theme.CULTURE)
    with bench.sitting(food, other, present=[*bench.voters, bench.quentin]) as here:
        poll = bench.voted(here.item, quentin="for", claire="for")
        assert "Quentin" in roll(poll)
        actions.proclaim(poll, by=bench.claire)
        second = bench.open_poll(actions.open_item(here.items[1], by=bench.claire))

        assert "Quentin" not in roll(second)
        assert codes(bench.vote, second, quentin="for") == ["not-on-roll"]


def test_a_poll_needs_quorum_on_its_item(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        assert codes(bench.open_poll, here.item) == ["quorum-missing"]
        bench.arrive(here.meeting, bench.ines)
        assert bench.open_poll(here.item).is_open


def test_only_whoever_presides_the_called_item_opens_a_poll(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as here:
        for person in (bench.victor, bench.esther, bench.ines, bench.world.didier):
            assert codes(bench.open_poll, here.item, by=person) == ["not-yours"]
        assert "item-state" in codes(bench.open_poll, here.items[1])
        bench.open_poll(here.item)
        assert codes(bench.open_poll, here.item) == ["poll-open"]


def test_ceilings_stay_within_free_envelopes_and_competences(bench):
    with bench.sitting(bench.at_engagement()) as here:
        assert codes(bench.open_poll, here.item, cents=35_000_01) == ["over-free-envelope"]
        Dossier.objects.update(cea_competence=False)
        open_poll, cea = actions.open_poll, bench.world.cea
        assert codes(open_poll, here.item, ceilings={cea: 1_00}, by=bench.claire) == ["no-competence"]
        assert open_poll(here.item, ceilings={cea: 0, bench.ems: 35_000_00}, by=bench.claire).ceilings.count() == 1


def test_the_holder_does_not_withdraw_from_a_running_poll(bench):
    dossier = bench.at_engagement()
    with bench.sitting(dossier) as here:
        poll = bench.open_poll(here.item)
        assert codes(dossiers.withdraw, dossier, by=bench.world.alice) == ["poll-open"]
        actions.void_poll(poll, reason="Retrait annoncé", by=bench.claire)
        assert dossiers.withdraw(dossier, by=bench.world.alice).state == "withdrawn"


# Ballots


def test_a_ballot_may_be_changed_until_the_closing_and_only_the_last_counts(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="for", claire="against")
        bench.vote(poll, ines="against")
        bench.vote(poll, ines="against")

        line = Entitlement.objects.get(poll=poll, user=bench.ines)
        assert list(line.ballots.values_list("seq", "choice", "is_current")) == [
            (1, "for", False),
            (2, "against", True),
        ]
        result = actions.close_poll(poll, by=bench.claire).result
        assert (result.n_for, result.n_against, result.n_voted, result.n_silent) == (0, 2, 2, 2)


def test_a_retry_is_the_same_ballot_even_after_the_closing(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        cast = {"choice": Choice.FOR, "by": bench.ines, "client_uuid": "0b0e6a06-0d3c-4a2e-9a1f-1d6f5b1c2d3e"}
        first = actions.cast_ballot(poll, **cast)

        assert actions.cast_ballot(poll, **cast) == first
        bench.vote(poll, claire="for")
        actions.close_poll(poll, by=bench.claire)
        assert actions.cast_ballot(poll, **cast) == first
        assert Ballot.objects.filter(entitlement__user=bench.ines).count() == 1


def test_a_late_ballot_is_told_when_the_poll_closed(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for", ines="for")

        with later(seconds=7):
            assert codes(bench.vote, poll, jules="against") == ["poll-closed"]
        assert codes(actions.close_poll, poll, by=bench.claire) == ["poll-closed"]
        assert codes(actions.void_poll, poll, reason="x", by=bench.claire) == ["poll-closed"]


def test_each_votes_for_oneself_and_only_who_was_there(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.ines]) as here:
        poll = bench.open_poll(here.item)
        cast = actions.cast_ballot

        assert codes(bench.vote, poll, jules="for") == ["absent"]
        assert codes(bench.vote, poll, esther="for") == ["not-on-roll"]
        assert codes(bench.vote, poll, marc="for") == ["not-on-roll"]
        assert codes(cast, poll, choice=Choice.FOR, by=bench.claire, seat=bench.seat_of(bench.ines)) == [
            "not-your-seat"
        ]
        assert cast(poll, choice=Choice.FOR, by=bench.ines, seat=bench.seat_of(bench.ines)).pk
        assert voters_asked(poll) == {"Claire"}


def test_a_former_member_does_not_vote(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        actions.end_mandate(Mandate.objects.get(user=bench.ines), by=None)

        assert codes(bench.vote, poll, ines="for") == ["not-on-roll"]


def test_the_journal_of_a_running_poll_names_seats_and_never_choices(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="against")

        line = story(here.dossier.subject)[-1]
        assert (line.kind, line.facts) == ("committee.ballot_cast", {"poll": poll.pk, "seat": "siege-ines"})


# Closing


def test_closing_counts_in_the_same_act_and_the_result_proves_itself(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(
            here.item,
            conditions={"Trouver un local": Gate.CAMPAIGN},
            claire="for_with_conditions",
            victor="for",
            ines="against",
            jules="abstain",
        )

        result = poll.result
        assert (poll.state, result.adopted, result.with_conditions) == (PollState.CLOSED, True, True)
        assert (result.n_seats, result.n_entitled, result.base_value, result.decided_by) == (4, 4, 3, "majority")
        assert consistent(result.as_result()) and result.as_result() == tally.counted(poll)
        assert tally.faults(poll) == []
        assert "adopté avec réserves" in result.explanation
        assert voters_asked(poll) == set()


def test_conditions_nobody_wants_are_not_adopted(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, {"x": Gate.PAYOUT}, claire="for", victor="for", ines="for_with_conditions")

        assert (poll.result.adopted, poll.result.with_conditions) == (True, False)


@pytest.mark.parametrize(
    ("said", "adopted", "decided_by"),
    [
        ({"claire": "for", "victor": "against"}, True, "casting_vote"),
        ({"claire": "against", "victor": "for"}, False, "casting_vote"),
        ({"claire": "abstain", "victor": "for", "ines": "against"}, False, "tie_reject"),
        ({"claire": "abstain", "victor": "abstain"}, False, "no_expressed"),
        ({}, False, "no_expressed"),
        ({"claire": "for", "victor": "abstain", "ines": "abstain"}, True, "majority"),
    ],
)
def test_majority_tie_and_casting_vote(bench, said, adopted, decided_by):
    with bench.sitting(bench.at_engagement()) as here:
        result = bench.voted(here.item, **said).result

        assert (result.adopted, result.decided_by) == (adopted, decided_by)


def test_a_member_who_left_without_voting_is_absent_and_one_who_voted_counts(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="against", claire="for")
        bench.leave(here.meeting, bench.ines)
        bench.leave(here.meeting, bench.jules)
        assert codes(bench.vote, poll, jules="for") == ["absent"]
        bench.leave(here.meeting, bench.victor)
        bench.arrive(here.meeting, bench.victor)
        bench.vote(poll, victor="for")

        result = actions.close_poll(poll, by=bench.claire).result
        assert (result.n_absent, result.n_entitled, result.n_voted, result.n_for, result.n_against) == (1, 3, 3, 2, 1)


def test_lost_quorum_voids_the_poll_and_the_item_is_called_again(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, claire="for")
        for person in (bench.victor, bench.ines, bench.jules):
            bench.leave(here.meeting, person)

        poll = actions.close_poll(poll, by=bench.claire)

        assert poll.state == PollState.VOID and "Quorum" in poll.void_reason
        assert not PollResult.objects.filter(poll=poll).exists()
        actions.leave_item(here.item, by=bench.esther)
        for person in (bench.ines, bench.jules):
            bench.arrive(here.meeting, person)
        actions.open_item(here.item, by=bench.claire)
        assert bench.open_poll(here.item).round == 2


def test_money_that_is_gone_at_the_closing_voids_the_poll_and_says_why(bench, monkeypatch):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item, cents=3_000_00)
        bench.vote(poll, claire="for", ines="for")
        monkeypatch.setattr(joints, "_free", [lambda partner, dossier: 2_999_99])

        poll = actions.close_poll(poll, by=bench.claire)

        assert poll.state == PollState.VOID and "2\u00a0999,99" in poll.void_reason


def test_only_whoever_presides_closes_or_voids_and_says_why(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        for person in (bench.victor, bench.esther, bench.ines):
            assert codes(actions.close_poll, poll, by=person) == ["not-yours"]
            assert codes(actions.void_poll, poll, reason="x", by=person) == ["not-yours"]
        assert codes(actions.void_poll, poll, reason=" ", by=bench.claire) == ["reason-missing"]
        assert actions.void_poll(poll, reason="Erreur de montant", by=bench.claire).void_reason == "Erreur de montant"
        assert bench.open_poll(here.item).round == 2


# What the database refuses


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
