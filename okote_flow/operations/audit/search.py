"""The index of the search says what the house says: recomputed from the things themselves."""

from collections.abc import Iterator

from okote_flow.operations.audit.fault import Fault, row
from okote_flow.search import following, indexing
from okote_flow.search.models import Nature, SearchDocument

SAID = {
    "absent": "Cette chose ne se trouve pas par la recherche.",
    "stale": "La recherche la trouve par d’autres mots que les siens.",
    "gone": "La recherche trouve une chose qui n’est plus là.",
}
REMEDY = "manage.py reindex refait l’index."


def index() -> Iterator[Fault]:
    """Every word of every thing. An index that was never made says nothing wrong, one that is behind will follow."""
    if not SearchDocument.objects.exists() or following.is_behind():
        return
    table = SearchDocument._meta.db_table
    for nature in Nature:
        for key, what in indexing.faults(nature):
            yield Fault(f"search-{what}", row(table, f"{nature.value}/{key}"), f"{SAID[what]} {REMEDY}")
