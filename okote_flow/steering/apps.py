from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "okote_flow.steering"
    label = "steering"
    verbose_name = "Pilotage"
