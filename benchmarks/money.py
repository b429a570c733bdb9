"""What a gift, a closing and an audit cost, beside a bare transaction by hand. Prints, asserts nothing.

    .ci/services .venv/bin/python benchmarks/money.py [--clients 8] [--seconds 4] [--campaigns 50] [--gifts 2000]

See README.md here.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django
import psycopg

ROUNDS = 60  # gifts of one client, of which the median is told
GIFT = 5_00
AMPLE = 100_000_000_00  # no cap and no envelope binds: every gift calls from both partners

print = partial(print, flush=True)  # noqa: A001 - each line is seen when it is known


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def timed(label: str, act: Callable[[], Any]) -> Any:
    """Prints the seconds on the clock, and those in which this process computed, whatever else the machine did."""
    began, computed = time.monotonic(), time.process_time()
    found = act()
    took, computed = time.monotonic() - began, time.process_time() - computed
    print(f"  {label:58}{took:>8.1f} s{computed:>8.1f} s of this process")
    return found


# ------------------------------------------------------------------------------------------- many clients at once


def client(number: int, seconds: float, make: Callable[[int], Callable[[int], None]], start: Any, told: Any) -> None:
    """One client, in a process of its own: act after act until the time is over."""
    act, took, failed = make(number), [], 0
    start.wait()
    end = time.monotonic() + seconds
    while (began := time.monotonic()) < end:
        try:
            act(len(took))
        except Exception as error:  # noqa: BLE001 - counted, and told with the figures
            failed += 1
            sys.stderr.write(f"{error}\n")
        took.append(time.monotonic() - began)
    told.put((took, failed))


def load(label: str, asked: argparse.Namespace, make: Callable[[int], Callable[[int], None]]) -> float:
    """So many clients at once. Prints and gives acts per second."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(asked.clients + 1), fork.SimpleQueue()
    clients = [
        fork.Process(target=client, args=(number, asked.seconds, make, start, told)) for number in range(asked.clients)
    ]
    for one in clients:
        one.start()
    start.wait()
    began = time.monotonic()
    answers = [told.get() for _ in clients]
    whole = time.monotonic() - began
    for one in clients:
        one.join()
    took = [each for times, _ in answers for each in times]
    rate = len(took) / whole
    print(
        f"  {label:36}{rate:>9.0f}/s   p50{1000 * percentile(took, 0.5):>7.1f} ms"
        f"   p95{1000 * percentile(took, 0.95):>7.1f} ms   failed {sum(failed for _, failed in answers)}"
    )
    return rate


# ------------------------------------------------------------------------------------------- the bare transaction

BARE_TABLES = (
    "CREATE TABLE bare_campaign (id BIGINT PRIMARY KEY, cents BIGINT NOT NULL)",
    "CREATE TABLE bare_posting (campaign BIGINT NOT NULL, n INT NOT NULL, account INT NOT NULL, cents BIGINT)",
)


def make_bare_tables(count: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in (*BARE_TABLES, *(f"INSERT INTO bare_campaign VALUES ({n}, 0)" for n in range(count))):
            cursor.execute(sql)


def bare(campaigns: int, clients: int, number: int) -> Callable[[int], None]:
    """What a hand would write: one row held, four postings, the sum on that row; straight through the driver."""
    from django.db import connection

    connection.ensure_connection()
    run, is_lite = connection.connection.execute, connection.vendor == "sqlite"
    begin = "BEGIN IMMEDIATE" if is_lite else "BEGIN"
    held = "SELECT cents FROM bare_campaign WHERE id = {}" + ("" if is_lite else " FOR UPDATE")

    def act(n: int) -> None:
        campaign = (number + clients * n) % campaigns
        run(begin)
        run(held.format(campaign)).fetchone()
        for posting, account in enumerate((1, 2, 3, 4)):
            run(f"INSERT INTO bare_posting VALUES ({campaign}, {posting}, {account}, {GIFT})")
        run(f"UPDATE bare_campaign SET cents = cents + {GIFT} WHERE id = {campaign}")
        run("COMMIT")

    return act


# ------------------------------------------------------------------------------------------------------ the house


class TablesFromModels(dict[str, Any]):
    """No app has migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def begin() -> None:
    """Django at the hour at which the campaigns open; tables from the models, which is quicker than by migrations."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "okote_flow.settings"
    from django.conf import settings

    settings.MIGRATION_MODULES = TablesFromModels()
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from okote_flow import clock, triggers
    from tests.conftest import OPENING

    clock.install(lambda: OPENING)
    call_command("migrate", verbosity=0, run_syncdb=True)
    triggers.install(connection)


def opened(money: Any, goal_cents: int = 12_000_00) -> Any:
    """A running campaign whose two partners answer every gift: three transfers, six changed balances."""
    return money.running(goal_cents=goal_cents, cea=AMPLE // 1000, firm=AMPLE // 1000)


def giving(campaigns: list[Any], label: str, clients: int, number: int) -> Callable[[int], None]:
    from funding import actions

    def act(n: int) -> None:
        campaign = campaigns[(number + clients * n) % len(campaigns)]
        actions.receive_gift(campaign, cents=GIFT, key=f"{label}-{number}-{n}", by=None)

    return act


def one_by_one(campaigns: list[Any], label: str) -> list[tuple[float, int]]:
    """One client gives to each in turn: campaign by campaign the median milliseconds, and the statements of a gift."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    acts = [giving([campaign], f"{label}-{place}", 1, 0) for place, campaign in enumerate(campaigns)]
    took: list[list[float]] = [[] for _ in acts]
    for n in range(ROUNDS):
        for place, act in enumerate(acts):
            began = time.monotonic()
            act(n)
            took[place].append(1000 * (time.monotonic() - began))
    said = []
    for act in acts:
        with CaptureQueriesContext(connection) as caught:
            act(ROUNDS)
        said.append(len(caught))
        reset_queries()
    return [(percentile(times, 0.5), queries) for times, queries in zip(took, said, strict=True)]


def audit(label: str) -> None:
    from okote_flow.operations.audit.everything import faults

    found = timed(label, lambda: list(faults()))
    print(f"  {'':58}{'green' if not found else found[:3]!s:>10}")


def races(money: Any, asked: argparse.Namespace) -> None:
    campaigns = [opened(money) for _ in range(asked.campaigns)]
    make_bare_tables(asked.campaigns)
    bare_hot = load("bare transaction, one hot row", asked, partial(bare, 1, asked.clients))
    hot = load("gifts, one hot campaign", asked, partial(giving, campaigns[:1], "hot", asked.clients))
    bare_many = load(f"bare transaction, {asked.campaigns} rows", asked, partial(bare, asked.campaigns, asked.clients))
    many = load(f"gifts, {asked.campaigns} campaigns", asked, partial(giving, campaigns, "many", asked.clients))
    print(f"  a gift costs {bare_hot / hot:.1f} bare transactions on one campaign, {bare_many / many:.1f} on many")


def growth(money: Any, asked: argparse.Namespace) -> Any:
    """Gives the campaign that has grown."""
    from tests.floods import pour

    small, large = opened(money), opened(money, goal_cents=3 * GIFT * asked.gifts)
    for campaign, key in ((small, "petit"), (large, "grand")):
        pour(campaign, 10, cents=GIFT, key=key)
    [(before, queries)] = one_by_one([large], "avant")
    print(f"  a gift when the campaign has 10: {before:.1f} ms, {queries} statements")
    more = asked.gifts - 10 - ROUNDS - 1
    timed(f"{more:,} gifts written in bulk", lambda: pour(large, more, cents=GIFT, key="flot"))
    (beside, _), (after, queries) = one_by_one([small, large], "apres")
    print(f"  a gift when it has {asked.gifts:,}: {after:.1f} ms, {queries} statements; in the same minute")
    print(f"  a gift on one with few: {beside:.1f} ms. Many against few: {after / beside:.2f} ×")
    return large


def endings(money: Any, large: Any, asked: argparse.Namespace) -> None:
    from funding import actions
    from okote_flow import clock
    from tests.floods import pour
    from tests.money import again

    audit(f"audit of {asked.gifts:,} gifts")
    with clock.frozen(large.window.decides_at):
        timed(f"closing of a campaign that succeeds with {asked.gifts:,}", lambda: actions.close_campaign(large))
    failing = opened(money, goal_cents=AMPLE)
    timed(f"{asked.gifts:,} more in bulk", lambda: pour(failing, asked.gifts, cents=GIFT, key="echec"))
    with clock.frozen(failing.window.decides_at):
        timed(f"closing of one that fails with {asked.gifts:,}", lambda: actions.close_campaign(failing))
        timed(
            f"{asked.gifts:,} refunds sent",
            lambda: actions.confirm_refunds(failing.dossier, reference="R-1", by=money.tess),
        )
    print(f"  states: {again(large).state}, {again(failing).state}")
    audit(f"audit of {2 * asked.gifts:,} gifts and {asked.gifts:,} refunds")


def measure(asked: argparse.Namespace) -> None:
    """In a process of its own: everything on the database of DATABASE_URL."""
    begin()
    from tests.money import MoneyWorld

    class Ample(MoneyWorld):
        """No envelope runs dry, and none has to fit the investments of a budget."""

        def envelope(self, partner: Any, cents: int, *_: Any, **named: Any) -> Any:
            return super().envelope(partner, max(cents, AMPLE), **named)

    money = Ample()
    races(money, asked)
    endings(money, growth(money, asked), asked)


# ------------------------------------------------------------------------------------------------------ both databases


@contextmanager
def fresh(server: str) -> Iterator[str]:
    """A database of this run's own beside the one that was lent."""
    name = f"money_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as asking:
        asking.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            asking.execute(f"DROP DATABASE {name} WITH (FORCE)")


def on(url: str, folder: str) -> None:
    print(f"{url.partition(':')[0]}: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    settings = {
        "OKOTE_DEBUG": "0",
        "OKOTE_DEMO": "1",
        "SECRET_KEY": "only-for-this-run",
        "DATABASE_URL": url,
        "MEDIA_ROOT": f"{folder}/media",
        "EMAIL_URL": "dummymail://",
        "REDIS_URL": "",
    }
    command = [sys.executable, "-W", "ignore", __file__, *sys.argv[1:], "--here"]
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4, help="for which the clients give")
    parser.add_argument("--campaigns", type=int, default=50)
    parser.add_argument("--gifts", type=int, default=2000, help="to which a campaign grows")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        measure(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        on(f"sqlite:///{folder}/money.sqlite3", folder)
        if "TEST_DATABASE_URL" not in os.environ:
            print("no TEST_DATABASE_URL: PostgreSQL is left out")
            return
        with fresh(os.environ["TEST_DATABASE_URL"]) as url:
            on(url, folder)


if __name__ == "__main__":
    main()
