"""Inbox, list and dossier page take the same number of queries with 50 dossiers and with 5,000."""

import pytest

from dossiers import inbox
from tests.views.crowd import count_again, queries_of, submitted, with_copied_tasks, with_tasks

pytestmark = pytest.mark.django_db


def test_five_thousand_dossiers_take_the_queries_of_fifty(world, client):
    client.force_login(world.odile, backend="django.contrib.auth.backends.ModelBackend")
    first = with_tasks(submitted(world, 50))[0]
    pages = ["/ma-corbeille/", "/dossiers/", f"/dossiers/{first.pk}/"]

    few = [queries_of(client, page) for page in pages]
    with_copied_tasks(submitted(world, 4950), like=first)
    count_again()
    many = [queries_of(client, page) for page in pages]

    assert many == few
    assert inbox.counts(world.odile)[inbox.View.TO_CLAIM] == 5000
