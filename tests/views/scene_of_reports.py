"""The reports of a scene: a review that was presented, the pack of a steering meeting; their addresses' arguments."""

from collections.abc import Callable
from typing import Any

from okote_flow.reports import actions
from okote_flow.reports.models import Pack, Report
from tests.yearly import presented, steering_meeting

Arguments = dict[str, Any]
Scene = Any


def reports_of(house: Any) -> None:
    """One of each."""
    presented(house)
    actions.freeze_pack(steering_meeting(house, convened=True), by=house.didier)


def _report(scene: Scene) -> Arguments:
    found = Report.objects.order_by("pk").first()
    if found is None:
        raise AttributeError("no report")
    return {"pk": found.pk}


def _pack(scene: Scene) -> Arguments:
    found = Pack.objects.order_by("pk").first()
    if found is None:
        raise AttributeError("no pack")
    return {"pk": found.meeting_id}


REPORTS: dict[str, Callable[[Scene], Arguments]] = {
    **dict.fromkeys((f"reports:{name}" for name in ("report", "present", "withdraw", "pdf")), _report),
    **dict.fromkeys(
        (f"reports:{name}" for name in ("write", "wordings")), lambda scene: _report(scene) | {"code": "introduction"}
    ),
    **dict.fromkeys(
        (f"reports:{name}" for name in ("table_csv", "table_xlsx")),
        lambda scene: _report(scene) | {"code": "objectifs"},
    ),
    **dict.fromkeys((f"reports:{name}" for name in ("pack", "freeze_pack", "pack_today_pdf")), _pack),
    "reports:pack_pdf": lambda scene: _pack(scene) | {"number": 1},
}
