"""A hostile harness: no network, no undefined variable in a template, business time that stands still."""

import gc
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from okote_flow import clock, triggers
from tests.alsace import Alsace, LentHouse
from tests.tape import PLAYER
from tests.world import World

OPENING = datetime(2022, 3, 1, 9, tzinfo=UTC)  # 10 o'clock in Alsace
TOGETHER = ("tests/views/test_hostile_forms.py",)
LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_configure() -> None:
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    options: Any = django_settings.TEMPLATES[0]["OPTIONS"]
    options["string_if_invalid"] = Undefined()
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.BANK_IBAN = "FR7630001007941234567890185"
    django_settings.WHITENOISE_AUTOREFRESH = True  # no folder of collected files is needed
    if django_settings.REDIS_URL:  # a worker that empties its cache empties nobody else's
        own = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        place = urlsplit(django_settings.REDIS_URL)._replace(path=f"/{int(own) % 16}")
        django_settings.CACHES["default"]["LOCATION"] = place.geturl()


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Tests go to whichever worker is free, but those that share a costly fixture of their module go to one."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module.endswith(TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


LENT = LentHouse()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    if not is_lent_to(item):
        with item.config.stash[blocking_manager_key].unblock():
            LENT.close()
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("threads and locks are tried on PostgreSQL")


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    if fixturedef.argname == "_django_db_helper" and is_lent_to(request.node):  # before the test's own transaction
        with request.config.stash[blocking_manager_key].unblock(), clock.frozen(OPENING):
            LENT.open()


def is_lent_to(item: pytest.Function) -> bool:
    """Whether this test gets the house that others had before it: not where transactions are real."""
    return "alsace" in item.fixturenames and not has_real_transactions(item)


def has_real_transactions(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


class Undefined(str):
    """A template that names what it was not given is a mistake, not an empty place."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return True  # Django asks for "%s" and then gives the name

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"the template was not given “{name}”")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only this machine may be called."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert not isinstance(address, tuple) or address[0] in LOCAL, f"a test called {address}"
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[assignment, method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """What one test was told is not told to the next, whose rows may differ without a fact."""
    cache.clear()


@pytest.fixture(autouse=True)
def _time_stands_still() -> Iterator[None]:
    with clock.frozen(OPENING):
        yield


@pytest.fixture(autouse=True, scope="session")
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests attach stays in a folder of this run."""
    django_settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        LENT.close()


@pytest.fixture(autouse=True)
def _tape(request: pytest.FixtureRequest) -> None:
    """A test that changes how the house works walks by itself; what every cast at its bench changes is the same."""
    PLAYER.new_test(alone=not {"monkeypatch", "settings"}.isdisjoint(_asked_by_us(request.node)))


def _asked_by_us(item: pytest.Function) -> set[str]:
    """What the test asks for, and what our own fixtures ask for it; plugins ask for much."""
    info = item._fixtureinfo
    ours = (
        []
        if "walked" in item.fixturenames
        else [all_[-1] for all_ in info.name2fixturedefs.values() if all_[-1].baseid]
    )
    return {*info.argnames}.union(*(one.argnames for one in ours))


@pytest.fixture
def world(db: None) -> World:
    PLAYER.start("empty")
    begun: World = PLAYER.again("world", World)
    return begun


@pytest.fixture
def alsace(db: None) -> Iterator[Alsace]:
    """The whole house; time is back where it was after the test."""
    house = LENT.lend() or Alsace()
    yield house
    house.come_back()


@pytest.fixture
def flushable(transactional_db: None) -> None:
    """Real transactions, whose tables are flushed afterwards."""


@pytest.fixture(autouse=True)
def _flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions the tables are flushed: append-only ones let go first (see post_migrate)."""
    if not has_real_transactions(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    triggers.install(connection)
    yield
    triggers.drop(connection)
    PLAYER.forget()


def pytest_collection_finish() -> None:
    """What was imported stays; to look through it again and again for what could go takes a fifth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
