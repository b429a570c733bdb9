from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from dossiers import flows  # noqa: F401 - registers the stage flows
        from dossiers.actions import succession
        from okote_flow.accounts import members

        members.tie(succession.carried_refusals)
