"""Campaigns lived again: with the same rules exactly what happened, with others what would have."""

from datetime import timedelta
from typing import Any

import pytest

from funding import actions, books, what_if_data
from funding.matching import ShareMode
from funding.models import Entry, Envelope, Pledge
from funding.what_if import Outcome, Wish, play
from okote_flow import clock
from okote_flow.journal.models import Event
from tests.conftest import OPENING
from tests.money import MoneyWorld, account


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


ALL = range(10**6)
"""Every dossier."""


def tried(**wishes: Any) -> Outcome:
    past = what_if_data.read(ALL)
    return play(past.runs, {pk: cents for pk, (_, cents) in past.envelopes.items()}, Wish(**wishes))


def lived_through(money: MoneyWorld) -> None:
    """One paid, one failed, one with tranches, refunds and two gifts of one donor."""
    money.paid(4_000_00)
    money.closed(100_00)
    running = money.running(firm=100_00)
    first = money.gift(running, 150_00)
    pledge = running.pledges.get(partner=money.firm)
    actions.change_cap(pledge, cap_cents=200_00, decision="Oui", key="P-1", by=money.odile)
    for n, cents in enumerate((30_00, 25_00)):
        actions.receive_gift(running, cents=cents, key=f"inès-{n}", donor_name="Inès Muster", by=money.odile)
    actions.receive_gift(running, cents=40_00, key="porteur", not_matched_because="Porteur", by=money.odile)
    actions.refund_gift(first, key="R-1", cents=20_00, by=money.odile)
    actions.add_partner(running, partner=money.mill, cap_cents=70_00, decision="Oui", key="A-1", by=money.odile)
    money.gift(running, 11_11)


def in_books(pledge: Pledge) -> int:
    return sum(books.balance(f"{role}:{pledge.subject}") for role in ("accrued", "settled", "paid"))


def test_with_the_same_rules_it_is_what_the_books_say(money):
    lived_through(money)

    same = tried()

    assert same.given == {pledge.pk: in_books(pledge) for pledge in Pledge.objects.all()}
    assert same.caps == {pledge.pk: pledge.cap_cents for pledge in Pledge.objects.all()}
    assert same.dry == {}
    assert same.left == {envelope.pk: account("available", envelope) for envelope in Envelope.objects.all()}


def test_nothing_is_written(money):
    lived_through(money)
    before = Entry.objects.count(), Event.objects.count()

    tried(ratio=(1, 2), donor_cap_cents=10_00, cap_percent=50, mode=ShareMode.EACH_PARTNER)

    assert (Entry.objects.count(), Event.objects.count()) == before


def test_half_a_euro_for_a_euro_calls_half(money):
    campaign = money.running()
    money.gift(campaign, 333_33)

    assert set(tried(ratio=(1, 2)).given.values()) == {166_66}
    assert set(tried(ratio=(3, 2)).given.values()) == {499_99}


def test_in_the_other_mode_each_partner_answers(money):
    campaign = money.running()
    actions.add_partner(campaign, partner=money.mill, cap_cents=4_000_00, decision="Oui", key="A", by=money.odile)
    money.gift(campaign, 300_00)

    assert sorted(tried().given.values()) == [150_00, 150_00, 300_00]
    assert sorted(tried(mode=ShareMode.EACH_PARTNER).given.values()) == [300_00, 300_00, 300_00]


def test_a_ceiling_per_donor_counts_the_same_name_once(money):
    campaign = money.running()
    for n, name in enumerate(("Inès  Muster", "inès muster", "")):
        actions.receive_gift(campaign, cents=80_00, key=f"d-{n}", donor_name=name, by=money.odile)

    assert set(tried(donor_cap_cents=100_00).given.values()) == {180_00}


def test_other_caps_are_those_of_the_opening(money):
    campaign = money.running(firm=100_00)
    money.gift(campaign, 150_00)
    firm = campaign.pledges.get(partner=money.firm)
    actions.change_cap(firm, cap_cents=200_00, decision="Oui", key="P-1", by=money.odile)

    assert tried().given[firm.pk] == 100_00
    assert tried(caps={firm.pk: 200_00}).given[firm.pk] == 150_00
    assert tried(cap_percent=50).given[firm.pk] == 50_00
    assert tried(caps={firm.pk: 0}).given[firm.pk] == 0


def test_a_smaller_envelope_runs_dry_on_the_day_of_the_second_opening(money):
    first = money.running(cea=4_000_00)
    with clock.frozen(OPENING + timedelta(days=5)):
        second = money.running(cea=4_000_00)
        money.gift(second, 3_000_00)
    late = second.pledges.get(partner=money.cea)

    dry = tried(envelopes={money.cea_2022.pk: 5_000_00})

    found = dry.dry[money.cea_2022.pk]
    assert (found.at, found.label, found.missing_cents) == (second.starts_at, second.dossier.title, 3_000_00)
    assert (dry.caps[late.pk], dry.given[late.pk], dry.left[money.cea_2022.pk]) == (1_000_00, 1_000_00, 0)
    assert dry.given[first.pledges.get(partner=money.cea).pk] == 0


def test_a_campaign_that_failed_lets_its_envelope_serve_the_next(money):
    failed = money.running(cea=4_000_00)
    with clock.frozen(failed.window.decides_at):
        actions.close_campaign(failed)
        money.running(cea=4_000_00)

    assert tried(envelopes={money.cea_2022.pk: 4_000_00}).dry == {}


@pytest.mark.parametrize("campaigns", [1, 3])
def test_the_past_is_read_in_eight_queries(money, django_assert_num_queries, campaigns):
    for _ in range(campaigns):
        money.gift(money.running(), 50_00)

    with django_assert_num_queries(8):
        what_if_data.read(ALL)
