"""The effect of a change of rules as one reader is told of it: findings, what is not readable, what is pending."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from committees.models import Meeting, MeetingState
from dossiers.programme import say
from okote_flow import clock
from okote_flow.administration import access
from okote_flow.administration.measures import GROUP_OF, unreadable
from okote_flow.administration.rules.impact import Finding, Group
from okote_flow.administration.rules.values import Value
from okote_flow.directory.models import User
from okote_flow.parameters import Parameters, catalogue
from okote_flow.sheets import Cells, Column, Row, Sheet

OF_MEETINGS = frozenset({Group.VOTES, Group.NOTICE})


@dataclass(frozen=True, slots=True)
class Kept:
    """Pending dossiers that were handed in under one version: they keep it."""

    since: date
    count: int


@dataclass(frozen=True, slots=True)
class Pending:
    """Which of what is under way keeps its rules, and what will be under the new ones."""

    kept: list[Kept]
    meetings: int  # planned on or after the day and not convened; 0 where the change is none of theirs
    of_meetings: bool

    @property
    def count(self) -> int:
        return sum(one.count for one in self.kept)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one reader reads."""

    findings: list[Finding]
    unreadable: list[tuple[str, str]]
    pending: Pending


def differences(now: Parameters, values: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    """(rule, value today, value wanted), in the order of the settings."""
    was, known = now.values(), catalogue()
    names = [name for name in known if name in values]
    said = ((name, known[name]["unit"]) for name in names)
    return [(known[name]["label"], say(was[name], unit), say(values[name], unit)) for name, unit in said]


def effect(user: User, findings: list[Finding], values: Mapping[str, Value], from_day: date) -> Effect:
    return Effect(access.theirs(user, findings), unreadable(values), _pending(user, values, from_day))


def _pending(user: User, values: Mapping[str, Value], from_day: date) -> Pending:
    """Two queries."""
    rows = access.pending(user).order_by("rules__effective_on").values_list("rules__effective_on")
    kept = [Kept(since, count) for since, count in rows.annotate(count=Count("pk"))]
    of_meetings = any(GROUP_OF.get(name) in OF_MEETINGS for name in values)
    coming = Meeting.objects.filter(state=MeetingState.DRAFT, scheduled_at__gte=clock.local(from_day))
    return Pending(kept, coming.count() if of_meetings else 0, of_meetings)


def sheet(findings: list[Finding], name: str) -> Sheet:
    """Every line of an effect, as this reader may read it, and one for each partner that a line moves."""
    columns = (
        Column("Effet", width=36),
        Column("Objet", width=40),
        Column("Aujourd’hui", width=36),
        Column("Avec ces règles", width=36),
        Column("Sens", Cells.NUMBER, 8),
        Column("Partenaire", width=30),
        Column("Écart", Cells.CENTS),
    )
    return Sheet(name, "Effet d’un changement de règles", columns, _rows(findings))


def _rows(findings: list[Finding]) -> Iterator[Row]:
    for finding in findings:
        for line in finding.lines:
            for partner, cents in sorted(line.partners.items()) or [("", line.cents)]:  # kept in no order
                yield (finding.title, line.label, line.before, line.after, line.turn, partner, cents)
