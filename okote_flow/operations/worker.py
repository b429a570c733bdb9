"""What takes tasks from the queue: a thread of `serve`, or `manage.py work` in as many processes as one likes."""

import logging
import threading

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

logger = logging.getLogger(__name__)
EVERY_SECONDS = 1.0
AFTER_A_FAILURE = 5.0


def worker(*, until_empty: bool = False) -> Worker:
    """Looks for tasks each second; `until_empty`, only until there are none."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=EVERY_SECONDS,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


class TaskLoop(threading.Thread):
    """Takes tasks until it is stopped. A database that is away for a while is looked for again."""

    def __init__(self) -> None:
        super().__init__(name="tasks", daemon=True)
        self._stopped = threading.Event()
        self._worker = worker()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._worker.run()
            except Exception:
                logger.exception("tasks")
                close_old_connections()
                self._stopped.wait(AFTER_A_FAILURE)

    def stop(self) -> None:
        """Let the task under way end, then the thread. At most ten seconds."""
        self._stopped.set()
        self._worker.running = False
        self.join(10)
