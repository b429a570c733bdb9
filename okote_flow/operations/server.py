"""One process that serves everything: pages, live lines, and what the clock does by itself each minute."""

import asyncio
import logging
import threading
from contextlib import suppress

import uvicorn
from django.db import close_old_connections

from notifications import live, mail
from notifications.dispatch import catch_up
from okote_flow.operations import sweep

logger = logging.getLogger(__name__)
EVERY_SECONDS = 60.0


class Clockwork(threading.Thread):
    """Does what has come due, tells what was left untold, sends what waits; then sleeps until it is stopped."""

    def __init__(self, every_seconds: float = EVERY_SECONDS) -> None:
        super().__init__(name="clockwork", daemon=True)
        self._every_seconds = every_seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            for work in (sweep.run, catch_up, mail.send_waiting):
                self._try(work)
            close_old_connections()
            self._stopped.wait(self._every_seconds)
        close_old_connections()

    def _try(self, work: object) -> None:
        """A pass that breaks is told to the technical log; the next one comes in a minute."""
        assert callable(work)
        try:
            work()
        except Exception:
            logger.exception("clockwork: %s", work)

    def stop(self) -> None:
        """Let the pass under way end, then the thread. At most ten seconds."""
        self._stopped.set()
        self.join(10)


def serve(host: str, port: int) -> None:
    """Serve until a signal asks to stop. Blocks."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    """Live lines go through this loop: an in-memory layer crosses no other."""
    server = uvicorn.Server(
        uvicorn.Config("okote_flow.asgi:application", host=host, port=port, lifespan="off", log_level="warning")
    )
    live.through(asyncio.get_running_loop())
    clockwork = Clockwork()
    clockwork.start()
    try:
        await server.serve()
    finally:
        await asyncio.to_thread(clockwork.stop)
        live.through(None)
