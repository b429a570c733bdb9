"""What a programme file says, as plain values: who, where, by which criteria, and every amount year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CentsByYear = Mapping[int, int]


class PartnerKind(StrEnum):
    """The college in which a partner would match the citizens."""

    AUTHORITY = "authority"
    COMPANY = "company"
    OPERATOR = "operator"


class BodyKind(StrEnum):
    TERRITORIAL = "territorial"
    ENGAGEMENT = "engagement"
    STEERING = "steering"


class Section(StrEnum):
    """The two halves of a local authority's budget."""

    RUNNING = "running"
    INVESTMENT = "investment"


class Purpose(StrEnum):
    RUNNING_COSTS = "running_costs"
    FUND = "fund"


class Status(StrEnum):
    """An envelope is a forecast until a deliberation is entered."""

    VOTED = "voted"
    FORECAST = "forecast"


class Verdict(StrEnum):
    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"


@dataclass(frozen=True, slots=True)
class Deliberation:
    reference: str
    taken_on: date
    subject: str


@dataclass(frozen=True, slots=True)
class CommissionOpinion:
    """What a thematic commission thought of a report before it was voted."""

    body: str
    given_on: date
    verdict: Verdict
    subject: str


@dataclass(frozen=True, slots=True)
class Partner:
    code: str
    name: str
    kind: PartnerKind
    siren: str  # empty where it is not known
    competence_bound: bool


@dataclass(frozen=True, slots=True)
class Intermunicipality:
    siren: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Territory:
    code: str
    name: str
    wording: str
    intermunicipalities: tuple[Intermunicipality, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    name: str
    guidance: str


@dataclass(frozen=True, slots=True)
class Body:
    kind: BodyKind
    name: str
    mission: str
    partners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the report. A partner may have several: AG2R has two."""

    partner: str
    label: str
    cents: CentsByYear


@dataclass(frozen=True, slots=True)
class RunningCosts:
    costs_cents: CentsByYear
    funding: tuple[Row, ...]
    total_cents: CentsByYear


@dataclass(frozen=True, slots=True)
class Envelope:
    partner: str
    year: int
    cents: int
    status: Status


@dataclass(frozen=True, slots=True)
class Fund:
    """The mutualised fund that matches the citizens' gifts."""

    authorities: tuple[Row, ...]
    authorities_subtotal_cents: CentsByYear
    citizens_cents: CentsByYear
    companies_cents: CentsByYear
    total_cents: CentsByYear
    envelopes: tuple[Envelope, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """All that a partner is asked for, running costs and fund together."""

    partner: str
    total_cents: CentsByYear


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that a deliberation gives, with its place in the partner's budget (M57)."""

    partner: str
    year: int
    purpose: Purpose
    cents: int
    section: Section
    deliberation: str
    operation: str
    chapter: str
    nature: str
    function: str
    condition: str


@dataclass(frozen=True, slots=True)
class Targets:
    """For a full year."""

    projects: int
    projects_with_cea_money: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the programme is called, what it promises, and the calendar years it covers."""

    code: str
    name: str
    title: str
    principle: str
    operator: str
    years: tuple[int, ...]
    review_after_months: int
    public_money_passed_on_in_full: bool
    source: str


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    head: Head
    targets: Targets
    deliberations: tuple[Deliberation, ...]
    opinions: tuple[CommissionOpinion, ...]
    partners: tuple[Partner, ...]
    territories: tuple[Territory, ...]
    criteria: tuple[Criterion, ...]
    bodies: tuple[Body, ...]
    running_costs: RunningCosts
    fund: Fund
    requests: tuple[Request, ...]
    grants: tuple[Grant, ...]

    def grant_of(self, envelope: Envelope) -> Grant | None:
        """The decision that an envelope of the fund rests on. A forecast has none."""
        for grant in self.grants:
            if (grant.partner, grant.year, grant.purpose) == (envelope.partner, envelope.year, Purpose.FUND):
                return grant
        return None
