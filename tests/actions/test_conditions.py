"""Conditions from the vote to their end: who acts, who judges, what each state holds back."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from committees import actions as committees
from committees.models import Choice
from dossiers import actions, conditions
from dossiers.lifecycle import Keeper, State
from dossiers.models import Condition, ConditionProof, Deadline, DeadlineKind, Dossier, DossierProcess
from dossiers.models.conditions import ConditionState, Nature, Owner, Terms
from dossiers.models.content import AttachmentKind
from dossiers.models.exchange import Gate
from funding import actions as funding
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Absence, Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests import strides
from tests.actions.test_second_acts import refused

pytestmark = pytest.mark.django_db
S = ConditionState


def pdf(name="bail.pdf"):
    return ContentFile(b"%PDF-1.4 bail", name=name)


def condition_of(alsace, **terms):
    """One on a dossier before its campaign, awaited as if a vote had set it."""
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    made = Condition.objects.create(dossier=dossier, text="Fournir le bail.", **{"blocks": Gate.CAMPAIGN} | terms)
    conditions.await_proof(made)
    return made


@pytest.fixture
def condition(alsace):
    return condition_of(alsace)


def fresh(condition):
    return Condition.objects.get(pk=condition.pk)


def tasks(condition):
    found = DossierProcess.objects.filter(about=condition.pk, status="NEW", duty__in=["condition", "proof"])
    return list(found.values_list("duty", "keeper"))


def clock_of(condition):
    return Deadline.objects.filter(kind=DeadlineKind.CONDITION, about=condition.pk, closed_at=None).first()


def test_a_vote_fixes_the_terms_of_a_condition(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    due = clock.today() + timedelta(30)
    poll = committees.open_poll(
        strides.call(alsace, dossier),
        ceilings={alsace.cea: 4_000_00},
        conditions={"Le bail": Terms(Gate.CAMPAIGN, Nature.PIECE, Owner.OFFICER, due), "L’eau": Gate.PAYOUT},
        by=alsace.claire,
    )
    for person in (alsace.claire, alsace.victor, alsace.marc, alsace.nadia):
        committees.cast_ballot(poll, choice=Choice.FOR_WITH_CONDITIONS, by=person)
    committees.close_poll(poll, by=alsace.claire)
    strides.proclaim(alsace, dossier)

    lease, water = Condition.objects.filter(dossier=dossier)
    assert lease.terms == Terms(Gate.CAMPAIGN, Nature.PIECE, Owner.OFFICER, due)
    assert water.terms == Terms(Gate.PAYOUT)
    assert (clock_of(lease).due_on, clock_of(lease).keeper) == (due, Keeper.OFFICER)
    assert clock_of(water).days == dossier.parameters.condition_days
    assert tasks(lease) == [("condition", "officer")] and tasks(water) == [("condition", "applicant")]


def test_other_terms_are_another_proposal(alsace):
    poll = committees.open_poll(
        strides.call(alsace, alsace.dossier(State.ENGAGEMENT_REVIEW)),
        ceilings={}, conditions={"Le bail": Gate.CAMPAIGN}, by=alsace.claire,
    )  # fmt: skip
    same, other = {"Le bail": Terms(Gate.CAMPAIGN)}, {"Le bail": Terms(Gate.CAMPAIGN, owner=Owner.COMMITTEE)}

    kept = {"ceilings": {}, "reason": "Précision.", "by": alsace.claire}
    assert refused(committees.amend_poll, poll, conditions=same, **kept) == ["nothing-amended"]
    assert committees.amend_poll(poll, conditions=other, **kept).conditions.get().owner == Owner.COMMITTEE


def test_from_the_proof_to_the_lifting(alsace, condition):
    actions.submit_condition(condition, note="Signé.", files=[pdf()], by=alsace.alice)
    assert fresh(condition).status == S.SUBMITTED
    assert tasks(condition) == [("proof", "officer")] and clock_of(condition) is None

    actions.send_back_condition(condition, reason="Illisible.", by=alsace.odile)
    assert (fresh(condition).status, fresh(condition).words) == (S.SENT_BACK, "Illisible.")
    assert tasks(condition) == [("condition", "applicant")] and clock_of(condition) is not None

    actions.submit_condition(condition, files=[pdf("bail2.pdf")], by=alsace.bruno)
    actions.lift_condition(condition, by=alsace.odile)
    found = fresh(condition)
    assert (found.status, found.settled_by, found.proof) == (S.LIFTED, alsace.odile, "bail2.pdf")
    assert tasks(condition) == [] and clock_of(condition) is None
    assert [one.kind for one in found.dossier.attachments.filter(kind=AttachmentKind.PROOF)] == ["proof", "proof"]
    assert found.proofs.count() == 2


def test_the_same_proof_twice_is_one(alsace, condition):
    for _ in range(2):
        actions.submit_condition(condition, note="Signé.", files=[pdf()], by=alsace.alice)

    assert ConditionProof.objects.count() == 1
    assert Event.objects.filter(kind=Kind.CONDITION_SUBMITTED).count() == 1
    assert refused(actions.submit_condition, condition, note="Autre.", by=alsace.alice) == ["condition-state"]


def test_another_file_of_the_same_name_is_another_proof(alsace, condition):
    actions.submit_condition(condition, files=[pdf()], by=alsace.alice)
    other = ContentFile(b"%PDF-1.4 another", name="bail.pdf")

    assert refused(actions.submit_condition, condition, files=[other], by=alsace.alice) == ["condition-state"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "proof-missing"),
        ({"note": "  "}, "proof-missing"),
        ({"files": [ContentFile(b"MZ", name="bail.exe")]}, "file-type"),
        ({"files": [ContentFile(b"MZ", name="bail.pdf")]}, "file-disguised"),
        ({"files": [ContentFile(b"", name="bail.pdf")]}, "file-empty"),
        ({"files": [pdf(f"{n}.pdf") for n in range(6)]}, "too-many-files"),
    ],
)
def test_a_proof_is_something_and_passes_the_checks_of_the_house(alsace, condition, given, code):
    assert refused(actions.submit_condition, condition, by=alsace.alice, **given) == [code]
    assert ConditionProof.objects.count() == 0


def test_a_proof_that_is_too_big_is_refused(alsace, condition, settings):
    settings.ATTACHMENT_MAX_BYTES = 4
    assert refused(actions.submit_condition, condition, files=[pdf()], by=alsace.alice) == ["file-too-big"]


@pytest.mark.parametrize(
    ("owner", "gives", "judges"),
    [("holder", "alice", "odile"), ("officer", "odile", "esther"), ("committee", "esther", "odile")],
)
def test_who_must_act_gives_the_proof_and_another_judges_it(alsace, owner, gives, judges):
    condition = condition_of(alsace, owner=owner)
    others = {"alice", "odile", "esther", "claire", "marc"} - {gives}
    for name in sorted(others):
        assert refused(actions.submit_condition, condition, note="x", by=getattr(alsace, name)) == ["not-yours"]
    actions.submit_condition(condition, note="Fait.", by=getattr(alsace, gives))
    for name in sorted({"alice", "odile", "esther", "claire", "marc"} - {judges}):
        assert "not-yours" in refused(actions.lift_condition, condition, proof="x", by=getattr(alsace, name))
        assert "not-yours" in refused(actions.send_back_condition, condition, reason="x", by=getattr(alsace, name))
    assert actions.lift_condition(condition, by=getattr(alsace, judges)).proof == "Fait."


def test_nobody_judges_the_proof_that_they_or_their_stand_in_gave(alsace):
    condition = condition_of(alsace, owner=Owner.OFFICER)
    actions.submit_condition(condition, note="Fait.", by=alsace.odile)
    Condition.objects.filter(pk=condition.pk).update(submitted_by=alsace.esther)
    assert refused(actions.lift_condition, condition, by=alsace.esther) == ["same-person"]
    assert refused(actions.send_back_condition, condition, reason="x", by=alsace.esther) == ["same-person"]

    Condition.objects.filter(pk=condition.pk).update(submitted_by=alsace.odile)
    today = clock.today()
    Absence.objects.create(person=alsace.odile, stand_in=alsace.esther, starts_on=today, ends_on=today)
    assert refused(actions.lift_condition, condition, by=alsace.esther) == ["same-hands"]
    assert refused(actions.send_back_condition, condition, reason="x", by=alsace.esther) == ["same-hands"]


def test_whoever_must_meet_a_condition_does_not_lift_it_unproved(alsace):
    condition = condition_of(alsace, owner=Owner.OFFICER)
    appoint(alsace.esther, office=Office.OFFICER, by=None, starts_on=clock.today())
    Dossier.objects.filter(pk=condition.dossier_id).update(officer=alsace.esther)
    assert refused(actions.lift_condition, condition, proof="Fait.", by=alsace.esther) == ["same-person"]
    [line] = conditions.lines(alsace.esther, Dossier.objects.get(pk=condition.dossier_id))
    assert [way.act for way in line.ways] == ["submit"]


def test_what_is_sent_back_leaves_some_days(alsace, condition):
    due = clock_of(condition).due_on
    actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    alsace.forward(days=(due - clock.today()).days + 10)

    actions.send_back_condition(condition, reason="Illisible.", by=alsace.odile)

    assert clock_of(condition).due_on == clock.today() + timedelta(condition.dossier.parameters.resume_days)


def test_words_are_said(alsace, condition):
    assert refused(actions.waive_condition, condition, reason=" ", by=alsace.claire) == ["reason-missing"]
    assert refused(actions.fail_condition, condition, consequence=" ", by=alsace.claire) == ["reason-missing"]
    assert refused(actions.send_back_condition, condition, reason="x", by=alsace.odile) == ["condition-state"]
    actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    assert refused(actions.send_back_condition, condition, reason=" ", by=alsace.odile) == ["reason-missing"]
    actions.lift_condition(condition, by=alsace.odile)
    assert refused(actions.reopen_condition, condition, reason=" ", by=alsace.odile) == ["reason-missing"]
    assert refused(actions.waive_condition, condition, reason="x", by=alsace.claire) == ["condition-state"]
    assert refused(actions.fail_condition, condition, consequence="x", by=alsace.claire) == ["condition-state"]


def test_only_whoever_presides_waives_or_finds_a_failure(alsace, condition):
    for person in (alsace.odile, alsace.esther, alsace.alice, alsace.victor):
        assert refused(actions.waive_condition, condition, reason="x", by=person) == ["not-yours"]
        assert refused(actions.fail_condition, condition, consequence="x", by=person) == ["not-yours"]

    actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    actions.waive_condition(condition, reason="Sans objet.", by=alsace.claire)

    assert not fresh(condition).is_blocking and tasks(condition) == [] and clock_of(condition) is None


@pytest.mark.parametrize("state", [S.OPEN, S.SUBMITTED, S.SENT_BACK, S.FAILED])
def test_each_blocking_state_holds_the_campaign(alsace, condition, state):
    if state in (S.SUBMITTED, S.SENT_BACK):
        actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    if state == S.SENT_BACK:
        actions.send_back_condition(condition, reason="Illisible.", by=alsace.odile)
    if state == S.FAILED:
        actions.fail_condition(condition, consequence="Le projet s’arrête.", by=alsace.claire)
    strides.prepare_campaign(alsace, condition.dossier)

    assert fresh(condition).status == state
    assert refused(funding.open_campaign, condition.dossier, by=alsace.odile) == ["condition-open"]


@pytest.mark.parametrize("end", ["lift", "waive"])
def test_what_is_lifted_or_waived_lets_the_campaign_open(alsace, condition, end):
    if end == "lift":
        actions.lift_condition(condition, proof="Vu.", by=alsace.odile)
    else:
        actions.waive_condition(condition, reason="Sans objet.", by=alsace.claire)
    strides.prepare_campaign(alsace, condition.dossier)

    assert funding.open_campaign(condition.dossier, by=alsace.odile).status == State.CAMPAIGN


def test_the_matching_waits_for_its_conditions(alsace):
    dossier = alsace.ready("settle")
    condition = Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks=Gate.MATCHING)
    assert "condition-open" in refused(funding.settle, dossier, by=alsace.tess)

    actions.lift_condition(condition, proof="Vu.", by=alsace.odile)

    assert funding.settle(dossier, by=alsace.tess).status == State.PAYOUT
    assert refused(actions.reopen_condition, condition, reason="Doute.", by=alsace.odile) == ["gate-passed"]


def test_a_settled_condition_is_taken_up_again_before_its_gate(alsace, condition):
    assert refused(actions.reopen_condition, condition, reason="x", by=alsace.odile) == ["condition-state"]
    actions.lift_condition(condition, proof="Vu.", by=alsace.odile)
    assert refused(actions.reopen_condition, condition, reason="x", by=alsace.esther) == ["not-yours"]

    actions.reopen_condition(condition, reason="Le bail est dénoncé.", by=alsace.odile)

    found = fresh(condition)
    assert (found.status, found.proof, found.settled_at) == (S.OPEN, "", None)
    assert tasks(condition) == [("condition", "applicant")] and clock_of(condition) is not None
    actions.waive_condition(condition, reason="Sans objet.", by=alsace.claire)
    assert refused(actions.reopen_condition, condition, reason="x", by=alsace.odile) == ["not-yours"]
    assert actions.reopen_condition(condition, reason="Erreur.", by=alsace.claire).status == S.OPEN


def test_a_condition_ends_with_its_project(alsace, condition):
    actions.ask_renounce(condition.dossier, reason="Vendu.", by=alsace.alice)
    actions.renounce(condition.dossier, by=alsace.odile)

    assert refused(actions.submit_condition, condition, note="x", by=alsace.alice) == ["wrong-state"]
    assert refused(actions.lift_condition, condition, proof="x", by=alsace.odile) == ["wrong-state"]
    assert tasks(condition) == [] and clock_of(condition) is None


def test_tasks_outlive_the_opening_of_the_campaign(alsace):
    condition = condition_of(alsace, blocks=Gate.PAYOUT)
    other = condition_of_same(condition)
    actions.submit_condition(other, note="Fait.", by=alsace.alice)
    strides.prepare_campaign(alsace, condition.dossier)
    funding.open_campaign(condition.dossier, by=alsace.odile)

    assert tasks(condition) == [("condition", "applicant")] and tasks(other) == [("proof", "officer")]


def condition_of_same(condition):
    made = Condition.objects.create(dossier=condition.dossier, text="Analyser l’eau.", blocks=Gate.PAYOUT)
    conditions.await_proof(made)
    return made


def test_a_late_condition_of_the_officer_is_told_to_the_director(alsace):
    condition = condition_of(alsace, owner=Owner.OFFICER)
    alsace.travel(clock.local(clock_of(condition).due_on + timedelta(1)))

    told = actions.escalate_deadline(clock_of(condition))

    assert told is not None and told.facts["superior"] == Keeper.DIRECTOR


def test_who_is_told_of_a_proof_and_of_what_becomes_of_it(alsace, condition):
    dispatch.catch_up()
    before = set(Notification.objects.values_list("pk", flat=True))
    actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    actions.send_back_condition(condition, reason="Illisible.", by=alsace.odile)
    dispatch.catch_up()

    told = Notification.objects.exclude(pk__in=before).values_list("event__kind", "recipient__username")
    assert ("dossier.condition_submitted", "odile") in told
    assert ("dossier.condition_sent_back", "alice") in told
    assert not {who for _, who in told} & {"marc", "nadia", "tom", "tania"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lifted", "proof": "Vu."},
        {"state": "open", "settled_at": clock.now},
        {"state": "submitted"},
        {"state": "sent_back"},
    ],
)
def test_the_database_ties_the_state_to_who_and_when(alsace, condition, wrong):
    said = {name: value() if callable(value) else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.filter(pk=condition.pk).update(**said)


def test_the_ways_that_a_page_offers_are_those_that_the_server_allows(alsace, condition):
    dossier = Dossier.objects.get(pk=condition.dossier_id)

    def offered(person):
        [line] = conditions.lines(person, dossier)
        return [way.act for way in line.ways]

    assert offered(alsace.alice) == ["submit"]
    assert offered(alsace.odile) == ["lift"]
    assert offered(alsace.claire) == ["waive", "fail"]
    actions.submit_condition(condition, note="Signé.", by=alsace.alice)
    assert (offered(alsace.alice), offered(alsace.odile)) == ([], ["lift", "send_back"])


def test_the_day_of_the_vote_is_kept_even_if_it_is_past(alsace):
    assert condition_of(alsace, due_on=date(2022, 12, 31)).due_on == date(2022, 12, 31)
