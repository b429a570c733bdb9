"""What the addresses of tables and views are about: a table that Odile had prepared, and a view of hers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from okote_flow import clock
from okote_flow.tables.actions import ask_export, save_view
from okote_flow.tables.models import ExportJob, ExportState, SavedView

Arguments = dict[str, Any]


def prepared(scene: Any) -> Arguments:
    job = ExportJob.objects.filter(state=ExportState.DONE).first()
    if job is None:
        job = ask_export(table="dossiers", title="Dossiers", ending="csv", query="", by=scene.house.odile)
        job.state, job.name = ExportState.DONE, "dossiers.csv"
        job.expires_at = clock.real_now() + timedelta(days=7)
        job.file.save("dossiers.csv", ContentFile(b"Num"), save=False)
        job.save()
    return {"pk": job.pk}


def kept(scene: Any) -> Arguments:
    view = SavedView.objects.first() or save_view(
        of="dossiers", name="En retard", query="delai=retard", is_shared=False, by=scene.house.odile
    )
    return {"pk": view.pk}


TABLES: dict[str, Callable[[Any], Arguments]] = {
    **dict.fromkeys((f"tables:{name}" for name in ("export", "file", "cancel", "retry")), prepared),
    **dict.fromkeys((f"tables:{name}_view" for name in ("edit", "delete", "restore", "default")), kept),
    "tables:csv": lambda scene: {"name": "dossiers"},
    "tables:xlsx": lambda scene: {"name": "engagement"},
}
