"""The figures that a person may know of: of the same dossiers as on every page, and asked of few rows.

Whoever sees every dossier, or those that an office or a seat opens, is asked for the few that are hidden from them or
are their own: what a seat opens stands beside every figure. The others are asked row by row, by the rule of lists and
pages itself.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from dossiers import joints
from dossiers.access import NOTHING, SEE_ALL, dossiers_for, own
from dossiers.joints import Opening, Since
from dossiers.models import Ceiling, Dossier
from funding.models import Pledge
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.models import DossierFacts, DossierGifts, DossierSpan, Opened

Facts = QuerySet[DossierFacts]
Part = TypeVar("Part", DossierSpan, DossierGifts)
FEW = 500
ALL = Q()
MARKS = {Since.ADMITTED: Opened.ADMITTED, Since.REACHED: Opened.REACHED}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may know of, as every row of figures can be asked."""

    opened: Q
    hidden: tuple[int, ...] = ()
    own: tuple[int, ...] = ()

    def rule(self, key: str) -> Q:
        """On rows that name their dossier so."""
        rule = self.opened & ~Q(**{f"{key}__in": self.hidden}) if self.hidden else self.opened
        return rule | Q(**{f"{key}__in": self.own}) if self.own and self.opened != ALL else rule


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures that somebody may know of, or a part of them: the rows of dossiers and what hangs on those."""

    facts: Facts
    scope: Scope | None = None  # None where each dossier is asked
    narrow: dict[str, object] = field(default_factory=dict)

    def rows(self, model: type[Part]) -> "QuerySet[Part]":
        """Stretches or gifts of those dossiers."""
        found = model._default_manager.order_by()
        if self.scope is None:
            return found.filter(facts__in=self.facts)
        return found.filter(self.scope.rule("facts"), **self.narrow)

    def within(self, asked: Criteria) -> "Seen":
        """Those of a territory, a theme, a partner."""
        narrow: dict[str, object] = {"territory": asked.territory} if asked.territory else {}
        narrow |= {"theme": asked.theme} if asked.theme else {}
        facts = self.facts.filter(**narrow)
        if not asked.partner:
            return Seen(facts, self.scope, narrow)
        fixed = Ceiling.objects.filter(dossier=OuterRef("pk"), partner=asked.partner)
        pledged = Pledge.objects.filter(campaign__dossier=OuterRef("pk"), partner=asked.partner)
        return Seen(facts.filter(Q(Exists(fixed)) | Q(Exists(pledged))))


def everything() -> Seen:
    """For what everybody is told, and nobody in particular."""
    return Seen(DossierFacts.objects.all(), Scope(ALL))


def seen_by(user: User) -> Seen:
    """Of the dossiers that were handed in and that this person may know of."""
    scope = _scope(user) if user.is_active else None
    if scope is not None:
        return Seen(DossierFacts.objects.filter(scope.rule("pk")), scope)
    return Seen(DossierFacts.objects.filter(Exists(dossiers_for(user).filter(pk=OuterRef("pk")))))


def _scope(user: User) -> Scope | None:
    """None where the dossiers themselves must be asked, or where the exceptions are many."""
    opened = _opened(user)
    if opened is None:
        return None
    taken = reduce(or_, (rule(user) for rule in joints.denials), NOTHING)
    handed_in = Dossier.objects.handed_in().order_by()
    hidden = handed_in.filter(taken).exclude(own(user)).values_list("pk", flat=True)[: FEW + 1]
    carried = handed_in.filter(own(user)).values_list("pk", flat=True)[: FEW + 1] if opened != ALL else ()
    scope = Scope(opened, tuple(hidden), tuple(carried))
    return scope if max(len(scope.hidden), len(scope.own)) <= FEW else None


def _opened(user: User) -> Q | None:
    """What offices and seats open, whoever carries it and whoever stands aside."""
    if offices_of(user) & SEE_ALL:
        return ALL
    found = NOTHING
    for grant, openings in zip(joints.grants, joints.all_openings, strict=True):
        if openings is not None:
            found = reduce(or_, (_of(one) for one in openings(user)), found)
        elif grant(user) != NOTHING:
            return None
    return found


def _of(opening: Opening) -> Q:
    """An opening, in the columns that stand beside every figure."""
    rule = Q(opened__gte=MARKS[opening.since])
    return rule if opening.territories is None else rule & Q(territory__in=opening.territories)


def standing(chosen: Seen, asked: Criteria) -> Facts:
    """Of those, the dossiers of the pipeline: in progress, of any year unless one is asked for."""
    found = chosen.facts.filter(stage__gt=0)
    return found.filter(received_year=asked.received) if asked.received else found
