"""Batches under fire: a worker killed at any point, and many at once on PostgreSQL."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings

from funding import actions, checks
from funding.models import BatchState, PayoutBatch, PayoutOrder
from tests.money import MoneyWorld, account, approved_order, sent_batch
from tests.races import all_at_once

SET_UP = """
import django
from django.conf import settings

django.setup()
from django.db import connection
from okote_flow import clock, triggers
from tests.conftest import OPENING
clock.install(lambda: OPENING)
"""
WORLD = f"""{SET_UP}
from okote_flow.operations.fleeting import make_tables
make_tables()
triggers.install(connection)
from tests.money import MoneyWorld, approved_order, sent_batch
money = MoneyWorld()
sent_batch(money, *[approved_order(money, money.payable()) for _ in range(3)])
"""
WORKER = f"""{SET_UP}
from funding import actions, checks
from funding.models import PayoutBatch
from okote_flow.directory.models import User
print("ready", flush=True)
batch = PayoutBatch.objects.get()
if batch.state == "sent":
    actions.confirm_batch(batch, bank_reference="R-1", by=User.objects.get(username="tess"))
assert list(checks.check()) == []
print("done", flush=True)
"""


def start(folder, program: str) -> subprocess.Popen[str]:
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/house.sqlite3",
        "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
        "OKOTE_DEBUG": "1",
        "OKOTE_DEMO": "0",
        "REDIS_URL": "",
        "EMAIL_URL": "dummymail://",
    }
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
    )


def paid(folder) -> tuple[int, int]:
    """Orders that are paid, and entries of payments in the books."""
    with sqlite3.connect(f"{folder}/house.sqlite3") as house:
        orders = house.execute("SELECT count(*) FROM funding_payoutorder WHERE state = 'paid'").fetchone()[0]
        return orders, house.execute("SELECT count(*) FROM funding_entry WHERE kind = 'payout'").fetchone()[0]


def test_a_worker_killed_anywhere_in_a_batch_leaves_all_or_nothing_and_the_next_pays_once(tmp_path):
    made = start(tmp_path, WORLD)
    made.communicate()
    assert made.returncode == 0

    for seconds in sorted(random.Random(7).uniform(0, 0.4) for _ in range(4)):
        worker = start(tmp_path, WORKER)
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
        time.sleep(seconds)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        assert paid(tmp_path) in {(0, 0), (3, 3)}

    for _ in range(2):
        worker = start(tmp_path, WORKER)
        said, _ = worker.communicate()
        assert (worker.returncode, said) == (0, "ready\ndone\n")
        assert paid(tmp_path) == (3, 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_treasurers_who_confirm_at_once_pay_once():
    money = MoneyWorld()
    batch = sent_batch(money, approved_order(money, money.payable()), approved_order(money, money.payable()))

    ended = all_at_once([lambda: actions.confirm_batch(batch, bank_reference="R-1", by=money.tess)] * 4)

    assert ended == {"done": 1, "batch-wrong-state": 3}
    assert account("bank") == 640_00
    assert list(checks.check()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_order_gathered_by_many_at_once_or_taken_back_stands_in_one_batch():
    money = MoneyWorld()
    order = approved_order(money, money.payable())
    other = approved_order(money, money.payable())

    acts = [lambda: actions.compose_batch(orders=[order, other], by=money.tess)] * 4
    acts += [lambda: actions.compose_batch(orders=[other, order], by=money.tess)] * 2
    ended = all_at_once(acts)

    assert ended == {"done": 1, "order-in-batch": 5}
    assert PayoutBatch.objects.get().count == 2
    assert PayoutOrder.objects.filter(batch_lines__isnull=False).count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_are_two_approvals_and_each_is_one():
    money = MoneyWorld()
    batch = actions.compose_batch(orders=[approved_order(money, money.payable())], by=money.tess)

    acts = [lambda who=who: actions.approve_batch(batch, by=who) for who in (money.didier, money.odile) * 2]
    ended = all_at_once(acts)

    assert ended["done"] == 2
    assert batch.approvals.count() == 2
    assert PayoutBatch.objects.get().state == BatchState.APPROVED
