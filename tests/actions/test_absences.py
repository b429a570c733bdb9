"""Standing in: tasks reach both, acts say in whose place, and two people are never one person twice."""

from datetime import timedelta

import pytest

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import access, actions, inbox, page
from dossiers.inbox import View
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, Decision
from funding import actions as funding
from funding.models import BankDetails, Pledge
from notifications import dispatch
from notifications.families import Family
from notifications.models import Notification
from okote_flow import clock
from okote_flow.absences import actions as absences
from okote_flow.accounts.actions import appoint, end_appointment
from okote_flow.directory.access import same_hands
from okote_flow.directory.models import Absence, Office
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import Refused
from tests import strides
from tests.actions.test_permissions import meets

pytestmark = pytest.mark.django_db
S = State


def away(alsace, person, stand_in, *, days=10, starts=0):
    """Somebody is away from so many days from now on; both as a new request would find them."""
    first = clock.today() + timedelta(starts)
    absence = absences.announce(
        stand_in=getattr(alsace, stand_in),
        starts_on=first,
        ends_on=first + timedelta(days),
        by=getattr(alsace, person),
        note="La clé est au secrétariat.",
    )
    for name in (person, stand_in):
        setattr(alsace, name, alsace.again(getattr(alsace, name)))
    return absence


def refused(act, **given):
    with pytest.raises(Refused) as found:
        act(**given)
    return [one.code for one in found.value.refusals]


# What is lent, and what is not


LENT = """
odile   omar    officer                odile omar
odile   didier  officer                odile didier
tess    odile   treasurer              tess odile
didier  omar    director               didier omar
"""
NOT_LENT = [Keeper.APPLICANT, Keeper.MEMBER, Keeper.SECRETARY, Keeper.CHAIR, Keeper.ENGAGEMENT_MEMBER]


@pytest.mark.parametrize("line", LENT.strip().splitlines())
def test_both_hold_the_key_while_one_is_away_and_nobody_else_gains_any(alsace, line):
    absent, stand_in, keeper, *holders = line.split()
    dossier = alsace.dossier(S.MATCHING)
    people = ("alice", "odile", "omar", "didier", "tess", "serge", "claire", "adam", "audrey")
    others = [key for key in Keeper if key not in (Keeper.CLOCK, Keeper(keeper))]
    before = {(name, key) for name in people for key in others if access.holds(getattr(alsace, name), dossier, key)}

    away(alsace, absent, stand_in)

    fresh = {name: alsace.again(getattr(alsace, name)) for name in people}
    assert {name for name in people if access.holds(fresh[name], dossier, Keeper(keeper))} == set(holders)
    assert {(name, key) for name in people for key in others if access.holds(fresh[name], dossier, key)} == before
    assert {one.first_name.lower() for one in access.people_with_key(dossier, Keeper(keeper))} == set(holders)


def test_it_lasts_from_its_first_day_to_its_last(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    away(alsace, "odile", "omar", starts=2, days=1)

    held = []
    for _ in range(5):
        held.append(access.holds(alsace.again(alsace.omar), dossier, Keeper.OFFICER))
        alsace.forward(days=1)

    assert held == [False, False, True, True, False]


def test_who_comes_back_earlier_takes_everything_back_at_once(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    absence = away(alsace, "odile", "omar")

    absences.end(absence, by=alsace.odile)

    assert not access.holds(alsace.again(alsace.omar), dossier, Keeper.OFFICER)
    assert refused(lambda: absences.end(absence, by=alsace.odile)) == ["absence-over"]


def test_nothing_is_lent_further(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    away(alsace, "odile", "omar", days=3)
    away(alsace, "omar", "didier", starts=1, days=1)
    alsace.forward(days=1)

    assert not access.holds(alsace.again(alsace.didier), dossier, Keeper.OFFICER)


def test_a_stand_in_who_loses_their_office_stands_in_no_more(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    away(alsace, "odile", "omar")
    end_appointment(alsace.omar, office=Office.OFFICER, by=alsace.adam)

    omar = alsace.again(alsace.omar)
    assert not access.holds(omar, dossier, Keeper.OFFICER)
    assert omar not in access.people_with_key(dossier, Keeper.OFFICER)


@pytest.mark.parametrize("recused", ["odile", "omar"])
def test_a_recusal_of_either_closes_the_dossier_to_the_stand_in(alsace, recused):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    away(alsace, "odile", "omar")
    actions.assign_officer(dossier, officer=alsace.odile, by=alsace.didier)
    assert access.holds(alsace.omar, dossier, Keeper.OFFICER)

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=getattr(alsace, recused))

    dossier.officer = alsace.odile  # even if the dossier still named its officer
    dossier.save()
    assert not access.holds(alsace.again(alsace.omar), dossier, Keeper.OFFICER)


# Tasks and signatures


def test_tasks_reach_both_even_those_that_the_absent_had_taken(alsace):
    alsace.dossier(S.CAMPAIGN_PREPARATION)
    task = inbox.tasks(alsace.odile, View.MINE).get()
    actions.claim(task, by=alsace.odile)
    away(alsace, "odile", "omar")

    seen = {name: list(inbox.tasks(getattr(alsace, name), View.MINE)) for name in ("odile", "omar", "didier")}

    assert seen == {"odile": [task], "omar": [task], "didier": []}
    assert not inbox.tasks(alsace.omar, View.TAKEN).exists()


def test_an_act_says_by_whom_and_in_whose_place(alsace):
    dossier = alsace.ready("drop")
    away(alsace, "odile", "omar")

    actions.drop(dossier, reason="Sans réponse.", by=alsace.omar)

    fact = page.history(page.lines_of(alsace.odile, dossier))[0]
    assert fact.who == "Omar Muster, pour Odile Muster"
    dispatch.catch_up()
    told = Notification.objects.filter(event__kind=Kind.DOSSIER_DROP, recipient=alsace.odile)
    assert all("None" not in row.text for row in told)


def test_an_act_in_one_s_own_right_is_signed_alone(alsace):
    dossier = alsace.ready("drop")
    away(alsace, "didier", "odile")

    actions.drop(dossier, reason="Sans réponse.", by=alsace.odile)

    assert page.history(page.lines_of(alsace.odile, dossier))[0].who == "Odile Muster"


def test_handing_a_dossier_on_says_in_whose_place(alsace):
    dossier = alsace.dossier(S.TERRITORIAL_REVIEW)
    away(alsace, "odile", "omar")

    actions.assign_officer(dossier, officer=alsace.omar, by=alsace.omar)

    assert page.history(page.lines_of(alsace.didier, dossier))[0].who == "Omar Muster, pour Odile Muster"


def test_reminders_reach_both(alsace):
    dossier = alsace.dossier(S.COMPLEMENTS_REQUESTED)
    due = Deadline.objects.get(dossier=dossier, kind=DeadlineKind.FOLLOW_UP)
    away(alsace, "odile", "omar", days=30)
    alsace.travel(clock.local(due.due_on, 9))

    actions.remind_deadline(due)
    dispatch.catch_up()

    told = Notification.objects.filter(event__kind=Kind.DEADLINE_NEAR).values_list("recipient__first_name", flat=True)
    assert set(told) == {"Odile", "Omar"}


def test_both_are_told(alsace):
    absence = away(alsace, "odile", "omar")
    absences.end(absence, by=alsace.odile)
    dispatch.catch_up()

    told = Notification.objects.filter(event__kind__startswith="absence.").order_by("pk")
    assert [row.recipient.first_name for row in told] == ["Omar", "Odile", "Omar", "Odile"]
    assert {row.family for row in told} == {Family.ACCOUNT}
    assert "Omar Muster, pour Odile Muster" in told[0].detail
    assert not [row for row in told if "clé" in row.text + row.detail]


# Two people are two people


def order(alsace, dossier, by):
    for pledge in Pledge.objects.filter(campaign__dossier=dossier):
        funding.record_cash(pledge, cents=pledge.cap_cents, key=f"virement-{pledge.pk}", by=alsace.tess)
    details = funding.give_bank_details(dossier, iban=strides.IBAN, holder="Bocaux & Compagnie", by=alsace.alice)
    funding.verify_bank_details(details, proof="RIB lu", by=by)
    return funding.prepare_payout(dossier, by=by)


def test_a_stand_in_does_not_approve_what_the_absent_prepared(alsace):
    prepared = order(alsace, alsace.dossier(S.PAYOUT), alsace.odile)
    away(alsace, "odile", "didier")

    assert refused(lambda: funding.approve_payout(prepared, by=alsace.didier)) == ["same-hands"]
    funding.approve_payout(prepared, by=alsace.tess)


def test_nor_does_the_absent_what_their_stand_in_prepared(alsace):
    dossier = alsace.dossier(S.PAYOUT)
    away(alsace, "didier", "omar", days=2)
    actions.assign_officer(dossier, officer=alsace.omar, by=alsace.odile)
    prepared = order(alsace, dossier, alsace.omar)
    alsace.forward(days=5)  # back again: the day of the act still counts

    assert refused(lambda: funding.approve_payout(prepared, by=alsace.again(alsace.didier))) == ["same-hands"]


def test_one_pair_of_hands_signs_once(alsace):
    prepared = order(alsace, alsace.dossier(S.PAYOUT), alsace.odile)
    away(alsace, "tess", "didier")
    funding.approve_payout(prepared, by=alsace.didier)

    assert refused(lambda: funding.approve_payout(prepared, by=alsace.didier)) == ["already-approved"]
    assert refused(lambda: funding.approve_payout(prepared, by=alsace.tess)) == ["same-hands"]


def test_a_statement_that_the_treasurer_prepared_is_not_approved_by_their_stand_in(alsace):
    dossier = alsace.dossier(S.MATCHING)
    statement = funding.prepare_settlement(dossier, by=alsace.tess)
    away(alsace, "tess", "didier")

    assert refused(lambda: funding.approve_settlement(statement, by=alsace.didier)) == ["same-hands"]


def test_an_iban_is_verified_by_other_hands(alsace):
    dossier = alsace.dossier(S.PAYOUT)
    details = funding.give_bank_details(dossier, iban=strides.IBAN, holder="Bocaux & Compagnie", by=alsace.alice)
    BankDetails.objects.update(given_by=alsace.odile)
    details.refresh_from_db()
    away(alsace, "odile", "omar")

    assert refused(lambda: funding.verify_bank_details(details, proof="RIB", by=alsace.omar)) == ["same-hands"]


def test_a_cancellation_is_not_confirmed_by_the_hands_that_asked(alsace):
    dossier = alsace.dossier(S.CAMPAIGN_PREPARATION)
    actions.record_decision(
        dossier, purpose=Decision.Purpose.CANCEL, reference="CE-9", decided_on=clock.today(), text="Annulé.",
        by=alsace.esther,
    )  # fmt: skip
    actions.ask_cancel(dossier, reason="Le projet s’arrête.", by=alsace.didier)
    away(alsace, "didier", "tess")

    assert refused(lambda: actions.cancel(dossier, reason="Vu.", by=alsace.tess)) == ["same-hands"]


def test_hands_are_one_on_the_days_of_the_absence_and_while_it_lasts(alsace):
    absence = away(alsace, "odile", "omar", days=2)
    today, omar, odile = clock.today(), alsace.omar.pk, alsace.odile.pk
    before, after = today - timedelta(3), today + timedelta(9)

    assert same_hands(omar, [(odile, before)]) == {odile}  # while it lasts
    absences.end(absence, by=alsace.odile)
    assert same_hands(odile, [(omar, today)]) == {omar}  # the day on which it is lifted counts
    alsace.forward(days=9)
    assert same_hands(omar, [(odile, before), (odile, after)]) == frozenset()
    assert same_hands(omar, [(odile, today)]) == {odile}


def test_standing_in_never_lets_anybody_vote_or_judge(alsace):
    dossier = alsace.dossier(S.ENGAGEMENT_REVIEW)
    appoint(alsace.marc, office=Office.OFFICER, by=None)  # a member who also works there
    alsace.marc = alsace.again(alsace.marc)
    away(alsace, "marc", "omar")

    keys = access.keys_of(alsace.omar, dossier)
    assert not keys & set(NOT_LENT)
    assert meets(alsace.omar, dossier, "endorse") == "not-yours"


# What is refused


def announce(alsace, person="odile", stand_in="omar", first=0, last=5):
    return lambda: absences.announce(
        stand_in=getattr(alsace, stand_in),
        starts_on=clock.today() + timedelta(first),
        ends_on=clock.today() + timedelta(last),
        by=getattr(alsace, person),
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"person": "alice"}, "nothing-to-lend"),
        ({"person": "tom"}, "nothing-to-lend"),
        ({"stand_in": "odile"}, "stand-in-yourself"),
        ({"stand_in": "zoe"}, "stand-in-unfit"),
        ({"stand_in": "audrey"}, "stand-in-unfit"),
        ({"first": 3, "last": 2}, "absence-reversed"),
        ({"first": -1}, "absence-past"),
        ({"last": 120}, "absence-too-long"),
    ],
)
def test_an_absence_that_cannot_be(alsace, given, code):
    assert refused(announce(alsace, **given)) == [code]
    assert not Absence.objects.exists()


def test_one_stand_in_at_a_time_and_one_who_is_there(alsace):
    away(alsace, "omar", "odile", starts=4, days=2)

    assert refused(announce(alsace, last=4)) == ["stand-in-away"]
    assert refused(announce(alsace, person="omar", stand_in="didier", first=6, last=8)) == ["absence-overlaps"]
    assert announce(alsace, last=3)()


def test_the_same_announcement_twice_is_one(alsace):
    assert announce(alsace)().pk == announce(alsace)().pk
    assert Absence.objects.count() == 1


def test_only_the_absent_shortens_and_only_towards_today(alsace):
    absence = away(alsace, "odile", "omar")
    today = clock.today()

    assert refused(lambda: absences.end(absence, by=alsace.omar)) == ["absence-not-yours"]
    for day in (today - timedelta(1), absence.ends_on + timedelta(1)):
        assert refused(lambda day=day: absences.end(absence, ends_on=day, by=alsace.odile)) == ["absence-end-later"]
    assert absences.end(absence, ends_on=today + timedelta(2), by=alsace.odile).ends_on == today + timedelta(2)
