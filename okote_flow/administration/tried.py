"""What a measure is given: the rules as they are and as they would be, and how dossiers are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from dossiers.models import Dossier
from okote_flow.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Tried:
    """One group of changed rules on its way through the past."""

    lead: str
    now: Parameters
    then: Parameters
    names: frozenset[str]  # the rules that change
    titles: Mapping[int, str]  # dossier -> how it is called


def titles() -> dict[int, str]:
    """Every dossier that was handed in."""
    rows = Dossier.objects.filter(submitted_at__isnull=False).values_list("pk", "number", "title")
    return {pk: f"{number} {title}" for pk, number, title in rows}
