"""The campaigns that were opened, read for `what_if`: what was promised, given and given back, and what was called."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass

from funding.access import END_OF_CAMPAIGN, MATCHED
from funding.matching import ShareMode
from funding.models import Account, Campaign, CampaignState, Entry, Envelope, Gift, Pledge, Refund, TrancheCap
from funding.what_if import Change, Money, Promise, Run

BOOKED = ("reservation", "gift", "refund", "release", "unwinding")
LAST = 10**12  # for an end that moved no money
UNNAMED = "une autre campagne"  # whose dossier is kept from the reader


@dataclass(frozen=True, slots=True)
class Past:
    """All campaigns that were opened and the envelopes behind them, with what was really called."""

    runs: tuple[Run, ...]
    years: dict[int, int]  # campaign -> the year in which it opened
    envelopes: dict[int, tuple[str, int]]  # envelope -> its name, and what was voted
    called: dict[int, int]  # pledge -> what the books say
    shown: frozenset[int]  # the campaigns that the reader may be told of; the others are played and not named


def read(dossiers: Container[int]) -> Past:
    """In eight queries, however many campaigns there are. `dossiers`: those that the reader may see."""
    campaigns = Campaign.objects.filter(starts_at__isnull=False).select_related("dossier").order_by("starts_at", "pk")
    booked = dict(Entry.objects.filter(kind__in=BOOKED).values_list("key", "pk"))
    promises, money = _promises(), _money(booked)
    runs = []
    years = {}
    shown = frozenset(campaign.pk for campaign in campaigns if campaign.dossier_id in dossiers)
    for campaign in campaigns:
        assert campaign.starts_at is not None
        years[campaign.pk] = campaign.starts_at.year
        runs.append(
            Run(
                campaign=campaign.pk,
                label=campaign.dossier.title if campaign.pk in shown else UNNAMED,
                mode=ShareMode(campaign.mode),
                ratio_num=campaign.ratio_num,
                ratio_den=campaign.ratio_den,
                opens_at=campaign.starts_at,
                closes_at=campaign.closed_at,
                failed=campaign.state in (CampaignState.FAILED, CampaignState.CANCELLED),
                promises=tuple(promises[campaign.pk]),
                money=tuple(money[campaign.pk]),
                opened_order=booked.get(f"open:{campaign.pk}", 0),
                closed_order=booked.get(f"succeed:{campaign.pk}") or booked.get(f"unwind:{campaign.pk}", LAST),
            )
        )
    named = {one.pk: (str(one), one.voted_cents) for one in Envelope.objects.select_related("partner")}
    accounts = Account.objects.filter(role__in=MATCHED, pledge__isnull=False)
    called: dict[int, int] = defaultdict(int)
    for account in accounts:
        called[account.pledge_id or 0] += account.balance_cents
    return Past(tuple(runs), years, named, called, shown)


def _promises() -> dict[int, list[Promise]]:
    changes: dict[int, list[Change]] = defaultdict(list)
    rows = TrancheCap.objects.order_by("tranche__campaign", "tranche__seq")
    for row in rows.select_related("tranche"):
        changes[row.pledge_id].append(Change(row.tranche.opened_at, row.tranche.entry_id, row.cents))
    found: dict[int, list[Promise]] = defaultdict(list)
    for one in Pledge.objects.select_related("partner").order_by("campaign", "rank", "pk"):
        own = tuple(changes[one.pk])
        first = one.cap_cents - sum(change.cents for change in own)
        promise = Promise(one.pk, one.partner.name, one.college, one.rank, first, own, one.envelope_id)
        found[one.campaign_id].append(promise)
    return found


def _money(booked: dict[str, int]) -> dict[int, list[Money]]:
    """Donors are told apart by their name, as far as it is known; an unnamed gift is a donor of its own."""
    found: dict[int, list[Money]] = defaultdict(list)
    donors = {}
    gifts = Gift.objects.filter(eligible=True).order_by("pk").select_related("donor")
    for gift in gifts:
        name = gift.donor.name if hasattr(gift, "donor") else f"don {gift.pk}"
        donors[gift.pk] = " ".join(name.casefold().split())
        order = booked.get(f"gift:{gift.provider_reference}", 0)
        found[gift.campaign_id].append(Money(gift.received_at, order, donors[gift.pk], gift.cents, gift.pk))
    back = (
        Refund.objects.filter(gift__eligible=True, claim=None).exclude(key__startswith=END_OF_CAMPAIGN).order_by("pk")
    )
    for row in back.select_related("gift"):
        asked = booked.get(f"refund:{row.key.removeprefix('asked:')}")
        order = asked or booked.get(f"back:{row.key}", 0)  # by us, or by the giver's bank
        money = Money(row.decided_at, order, donors[row.gift_id], -row.cents, row.gift_id)
        found[row.gift.campaign_id].append(money)
    return found
