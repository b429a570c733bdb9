"""A poll: frozen roll, quorum, ballots, one immutable result, and what the database itself refuses."""

import pytest

from committees import actions, tally
from committees.counting import consistent
from committees.models import Ballot, Choice, Entitlement, ItemState, Mandate, PollResult, PollState
from dossiers import actions as dossiers
from dossiers import joints
from dossiers.models import Dossier, DossierProcess
from dossiers.models.dossier import Theme
from dossiers.models.exchange import Gate
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
        here.item.refresh_from_db()
        assert (here.item.state, here.item.presiding) == (ItemState.PLANNED, None)
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
