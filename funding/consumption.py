"""How envelopes are used, partner by partner and year by year, with every line behind each figure."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet, Sum

from funding.models import Account, Envelope, Pledge, Role, YearEnd

COLUMNS = (Role.AVAILABLE, Role.RESERVED, Role.ACCRUED, Role.SETTLED, Role.PAID, Role.LAPSED, Role.CARRIED)


@dataclass(slots=True)
class States:
    """In which state every cent is."""

    available_cents: int = 0
    reserved_cents: int = 0
    accrued_cents: int = 0
    settled_cents: int = 0
    paid_cents: int = 0
    lapsed_cents: int = 0
    carried_cents: int = 0

    def add(self, account: Account) -> None:
        name = f"{account.role}_cents"
        setattr(self, name, getattr(self, name) + account.balance_cents)


@dataclass(frozen=True, slots=True)
class Use:
    """One envelope, whole."""

    envelope: Envelope
    states: States = field(default_factory=States)
    brought_cents: int = 0  # carried in from the year before

    @property
    def usable_cents(self) -> int:
        """Voted and brought in: the sum of all states."""
        return self.envelope.voted_cents + self.brought_cents


@dataclass(frozen=True, slots=True)
class Line:
    """What one project has of an envelope."""

    pledge: Pledge
    states: States = field(default_factory=States)


def uses(envelopes: QuerySet[Envelope]) -> list[Use]:
    """The envelopes with their states, the latest year first, in three queries."""
    found = list(envelopes.order_by("-year", "partner__pk", "section"))
    sums: dict[int | None, States] = defaultdict(States)
    for account in Account.objects.filter(envelope__in=found, role__in=COLUMNS):
        sums[account.envelope_id].add(account)
    brought = YearEnd.objects.filter(into__in=found, entry__reversal=None).order_by()
    carried = dict(brought.values_list("into").annotate(Sum("cents")))
    return [Use(envelope, sums[envelope.pk], carried.get(envelope.pk, 0)) for envelope in found]


def lines(envelope: Envelope) -> list[Line]:
    """The projects that the envelope was promised to, in two queries."""
    pledges = list(envelope.pledges.select_related("campaign__dossier").order_by("pk"))
    sums: dict[int | None, States] = defaultdict(States)
    for account in Account.objects.filter(pledge__in=pledges, role__in=COLUMNS):
        sums[account.pledge_id].add(account)
    return [Line(pledge, sums[pledge.pk]) for pledge in pledges]
