"""What runs by itself each minute: what has come due, what was left untold, what waits to be sent."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from notifications import mail, tasks
from notifications.dispatch import catch_up
from okote_flow import clock
from okote_flow.operations import sweep

logger = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


def turn() -> sweep.Report:
    """One pass of everything. What breaks is told to the technical log, and the rest goes on."""
    report = sweep.Report(clock.now())
    try:
        report = sweep.run()
    except Exception:
        logger.exception("clockwork: sweep")
        report.failed.append("échéances")
    for label, work in _besides():
        _try(report, label, work)
    return report


def _besides() -> tuple[tuple[str, Callable[[], object]], ...]:
    """Mails are for the task queue; here leaves what it lost, and what is tried again."""
    return ("notifications", catch_up), ("courriels", mail.send_waiting), ("ménage", tasks.forget_old)


def _try(report: sweep.Report, label: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Exception:
        logger.exception("clockwork: %s", label)
        report.failed.append(label)


class Clockwork(threading.Thread):
    """Takes a turn each minute until it is stopped."""

    def __init__(self, every_seconds: float = EVERY_SECONDS) -> None:
        super().__init__(name="clockwork", daemon=True)
        self._every_seconds = every_seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            turn()
            close_old_connections()
            self._stopped.wait(self._every_seconds)

    def stop(self) -> None:
        """Let the turn under way end, then the thread. At most ten seconds."""
        self._stopped.set()
        self.join(10)
