from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "okote_flow.texts"
    label = "texts"
    verbose_name = "Textes"
