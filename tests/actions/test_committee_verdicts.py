"""What a vote becomes: ceilings and conditions on the dossier, a refusal, a delay, more work."""

import pytest
from django.db import IntegrityError, transaction

from committees import actions
from committees.models import AgendaItem, Proclamation, ShowOfHands, Verdict
from dossiers import actions as dossiers
from dossiers.access import step_refusals
from dossiers.lifecycle import State
from dossiers.models import Dossier, DossierProcess
from dossiers.models.exchange import Gate
from okote_flow.journal.access import story
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db
CONDITION = {"Trouver un local": Gate.CAMPAIGN}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def fresh(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def step_codes(person, dossier, step):
    return [refusal.code for refusal in step_refusals(person, fresh(dossier), step)]


def test_a_favourable_vote_fixes_its_ceilings_and_leaves_unwanted_conditions_out(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, CONDITION, claire="for", ines="for", jules="for_with_conditions")

        said = actions.proclaim(poll, by=bench.claire)

        dossier = fresh(here.dossier)
        assert (said.verdict, dossier.state) == (Verdict.FAVOURABLE, State.CAMPAIGN_PREPARATION)
        assert list(dossier.ceilings.values_list("partner__code", "cents")) == [("ems", 3_000_00)]
        assert not dossier.conditions.exists()
        assert AgendaItem.objects.get().state == "decided"
        assert not DossierProcess.objects.filter(duty="proclamation", status="NEW").exists()
        assert [line.kind for line in story(dossier.subject)][-2:] == [
            "committee.verdict_proclaimed",
            "dossier.endorse",
        ]


def test_a_vote_with_conditions_puts_them_on_the_dossier(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, CONDITION, claire="for_with_conditions", ines="for")

        assert actions.proclaim(poll, by=bench.claire).verdict == Verdict.FAVOURABLE_WITH_CONDITIONS
        condition = fresh(here.dossier).conditions.get()
        assert (condition.text, condition.blocks) == ("Trouver un local", Gate.CAMPAIGN)


def test_an_unfavourable_vote_is_proclaimed_with_a_reason_and_ends_the_dossier(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="against", ines="against", jules="for")

        assert codes(actions.proclaim, poll, by=bench.claire) == ["reason-missing"]
        said = actions.proclaim(poll, by=bench.claire, reason="Hors d’Alsace")
        assert (said.verdict, fresh(here.dossier).state) == (Verdict.UNFAVOURABLE, State.REJECTED)
        assert not fresh(here.dossier).ceilings.exists()


def test_redirected_is_unfavourable_and_names_who_may_help(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="against")

        said = actions.proclaim(poll, by=bench.claire, reason="Trop grand", redirected_to="Fonds régional")
        assert (said.verdict, said.redirected_to) == (Verdict.REDIRECTED, "Fonds régional")


def test_an_adopted_dossier_is_not_redirected(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for")

        assert codes(actions.proclaim, poll, by=bench.claire, redirected_to="x") == ["redirect-adopted"]


def test_only_whoever_presides_proclaims_the_last_count_once(bench):
    with bench.sitting(bench.at_engagement()) as here:
        first = bench.open_poll(here.item)
        assert codes(actions.proclaim, first, by=bench.claire) == ["poll-running"]
        bench.vote(first, claire="against")
        actions.close_poll(first, by=bench.claire)
        second = bench.voted(here.item, claire="for")

        assert codes(actions.proclaim, first, by=bench.claire, reason="x") == ["poll-superseded"]
        for person in (bench.victor, bench.esther, bench.ines):
            assert codes(actions.proclaim, second, by=person) == ["not-yours"]
        actions.proclaim(second, by=bench.claire)
        assert codes(actions.proclaim, second, by=bench.claire) == ["item-state"]
        assert Proclamation.objects.count() == 1


def test_an_adopted_vote_is_proclaimed_before_anything_else(bench):
    with bench.sitting(bench.at_engagement()) as here:
        bench.voted(here.item, claire="for")

        assert codes(bench.open_poll, here.item) == ["verdict-pending"]
        hands = {"reason": "x", "in_favour": 4, "against": 0, "abstaining": 0, "by": bench.claire}
        assert codes(actions.postpone_item, here.item, **hands) == ["verdict-pending"]


def test_a_vice_chair_in_the_chairs_absence_proclaims(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.victor, bench.ines]) as here:
        poll = bench.open_poll(here.item, by=bench.victor)
        bench.vote(poll, victor="for", ines="for")
        actions.close_poll(poll, by=bench.victor)

        assert actions.proclaim(poll, by=bench.victor).verdict == Verdict.FAVOURABLE


def test_no_step_is_taken_without_its_vote(bench):
    dossier = bench.at_engagement()
    assert step_codes(bench.claire, dossier, "endorse") == ["not-adopted"]
    assert step_codes(bench.claire, dossier, "decline") == ["adopted"]
    with bench.sitting(dossier) as here:
        poll = bench.open_poll(here.item)
        assert step_codes(bench.claire, dossier, "endorse") == ["not-adopted"]
        bench.vote(poll, claire="for")
        actions.close_poll(poll, by=bench.claire)
        assert step_codes(bench.claire, dossier, "endorse") == []
        assert step_codes(bench.claire, dossier, "decline") == ["adopted"]
        assert codes(dossiers.advance, dossier, "decline", by=bench.claire, reason="x") == ["adopted"]


def test_a_dossier_is_endorsed_with_the_ceilings_that_were_voted_and_no_others(bench):
    with bench.sitting(bench.at_engagement()) as here:
        bench.voted(here.item, claire="for")

        with transaction.atomic():
            refused = codes(
                dossiers.endorse, here.dossier, ceilings={bench.ems: 9_000_00}, conditions=[], by=bench.claire
            )
            transaction.set_rollback(True)
        assert refused == ["not-adopted"]


# Hands


def test_a_show_of_hands_postpones_the_dossier_to_the_next_meeting(bench):
    dossier = bench.at_engagement()
    with bench.sitting(dossier) as here:
        hands = actions.postpone_item(
            here.item, reason="Devis manquant", in_favour=3, against=1, abstaining=0, by=bench.claire
        )

        assert hands.adopted
        assert (fresh(dossier).state, fresh(dossier).postponements) == (State.ENGAGEMENT_REVIEW, 1)
        assert (AgendaItem.objects.get().state, hands.proclamation.verdict) == ("postponed", Verdict.POSTPONED)
        asked = DossierProcess.objects.filter(dossier=dossier, status="NEW").values_list("duty", flat=True)
        assert sorted(asked) == ["agenda", "proclamation"]


def test_hands_are_counted_to_the_last_one_and_a_majority_decides(bench):
    with bench.sitting(bench.at_engagement()) as here:
        count = {"reason": "x", "by": bench.claire}
        assert codes(actions.postpone_item, here.item, in_favour=3, against=0, abstaining=0, **count) == [
            "hands-mismatch"
        ]
        hands = actions.postpone_item(here.item, in_favour=2, against=2, abstaining=0, **count)

        assert not hands.adopted
        assert AgendaItem.objects.get().state == "opened"
        assert not Proclamation.objects.exists()
        assert bench.open_poll(here.item).is_open


def test_a_dossier_is_postponed_twice_at_most(bench):
    dossier = bench.at_engagement()
    count = {"reason": "x", "in_favour": 4, "against": 0, "abstaining": 0, "by": bench.claire}
    for week in range(2):
        with later(days=week * 10), bench.sitting(dossier) as here:
            actions.postpone_item(here.item, **count)
            actions.close_meeting(here.meeting, by=bench.esther)
    with later(days=30), bench.sitting(dossier) as here:
        assert codes(actions.postpone_item, here.item, **count) == ["too-many-postponements"]
        assert ShowOfHands.objects.count() == 2


def test_a_show_of_hands_sends_the_dossier_back_with_questions(bench):
    dossier = bench.at_engagement()
    with bench.sitting(dossier) as here:
        count = {"reason": "Budget à préciser", "in_favour": 4, "against": 0, "abstaining": 0, "by": bench.claire}
        assert codes(actions.rework_item, here.item, **count) == ["no-question"]

        hands = actions.rework_item(here.item, questions=["Quel loyer\u00a0?", " "], **count)

        assert hands.proclamation.verdict == Verdict.REWORK
        assert fresh(dossier).state == State.COMPLEMENTS_REQUESTED
        question = dossier.questions.get()
        dossiers.answer_question(question, text="600\u00a0€", by=bench.world.alice)
        assert dossiers.answer_complements(fresh(dossier), by=bench.world.alice).state == State.ENGAGEMENT_REVIEW


def test_hands_need_quorum_and_the_chair(bench):
    count = {"reason": "x", "in_favour": 1, "against": 0, "abstaining": 0}
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        assert codes(actions.postpone_item, here.item, by=bench.claire, **count) == ["quorum-missing"]
        assert codes(actions.rework_item, here.item, by=bench.ines, **count) == ["not-yours", "quorum-missing"]


def test_verdicts_and_counts_of_hands_are_never_changed(bench):
    with bench.sitting(bench.at_engagement()) as here:
        actions.postpone_item(here.item, reason="x", in_favour=4, against=0, abstaining=0, by=bench.claire)

    for rows in (Proclamation.objects, ShowOfHands.objects):
        for act in (lambda rows=rows: rows.update(reason="autre"), lambda rows=rows: rows.get().delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()
