"""A committee's own rules: adopted with their act, kept by what was convened under them, never edited."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import actions, rulesets
from committees.models import Meeting, RuleSet
from committees.regulations import Regulations
from committees.rules import MajorityBase, TieRule
from dossiers import actions as dossiers
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, seated, stage

pytestmark = pytest.mark.django_db
ACT = "Procès-verbal du 2 mai 2022, point 3"


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def adopt(bench, by=None, committee=None, **changes):
    committee = committee or bench.ce
    regulations = replace(rulesets.holding(committee), **changes)
    return actions.adopt_rules(
        committee, regulations=regulations, reference=ACT, adopted_on=clock.today(), by=by or bench.esther
    )


def test_without_rules_of_its_own_a_committee_follows_the_programme(bench):
    assert rulesets.in_force(bench.ce) is None
    assert rulesets.holding(bench.ce) == Regulations()


def test_an_adopted_version_holds_from_its_day_and_the_next_one_after_it(bench):
    first = adopt(bench, notice_days=8)
    second = actions.adopt_rules(
        bench.ce,
        regulations=replace(first.regulations, notice_days=3),
        reference=ACT,
        adopted_on=clock.today(),
        valid_from=clock.today() + timedelta(days=30),
        by=bench.claire,
    )

    assert (first.version, second.version) == (1, 2)
    assert rulesets.holding(bench.ce).notice_days == 8
    assert rulesets.holding(bench.ce, clock.today() + timedelta(days=30)).notice_days == 3
    assert rulesets.holding(bench.ct) == Regulations(), "another committee's rules are its own"
    event = Event.objects.filter(kind="committee.rules_adopted").first()
    assert (event.subject, event.facts["version"], event.facts["values"]["notice_days"]) == (bench.ce.subject, 1, 8)


@pytest.mark.parametrize("name", ["serge", "ines", "marc"])
def test_only_who_prepares_its_meetings_enters_a_committee_s_rules(bench, name):
    assert codes(adopt, bench, by=getattr(bench, name), notice_days=8) == ["not-yours"]
    assert not RuleSet.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quorum_num": 3, "quorum_den": 2}, "no-fraction"),
        ({"secret_num": 0}, "no-fraction"),
        ({"majority_strict": False}, "no-majority"),
        ({"majority_num": 1, "majority_den": 3}, "no-majority"),
        ({"min_secret_voters": 2}, "secret-too-few"),
        ({"quorum_minimum": 0}, "quorum-of-nobody"),
        ({"proxies_per_holder": -1}, "rule-below-zero"),
    ],
)
def test_what_can_be_no_rule_is_refused(bench, changes, code):
    assert codes(adopt, bench, **changes) == [code]


def test_rules_name_their_act_change_something_and_are_not_backdated(bench):
    adopt(bench, notice_days=8)
    same = rulesets.holding(bench.ce)
    yesterday = clock.today() - timedelta(days=1)

    def again(**said):
        given = {"regulations": same, "reference": ACT, "adopted_on": yesterday, "by": bench.esther} | said
        return codes(actions.adopt_rules, bench.ce, **given)

    assert again() == ["rules-unchanged"]
    assert again(reference="  ") == ["reference-missing", "rules-unchanged"]
    changed = replace(same, notice_days=6)
    assert again(regulations=changed, valid_from=yesterday) == ["valid-too-early"]


def test_what_was_adopted_is_not_edited_even_by_sql(bench):
    ruleset = adopt(bench, notice_days=8)

    for change in (lambda: RuleSet.objects.update(version=9), lambda: RuleSet.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert RuleSet.objects.get().version == ruleset.version


def test_a_convened_meeting_keeps_its_rules_and_the_next_one_follows_the_new(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    adopt(bench, quorum_num=1, quorum_den=1)
    later_on = actions.plan_meeting(
        bench.ce, scheduled_at=clock.now() + timedelta(days=20), place="Salle Doller", by=bench.esther
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(ruleset=RuleSet.objects.get())
    assert rulesets.of_meeting(Meeting.objects.get(pk=meeting.pk)).quorum_den == 2
    assert rulesets.of_meeting(later_on).quorum_den == 1


def test_notice_is_the_one_of_the_committee_s_own_rules(bench):
    adopt(bench, notice_days=10)

    in_a_week = clock.now() + timedelta(days=7)
    meeting = actions.plan_meeting(bench.ce, scheduled_at=in_a_week, place="Salle Doller", by=bench.esther)
    actions.add_item(meeting, dossier=bench.at_engagement(), by=bench.esther)

    assert codes(actions.convene, meeting, by=bench.esther) == ["notice-too-short"]
    assert actions.convene(meeting, urgent_reason="Le bail.", by=bench.esther).ruleset.version == 1


def test_a_poll_counts_by_the_rules_under_which_its_meeting_was_convened(bench):
    adopt(bench, majority_base=MajorityBase.PRESENT)
    with bench.sitting(bench.at_engagement()) as here:
        result = bench.voted(here.item, claire="for", victor="for", ines="abstain").result

    assert (result.majority_base, result.base_value, result.adopted) == ("present", 4, False)
    assert "pèse comme un vote contre" in result.explanation


def test_a_tie_that_the_rules_put_to_a_second_round_is_not_proclaimed(bench):
    adopt(bench, tie_rule=TieRule.SECOND_ROUND)
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="for", victor="against")

        assert (poll.result.decided_by, poll.result.adopted) == ("second_round", False)
        assert codes(actions.proclaim, poll, reason="Partage des voix.", by=bench.claire) == ["tie-open"]
        assert codes(dossiers.advance, here.dossier, "decline", by=bench.claire, reason="Partage.") == ["adopted"]
        again = bench.voted(here.item, claire="for", victor="for")
        actions.proclaim(again, by=bench.claire)

    assert (again.round, Dossier.objects.get(pk=here.dossier.pk).state) == (2, "campaign_preparation")


def test_a_second_call_is_refused_where_the_rules_know_none(bench):
    adopt(bench, second_call=False)
    with bench.sitting(bench.at_engagement(), present=[bench.claire]) as here:
        actions.close_meeting(here.meeting, by=bench.esther)

        later_on = clock.now() + timedelta(days=5)
        again = {"scheduled_at": later_on, "place": "Salle Doller", "by": bench.esther}
        assert codes(actions.call_again, here.meeting, **again) == ["no-second-call"]
