"""A change of rules: tried on what is past, adopted by a decision once, taken back before its day."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import actions as dossiers
from dossiers.models import Dossier, RulesVersion
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.administration import access, actions
from okote_flow.administration.measures import GROUP_OF, UNREADABLE, measure
from okote_flow.administration.models import Body, ProposalState, RuleProposal
from okote_flow.administration.rules.impact import Finding, Group
from okote_flow.directory.models import Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import decided
from okote_flow.parameters import Parameters, catalogue
from okote_flow.refusals import Refused
from tests.money import MoneyWorld

NOW = Parameters()


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def refused(act) -> list[str]:
    with pytest.raises(Refused) as found:
        act()
    return [one.code for one in found.value.refusals]


def propose(money, text="Davantage de projets aboutissent.", **values):
    wished = values or {"threshold_bps": 7000}
    return actions.propose_rules(values=wished, text=text, effective_on=clock.today(), by=money.didier)


def adopt(money, proposal, **given):
    decision = {
        "body": Body.STEERING, "reference": "PV du jour", "decided_on": clock.today(),
        "effective_on": clock.today(), "seen": proposal.effect_digest, "by": money.didier,
    }  # fmt: skip
    return actions.adopt_proposal(proposal, **decision | given)


def first(values, group=None):
    found = measure(NOW, values)
    return next(one for one in found if group is None or one.group is group)


# What it would have done


def test_every_rule_has_a_measure_or_says_why_not():
    assert GROUP_OF.keys() | UNREADABLE.keys() == catalogue().keys()


def test_a_lower_threshold_says_which_campaigns_would_have_succeeded_and_what_each_partner_would_have_paid(money):
    near = money.closed(2_900_00)
    money.closed(1_000_00)
    money.closed(4_000_00)

    finding = first({"threshold_bps": 7000})

    assert finding.sentence == (
        "Avec 70\u00a0%, 1\u00a0campagne de plus aurait réussi\u00a0; "
        f"2\u00a0900\u00a0€ de plus pour {money.cea.name}, 2\u00a0900\u00a0€ de plus pour {money.firm.name}."
    )
    assert [line.dossier for line in finding.lines] == [near.dossier_id]
    assert finding.tried == 3


def test_a_higher_threshold_says_which_would_have_failed(money):
    money.closed(3_100_00)

    finding = first({"threshold_bps": 8000})

    assert finding.partners == {money.cea.name: -3_100_00, money.firm.name: -3_100_00}
    assert [line.turn for line in finding.lines] == [-1]


def test_half_the_ratio_costs_half_and_another_mode_the_same_with_one_partner_a_college(money):
    money.closed(4_000_00)

    assert first({"ratio_den": 2}).partners == {money.cea.name: -2_000_00, money.firm.name: -2_000_00}
    assert first({"matching_mode": "each_partner"}).lines == ()


def test_gifts_below_a_higher_minimum_and_after_an_earlier_end_are_not_taken(money):
    money.closed(3_000_00, 30_00)

    small = first({"gift_min_cents": 50_00})
    short = first({"campaign_days": 20})

    assert small.partners == {money.cea.name: -30_00, money.firm.name: -30_00}
    assert short.lines == ()  # every gift came on the first day
    assert first({"campaign_days": 50}).note


def test_fees_and_advances_are_those_of_the_statements(money):
    money.settled(4_000_00)

    assert first({"fee_bps": 1000}).lines[0].cents == 80_00
    total = 4_000_00 - 320_00 + 8_000_00
    assert first({"advance_bps": 7000}).lines[0].cents == total * 7 // 10 - total


def test_a_running_campaign_keeps_its_rules(money):
    campaign = money.running()
    money.gift(campaign, 100_00)

    assert first({"ratio_den": 2}).tried == 0


def test_another_number_of_days_says_which_deadlines_would_have_been_missed(money):
    dossier = dossiers.submit(money.draft(), by=money.alice)
    dossiers.ask_question(dossier, text="Quand\u00a0?", by=money.odile)
    dossiers.ask_complements(dossier, by=money.odile)
    with clock.frozen(clock.now() + timedelta(days=8)):
        dossiers.answer_question(dossier.questions.get(), text="Bientôt.", by=money.alice)
        dossiers.answer_complements(Dossier.objects.get(), by=money.alice)

    assert first({"complement_days": 7}).sentence == (
        "Avec 7\u00a0jours, sur 1\u00a0échéance, 1\u00a0échéance aurait été dépassée."
    )
    assert first({"complement_days": 9}).lines == ()


def test_goals_are_judged_by_the_new_marks(money):
    dossiers.submit(money.draft(), by=money.alice)

    assert [line.turn for line in first({"goal_low_cents": 12_500_00, "goal_cents": 13_000_00}).lines] == [-1]


# From the proposal to the decision


def test_a_proposal_is_kept_with_its_effect_and_told(money):
    money.closed(2_900_00)

    proposal = propose(money)

    assert proposal.values == {"threshold_bps": 7000}
    assert Finding.of(proposal.effect[0]).group is Group.CAMPAIGNS
    event = Event.objects.get(kind=Kind.RULES_PROPOSED)
    assert event.subject == "programme:okote-alsace" and event.facts["proposal"] == proposal.pk


def test_the_same_proposal_sent_twice_is_one(money):
    assert propose(money) == propose(money)
    assert Event.objects.filter(kind=Kind.RULES_PROPOSED).count() == 1

    actions.withdraw_proposal(RuleProposal.objects.get(), reason="Plus tard.", by=money.didier)
    assert propose(money).is_open and RuleProposal.objects.count() == 2


def test_adopting_writes_a_version_and_leaves_handed_in_dossiers_alone(money):
    before = dossiers.submit(money.draft(), by=money.alice)
    proposal = adopt(money, propose(money), effective_on=clock.today() + timedelta(days=1))

    assert proposal.state == ProposalState.ADOPTED
    assert proposal.version.parameters.threshold_bps == 7000
    assert proposal.version.parameters.fee_bps == NOW.fee_bps
    assert "PV du jour" in proposal.version.sources["threshold_bps"]
    assert RulesVersion.in_force(clock.today()).parameters.threshold_bps == 7500
    with clock.frozen(clock.now() + timedelta(days=1)):
        after = dossiers.submit(money.draft(), by=money.alice)
    assert Dossier.objects.get(pk=before.pk).parameters.threshold_bps == 7500
    assert Dossier.objects.get(pk=after.pk).parameters.threshold_bps == 7000


def test_nothing_is_adopted_twice(money):
    proposal = propose(money)
    adopt(money, proposal)

    assert refused(lambda: adopt(money, proposal, effective_on=clock.today() + timedelta(days=1))) == ["rules-ended"]
    assert RulesVersion.objects.count() == 2


def test_rules_that_moved_meanwhile_are_taken_up_first(money):
    one, other = propose(money), propose(money, fee_bps=0)
    adopt(money, other)
    tomorrow = clock.today() + timedelta(days=1)

    assert refused(lambda: adopt(money, one, effective_on=tomorrow)) == ["rules-moved"]

    again = actions.rebase_proposal(one, by=money.didier)
    adopted = adopt(money, again, effective_on=tomorrow)
    assert (adopted.version.parameters.threshold_bps, adopted.version.parameters.fee_bps) == (7000, 0)


def test_rebasing_on_the_same_rules_or_for_nothing_is_refused(money):
    one, same = propose(money), propose(money, text="Autrement dit, la même chose.")

    assert refused(lambda: actions.rebase_proposal(one, by=money.didier)) == ["rules-not-moved"]
    adopt(money, same)
    assert refused(lambda: actions.rebase_proposal(one, by=money.didier)) == ["rules-nothing"]


def test_a_version_is_never_for_days_that_are_over_nor_two_for_one_day(money):
    proposal = propose(money)
    yesterday = clock.today() - timedelta(days=1)

    assert refused(lambda: adopt(money, proposal, effective_on=yesterday, decided_on=yesterday)) == ["rules-past"]
    adopt(money, proposal)
    later = refused(lambda: propose(money, fee_bps=0) and adopt(money, propose(money, fee_bps=0)))
    assert later == ["rules-day-taken"]


def test_a_decision_has_a_reference_and_was_taken(money):
    proposal = propose(money)
    tomorrow = clock.today() + timedelta(days=1)

    assert refused(lambda: adopt(money, proposal, reference=" ")) == ["rules-reference-missing"]
    assert refused(lambda: adopt(money, proposal, decided_on=tomorrow)) == ["rules-decided-later"]
    assert refused(lambda: adopt(money, proposal, seen="other")) == ["rules-unseen"]
    assert RuleProposal.objects.get().state == ProposalState.PROPOSED


def test_the_director_alone_decides_and_strangers_propose_nothing(money):
    proposal = propose(money)

    assert refused(lambda: adopt(money, proposal, by=money.odile)) == ["rules-director"]
    for person in (money.alice, money.odile, money.tess, money.zoe):
        act = lambda: actions.propose_rules(  # noqa: E731
            values={"fee_bps": 0},
            text="Non.",
            effective_on=clock.today(),
            by=person,  # noqa: B023
        )
        assert refused(act) == ["rules-not-yours"]


def test_a_version_that_waits_is_taken_back_and_one_in_force_is_not(money):
    waiting = adopt(money, propose(money), effective_on=clock.today() + timedelta(days=10))

    taken = actions.withdraw_version(waiting, reason="Erreur de date.", by=money.didier)

    assert taken.version.withdrawn_at is not None
    assert RulesVersion.in_force(clock.today() + timedelta(days=20)).parameters.threshold_bps == 7500
    assert refused(lambda: actions.withdraw_version(taken, reason="x", by=money.didier)) == ["rules-version-gone"]
    again = adopt(money, propose(money), effective_on=clock.today() + timedelta(days=10))
    with clock.frozen(clock.now() + timedelta(days=10)):
        late = refused(lambda: actions.withdraw_version(again, reason="x", by=money.didier))
    assert late == ["rules-in-force"]


def test_the_effect_as_it_was_known_stays_with_the_adoption(money):
    money.closed(2_900_00)
    adopted = adopt(money, propose(money))
    with transaction.atomic():
        money.closed(2_950_00)

    kept = Finding.of(RuleProposal.objects.get(pk=adopted.pk).effect[0])

    assert len(kept.lines) == 1
    assert refused(lambda: actions.weigh_proposal(adopted, by=money.didier)) == ["rules-ended"]


def test_whoever_stands_aside_is_told_nothing_of_that_dossier(money):
    near = money.closed(2_900_00)
    other = money.officer("Omar")
    recuse(near.dossier, ground=RecusalGround.PRUDENCE, by=other)

    findings = measure(NOW, {"threshold_bps": 7000})

    assert access.theirs(money.odile, findings)[0].partners != {}
    assert access.theirs(money.again(other), findings)[0].partners == {}
    assert access.theirs(money.again(other), findings)[0].tried == 0


def test_an_administrator_reads_proposals_and_no_dossier(money):
    money.closed(2_900_00)
    adam = money.person("Adam")
    appoint(adam, office=Office.ADMINISTRATOR, by=None, starts_on=date(2021, 1, 1))
    proposal = propose(money)

    assert access.get_proposal(adam, proposal.pk) == proposal
    findings = [Finding.of(one) for one in proposal.effect]
    assert access.theirs(adam, findings)[0].tried == 0


def test_remarks_are_kept_and_never_changed(money):
    proposal = propose(money)
    remark = actions.remark_proposal(proposal, text="Prudence.", by=money.didier)

    assert refused(lambda: actions.remark_proposal(proposal, text=" ", by=money.didier)) == ["remark-empty"]
    assert remark.proposal == proposal
    actions.withdraw_proposal(proposal, reason="Plus tard.", by=money.didier)
    assert refused(lambda: actions.remark_proposal(proposal, text="Non.", by=money.didier)) == ["rules-ended"]


def test_the_same_remark_sent_twice_is_one_and_after_an_answer_it_is_another(money):
    proposal = propose(money)
    first, again = (actions.remark_proposal(proposal, text="Prudence. ", by=money.didier) for _ in range(2))
    assert first == again

    appoint(money.zoe, office=Office.DIRECTOR, by=None, starts_on=clock.today())
    actions.remark_proposal(proposal, text="Pourquoi\u00a0?", by=money.zoe)
    assert actions.remark_proposal(proposal, text="Prudence.", by=money.didier) != first
    assert Event.objects.filter(kind=Kind.RULES_REMARKED).count() == 3


def test_what_for_and_why_are_always_said(money):
    proposal = propose(money)
    empty = {"values": {"fee_bps": 0}, "text": " ", "effective_on": clock.today(), "by": money.didier}

    assert refused(lambda: actions.propose_rules(**empty)) == ["rules-text-missing"]
    assert refused(lambda: actions.withdraw_proposal(proposal, reason=" ", by=money.didier)) == [
        "rules-reason-missing"
    ]


def test_a_version_on_which_another_rests_is_not_taken_back_first(money):
    first_one = adopt(money, propose(money), effective_on=clock.today() + timedelta(days=5))
    second = actions.propose_rules(
        values={"fee_bps": 0}, text="Sans frais.", effective_on=clock.today() + timedelta(days=9), by=money.didier
    )
    adopt(money, second, effective_on=clock.today() + timedelta(days=9))

    assert refused(lambda: actions.withdraw_version(first_one, reason="Non.", by=money.didier)) == [
        "rules-version-not-last"
    ]


def test_an_audit_finds_a_version_that_nobody_decided(money):
    proposal = adopt(money, propose(money))
    actions.save_territory(name="Centre", by=money.didier)
    assert [*decided.rules(), *decided.references()] == []

    RulesVersion.objects.filter(pk=proposal.version_id).update(values=NOW.values())

    assert [fault.code for fault in decided.rules()] == ["rules-other"]
