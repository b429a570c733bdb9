"""Standing aside: sight, keys, tasks and polls follow at once; one's own dossier is never one's to judge."""

import pytest

from committees import access, actions
from committees.models import AgendaItem, Entitlement, PollState, Recusal, RecusalGround, Role, Verdict
from dossiers import actions as dossiers
from dossiers.access import dossiers_for, holds, people_with_key
from dossiers.lifecycle import Keeper
from dossiers.models import DossierProcess
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from tests.actions.committee_cast import answers, codes, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


PRUDENCE, CGCT = RecusalGround.PRUDENCE, RecusalGround.REPRESENTATION


def recuse(dossier, person, by=None, ground=PRUDENCE):
    return actions.recuse(dossier, ground=ground, user=person, by=by or person)


def test_a_recused_member_sees_the_dossier_no_more_and_has_no_task_on_it(bench):
    dossier = bench.admitted()

    recusal = recuse(dossier, bench.marc)

    assert not dossiers_for(bench.marc).filter(pk=dossier.pk).exists()
    assert dossiers_for(bench.nadia).filter(pk=dossier.pk).exists()
    assert not holds(bench.marc, dossier, Keeper.MEMBER)
    asked = DossierProcess.objects.filter(dossier=dossier, duty="screening", status="NEW")
    assert {process.person for process in asked} == {bench.nadia, bench.paul}
    assert codes(actions.save_sheet, dossier, marks={}, by=bench.marc) == ["not-yours"]
    assert recusal.declared_by == bench.marc


def test_a_recused_members_sheet_does_not_count_for_the_opinion(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers())
    recuse(dossier, bench.marc)

    assert codes(actions.record_opinion, dossier, favourable=True, reason="x", by=bench.serge) == ["sheets-missing"]
    actions.give_sheet(dossier, by=bench.nadia, **answers())
    assert actions.record_opinion(dossier, favourable=True, reason="x", by=bench.serge).members == 2


def test_a_recusal_takes_staff_capacities_away_too_and_gives_claimed_tasks_back(bench):
    world = bench.world
    dossier = dossiers.submit(world.draft(), by=world.alice)
    process = DossierProcess.objects.get(dossier=dossier, duty="admissibility")
    dossiers.claim(process, by=world.odile)

    recuse(dossier, world.odile)

    assert not holds(world.odile, dossier, Keeper.OFFICER)
    assert not dossiers_for(world.odile).filter(pk=dossier.pk).exists()
    assert process.task_set.get(flow_task_type="HUMAN").owner is None


def test_a_holder_keeps_their_own_dossier_and_judges_it_in_no_capacity(bench):
    actions.install(bench.ct, user=bench.world.alice, role=Role.MEMBER, by=None)
    dossier = bench.admitted()

    assert dossiers_for(bench.world.alice).filter(pk=dossier.pk).exists()
    assert holds(bench.world.alice, dossier, Keeper.APPLICANT)
    assert not holds(bench.world.alice, dossier, Keeper.MEMBER)
    assert not access.is_inside(bench.world.alice, dossier)
    assert bench.world.alice not in [mandate.user for mandate in access.voices(dossier)]
    assert codes(recuse, dossier, bench.world.alice) == ["nothing-to-leave"]


def test_a_member_of_the_holders_organization_judges_it_in_no_capacity(bench):
    dossier = bench.admitted()
    bench.world.join(bench.marc, dossier.organization)

    assert not holds(bench.marc, dossier, Keeper.MEMBER)
    assert bench.marc not in people_with_key(dossier, Keeper.MEMBER)


def test_one_stands_aside_once_and_only_from_what_one_has_a_part_in(bench):
    dossier = bench.admitted()
    recuse(dossier, bench.marc)

    assert codes(recuse, dossier, bench.marc) == ["already-recused"]
    assert codes(recuse, dossier, bench.world.zoe) == ["nothing-to-leave"]
    assert codes(recuse, dossier, bench.claire) == ["nothing-to-leave"]  # not before her committee yet


def test_a_secretary_or_chair_of_the_dossiers_committee_imposes_it_and_a_member_does_not(bench):
    dossier = bench.admitted()

    assert codes(recuse, dossier, bench.nadia, by=bench.paul) == ["not-yours"]
    assert codes(recuse, dossier, bench.nadia, by=bench.world.odile) == ["not-yours"]
    assert codes(recuse, dossier, bench.nadia, by=bench.esther) == ["not-yours"]  # the dossier has not reached hers
    assert codes(recuse, dossier, bench.world.zoe, by=bench.serge) == ["nothing-to-leave"]
    recusal = recuse(dossier, bench.nadia, by=bench.serge)
    assert (recusal.user, recusal.declared_by) == (bench.nadia, bench.serge)
    line = story(dossier.subject)[-1]
    assert (line.kind, line.facts["imposed"]) == (Kind.RECUSED, True)
    assert "Nadia" not in str(line.facts)


def test_a_recused_secretary_imposes_nothing(bench):
    dossier = bench.admitted()
    recuse(dossier, bench.serge)

    assert codes(recuse, dossier, bench.nadia, by=bench.serge) == ["not-yours"]


# The chair


def test_the_chairs_part_passes_to_the_next_in_precedence_and_nobody_is_left_out(bench):
    dossier = bench.at_engagement()

    assert holds(bench.claire, dossier, Keeper.CHAIR) and not holds(bench.victor, dossier, Keeper.CHAIR)
    assert people_with_key(dossier, Keeper.CHAIR) == [bench.claire]
    recuse(dossier, bench.claire)
    assert holds(bench.victor, dossier, Keeper.CHAIR) and not holds(bench.claire, dossier, Keeper.CHAIR)
    assert people_with_key(dossier, Keeper.CHAIR) == [bench.victor]
    recuse(dossier, bench.victor)
    assert people_with_key(dossier, Keeper.CHAIR) == []
    assert not any(holds(person, dossier, Keeper.CHAIR) for person in bench.voters)


def test_a_chair_who_carries_the_dossier_does_not_preside_it(bench):
    dossier = bench.at_engagement()
    bench.world.join(bench.claire, dossier.organization)

    assert holds(bench.victor, dossier, Keeper.CHAIR) and not holds(bench.claire, dossier, Keeper.CHAIR)
    assert people_with_key(dossier, Keeper.CHAIR) == [bench.victor]


def test_the_chair_of_one_dossier_only_is_replaced(bench):
    first, second = bench.at_engagement(), bench.at_engagement()
    recuse(first, bench.claire)

    assert holds(bench.claire, second, Keeper.CHAIR)
    with bench.sitting(first, second) as here:
        assert here.item.presiding == bench.seat_of(bench.victor)
        assert here.meeting.__class__.objects.get(pk=here.meeting.pk).presiding == bench.seat_of(bench.claire)


# Polls


def test_a_recusal_after_voting_voids_the_running_poll_and_a_new_round_goes_without(bench):
    with bench.sitting(bench.at_engagement()) as here:
        first = bench.open_poll(here.item)
        bench.vote(first, ines="for", jules="for")

        recuse(here.dossier, bench.ines)

        first.refresh_from_db()
        assert first.state == PollState.VOID and first.void_reason
        assert not DossierProcess.objects.filter(duty="vote", status="NEW").exists()
        second = bench.open_poll(here.item)
        assert second.round == 2
        assert second.roll.get(user=bench.ines).status == "recused"


def test_a_recusal_before_voting_leaves_the_roll_and_the_poll_goes_on(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, jules="for")

        recuse(here.dossier, bench.ines, ground=CGCT)

        poll.refresh_from_db()
        line = Entitlement.objects.get(poll=poll, user=bench.ines)
        assert (poll.state, line.status, line.standing) == (PollState.OPEN, "recused", "recused_l1111_6")
        assert codes(bench.vote, poll, ines="for") == ["seat-recused"]
        bench.vote(poll, claire="for", victor="against")
        result = actions.close_poll(poll, by=bench.claire).result
        assert (result.n_recused, result.n_recused_l1111_6, result.quorum_base, result.n_entitled) == (1, 1, 3, 3)


def test_a_recused_chair_leaves_the_poll_and_the_next_opens_a_new_round(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)

        recuse(here.dossier, bench.claire)

        poll.refresh_from_db()
        item = AgendaItem.objects.get(pk=here.item.pk)
        assert (poll.state, item.presiding) == (PollState.VOID, bench.seat_of(bench.victor))
        assert codes(bench.open_poll, here.item, by=bench.claire) == ["not-yours"]
        assert bench.open_poll(here.item, by=bench.victor).presiding == bench.seat_of(bench.victor)


def test_a_recusal_between_count_and_proclamation_voids_the_poll(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for", ines="for", jules="for")

        recuse(here.dossier, bench.ines)

        poll.refresh_from_db()
        assert poll.state == PollState.VOID
        assert poll.result.adopted  # the first count stays readable
        assert codes(actions.proclaim, poll, by=bench.claire) == ["poll-void"]


def test_after_the_proclamation_a_recusal_changes_nothing_of_the_vote(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for", ines="for", jules="for")
        actions.proclaim(poll, by=bench.claire)

        recuse(here.dossier, bench.ines)

        poll.refresh_from_db()
        assert (poll.state, poll.proclamation.verdict) == (PollState.CLOSED, Verdict.FAVOURABLE)


def test_a_member_recused_before_the_meeting_is_on_the_roll_without_a_voice(bench):
    dossier = bench.at_engagement()
    recuse(dossier, bench.ines)
    with bench.sitting(dossier) as here:
        poll = bench.open_poll(here.item)

        assert poll.roll.get(user=bench.ines).status == "recused"
        assert not DossierProcess.objects.filter(duty="vote", person=bench.ines).exists()
        assert codes(bench.vote, poll, ines="for") == ["seat-recused"]
        assert access.meetings_for(bench.ines).filter(pk=here.meeting.pk).exists()
        assert not access.inside(bench.ines).filter(pk=dossier.pk).exists()
    assert Recusal.objects.count() == 1


def test_a_secretary_who_stands_aside_calls_nothing_and_puts_it_on_no_agenda(bench):
    planned, other = bench.at_engagement(), bench.at_engagement()
    with bench.sitting(planned, call=False) as here:
        recuse(planned, bench.esther)
        recuse(other, bench.esther)

        assert codes(actions.open_item, here.item, by=bench.esther) == ["not-yours"]
        draft = actions.plan_meeting(bench.ce, scheduled_at=clock.now(), place="x", by=bench.esther)
        assert codes(actions.add_item, draft, dossier=other, by=bench.esther) == ["recused"]
        assert actions.add_item(draft, dossier=other, by=bench.claire).pk
        assert actions.open_item(here.item, by=bench.claire).presiding == bench.seat_of(bench.claire)
