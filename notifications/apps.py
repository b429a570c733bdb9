"""Listens to the journal: the only listener of the house's only signal."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import convocation_panel, mail_texts, panel  # noqa: F401  # texts are declared by being read
        from notifications.dispatch import on_event_recorded
        from okote_flow import panels
        from okote_flow.journal.record import event_recorded

        panels.register("dossier", "notifications/_dossier_mails.html", panel.context, place=70, tab="echanges")
        panels.register("convocation", "notifications/_convocation_mails.html", convocation_panel.context, place=10)

        event_recorded.connect(on_event_recorded, dispatch_uid="notifications")
