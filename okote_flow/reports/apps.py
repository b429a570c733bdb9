from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "okote_flow.reports"
    label = "reports"
    verbose_name = "Rapports"
