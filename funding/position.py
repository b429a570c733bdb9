"""Where the money of a campaign stands: read from the books in a constant number of queries, for rules and pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from dossiers.models import Decision
from funding import chart, rules
from funding.chart import Accounts
from funding.matching import PledgeShare, ShareMode, Tranche, match_by_tranches
from funding.models import Campaign, CampaignState, OrderState, PayoutLine, Pledge, Role, TrancheCap
from okote_flow.cents import share_out
from okote_flow.directory.models import PartnerKind
from okote_flow.journal import chain

BEFORE_THE_END = (CampaignState.PREPARING, CampaignState.OPEN, CampaignState.SUCCEEDED)


@dataclass(frozen=True, slots=True)
class Source:
    """What one source brings to the project, in cents: the citizens (`pledge` is None) or a partner."""

    pledge: Pledge | None
    gross_cents: int  # given by citizens, or called from the partner; before the settlement it still changes
    payable_cents: int  # settled, received and not yet paid out
    unreceived_cents: int  # settled, and still expected from the partner
    ordered_cents: int  # in orders not yet executed
    paid_cents: int
    due_now_cents: int  # what may be paid by now: all, or the part that precedes the final report

    @property
    def name(self) -> str:
        return self.pledge.partner.name if self.pledge else "Les citoyens"

    @property
    def lane(self) -> str:
        """Which of the three lanes it fills: cit, ent or col."""
        if self.pledge is None:
            return "cit"
        return "col" if self.pledge.college == PartnerKind.AUTHORITY else "ent"

    @property
    def to_pay_cents(self) -> int:
        """Due and in no order yet."""
        return max(0, self.due_now_cents - self.paid_cents - self.ordered_cents)

    @property
    def payable_now_cents(self) -> int:
        """The part of it whose cash is there."""
        return max(0, min(self.to_pay_cents, self.payable_cents - self.ordered_cents))


@dataclass(frozen=True, slots=True)
class Position:
    """All sources of a campaign, the citizens first."""

    campaign: Campaign
    sources: tuple[Source, ...]
    unmatched_cents: int  # citizens' gifts that call nothing, counted in what citizens gave
    tranches: tuple[Tranche, ...]

    @property
    def citizens_cents(self) -> int:
        return self.sources[0].gross_cents

    @property
    def companies_cents(self) -> int:
        return self.lane_cents("ent")

    @property
    def authorities_cents(self) -> int:
        return self.lane_cents("col")

    @property
    def to_pay_cents(self) -> int:
        return sum(source.to_pay_cents for source in self.sources)

    @property
    def unpaid_cents(self) -> int:
        """Settled and not yet paid out, whether its cash is there or not."""
        return sum(source.payable_cents + source.unreceived_cents for source in self.sources)

    @property
    def paid_cents(self) -> int:
        return sum(source.paid_cents for source in self.sources)

    def lane_cents(self, lane: str) -> int:
        return sum(source.gross_cents for source in self.sources if source.lane == lane)


def position(campaign: Campaign, accounts: Accounts | None = None) -> Position:
    """As the books have it now."""
    accounts = chart.of_campaign(campaign) if accounts is None else accounts
    pledges = list(campaign.pledges.select_related("partner", "envelope"))
    settled = (
        campaign.settlements.filter(state="approved").first() if campaign.state == CampaignState.SETTLED else None
    )
    gross: dict[int | None, int] = dict(settled.lines.values_list("pledge", "gross_cents")) if settled else {}
    orders = _orders(campaign)
    whole = is_whole_due(campaign)
    sources = []
    for pledge in [None, *pledges]:
        pk = pledge.pk if pledge else None
        payable, unreceived = balance(accounts, Role.PAYABLE, pk), balance(accounts, Role.GRANT, pk)
        ordered, paid = orders.get(pk, (0, 0))
        net = payable + unreceived + paid
        sources.append(
            Source(
                pledge=pledge,
                gross_cents=gross.get(pk, 0) if settled else _given(accounts, pledge),
                payable_cents=payable,
                unreceived_cents=unreceived,
                ordered_cents=ordered,
                paid_cents=paid,
                due_now_cents=net if whole else first_instalment(net, campaign.advance_bps),
            )
        )
    return Position(campaign, tuple(sources), balance(accounts, Role.UNMATCHED, None), tranches_of(campaign))


def _given(accounts: Accounts, pledge: Pledge | None) -> int:
    if pledge is None:
        return raised_cents(accounts)
    return sum(balance(accounts, role, pledge.pk) for role in (Role.ACCRUED, Role.SETTLED, Role.PAID))


def _orders(campaign: Campaign) -> dict[int | None, tuple[int, int]]:
    """Pledge (None: citizens) -> cents in (open orders, paid orders)."""
    rows = (
        PayoutLine.objects.filter(order__campaign=campaign)
        .exclude(order__state__in=[OrderState.VOID, OrderState.RETURNED])
        .order_by()
    )
    found: dict[int | None, tuple[int, int]] = {}
    for pledge, state, cents in rows.values_list("pledge", "order__state").annotate(Sum("cents")):
        ordered, paid = found.get(pledge, (0, 0))
        found[pledge] = (ordered, paid + cents) if state == OrderState.PAID else (ordered + cents, paid)
    return found


def paid_by_pledge(campaign: Campaign) -> dict[int | None, int]:
    """Pledge (None: citizens) -> what the project was paid out of it."""
    return {pledge: paid for pledge, (_, paid) in _orders(campaign).items()}


def first_instalment(net_cents: int, advance_bps: int) -> int:
    return share_out(net_cents, [advance_bps, rules.BPS - advance_bps])[0]


def is_whole_due(campaign: Campaign) -> bool:
    """All at once by default; with an advance, the balance when the report is accepted or waived by a decision."""
    if campaign.advance_bps == rules.BPS:
        return True
    report = getattr(campaign.dossier, "final_report", None)
    waived = campaign.dossier.decisions.filter(purpose=Decision.Purpose.WAIVE_REPORT).exists()
    return waived or (report is not None and report.accepted_at is not None)


def balance(accounts: Accounts, role: Role, pledge: int | None) -> int:
    """What stands on one of the campaign's accounts; nothing when it was never used."""
    found = accounts.get((role, pledge))
    return found.balance_cents if found else 0


def raised_cents(accounts: Accounts) -> int:
    """What citizens gave, less refunds: it decides on the threshold, whether it calls a match or not."""
    return balance(accounts, Role.CITIZENS, None) + balance(accounts, Role.UNMATCHED, None)


def tranches_of(campaign: Campaign) -> tuple[Tranche, ...]:
    """The campaign's tranches, in the order of the acts."""
    return all_tranches([campaign]).get(campaign.pk, ())


def all_tranches(campaigns: Iterable[Campaign]) -> dict[int, tuple[Tranche, ...]]:
    """Campaign -> its tranches, for many at once in one query."""
    rows = TrancheCap.objects.filter(tranche__campaign__in=campaigns).order_by("tranche__campaign", "tranche__seq")
    columns = ("tranche__campaign", "tranche__seq", "tranche__from_cents", "pledge", "cents")
    found: dict[int, dict[int, Tranche]] = {}
    for campaign, seq, from_cents, pledge, cents in rows.values_list(*columns):
        known = found.setdefault(campaign, {}).get(seq, Tranche(from_cents, {}))
        found[campaign][seq] = Tranche(from_cents, {**known.changes, pledge: cents})
    return {campaign: tuple(steps.values()) for campaign, steps in found.items()}


def called(
    campaign: Campaign, pledges: Sequence[Pledge], eligible_cents: int, tranches: Sequence[Tranche]
) -> dict[int, int]:
    """Pledge -> cents that so much citizens' money calls from it: the closed form, whatever the order of gifts."""
    shares = [
        PledgeShare(pledge.pk, pledge.college, pledge.cap_cents, pledge.weight, rank=pledge.rank) for pledge in pledges
    ]
    return match_by_tranches(
        eligible_cents,
        shares,
        tranches,
        mode=ShareMode(campaign.mode),
        ratio_num=campaign.ratio_num,
        ratio_den=campaign.ratio_den,
    )


def statement(campaign: Campaign, accounts: Accounts | None = None) -> rules.Settlement:
    """What each source brings now: the settlement as it would be today."""
    accounts = chart.of_campaign(campaign) if accounts is None else accounts
    matches = {
        pledge: account.balance_cents
        for (role, pledge), account in sorted(accounts.items(), key=lambda item: item[0][1] or 0)
        if role == Role.ACCRUED and pledge is not None
    }
    return rules.settlement(raised_cents(accounts), matches, campaign.fee_bps)


def statement_digest(campaign: Campaign, lines: Iterable[rules.Line]) -> str:
    """Binds an approval to every amount of the statement."""
    said = sorted([line.pledge or 0, line.gross_cents, line.fee_cents] for line in lines)
    return chain.digest(chain.canonical([campaign.pk, said]))
