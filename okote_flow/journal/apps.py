from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "okote_flow.journal"
    label = "journal"
    verbose_name = "Journal"
