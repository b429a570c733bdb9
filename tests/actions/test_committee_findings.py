"""What a hostile reading of the committees found: who stands aside, who presides, what counts once."""

import uuid

import pytest

from committees import actions
from committees.models import AgendaItem, Choice, HandsPurpose, Mandate, PollState, RecusalGround, Role, ShowOfHands
from dossiers import actions as dossiers
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.journal.access import story
from okote_flow.journal.models import Event
from tests.actions.committee_cast import answers, codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    """The day of the meeting, everybody there, the item called."""
    with bench.sitting(bench.at_engagement()) as place:
        yield place


def recuse(dossier, person, by=None):
    return actions.recuse(dossier, ground=RecusalGround.PRUDENCE, user=person, by=by or person)


# Standing aside


def test_a_secretary_makes_nobody_stand_aside_but_the_members_of_their_own_committee(bench):
    world, dossier = bench.world, bench.at_engagement()

    for person in (world.tess, world.didier, world.odile, bench.ines, bench.claire):
        assert codes(recuse, dossier, person, by=bench.serge) == ["not-yours"]
    assert codes(recuse, dossier, bench.marc, by=bench.claire) == ["not-yours"]
    assert recuse(dossier, bench.marc, by=bench.serge).user == bench.marc
    assert recuse(dossier, bench.ines, by=bench.esther).user == bench.ines


def test_who_joins_the_holders_organization_during_a_poll_votes_no_more(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, claire="for", victor="for")
    bench.world.join(bench.ines, here.dossier.organization)

    assert codes(bench.vote, poll, ines="for") == ["seat-recused"]
    result = actions.close_poll(poll, by=bench.claire).result
    assert (result.n_recused, result.n_entitled, result.n_voted) == (1, 3, 2)


def test_a_ballot_of_who_now_carries_the_project_voids_the_poll_at_its_closing(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, claire="for", ines="for")
    bench.world.join(bench.ines, here.dossier.organization)

    poll = actions.close_poll(poll, by=bench.claire)

    assert poll.state == PollState.VOID and "déporté" in poll.void_reason
    assert bench.open_poll(here.item).roll.get(user=bench.ines).status == "recused"


def test_a_chair_who_comes_to_carry_the_project_leaves_the_poll_to_the_next(bench, here):
    poll = bench.open_poll(here.item)
    bench.world.join(bench.claire, here.dossier.organization)

    assert codes(actions.void_poll, poll, reason="x", by=bench.claire) == ["not-yours"]
    assert actions.close_poll(poll, by=bench.victor).state == PollState.VOID
    again = bench.open_poll(here.item, by=bench.victor)
    bench.vote(again, victor="for", ines="for")
    actions.proclaim(actions.close_poll(again, by=bench.victor), by=bench.victor)


def test_a_recused_secretary_does_not_touch_the_item(bench, here):
    recuse(here.dossier, bench.esther)

    assert codes(actions.leave_item, here.item, by=bench.esther) == ["recused"]
    assert codes(bench.leave, here.meeting, bench.ines) == ["recused"]
    assert codes(bench.arrive, here.meeting, bench.ines) == ["recused"]
    actions.record_leave(here.meeting, seat=bench.seat_of(bench.ines), by=bench.claire)
    item = actions.leave_item(here.item, by=bench.claire)
    assert codes(actions.remove_item, item, by=bench.esther) == ["recused"]
    assert bench.arrive(here.meeting, bench.ines).pk  # between two items, the record is the secretary's again


def test_a_recused_member_still_says_that_they_leave_the_room(bench, here):
    recuse(here.dossier, bench.ines)

    assert actions.record_leave(here.meeting, seat=bench.seat_of(bench.ines), by=bench.ines).left_at


# Presiding


def test_a_poll_whose_chair_loses_the_mandate_is_led_by_the_next(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, ines="for", victor="for")
    Mandate.objects.filter(user=bench.claire).update(starts_on=clock.today().replace(year=2021))

    actions.end_mandate(Mandate.objects.get(user=bench.claire), by=None)

    assert AgendaItem.objects.get(pk=here.item.pk).presiding == bench.seat_of(bench.victor)
    assert codes(actions.close_poll, poll, by=bench.claire) == ["not-yours"]
    assert actions.close_poll(poll, by=bench.victor).result.adopted


def test_saying_again_who_is_there_gives_the_chair_to_the_next(bench, here):
    bench.open_poll(here.item)
    Mandate.objects.filter(user=bench.claire).update(user=bench.world.zoe)

    bench.arrive(here.meeting, bench.victor)

    assert AgendaItem.objects.get(pk=here.item.pk).presiding == bench.seat_of(bench.victor)


def test_the_casting_vote_is_of_whoever_presides_at_the_closing(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, claire="for", victor="against")
    bench.leave(here.meeting, bench.claire)

    result = actions.close_poll(poll, by=bench.victor).result

    assert (result.adopted, result.decided_by, result.casting_side) == (False, "casting_vote", "against")


def test_a_chair_who_left_has_no_casting_vote_when_the_next_did_not_vote(bench, here):
    poll = bench.open_poll(here.item)
    bench.vote(poll, claire="for", ines="against")
    bench.leave(here.meeting, bench.claire)

    result = actions.close_poll(poll, by=bench.victor).result

    assert (result.adopted, result.decided_by, result.casting_side) == (False, "tie_reject", "")


# Ballots and numbers


def test_another_choice_from_the_same_page_changes_the_ballot_until_the_closing(bench, here):
    poll, page = bench.open_poll(here.item), str(uuid.uuid4())
    bench.vote(poll, claire="for")

    def cast(choice, number=page):
        return actions.cast_ballot(poll, choice=Choice(choice), by=bench.ines, client_uuid=number)

    first, second, third = cast("for"), cast("against"), cast("for")
    assert [ballot.seq for ballot in (first, second, third)] == [1, 2, 3]
    assert cast("for") == third
    last = cast("abstain", str(uuid.uuid4()))
    assert cast("for") == first  # a late retry overturns nothing
    result = actions.close_poll(poll, by=bench.claire).result
    assert (result.n_for, result.n_abstain) == (1, 1)
    assert codes(cast, "against") == ["poll-closed"]
    assert cast("abstain", last.client_uuid) == last


def test_hands_below_zero_are_no_count(bench, here):
    said = {"reason": "x", "in_favour": 5, "against": -1, "abstaining": 0, "by": bench.claire}

    assert codes(actions.postpone_item, here.item, **said) == ["hands-mismatch"]
    assert not ShowOfHands.objects.filter(purpose=HandsPurpose.POSTPONE).exists()


def test_a_ceiling_below_zero_is_not_put_to_the_vote(bench, here):
    assert codes(bench.open_poll, here.item, cents=-1) == ["amount-missing"]


def test_an_ended_mandate_is_not_stretched(bench):
    mandate = Mandate.objects.get(user=bench.marc)
    ended_on = actions.end_mandate(mandate, by=None, ends_on=clock.today()).ends_on

    with later(days=10):
        assert actions.end_mandate(mandate, by=None).ends_on == ended_on
        assert actions.end_mandate(mandate, by=None, ends_on=clock.today()).ends_on == ended_on


def test_a_question_that_is_not_sent_does_not_go_up_with_the_opinion(bench):
    dossier = bench.admitted()
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())
    dossiers.ask_question(dossier, text="Qui tient la caisse\u00a0?", by=bench.serge)

    for favourable in (True, False):
        said = {"favourable": favourable, "reason": "Utile.", "by": bench.serge}
        assert codes(actions.record_opinion, dossier, **said) == ["open-questions"]


# The journal


def test_every_act_of_a_committee_says_in_which_office_it_was_done(bench):
    admin = bench.world.person("Ada")
    appoint(admin, office=Office.ADMINISTRATOR, by=None)
    mandate = actions.install(bench.ct, user=admin, role=Role.EXPERT, by=admin)
    actions.end_mandate(mandate, by=admin)
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="for")
        recuse(here.dossier, bench.ines, by=bench.esther)
        bench.leave(here.meeting, bench.jules)
        actions.leave_item(here.item, by=bench.esther)
        actions.remove_item(here.item, by=bench.esther)
        actions.close_meeting(here.meeting, by=bench.victor)

        told = Event.objects.filter(kind__startswith="committee.").exclude(actor="")
        assert {line.kind for line in told if not line.office} == set()
        lines = [line.office for line in story(here.meeting.subject)]
        assert (lines[0], lines[-1]) == (Role.SECRETARY, Role.VICE_CHAIR)
