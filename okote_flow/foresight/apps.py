from django.apps import AppConfig


class ForesightConfig(AppConfig):
    name = "okote_flow.foresight"
    label = "foresight"
    verbose_name = "Prévision"
