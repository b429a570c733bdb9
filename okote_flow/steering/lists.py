"""Which dossiers stand behind which figure: every figure of the dashboard is counted from one of these lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from dossiers.lifecycle import STAGES
from okote_flow.sheets import Cells
from okote_flow.steering import pipeline, scope
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.models import DossierFacts, DossierGifts, DossierSpan, Span
from okote_flow.steering.regions import WON
from okote_flow.steering.scope import Facts, Seen

Rule = Callable[[Seen, Criteria, date], Facts]
LATE, GIVEN_UP, GIFTS = "en-retard", "a-solder", "dons"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what its list is called, and whose dossiers those are. `value` heads a column of its own."""

    title: str  # {year} stands in those that are of a year
    rule: Rule
    value: str = ""
    cells: Cells = Cells.CENTS


def _of_the_year(**rule: object) -> Rule:
    """Where the names of the rules that end with "_year" are of the year that is asked for."""

    def narrow(seen: Seen, asked: Criteria, today: date) -> Facts:
        years = {name: asked.year for name, value in rule.items() if value is None}
        found = seen.within(asked).facts.filter(**{**rule, **years})
        return found.order_by("-dossier__submitted_at", "pk")

    return narrow


def _standing(number: int) -> Rule:
    def narrow(seen: Seen, asked: Criteria, today: date) -> Facts:
        return scope.standing(seen.within(asked), asked).filter(stage=number).order_by(*pipeline.ORDER)

    return narrow


def _late(seen: Seen, asked: Criteria, today: date) -> Facts:
    found = scope.standing(seen.within(asked), asked).filter(pipeline.late(today))
    return found.annotate(value=F("due_on")).order_by(*pipeline.ORDER)


def _given_up(seen: Seen, asked: Criteria, today: date) -> Facts:
    return seen.within(asked).facts.filter(is_given_up=True).order_by("stage_since", "pk")


def _won(seen: Seen, asked: Criteria, today: date) -> Facts:
    found = seen.within(asked).facts.filter(ended_year=asked.year, campaign_state__in=WON)
    together = F("citizens_cents") + F("companies_cents") + F("authorities_cents")
    return found.annotate(value=together).order_by("-value", "pk")


def _given(seen: Seen, asked: Criteria, today: date) -> Facts:
    months = DossierGifts.objects.filter(facts=OuterRef("pk"), year=asked.year, gifts__gt=0).order_by()
    cents = months.values("facts").annotate(cents=Sum("cents")).values("cents")
    given = DossierGifts.objects.filter(year=asked.year, gifts__gt=0).values("facts")
    found = seen.within(asked).facts.filter(pk__in=given).annotate(value=Subquery(cents))
    return found.order_by("-value", "pk")


def _span(span: Span) -> Rule:
    def narrow(seen: Seen, asked: Criteria, today: date) -> Facts:
        taken = DossierSpan.objects.filter(facts=OuterRef("pk"), year=asked.year, span=span)
        ended = DossierSpan.objects.filter(year=asked.year, span=span).values("facts")
        found = seen.within(asked).facts.filter(pk__in=ended).annotate(value=Subquery(taken.values("days")[:1]))
        return found.order_by("-value", "pk")

    return narrow


FIGURES: dict[str, Figure] = {
    "recus": Figure("Dossiers reçus en {year}", _of_the_year(received_year=None)),
    "accompagnes": Figure("Projets accompagnés en {year}", _of_the_year(supported_year=None)),
    "abondes-cea": Figure(
        "Projets cofinancés par la CeA en {year}", _of_the_year(supported_year=None, is_cofunded=True)
    ),
    "gagnees": Figure("Campagnes gagnées en {year}", _won, "Réuni"),
    "terminees": Figure("Campagnes terminées en {year}", _of_the_year(ended_year=None)),
    "en-campagne": Figure("Campagnes en cours", _of_the_year(stage=5, campaign_state="open")),
    GIFTS: Figure("Projets qui ont reçu des dons en {year}", _given, "Dons de l’année"),
    GIVEN_UP: Figure("Projets abandonnés, à solder", _given_up),
    LATE: Figure("Dossiers en retard", _late, "Attendu le", Cells.DAY),
    **{
        f"etape-{number}": Figure(f"À l’étape «\u00a0{name}\u00a0»", _standing(number))
        for number, (name, _) in STAGES.items()
    },
    **{f"delai-{span}": Figure(f"{span.label}, en {{year}}", _span(span), "Jours", Cells.NUMBER) for span in Span},
}


def behind(seen: Seen, figure: Figure, asked: Criteria, today: date) -> QuerySet[DossierFacts]:
    """The list of a figure, with what a line says of each dossier."""
    return figure.rule(seen, asked, today).select_related("dossier__organization", "dossier__territory")
