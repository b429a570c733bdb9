"""Lets the demo world have its own time."""

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "okote_flow.operations"
    label = "operations"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        if settings.DEMO:
            from okote_flow import clock
            from okote_flow.operations import demo

            clock.install(demo.now)
