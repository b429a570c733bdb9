from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "okote_flow.administration"
    label = "administration"
    verbose_name = "Administration"

    def ready(self) -> None:
        from okote_flow import panels
        from okote_flow.administration import own_rooms, rooms, settings_panel

        for card in own_rooms.CARDS:
            rooms.register(card)
        panels.register("settings", "administration/_vers_regles.html", settings_panel.context, place=10)
        from okote_flow.administration import inbox_panel

        panels.register("inbox", "administration/_inbox_panel.html", inbox_panel.context, place=45)
