"""A hostile harness: no network, no undefined variable in a template, business time that stands still."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from xdist.scheduler import LoadScopeScheduling

from okote_flow import clock, triggers
from tests.alsace import Alsace
from tests.world import World

OPENING = datetime(2022, 3, 1, 9, tzinfo=UTC)  # 10 o'clock in Alsace
TOGETHER = ("tests/views/test_hostile_forms.py",)
LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_configure() -> None:
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    options: Any = django_settings.TEMPLATES[0]["OPTIONS"]
    options["string_if_invalid"] = Undefined()
    django_settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django_settings.WHITENOISE_AUTOREFRESH = True  # no folder of collected files is needed


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Tests go to whichever worker is free, but those that share a costly fixture of their module go to one."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module.endswith(TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("threads and locks are tried on PostgreSQL")


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
def _time_stands_still() -> Iterator[None]:
    with clock.frozen(OPENING):
        yield


@pytest.fixture(autouse=True, scope="session")
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests attach stays in a folder of this run."""
    django_settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def alsace(db: None) -> Iterator[Alsace]:
    """The whole house; time is back where it was after the test."""
    house = Alsace()
    yield house
    house.come_back()


@pytest.fixture
def flushable(transactional_db: None) -> None:
    """Real transactions, whose tables are flushed afterwards."""


@pytest.fixture(autouse=True)
def _flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions the tables are flushed: append-only ones let go first (see post_migrate)."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    triggers.install(connection)
    yield
    triggers.drop(connection)
