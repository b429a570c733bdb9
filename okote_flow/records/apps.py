from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "okote_flow.records"
    label = "records"
    verbose_name = "Archives"

    def ready(self) -> None:
        from okote_flow import panels
        from okote_flow.records import panel

        panels.register("dossier", "records/_panel.html", panel.context, place=90, tab="histoire")
        panels.register("inbox", "records/_inbox_panel.html", panel.requests_due, place=8)
