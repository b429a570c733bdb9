"""Lets the demo world have its own time, and joins what belongs to no app: the accounts."""

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "okote_flow.operations"
    label = "operations"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        from okote_flow import panels
        from okote_flow.absences import inbox_panel as absences_panel
        from okote_flow.accounts import inbox_panel

        panels.register("inbox", "accounts/_inbox_panel.html", inbox_panel.context, place=60)
        panels.register("inbox", "absences/_inbox_panel.html", absences_panel.context, place=5)
        if settings.REHEARSAL:
            from okote_flow.operations import rehearsal_room

            rehearsal_room.require_own_file(settings.DATABASES["default"])
        if settings.DEMO:
            from okote_flow import clock
            from okote_flow.operations import demo

            clock.install(demo.now)
