from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "okote_flow.reports"
    label = "reports"
    verbose_name = "Rapports"

    def ready(self) -> None:
        from notifications.access import show
        from okote_flow import panels
        from okote_flow.journal.record import event_recorded
        from okote_flow.reports import access, meeting_panel
        from okote_flow.reports.listening import on_event_recorded

        show("report", access.reports_for, "pk")
        panels.register("meeting", "reports/_meeting_pack.html", meeting_panel.context, place=10)
        event_recorded.connect(on_event_recorded, dispatch_uid="reports")
