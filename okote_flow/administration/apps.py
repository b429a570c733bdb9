from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "okote_flow.administration"
    label = "administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from okote_flow import panels
        from okote_flow.administration import inbox_panel

        panels.register("inbox", "administration/_inbox_panel.html", inbox_panel.context, place=45)
