from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from dossiers import (
            access,
            condition_table,
            flows,  # noqa: F401 - registers the stage flows
            inbox_panels,
            table,
        )
        from dossiers.actions import succession
        from okote_flow import panels
        from okote_flow.accounts import members
        from okote_flow.journal.record import signed_by
        from okote_flow.tables import registry

        panels.register("inbox", "dossiers/_a_lire.html", inbox_panels.unread, place=10)
        panels.register("inbox", "dossiers/_echeances.html", inbox_panels.others, place=20)
        panels.register("inbox", "dossiers/_a_consulter.html", inbox_panels.readings, place=50)
        members.tie(succession.carried_refusals)
        signed_by(access.acts_for)
        for one in (table, condition_table):
            registry.register(one.TABLE)
            registry.keep_views(one.LIST)
