from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "okote_flow.records"
    label = "records"
    verbose_name = "Archives"
