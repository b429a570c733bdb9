"""Each test begins with an empty cache (it counts lines and remembers who is present), and leaves nobody asking."""

import pytest
from asgiref.sync import SyncToAsync
from django.core.cache import cache
from django.db import connections


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    cache.clear()
    yield
    SyncToAsync.single_thread_executor.submit(connections.close_all).result()  # what a hub was still asking is answered
    cache.clear()
