"""From an event to those who hear of it: after commit, once, within their rights, whatever crashes."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from dossiers import actions
from notifications import audience, dispatch
from notifications.families import Family, Standing
from notifications.matter import Matter
from notifications.models import Dispatched, Notification
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import event_recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens inside is committed at its end, and the listener hears of it then."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def names(**filters):
    found = Notification.objects.filter(**filters).order_by("recipient__username")
    return list(found.values_list("recipient__username", flat=True))


def told_of(kind):
    return names(event__kind=kind)


# After the act is certain


def test_nobody_hears_before_the_act_is_certain(world, committed):
    with committed():
        actions.submit(world.draft(), by=world.alice)
        heard_before = names()

    assert heard_before == []
    assert told_of(Kind.DOSSIER_SUBMIT) == ["alice", "odile"]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_is_told_to_nobody(world):
    dossier = world.draft()
    before, told_before = Event.objects.count(), names()

    with transaction.atomic():
        actions.submit(dossier, by=world.alice)
        transaction.set_rollback(True)

    assert Event.objects.count() == before
    assert dispatch.catch_up() == 0
    assert names() == told_before


@pytest.mark.django_db(transaction=True)
def test_a_committed_act_is_told_at_once(world):
    actions.submit(world.draft(), by=world.alice)

    assert told_of(Kind.DOSSIER_SUBMIT) == ["alice", "odile"]


# Once


def test_what_a_crash_left_untold_is_told_once(world):
    actions.submit(world.draft(), by=world.alice)  # committed, but the process dies before it tells

    dispatch.catch_up()
    dispatch.catch_up()

    assert told_of(Kind.DOSSIER_SUBMIT) == ["alice", "odile"]


def test_two_dispatchers_tell_once(world):
    actions.submit(world.draft(), by=world.alice)
    event = Event.objects.get(kind=Kind.DOSSIER_SUBMIT)

    told = [dispatch.dispatch(event), dispatch.dispatch(event)]

    assert told == [2, 0]


def test_an_event_that_concerns_nobody_is_claimed_all_the_same(world):
    world.draft()

    dispatch.catch_up()

    assert Dispatched.objects.count() == Event.objects.count()
    assert dispatch.catch_up() == 0


def test_a_person_in_two_audiences_is_told_once(world, monkeypatch):
    twice = (
        Notice(audience.holders, "Une fois.", family=Family.PROGRESS),
        Notice(audience.holders, "Deux fois.", family=Family.PROGRESS),
    )
    monkeypatch.setitem(dispatch.CATALOGUE, Kind.OFFICER_ASSIGNED, twice)
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    dispatch.catch_up()

    assert [row.text for row in Notification.objects.filter(event__kind=Kind.OFFICER_ASSIGNED)] == ["Une fois."]


# A broken notice


def test_a_broken_notice_blocks_no_act_and_is_told_once_mended(world, committed, monkeypatch, caplog):
    broken = (Notice(audience.officer, "{nobody_knows}", family=Family.PROGRESS),)
    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL):
        patch.setitem(dispatch.CATALOGUE, Kind.DOSSIER_SUBMIT, broken)
        with committed():
            dossier = actions.submit(world.draft(), by=world.alice)
        kept_claim = Dispatched.objects.filter(event__kind=Kind.DOSSIER_SUBMIT).exists()

    assert dossier.number
    assert (told_of(Kind.DOSSIER_SUBMIT), kept_claim) == ([], False)
    dispatch.catch_up()
    assert told_of(Kind.DOSSIER_SUBMIT) == ["alice", "odile"]


def test_a_broken_notice_does_not_hold_back_the_next_event(world, monkeypatch, caplog):
    monkeypatch.setitem(
        dispatch.CATALOGUE, Kind.DOSSIER_SUBMIT, (Notice(audience.officer, "{nobody_knows}", family=Family.PROGRESS),)
    )
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.withdraw(dossier, by=world.alice)

    with caplog.at_level(logging.CRITICAL):
        dispatch.catch_up()

    assert told_of(Kind.DOSSIER_WITHDRAW) == ["odile"]


# To whom


def test_nobody_is_told_of_their_own_act(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    world.join(world.bruno, dossier.organization)
    actions.withdraw(dossier, by=world.bruno, reason="Un autre projet")

    dispatch.catch_up()

    assert told_of(Kind.DOSSIER_WITHDRAW) == ["alice", "odile"]


def test_who_hands_a_dossier_in_gets_the_proof_of_receipt(world):
    dossier = actions.submit(world.draft(), by=world.alice)

    dispatch.catch_up()

    proof = Notification.objects.get(event__kind=Kind.DOSSIER_SUBMIT, recipient=world.alice)
    assert dossier.number in proof.text
    assert "1er mars 2022" in proof.detail


def test_nobody_is_told_of_a_dossier_that_they_may_not_see(world, monkeypatch):
    everybody = audience.Audience(
        "tout le monde", "un test le veut", lambda matter: [world.alice, world.zoe], Standing.HOLDER
    )
    monkeypatch.setitem(
        dispatch.CATALOGUE, Kind.OFFICER_ASSIGNED, (Notice(everybody, "{dossier}", family=Family.PROGRESS),)
    )
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)

    dispatch.catch_up()

    assert told_of(Kind.OFFICER_ASSIGNED) == ["alice"]


def test_a_closed_account_is_told_nothing(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    world.join(world.bruno, dossier.organization)
    world.alice.is_active = False
    world.alice.save()

    dispatch.catch_up()

    assert told_of(Kind.DOSSIER_SUBMIT) == ["bruno", "odile"]


def test_a_closed_account_is_not_told_of_its_own_office_either(world):
    world.didier.is_active = False
    world.didier.save()

    dispatch.catch_up()

    assert told_of(Kind.OFFICE_GIVEN) == ["odile", "tess"]


def test_without_organization_only_the_author_is_a_holder(world):
    dossier = actions.draft(title="Sans structure", by=world.alice)
    event = Event.objects.get(subject=dossier.subject)

    assert list(audience.holders.people(Matter(event))) == [world.alice]


def test_an_officer_who_carries_the_project_hears_of_it_as_its_holder(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)
    world.join(world.odile, dossier.organization)
    actions.withdraw(dossier, by=world.alice)

    dispatch.catch_up()

    told = Notification.objects.get(event__kind=Kind.DOSSIER_WITHDRAW, recipient=world.odile)
    assert told.because == audience.holders.because


# In which words


def test_a_detail_whose_word_is_unknown_is_left_out(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.withdraw(dossier, by=world.alice)  # no reason given

    dispatch.catch_up()

    assert Notification.objects.get(event__kind=Kind.DOSSIER_WITHDRAW, recipient=world.odile).detail == ""


def test_a_title_with_line_breaks_stays_on_one_line(world):
    dossier = world.draft()
    actions.edit_project(dossier, by=world.alice, title="Bocaux\r\nBcc: zoe@okote.test")
    actions.submit(dossier, by=world.alice)

    dispatch.catch_up()

    assert not any("\n" in row.text or "\r" in row.text for row in Notification.objects.all())


def test_three_rooms_hear_the_journal():
    heard = {key for (key, _), *_ in event_recorded.receivers}

    assert heard == {"notifications", "search", "reports"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_dispatchers_at_once_tell_once(world):
    with transaction.atomic():
        actions.submit(world.draft(), by=world.alice)
        event = Event.objects.get(kind=Kind.DOSSIER_SUBMIT)
        transaction.get_connection().run_on_commit.clear()  # the process died before it told

    def tell(_):
        try:
            return dispatch.dispatch(event)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        told = sorted(pool.map(tell, range(12)))

    assert told == [0] * 11 + [2]
    assert told_of(Kind.DOSSIER_SUBMIT) == ["alice", "odile"]
