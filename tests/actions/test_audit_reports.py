"""The nightly control finds a report or a pack that is not what the journal sealed."""

import pytest
from django.db import connection

from okote_flow import triggers
from okote_flow.operations.audit import reports
from okote_flow.reports import actions
from okote_flow.reports.models import Pack, Snapshot
from tests.yearly import presented, steering_meeting

pytestmark = pytest.mark.django_db


def test_what_was_sealed_is_found_again_and_what_was_changed_is_named(alsace):
    presented(alsace)
    actions.freeze_pack(steering_meeting(alsace), by=alsace.omar)
    assert [*reports.snapshots(), *reports.packs()] == []

    with triggers.lifted(connection):
        Snapshot.objects.update(pdf=b"%PDF-")
        Pack.objects.update(content={})
        assert [fault.code for fault in (*reports.snapshots(), *reports.packs())] == ["report-changed", "pack-changed"]
        Snapshot.objects.update(sha256="x")
        assert "report-unsealed" in [fault.code for fault in reports.snapshots()]
        Snapshot.objects.all().delete()
        Pack.objects.all().delete()
        assert [fault.code for fault in (*reports.snapshots(), *reports.packs())] == ["report-lost", "pack-lost"]
