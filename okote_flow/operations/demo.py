"""The demo world's business time: the real one plus an offset that its users may only increase."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection
from django.urls import reverse

from okote_flow import clock
from okote_flow.operations import sweep
from okote_flow.operations.models import DemoClock
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused

PASSWORD = "okote-demo-2022"  # noqa: S105 - public on purpose: a world without secrets
FARTHEST = timedelta(days=5 * 366)
FRESH_SECONDS = 1.0


@dataclass(slots=True)
class Known:
    """The offset as this process last read it; other processes may move time too."""

    offset: timedelta = timedelta()
    read_at: float = float("-inf")
    has_table: bool = False


_known = Known()


@dataclass(frozen=True, slots=True)
class Banner:
    """What every page of the demo world says of its time. Without `advance_url` the reader may not move it."""

    now: datetime
    advance_url: str | None
    password: str = PASSWORD  # of every account of this world


def now() -> datetime:
    """The source of business time where settings.DEMO."""
    if time.monotonic() - _known.read_at > FRESH_SECONDS:
        _read()
    return clock.real_now() + _known.offset


def _read() -> None:
    """Ask the database, unless this is an event loop: there the last answer has to do."""
    try:
        if not _known.has_table and DemoClock._meta.db_table not in connection.introspection.table_names():
            return
        row = DemoClock.objects.first()
    except SynchronousOnlyOperation:
        return
    _known.has_table = True
    _known.offset, _known.read_at = (row.offset if row else timedelta()), time.monotonic()


def set_now(instant: datetime) -> None:
    """Let business time be `instant` from now on, and run on from there."""
    offset = instant - clock.real_now()
    DemoClock.objects.update_or_create(pk=1, defaults={"offset": offset})
    _known.offset, _known.read_at = offset, time.monotonic()


def advance(until: datetime) -> sweep.Report:
    """Move business time on and do what has come due. Raises Refused("time-backwards", "time-too-far")."""
    present = clock.now()
    if until <= present:
        raise Refused([refuse("time-backwards", now=present.astimezone(clock.PARIS))])
    if until > present + FARTHEST:
        raise Refused([refuse("time-too-far")])
    set_now(until)
    with clock.frozen(until):
        return sweep.run()


def banner(*, may_advance: bool = True) -> Banner | None:
    """For the shell of every page; None outside the demo world."""
    if not settings.DEMO:
        return None
    return Banner(clock.now(), reverse("operations:advance") if may_advance else None)
