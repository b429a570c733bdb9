"""The figures that a person may know of: of the same dossiers as on every page, and asked of few rows.

Whoever sees every dossier but those from which they stand aside is asked for the few that are hidden. The others are
asked row by row, by the rule of lists and pages itself.
"""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from dossiers import joints
from dossiers.access import NOTHING, SEE_ALL, dossiers_for, own
from dossiers.models import Ceiling, Dossier
from funding.models import Pledge
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.models import DossierFacts

Facts = QuerySet[DossierFacts]
FEW = 500


def facts_for(user: User) -> Facts:
    """Of the dossiers that were handed in and that this person may know of."""
    if user.is_active and offices_of(user) & SEE_ALL:
        hidden = _hidden(user)
        if len(hidden) <= FEW:
            return DossierFacts.objects.exclude(pk__in=hidden)
    return DossierFacts.objects.filter(Exists(dossiers_for(user).filter(pk=OuterRef("pk"))))


def _hidden(user: User) -> list[int]:
    """What a denial takes from somebody who sees the rest. Their own projects they see whatever they hold."""
    taken = reduce(or_, (rule(user) for rule in joints.denials), NOTHING)
    found = Dossier.objects.handed_in().filter(taken).exclude(own(user)).order_by()
    return list(found.values_list("pk", flat=True)[: FEW + 1])


def within(facts: Facts, asked: Criteria) -> Facts:
    """Those of a territory, a theme, a partner."""
    rule = Q()
    if asked.territory:
        rule &= Q(territory=asked.territory)
    if asked.theme:
        rule &= Q(theme=asked.theme)
    if asked.partner:
        fixed = Ceiling.objects.filter(dossier=OuterRef("pk"), partner=asked.partner)
        pledged = Pledge.objects.filter(campaign__dossier=OuterRef("pk"), partner=asked.partner)
        rule &= Q(Exists(fixed)) | Q(Exists(pledged))
    return facts.filter(rule)


def standing(facts: Facts, asked: Criteria) -> Facts:
    """Of those, the dossiers of the pipeline: in progress, of any year unless one is asked for."""
    found = within(facts, asked).filter(stage__gt=0)
    return found.filter(received_year=asked.received) if asked.received else found
