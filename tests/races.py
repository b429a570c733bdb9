"""Many acts at the same instant, each in a thread of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from okote_flow import clock
from okote_flow.refusals import Refused
from tests.conftest import OPENING


def all_at_once(acts: list[Callable[[], object]]) -> Counter[str]:
    """Every act, all started together: "done" or the code of the refusal -> how many."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            with clock.frozen(OPENING):
                act()
        except Refused as refused:
            return refused.refusals[0].code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))
