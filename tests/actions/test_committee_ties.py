"""Declared interests, ties found and reported, and what a committee does before it debates."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from committees import actions as committees
from committees import conflicts, register
from committees.models import (
    Choice,
    Conflict,
    ConflictState,
    Interest,
    InterestNature,
    Mandate,
    Origin,
    Poll,
    Recusal,
    RecusalGround,
    RecusalWeight,
    Visibility,
)
from committees.tables import row_of_recusal
from dossiers.lifecycle import State
from dossiers.models import DossierProcess
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests import strides

pytestmark = pytest.mark.django_db

SIREN = "246700488"
"""Of the structure that carries every dossier of the cast."""
PRUDENCE = RecusalGround.PRUDENCE


def declare(person, organization="Bocaux et compagnie", siren=SIREN, **more):
    return committees.declare_interest(
        organization=organization, siren=siren, nature=InterestNature.MEMBER, by=person, **more
    )


@pytest.fixture
def screened(alsace):
    return alsace.dossier(State.TERRITORIAL_REVIEW)


def tied(alsace, person, dossier):
    declare(person)
    return Conflict.objects.get(dossier=dossier, user=person)


def waiting(dossier):
    return set(DossierProcess.objects.filter(dossier=dossier, status="NEW").values_list("duty", flat=True))


# Declarations


def test_the_same_declaration_twice_is_one_and_the_journal_does_not_say_which(alsace):
    first, second = declare(alsace.tania), declare(alsace.tania)

    assert first == second
    [event] = Event.objects.filter(kind=Kind.INTEREST_DECLARED)
    assert "Bocaux" not in str(event.facts)
    assert SIREN not in str(event.facts)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"organization": " "}, "structure-missing"),
        ({"siren": "123456789"}, "identifier-wrong"),
        ({"starts_on": date(2022, 2, 1), "ends_on": date(2022, 1, 1)}, "interest-reversed"),
    ],
)
def test_what_is_declared_makes_sense(alsace, said, code):
    with pytest.raises(Refused, match=code):
        declare(alsace.tania, **said)
    assert not Interest.objects.exists()


def test_a_declaration_is_ended_once_by_who_made_it(alsace):
    interest = declare(alsace.tania, starts_on=date(2021, 1, 1))

    with pytest.raises(Refused, match="interest-not-yours"):
        committees.end_interest(interest, ends_on=date(2022, 1, 1), by=alsace.tom)
    with pytest.raises(Refused, match="interest-reversed"):
        committees.end_interest(interest, ends_on=date(2020, 1, 1), by=alsace.tania)
    committees.end_interest(interest, ends_on=date(2022, 1, 1), by=alsace.tania)
    with pytest.raises(Refused, match="interest-ended"):
        committees.end_interest(interest, ends_on=date(2022, 2, 1), by=alsace.tania)


def test_neither_database_rewrites_a_declaration(alsace):
    interest = declare(alsace.tania)
    for change in ({"organization": "Autre"}, {"siren": ""}, {"user": alsace.tom}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.filter(pk=interest.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        interest.delete()


# Detection


def test_a_declaration_is_held_against_the_dossiers_in_progress(alsace, screened):
    declare(alsace.tania)

    [conflict] = Conflict.objects.all()
    assert (conflict.dossier, conflict.user, conflict.origin) == (screened, alsace.tania, Origin.DETECTED)
    assert "territorial-tie" in waiting(screened)


def test_a_dossier_that_comes_is_held_against_the_declarations(alsace):
    declare(alsace.tania)
    declare(alsace.sonia)  # of another territory
    declare(alsace.marc)  # of the engagement committee, which has not received it

    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)

    assert [one.user for one in conflicts.suspected(dossier)] == [alsace.tania]


def test_the_engagement_committee_looks_for_itself(alsace):
    declare(alsace.marc)
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)

    assert [one.user for one in conflicts.suspected(dossier)] == [alsace.marc]
    assert "tie" in waiting(dossier)


@pytest.mark.parametrize(
    ("organization", "siren", "found"),
    [
        ("Autre nom", SIREN, True),
        ("Bocaux et Compagnie", "", True),
        ("BOCAUX ET COMPAGNIE", "", True),
        ("Bocaux & Compagnie", "552100554", False),  # a name alike, another number
        ("Les Jardins", "", False),
    ],
)
def test_by_number_where_both_have_one_by_a_name_that_is_alike_otherwise(alsace, screened, organization, siren, found):
    declare(alsace.tania, organization, siren)

    assert conflicts.suspected(screened).exists() is found


@pytest.mark.parametrize(("ended", "found"), [(date(2018, 1, 1), True), (date(2015, 1, 1), False)])
def test_a_tie_that_ended_counts_for_five_years(alsace, screened, ended, found):
    declare(alsace.tania, ends_on=ended)

    assert conflicts.suspected(screened).exists() is found


def test_two_declarations_of_one_person_wait_one_after_the_other(alsace, screened):
    first = tied(alsace, alsace.tania, screened)
    declare(alsace.tania, "Bocaux et compagnie, Haguenau")
    assert Conflict.objects.count() == 1

    committees.dismiss_conflict(first, reason="Adhésion éteinte.", by=alsace.serge)

    assert conflicts.suspected(screened).count() == 1
    assert "territorial-tie" in waiting(screened)


# Reports


def test_a_colleague_reports_and_the_secretary_rules(alsace, screened):
    conflict = committees.report_conflict(screened, user=alsace.tania, what="Sa sœur préside.", by=alsace.tom)
    assert conflict.origin == Origin.COLLEAGUE

    recusal = committees.confirm_conflict(conflict, ground=PRUDENCE, note="Vérifié.", by=alsace.serge)

    conflict.refresh_from_db()
    assert (conflict.state, conflict.decided_by) == (ConflictState.CONFIRMED, alsace.serge)
    assert (recusal.user, recusal.declared_by) == (alsace.tania, alsace.serge)
    assert "territorial-tie" not in waiting(screened)


def test_who_rules_may_pass_on_what_the_holder_said(alsace, screened):
    said = {"user": alsace.tania, "what": "Le porteur le dit.", "from_holder": True}

    assert committees.report_conflict(screened, by=alsace.serge, **said).origin == Origin.HOLDER


@pytest.mark.parametrize(
    ("who", "what", "by", "code"),
    [
        ("tom", "Sa sœur.", "tom", "report-yourself"),
        ("tania", "Sa sœur.", "alice", "nothing-to-leave"),
        ("zoe", "Sa sœur.", "tom", "nothing-to-leave"),
        ("tania", " ", "tom", "tie-unsaid"),
    ],
)
def test_what_is_not_reported(alsace, screened, who, what, by, code):
    with pytest.raises(Refused, match=code):
        committees.report_conflict(screened, user=getattr(alsace, who), what=what, by=getattr(alsace, by))


def test_a_tie_is_reported_once_and_not_of_who_has_left(alsace, screened):
    said = {"user": alsace.tania, "what": "Sa sœur.", "by": alsace.tom}
    committees.report_conflict(screened, **said)
    with pytest.raises(Refused, match="conflict-known"):
        committees.report_conflict(screened, **said)
    committees.recuse(screened, ground=PRUDENCE, by=alsace.tania)
    with pytest.raises(Refused, match="already-recused"):
        committees.report_conflict(screened, **said)


# Rulings


def test_standing_aside_oneself_settles_what_was_suspected(alsace, screened):
    conflict = tied(alsace, alsace.tania, screened)

    committees.recuse(screened, ground=PRUDENCE, by=alsace.tania)

    conflict.refresh_from_db()
    assert (conflict.state, conflict.decided_by) == (ConflictState.CONFIRMED, alsace.tania)
    assert "territorial-tie" not in waiting(screened)


def test_nobody_rules_on_their_own_tie(alsace, screened):
    conflict = tied(alsace, alsace.serge, screened)

    for ruling in (
        lambda: committees.dismiss_conflict(conflict, reason="Rien.", by=alsace.serge),
        lambda: committees.confirm_conflict(conflict, ground=PRUDENCE, by=alsace.serge),
    ):
        with pytest.raises(Refused, match="own-conflict"):
            ruling()
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.filter(pk=conflict.pk).update(
            state=ConflictState.DISMISSED, decided_by=alsace.serge, decided_at=clock.now(), reason="Rien."
        )


@pytest.mark.parametrize("person", ["tom", "alice", "sonia", "esther", "odile"])
def test_only_the_bureau_of_the_committee_rules(alsace, screened, person):
    conflict = tied(alsace, alsace.tania, screened)

    with pytest.raises(Refused, match="not-ruling"):
        committees.dismiss_conflict(conflict, reason="Rien.", by=getattr(alsace, person))


def test_a_dismissal_has_a_reason_and_a_ruling_stands(alsace, screened):
    conflict = tied(alsace, alsace.tania, screened)

    with pytest.raises(Refused, match="dismissal-unsaid"):
        committees.dismiss_conflict(conflict, reason=" ", by=alsace.serge)
    committees.dismiss_conflict(conflict, reason="Simple homonymie.", by=alsace.serge)
    with pytest.raises(Refused, match="conflict-over"):
        committees.confirm_conflict(conflict, ground=PRUDENCE, by=alsace.serge)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.filter(pk=conflict.pk).update(reason="Autre.")

    committees.detect(screened)
    assert not conflicts.suspected(screened).exists(), "what was dismissed is not asked again"


# What a committee does not do meanwhile


def test_no_opinion_is_recorded_while_a_tie_awaits_its_ruling(alsace):
    dossier = alsace.ready("favour")
    conflict = tied(alsace, alsace.tania, dossier)

    with pytest.raises(Refused, match="conflict-undecided"):
        committees.record_opinion(dossier, favourable=True, reason="Bien.", by=alsace.serge)
    committees.dismiss_conflict(conflict, reason="Homonymie.", by=alsace.serge)
    committees.record_opinion(dossier, favourable=True, reason="Bien.", by=alsace.serge)


def test_no_item_is_called_nor_put_to_the_vote_while_a_tie_awaits_its_ruling(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    conflict = tied(alsace, alsace.marc, dossier)

    with pytest.raises(Refused, match="conflict-undecided"):
        committees.open_poll(item, ceilings={alsace.cea: 4_000_00}, by=alsace.claire)
    committees.leave_item(item, by=alsace.claire)
    with pytest.raises(Refused, match="conflict-undecided"):
        committees.open_item(item, by=alsace.claire)

    committees.confirm_conflict(conflict, ground=PRUDENCE, by=alsace.esther)
    committees.open_poll(
        committees.open_item(item, by=alsace.claire), ceilings={alsace.cea: 4_000_00}, by=alsace.claire
    )


def test_no_vote_is_proclaimed_while_a_tie_awaits_its_ruling(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    poll = committees.open_poll(strides.call(alsace, dossier), ceilings={alsace.cea: 4_000_00}, by=alsace.claire)
    for person in (alsace.marc, alsace.nadia, alsace.victor):
        committees.cast_ballot(poll, choice=Choice.FOR, by=person)
    poll = committees.close_poll(poll, by=alsace.claire)
    conflict = committees.report_conflict(dossier, user=alsace.nadia, what="Sa sœur.", by=alsace.victor)

    with pytest.raises(Refused, match="conflict-undecided"):
        committees.proclaim(poll, by=alsace.claire)
    committees.dismiss_conflict(conflict, reason="Un simple voisinage.", by=alsace.esther)
    committees.proclaim(poll, by=alsace.claire)


def test_a_tie_elsewhere_does_not_stop_this_committee(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    committees.report_conflict(dossier, user=alsace.tania, what="Sa sœur.", by=alsace.tom)

    committees.open_poll(item, ceilings={alsace.cea: 4_000_00}, by=alsace.claire)


def test_a_declaration_that_nobody_has_held_against_the_dossier_stops_the_vote_too(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    Interest.objects.create(user=alsace.marc, organization="Bocaux", siren=SIREN, nature=InterestNature.WORK)

    with pytest.raises(Refused, match="conflict-undecided"):
        committees.open_poll(item, ceilings={alsace.cea: 4_000_00}, by=alsace.claire)


# What a voice has weighed


def decided(alsace, said, visibility=Visibility.PUBLIC):
    """A dossier that the engagement committee has decided on, with these ballots."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    item = strides.call(alsace, dossier)
    poll = committees.open_poll(item, ceilings={alsace.cea: 4_000_00}, by=alsace.claire, visibility=visibility)
    for name, choice in said.items():
        committees.cast_ballot(poll, choice=choice, by=getattr(alsace, name))
    committees.close_poll(poll, by=alsace.claire)
    committees.proclaim(Poll.objects.get(pk=poll.pk), by=alsace.claire)
    return dossier


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ({"marc": Choice.FOR, "nadia": Choice.FOR, "victor": Choice.FOR}, RecusalWeight.NONE),
        ({"marc": Choice.FOR, "nadia": Choice.FOR, "victor": Choice.AGAINST}, RecusalWeight.DECISIVE),
        ({"nadia": Choice.FOR, "victor": Choice.FOR}, RecusalWeight.NO_VOTE),
    ],
)
def test_a_tie_found_after_the_decision_says_what_the_voice_weighed_and_edits_nothing(alsace, said, weight):
    dossier = decided(alsace, said)
    before = Poll.objects.get(item__dossier=dossier)
    conflict = committees.report_conflict(dossier, user=alsace.marc, what="Sa sœur.", by=alsace.nadia)

    recusal = committees.confirm_conflict(conflict, ground=PRUDENCE, by=alsace.esther)

    assert recusal.weight == weight
    after = Poll.objects.get(pk=before.pk)
    assert (after.state, after.result.adopted) == (before.state, before.result.adopted)


# The register


def test_the_register_is_for_the_bureau_and_hides_what_its_reader_has_left(alsace, screened):
    committee = Mandate.objects.get(user=alsace.serge).seat.committee
    committees.recuse(screened, ground=PRUDENCE, by=alsace.tania)
    assert register.recusals_of(alsace.serge, committee).count() == 1
    assert str(alsace.tania) in row_of_recusal(register.recusals_of(alsace.serge, committee)[0])
    assert register.may_read(alsace.serge, committee)
    assert not register.may_read(alsace.tom, committee)

    committees.recuse(screened, ground=PRUDENCE, by=alsace.serge)

    assert not register.recusals_of(alsace.serge, committee).exists()
    assert register.own_recusals(alsace.serge, committee) == 1
    assert Recusal.objects.count() == 2
