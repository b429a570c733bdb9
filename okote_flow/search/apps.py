from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "okote_flow.search"
    label = "search"
    verbose_name = "Recherche"
