from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "okote_flow.steering"
    label = "steering"
    verbose_name = "Pilotage"

    def ready(self) -> None:
        from okote_flow import panels
        from okote_flow.steering import inbox_panel

        panels.register("inbox", "steering/_inbox_panel.html", inbox_panel.context, place=40)
