from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "okote_flow.tables"
    label = "tables"
    verbose_name = "Tableaux"
