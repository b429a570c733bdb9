"""What the settings page and the forms read of the programme: criteria, rules by date, facts of the report."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dossiers import grids
from dossiers.models import Call, Criterion, Dossier, Programme, RulesVersion
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.parameters import Family, catalogue

INVARIABLE = ("mois", "fois")
PLAIN_WORDS = {"college": "par collège", "each_partner": "par partenaire"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the page shows it."""

    label: str
    value: str
    source: str
    since: str


@dataclass(frozen=True, slots=True)
class Version:
    """One dated version of the rules: what it changed."""

    row: RulesVersion
    is_in_force: bool
    changes: list[tuple[str, str, str]]


def criteria(dossier: Dossier | None = None) -> list[Criterion]:
    """Those that bind a dossier; without one, those of today."""
    return grids.of(dossier) if dossier is not None else grids.today()


def open_calls() -> QuerySet[Call]:
    """The calls that a new draft may answer today."""
    today = clock.today()
    running = Call.objects.filter(opens_on__lte=today, closes_on__gte=today)
    return running.filter(Q(ends_on=None) | Q(ends_on__gt=today)).order_by("closes_on", "pk")


def programmes() -> QuerySet[Programme]:
    return Programme.objects.order_by("starts_on", "pk")


def versions() -> list[RulesVersion]:
    """Every version of the rules, oldest first."""
    return list(RulesVersion.objects.order_by("effective_on"))


def in_force(found: list[RulesVersion]) -> RulesVersion | None:
    """The version of today among these, oldest first."""
    today = clock.today()
    past = [version for version in found if version.effective_on <= today]
    return past[-1] if past else None


def by_family(found: list[RulesVersion]) -> dict[Family, list[Rule]]:
    """The rules of today grouped as on the page; each says since when it has its present value."""
    current = in_force(found)
    if current is None:
        return {}
    groups: dict[Family, list[Rule]] = {family: [] for family in Family}
    values = current.parameters.values()
    for name, rule in catalogue().items():
        said = say(values[name], rule["unit"])
        source = current.sources.get(name, rule["source"])
        since = f"{_since(name, values[name], found, current):%d/%m/%Y}"
        groups[rule["family"]].append(Rule(rule["label"], said, source, since))
    return groups


def _since(name: str, value: object, found: list[RulesVersion], current: RulesVersion) -> object:
    """The day on which the present value began, going back through the versions."""
    day = current.effective_on
    for version in reversed(found[: found.index(current)]):
        if version.parameters.values()[name] != value:
            break
        day = version.effective_on
    return day


def history(found: list[RulesVersion]) -> list[Version]:
    """Every version with what it changed, newest first."""
    current = in_force(found)
    pairs = zip([None, *found], found, strict=False)
    return [Version(row, row == current, list(_changes(before, row))) for before, row in pairs][::-1]


def _changes(before: RulesVersion | None, after: RulesVersion) -> Iterator[tuple[str, str, str]]:
    if before is None:
        return
    old, new = before.parameters.values(), after.parameters.values()
    for name, rule in catalogue().items():
        if old[name] != new[name]:
            yield rule["label"], say(old[name], rule["unit"]), say(new[name], rule["unit"])


def say(value: object, unit: str) -> str:
    """A value with its unit, as people read it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int) and unit == "cents":
        return euros(value)
    if isinstance(value, int) and unit == "points de base":
        whole, rest = divmod(value, 100)
        return f"{whole}{f',{rest:02d}'.rstrip('0') if rest else ''}\u00a0%"
    words = unit.split()
    if isinstance(value, int) and value < 2 and unit not in INVARIABLE:
        words = [word.removesuffix("s") for word in words]
    return "\u00a0".join([PLAIN_WORDS.get(str(value), str(value)), *words])
