from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "okote_flow.administration"
    label = "administration"
    verbose_name = "Administration"
