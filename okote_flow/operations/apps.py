from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "okote_flow.operations"
    label = "operations"
