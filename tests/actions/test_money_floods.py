"""Gifts written in bulk are gifts: the audit finds nothing, and the next gift goes on where they end."""

import pytest

from funding import actions
from funding.models import Campaign, CampaignState, Entry, Gift, MatchDelta, Refund, Transfer
from okote_flow import clock
from okote_flow.cents import share_out
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.everything import faults
from tests.floods import AT_ONCE, pour
from tests.money import MoneyWorld, account

SAID = ("cents", "means", "pledged_at", "received_at", "anonymous", "eligible", "reason", "entered_by")


@pytest.mark.django_db
def test_a_flood_is_what_the_gifts_one_by_one_would_have_written():
    money = MoneyWorld.begun()
    one_by_one, poured = money.running(cea=7_00, firm=20_00), money.running(cea=7_00, firm=20_00)
    for n in range(1, 7):
        actions.receive_gift(one_by_one, cents=5_00, key=f"un-{n}", by=None)

    pour(poured, 6, cents=5_00, key="flot")

    assert rows_of(poured) == rows_of(one_by_one)
    assert list(faults()) == []
    actions.receive_gift(poured, cents=5_00, key="suivant", by=None)
    assert account("citizens", poured) == 35_00
    assert list(faults()) == []


def rows_of(campaign: Campaign) -> list[object]:
    """What was written for its gifts, without numbers, names and hashes."""
    entries = Entry.objects.filter(dossier=campaign.dossier, kind="gift").order_by("seq")
    transfers = Transfer.objects.filter(entry__in=entries).order_by("entry__seq", "n")
    events = Event.objects.filter(subject=campaign.dossier.subject, kind=Kind.GIFT_RECEIVED).order_by("seq")
    left_out = ("key", "row", "row_digest", "entry")
    return [
        list(Gift.objects.filter(campaign=campaign).values_list(*SAID)),
        list(entries.values_list("seq", "occurred_on", "recorded_at", "reason")),
        list(transfers.values_list("n", "debit__role", "credit__role", "cents")),
        list(MatchDelta.objects.filter(entry__in=entries).values_list("pledge__partner", "cents")),
        [(one.at, one.actor, one.office, {k: v for k, v in one.facts.items() if k not in left_out}) for one in events],
        [sorted(one.facts) for one in events],
    ]


@pytest.mark.django_db
def test_after_a_flood_a_failed_campaign_owes_every_gift_back():
    money = MoneyWorld.begun()
    campaign = money.running()
    pour(campaign, AT_ONCE + 3, cents=5_00, key="flot")

    with clock.frozen(campaign.window.decides_at):
        ended = actions.close_campaign(campaign)

    assert ended.state == CampaignState.FAILED
    assert Refund.objects.filter(cents=5_00).count() == AT_ONCE + 3
    assert list(faults()) == []


def test_a_hundred_thousand_parts_are_shared_out_in_one_go():
    parts = share_out(10_000_050, [100] * 100_000)

    assert sum(parts) == 10_000_050
    assert parts.count(101) == 50
