"""What partners put in, year by year: the fund's envelopes and what has become of them, and the running costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Sum

from dossiers.models import Ceiling
from funding import operating
from funding.models import Account, CampaignState, Envelope, Role
from okote_flow.directory.models import Partner, User
from okote_flow.steering import access
from okote_flow.steering.criteria import Criteria
from okote_flow.steering.scope import Facts

POTS = {
    Role.AVAILABLE: "available_cents",
    Role.RESERVED: "reserved_cents",
    Role.ACCRUED: "accrued_cents",
    Role.SETTLED: "accrued_cents",
    Role.PAID: "paid_cents",
}


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """What a partner puts in for a year, and what has become of it. A forecast holds nothing yet."""

    envelope: Envelope
    opens: bool  # whether the reader may open its page
    available_cents: int = 0
    reserved_cents: int = 0
    accrued_cents: int = 0  # called by the gifts, settled included
    paid_cents: int = 0

    @property
    def partner(self) -> Partner:
        return self.envelope.partner

    @property
    def total_cents(self) -> int:
        return self.envelope.voted_cents if self.envelope.is_voted else self.envelope.forecast_cents

    @property
    def used_cents(self) -> int:
        """Promised or spent."""
        return self.reserved_cents + self.accrued_cents + self.paid_cents


@dataclass(frozen=True, slots=True)
class PartnerRows:
    """A partner's envelopes of every year, the earliest first."""

    partner: Partner
    rows: list[EnvelopeRow]


@dataclass(frozen=True, slots=True)
class Total:
    """The voted envelopes of a year together."""

    total_cents: int
    paid_cents: int
    accrued_cents: int
    reserved_cents: int
    available_cents: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What an envelope would lack if every dossier in progress came to its end."""

    row: EnvelopeRow
    wanted_cents: int

    @property
    def missing_cents(self) -> int:
        return self.wanted_cents - self.row.total_cents


def rows(user: User, asked: Criteria) -> list[EnvelopeRow]:
    """By partner and year: the envelopes, and what stands on their accounts. Three queries.

    An envelope is the partner's account and is told whole, as on its own page, to who may read of it.
    """
    shown = access.envelopes_for(user).order_by("partner", "year", "section")
    envelopes = list(shown.filter(partner=asked.partner) if asked.partner else shown)
    opened = set(access.envelopes_opened_to(user).values_list("pk", flat=True)) if envelopes else set()
    sums: dict[int, dict[str, int]] = {}
    accounts = Account.objects.filter(envelope__in=envelopes, role__in=list(POTS)).order_by()
    balances = accounts.values_list("envelope", "role").annotate(cents=Sum(F("credits_cents") - F("debits_cents")))
    for pk, role, cents in balances:
        pots = sums.setdefault(pk, {})
        pots[POTS[Role(role)]] = pots.get(POTS[Role(role)], 0) + cents
    return [EnvelopeRow(one, one.pk in opened, **sums.get(one.pk, {})) for one in envelopes]


def by_partner(found: Iterable[EnvelopeRow]) -> list[PartnerRows]:
    return [PartnerRows(partner, list(rows)) for partner, rows in groupby(found, lambda row: row.partner)]


def total(found: Iterable[EnvelopeRow]) -> Total:
    voted = [row for row in found if row.envelope.is_voted]
    names = ("total_cents", "paid_cents", "accrued_cents", "reserved_cents", "available_cents")
    return Total(*(sum(getattr(row, name) for row in voted) for name in names))


def shortages(found: Iterable[EnvelopeRow], facts: Facts) -> Iterator[Shortage]:
    """The year's envelopes that will not do: what is used, the ceilings that no campaign has reserved yet, and, of the
    partner that is bound to its competences, a third of the goal of what nobody has decided. Two queries.
    """
    voted = [row for row in found if row.envelope.is_voted]
    if not voted:
        return
    awaiting = facts.filter(stage__gt=0, stage=5, campaign_state__in=["", CampaignState.PREPARING])
    fixed = Ceiling.objects.filter(dossier__in=awaiting.values("pk")).order_by().values_list("partner")
    ceilings = dict(fixed.annotate(Sum("cents")))
    undecided = facts.filter(stage__gt=0, stage__in=[2, 3, 4]).aggregate(cents=Sum("asked_cents"))["cents"] or 0
    for partner, rows in groupby(voted, lambda row: row.partner):
        row, *others = rows
        wanted = row.used_cents + ceilings.get(partner.pk, 0) + (undecided if partner.is_competence_bound else 0)
        if not others and wanted > row.total_cents:
            yield Shortage(row, wanted)


def running_costs(user: User, asked: Criteria) -> list[operating.Year]:
    """The report's table 4.1: forecast, called, received; the earliest year first. Two queries."""
    found = access.contributions_for(user)
    return operating.years(found.filter(partner=asked.partner) if asked.partner else found)[::-1]
