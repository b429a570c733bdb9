"""From the journal to those concerned, whatever crashes: nothing twice, nothing lost, nothing before it is certain."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dossiers import actions
from notifications import audience, dispatch
from notifications.catalogue import CATALOGUE
from notifications.families import Family
from notifications.models import Delivery, Dispatched, Notification
from notifications.notice import Notice
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def happen(count, world, kind=Kind.OFFICE_GIVEN):
    """Events that a process wrote and did not live to tell."""
    with transaction.atomic():
        events = [
            record(kind, subject=world.zoe.subject, by=None, people={"holder": world.zoe}, given="officer")
            for _ in range(count)
        ]
        transaction.get_connection().run_on_commit.clear()
    return events


@pytest.fixture
def quiet(world):
    """Whatever the building of the world told has been told."""
    dispatch.catch_up()
    Notification.objects.all().delete()
    return world


# The process dies

ACT = """
import os, signal
import django
from django.conf import settings

django.setup()
from datetime import date
from django.db import transaction
from okote_flow.operations.fleeting import make_tables
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office, User
make_tables()
person = User.objects.create(username="odile", email="odile@okote.test", first_name="Odile", last_name="Muster")
with transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))  # committed, and nothing told yet
    appoint(person, office=Office.OFFICER, by=None, starts_on=date(2021, 1, 1))
print("still alive")
"""


def run(folder, *words):
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3",
        "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
        "OKOTE_DEBUG": "1",
        "OKOTE_DEMO": "0",
        "REDIS_URL": "",
        "EMAIL_URL": "dummymail://",
    }
    done = subprocess.run(
        [sys.executable, *words], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def count(folder, what):
    with sqlite3.connect(f"{folder}/house.sqlite3") as house:
        return house.execute(f"SELECT count(*) FROM {what}").fetchone()[0]


def test_a_process_killed_between_commit_and_telling_leaves_it_to_the_next(tmp_path):
    code, said, fault = run(tmp_path, "-c", ACT)
    assert (code, said) == (-signal.SIGKILL, ""), fault
    assert count(tmp_path, "journal_event") == 1
    assert count(tmp_path, "notifications_notification") == count(tmp_path, "notifications_dispatched") == 0

    for _ in range(2):
        code, _, fault = run(tmp_path, "manage.py", "send_emails")
        assert code == 0, fault
        assert count(tmp_path, "notifications_notification") == count(tmp_path, "notifications_dispatched") == 1
        assert count(tmp_path, "notifications_delivery WHERE status = 'sent' AND tries = 1") == 1


def test_a_telling_that_is_cut_short_leaves_nothing_behind(quiet, monkeypatch):
    (event,) = happen(1, quiet)
    with monkeypatch.context() as patch:
        patch.setattr(dispatch, "_deliveries", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            dispatch.dispatch(event)

    assert not Notification.objects.exists()
    assert not Dispatched.objects.filter(event=event).exists()
    assert dispatch.catch_up() == 1
    assert Delivery.objects.filter(notification__event=event).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_office_that_is_not_given_after_all_is_told_to_nobody(world):
    dispatch.catch_up()
    before = Notification.objects.count(), Delivery.objects.count()

    with transaction.atomic():
        appoint(world.zoe, office=Office.AUDITOR, by=None, starts_on=clock.today())
        transaction.set_rollback(True)

    assert dispatch.catch_up() == 0
    assert (Notification.objects.count(), Delivery.objects.count()) == before


# Twice, and at once


def test_whatever_runs_twice_tells_once(quiet):
    events = happen(5, quiet)

    for _ in range(3):
        dispatch.catch_up()
        for event in events:
            dispatch.dispatch(event)

    assert Notification.objects.filter(recipient=quiet.zoe).count() == 5
    assert Delivery.objects.filter(notification__recipient=quiet.zoe).count() == 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_turns_that_run_at_once_tell_each_event_once(world):
    dispatch.catch_up()
    before = Notification.objects.count()
    happen(20, world)

    said = all_at_once([dispatch.catch_up] * 6)

    assert said == {"done": 6}
    assert Notification.objects.count() == Delivery.objects.filter(notification__recipient=world.zoe).count() + before
    assert Notification.objects.filter(recipient=world.zoe).count() == 20
    assert dispatch.catch_up() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_turn_and_the_act_itself_tell_once(world):
    dispatch.catch_up()

    said = all_at_once([lambda: actions.submit(world.draft(), by=world.alice), *[dispatch.catch_up] * 4])

    assert said == {"done": 5}
    dispatch.catch_up()
    told = Notification.objects.filter(event__kind=Kind.DOSSIER_SUBMIT).values_list("recipient__username", flat=True)
    assert sorted(told) == ["alice", "odile"]


# A broken notice


@pytest.fixture
def broken(monkeypatch):
    """Withdrawals have a notice that names what no event knows."""
    notice = Notice(audience.named_holder, "{nobody_knows}", family=Family.PROGRESS)
    monkeypatch.setitem(CATALOGUE, Kind.OFFICE_ENDED, (notice,))
    return monkeypatch


def test_a_kind_that_keeps_breaking_holds_back_no_other(quiet, broken, caplog):
    happen(3 * dispatch.PATIENCE, quiet, Kind.OFFICE_ENDED)
    happen(2, quiet)

    done = dispatch.catch_up(limit=2)

    assert done == 2
    assert len([said for said in caplog.records if "are broken" in said.message]) == dispatch.PATIENCE
    assert Event.objects.filter(dispatched=None).count() == 3 * dispatch.PATIENCE
    broken.undo()
    assert dispatch.catch_up() == 3 * dispatch.PATIENCE
    assert Notification.objects.filter(event__kind=Kind.OFFICE_ENDED).count() == 3 * dispatch.PATIENCE


# How much a turn takes


def test_a_turn_is_bounded_and_the_next_goes_on(quiet):
    happen(7, quiet)

    assert [dispatch.catch_up(limit=3) for _ in range(4)] == [3, 3, 1, 0]


def test_each_event_takes_the_same_queries_however_many_wait(quiet):
    def taken(count):
        happen(count, quiet)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            dispatch.catch_up()
        return len(asked)

    none, ten, twenty = taken(0), taken(10), taken(20)

    assert none == 1
    assert twenty - ten == 10 * (ten - taken(1)) / 9


def test_an_event_told_late_leaves_by_mail_from_then_on(quiet):
    before = clock.real_now()
    happen(1, quiet)

    dispatch.catch_up()

    leaves_at = Delivery.objects.get().leaves_at
    assert before <= leaves_at <= clock.real_now() + timedelta(seconds=1)
