from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "okote_flow.steering"
    label = "steering"
    verbose_name = "Pilotage"

    def ready(self) -> None:
        from notifications import doors
        from okote_flow import acts, panels
        from okote_flow.steering import access, inbox_panel, projection, tables
        from okote_flow.tables import registry

        panels.register("inbox", "steering/_inbox_panel.html", inbox_panel.context, place=40)
        doors.add("pipeline", doors.Door(access.pipeline_seers, access.pipeline_seen, has_keys=False))
        acts.follow(projection.follow)
        for table in tables.TABLES:
            registry.register(table)
