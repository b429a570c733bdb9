"""How the search joins the house: it follows the journal, and finds dossiers for their list."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "okote_flow.search"
    label = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from dossiers import joints
        from okote_flow.journal.record import event_recorded
        from okote_flow.search.finding import of_words
        from okote_flow.search.following import on_event_recorded

        joints.search(of_words)
        event_recorded.connect(on_event_recorded, dispatch_uid="search")
