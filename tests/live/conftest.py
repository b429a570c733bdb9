"""These tests have a layer and a cache of their own: others that run at the same time must not nudge their lines."""

import pytest
from asgiref.sync import SyncToAsync
from channels.layers import InMemoryChannelLayer, channel_layers
from django.core.cache import cache
from django.db import connections


@pytest.fixture(autouse=True)
def _alone(settings, transactional_db):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    before = channel_layers.set("default", InMemoryChannelLayer())
    cache.clear()
    yield
    SyncToAsync.single_thread_executor.submit(
        connections.close_all
    ).result()  # what a hub was still asking is answered
    channel_layers.set("default", before)
    if before is None:
        channel_layers.backends.pop("default")
