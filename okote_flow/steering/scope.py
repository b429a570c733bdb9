"""The figures that a person may know of: of the same dossiers as on every page, and asked of few rows.

Whoever sees every dossier but those from which they stand aside is asked for the few that are hidden. The others are
asked row by row, by the rule of lists and pages itself.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from dossiers import joints
from dossiers.access import NOTHING, SEE_ALL, dossiers_for, own
from dossiers.models import Ceiling, Dossier
from funding.models import Pledge
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.models import DossierFacts, DossierGifts, DossierSpan

Facts = QuerySet[DossierFacts]
Part = TypeVar("Part", DossierSpan, DossierGifts)
FEW = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures that somebody may know of, or a part of them: the rows of dossiers and what hangs on those."""

    facts: Facts
    hidden: tuple[int, ...] | None = None  # what alone is missing from all; None where each row is asked
    narrow: dict[str, object] = field(default_factory=dict)

    def rows(self, model: type[Part]) -> "QuerySet[Part]":
        """Stretches or gifts of those dossiers."""
        found = model._default_manager.order_by()
        if self.hidden is None:
            return found.filter(facts__in=self.facts)
        found = found.filter(**self.narrow)
        return found.exclude(facts__in=self.hidden) if self.hidden else found

    def within(self, asked: Criteria) -> "Seen":
        """Those of a territory, a theme, a partner."""
        narrow: dict[str, object] = {"territory": asked.territory} if asked.territory else {}
        narrow |= {"theme": asked.theme} if asked.theme else {}
        facts = self.facts.filter(**narrow)
        if not asked.partner:
            return Seen(facts, self.hidden, narrow)
        fixed = Ceiling.objects.filter(dossier=OuterRef("pk"), partner=asked.partner)
        pledged = Pledge.objects.filter(campaign__dossier=OuterRef("pk"), partner=asked.partner)
        return Seen(facts.filter(Q(Exists(fixed)) | Q(Exists(pledged))))


def everything() -> Seen:
    """For what everybody is told, and nobody in particular."""
    return Seen(DossierFacts.objects.all(), ())


def seen_by(user: User) -> Seen:
    """Of the dossiers that were handed in and that this person may know of."""
    if user.is_active and offices_of(user) & SEE_ALL:
        hidden = _hidden(user)
        if len(hidden) <= FEW:
            return Seen(DossierFacts.objects.exclude(pk__in=hidden), tuple(hidden))
    return Seen(DossierFacts.objects.filter(Exists(dossiers_for(user).filter(pk=OuterRef("pk")))))


def _hidden(user: User) -> list[int]:
    """What a denial takes from somebody who sees the rest. Their own projects they see whatever they hold."""
    taken = reduce(or_, (rule(user) for rule in joints.denials), NOTHING)
    found = Dossier.objects.handed_in().filter(taken).exclude(own(user)).order_by()
    return list(found.values_list("pk", flat=True)[: FEW + 1])


def standing(chosen: Seen, asked: Criteria) -> Facts:
    """Of those, the dossiers of the pipeline: in progress, of any year unless one is asked for."""
    found = chosen.facts.filter(stage__gt=0)
    return found.filter(received_year=asked.received) if asked.received else found
