"""What came before the engagement committee in all of Alsace, and what became of it; as its reader may see it.

Everything is counted from one list of dossiers, which comes from the door of the committees: whoever stands aside from
a dossier finds it in no figure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.http import Http404

from committees.access import committees_where, inside
from committees.models import CommitteeKind, Proclamation, Verdict
from committees.models.bodies import VIEW
from dossiers import conditions
from dossiers.access import SEE_ALL
from dossiers.lifecycle import State
from dossiers.models import Ceiling, Condition, DossierQuerySet
from dossiers.models.conditions import Conditions
from dossiers.models.dossier import Theme
from funding.models import CampaignState, PayoutOrder
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Territory, User
from okote_flow.steering.rules import percent

GIVEN_UP = (State.WITHDRAWN, State.DROPPED, State.RENOUNCED, State.CANCELLED)
FATES: dict[str, tuple[str, Q]] = {
    "a-decider": ("À décider", Q(state__in=[State.ENGAGEMENT_REVIEW, State.COMPLEMENTS_REQUESTED])),
    "en-preparation": ("Campagne en préparation", Q(state=State.CAMPAIGN_PREPARATION)),
    "en-campagne": ("En campagne", Q(state=State.CAMPAIGN)),
    "reussis": ("Campagne réussie, à verser", Q(state__in=[State.MATCHING, State.PAYOUT])),
    "verses": (
        "Versé",
        Q(state=State.FOLLOW_UP) | Q(state=State.CLOSED, campaign__state=CampaignState.SETTLED),
    ),
    "echoues": (
        "Seuil non atteint",
        Q(state=State.CAMPAIGN_FAILED) | Q(state=State.CLOSED, campaign__state=CampaignState.FAILED),
    ),
    "refuses": ("Non retenu", Q(state=State.REJECTED)),
    "abandonnes": ("Abandonné", Q(state__in=[*GIVEN_UP, State.CLOSED])),
}
"""What became of a dossier; the first that applies, and one always does."""
CONDITIONS, LATE_CONDITIONS = "reserves", "reserves-en-retard"


@dataclass(frozen=True, slots=True)
class Criteria:
    """What the address asks for; empty means anything."""

    year: int | None = None
    territory: str = ""
    theme: str = ""

    def query(self, **more: str) -> str:
        values = {"annee": self.year, "territoire": self.territory, "theme": self.theme, **more}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the question whose list stands behind it."""

    label: str
    number: int
    query: str


@dataclass(slots=True)
class Line:
    """The dossiers of one territory or theme."""

    label: str
    query: str
    count: int = 0
    asked_cents: int = 0
    granted_cents: int = 0
    cells: tuple[Cell, ...] = ()
    percent: int = 0  # of the line with the most dossiers


@dataclass(frozen=True, slots=True)
class Gap:
    """How long it takes from one moment to the next: the middle of those that have both."""

    label: str
    days: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Overview:
    count: int
    asked_cents: int
    granted_cents: int
    fates: tuple[Cell, ...]
    territories: list[Line]
    themes: list[Line]
    verdicts: list[Line]
    conditions: tuple[Cell, ...]
    gaps: list[Gap]


def check(user: User) -> None:
    """For who sits in the engagement committee, and who watches over every dossier. Raises Http404 to the others."""
    sits = committees_where(user, VIEW).filter(kind=CommitteeKind.ENGAGEMENT)
    if not offices_of(user) & SEE_ALL and not sits.exists():
        raise Http404


def years(user: User) -> list[int]:
    """Those in which a dossier came before the committee, the latest first."""
    since = inside(user).filter(at_engagement_since__isnull=False)
    found = since.order_by().dates("at_engagement_since", "year", order="DESC")
    return [day.year for day in found]


def counted(user: User, asked: Criteria) -> DossierQuerySet:
    """The dossiers behind every figure: those that came before the committee, as far as the reader may see them."""
    rule = Q(at_engagement_since__isnull=False)
    if asked.year:
        first, next_first = clock.local(date(asked.year, 1, 1)), clock.local(date(asked.year + 1, 1, 1))
        rule &= Q(at_engagement_since__gte=first, at_engagement_since__lt=next_first)
    if asked.territory:
        rule &= Q(territory__code=asked.territory)
    if asked.theme:
        rule &= Q(theme=asked.theme)
    granted = Ceiling.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier").annotate(sum=Sum("cents"))
    said = Proclamation.objects.filter(item__dossier=OuterRef("pk")).order_by("-pk")
    whens = (When(rule_of_fate, then=Value(code)) for code, (_, rule_of_fate) in FATES.items())
    found: DossierQuerySet = (
        inside(user)
        .filter(rule)
        .annotate(
            fate=Case(*whens, default=Value(""), output_field=CharField()),
            granted_cents=Subquery(granted.values("sum")),
            verdict=Subquery(said.values("verdict")[:1]),
            decided_at=Subquery(said.values("proclaimed_at")[:1]),
        )
    )
    return found


def open_conditions(dossiers: DossierQuerySet) -> Conditions:
    """What is still to be met of what the committee asked for."""
    return Condition.objects.blocking().filter(dossier__in=dossiers.values("pk"))


def late_conditions(dossiers: DossierQuerySet) -> Conditions:
    return conditions.late(conditions.with_due(open_conditions(dossiers)))


def behind(user: User, asked: Criteria, figure: str) -> DossierQuerySet:
    """The dossiers that a figure counts: a fate, a verdict, open conditions; all of them for "". Raises Http404."""
    found = counted(user, asked)
    of_conditions = {CONDITIONS: open_conditions, LATE_CONDITIONS: late_conditions}
    if figure in of_conditions:
        found = found.filter(pk__in=of_conditions[figure](found).values("dossier"))
    elif figure:
        for part in figure.split(","):
            if part not in FATES and part not in Verdict.values:
                raise Http404
            found = found.filter(**{"fate" if part in FATES else "verdict": part})
    return found.select_related("organization", "territory").order_by("-at_engagement_since", "-pk")


def title_of(figure: str) -> str:
    """For a figure that `behind` knows; "" for all."""
    named = {CONDITIONS: "Réserves à lever", LATE_CONDITIONS: "Réserves en retard", "": ""}
    if figure in named:
        return named[figure]
    return " · ".join(FATES[part][0] if part in FATES else Verdict(part).label for part in figure.split(","))


def overview(user: User, asked: Criteria) -> Overview:
    """Every figure of the page, in a number of queries that does not grow with the dossiers."""
    dossiers = counted(user, asked)
    columns = ("pk", "territory__code", "territory__name", "theme", "fate", "goal_cents", "granted_cents", "verdict")
    rows = list(dossiers.order_by().values(*columns))
    themes = {theme.value: theme.label for theme in Theme}
    for row in rows:
        row["theme_name"] = themes.get(row["theme"], "")
        row["verdict_name"] = Verdict(row["verdict"]).label if row["verdict"] else ""
    return Overview(
        count=len(rows),
        asked_cents=_sum(rows, "goal_cents"),
        granted_cents=_sum(rows, "granted_cents"),
        fates=_cells(rows, lambda fate: asked.query(chiffre=fate)),
        territories=_lines(rows, "territory__code", "territory__name", lambda key: {"territoire": key}, asked),
        themes=_lines(rows, "theme", "theme_name", lambda key: {"theme": key}, asked),
        verdicts=_lines([row for row in rows if row["verdict"]], "verdict", "verdict_name", None, asked),
        conditions=(
            Cell("À lever", open_conditions(dossiers).count(), asked.query(chiffre=CONDITIONS)),
            Cell("En retard", late_conditions(dossiers).count(), asked.query(chiffre=LATE_CONDITIONS)),
        ),
        gaps=list(_gaps(dossiers)),
    )


def _sum(rows: Iterable[dict[str, Any]], column: str) -> int:
    return sum(row[column] or 0 for row in rows)


def _cells(rows: list[dict[str, Any]], query: Callable[[str], str]) -> tuple[Cell, ...]:
    found = {code: sum(row["fate"] == code for row in rows) for code in FATES}
    return tuple(Cell(FATES[code][0], number, query(code)) for code, number in found.items())


def _lines(
    rows: list[dict[str, Any]],
    key: str,
    name: str,
    narrowed: Callable[[str], dict[str, str]] | None,
    asked: Criteria,
) -> list[Line]:
    """One line for each value of a column, by name. `narrowed` is what asks for that value alone in an address; a
    verdict is a figure itself."""
    parted: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: str(row[name] or "")):
        parted.setdefault(row[key] or "", []).append(row)
    most = max((len(part) for part in parted.values()), default=0)
    return [_line(value, part, name, narrowed, asked, most) for value, part in parted.items() if value]


def _line(
    value: str,
    part: list[dict[str, Any]],
    name: str,
    narrowed: Callable[[str], dict[str, str]] | None,
    asked: Criteria,
    most: int,
) -> Line:
    more = narrowed(value) if narrowed else {}

    def query(fate: str) -> str:
        return asked.query(**more, chiffre=fate if narrowed else f"{value},{fate}")

    whole = asked.query(**more) if narrowed else asked.query(chiffre=value)
    return Line(
        label=part[0][name],
        query=whole,
        count=len(part),
        asked_cents=_sum(part, "goal_cents"),
        granted_cents=_sum(part, "granted_cents"),
        cells=_cells(part, query),
        percent=percent(len(part), most),
    )


def _gaps(dossiers: DossierQuerySet) -> Iterator[Gap]:
    """From the committee's decision to the campaign, to its end, to the payment."""
    paid = PayoutOrder.objects.filter(dossier=OuterRef("pk")).order_by().values("dossier")
    rows = list(
        dossiers.filter(agenda_items__proclamation__isnull=False)
        .distinct()
        .order_by()
        .annotate(paid_at=Subquery(paid.annotate(at=Max("paid_at")).values("at")))
        .values_list("at_engagement_since", "decided_at", "campaign__starts_at", "campaign__closed_at", "paid_at")
    )
    labels = (
        "De l’arrivée au comité à la décision",
        "De la décision à l’ouverture de la campagne",
        "De l’ouverture à la fin de la campagne",
        "De la fin de la campagne au versement",
    )
    for place, label in enumerate(labels):
        pairs = ((row[place], row[place + 1]) for row in rows)
        days = [_days(start, end) for start, end in pairs if start is not None and end is not None]
        yield Gap(label, median_low(days) if days else None, len(days))


def _days(start: datetime, end: datetime) -> int:
    return max(0, (end.astimezone(clock.PARIS).date() - start.astimezone(clock.PARIS).date()).days)


def territories() -> QuerySet[Territory]:
    return Territory.objects.filter(committees__isnull=False).order_by("name")
