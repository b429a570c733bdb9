"""A campaign lived at random: whatever happens in whatever order, the invariants of the money hold after each act."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from funding import actions, checks
from funding.models import Account, Campaign, CampaignState, Gift, Pledge, Refund, Role
from okote_flow import clock
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, again
from tests.pile import Pile


class CampaignLife(RuleBasedStateMachine):
    """Gifts, refunds, caps that move, a partner who joins, acts told twice, the clock; undone at its end."""

    campaign: Campaign
    money: MoneyWorld

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.nets: dict[str, int] = {}  # the oracle's own memory: gift -> what is left of it
        self.unmatched: set[str] = set()
        self.refunds: dict[str, tuple[str, int]] = {}
        self.caps: dict[str, tuple[int, int]] = {}  # key -> (pledge, cap)
        self.over = False
        pledges = list(self.campaign.pledges.all())
        self.pile = Pile(
            {one.pk: one.cap_cents for one in pledges},
            {one.pk: one.college for one in pledges},
            {one.pk: one.rank for one in pledges},
        )

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @precondition(lambda self: not self.over)
    @rule(cents=st.integers(5_00, 40_00), eligible=st.sampled_from([True, True, True, False]))
    def give(self, cents: int, eligible: bool) -> None:
        key = f"don-{len(self.nets)}"
        why = "" if eligible else "Don du porteur"
        actions.receive_gift(self.campaign, cents=cents, key=key, not_matched_because=why, by=None)
        self.nets[key] = cents
        if not eligible:
            self.unmatched.add(key)

    @precondition(lambda self: self.nets)
    @rule(data=st.data())
    def hear_of_a_gift_again(self, data: st.DataObject) -> None:
        known = Gift.objects.get_by_natural_key(data.draw(st.sampled_from(sorted(self.nets))))

        told = actions.receive_gift(
            self.campaign,
            cents=known.cents,
            key=known.provider_reference,
            not_matched_because=known.reason,
            by=None,
        )
        assert told == known

    @precondition(lambda self: not self.over and any(self.nets.values()))
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        gift = data.draw(st.sampled_from(sorted(key for key, rest in self.nets.items() if rest)))
        cents = data.draw(st.integers(1, self.nets[gift]))
        key = f"remb-{len(self.refunds)}"
        actions.refund_gift(Gift.objects.get_by_natural_key(gift), key=key, cents=cents, by=self.money.odile)
        self.nets[gift] -= cents
        self.refunds[key] = (gift, cents)

    @precondition(lambda self: not self.over and self.nets)
    @rule(data=st.data())
    def refund_too_much(self, data: st.DataObject) -> None:
        gift = data.draw(st.sampled_from(sorted(self.nets)))
        row = Gift.objects.get_by_natural_key(gift)

        with pytest.raises(Refused):
            actions.refund_gift(row, key="trop", cents=self.nets[gift] + 1, by=self.money.odile)

    @precondition(lambda self: self.refunds)
    @rule(data=st.data())
    def hear_of_a_refund_again(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.refunds)))
        gift, cents = self.refunds[key]

        told = actions.refund_gift(Gift.objects.get_by_natural_key(gift), key=key, cents=cents, by=self.money.odile)
        assert told == Refund.objects.get(key=f"asked:{key}")

    @precondition(lambda self: not self.over)
    @rule(data=st.data(), cap=st.integers(1_00, 90_00))
    def change_a_cap(self, data: st.DataObject, cap: int) -> None:
        pledge = Pledge.objects.get(pk=data.draw(st.sampled_from(sorted(self.pile.caps))))
        called, key = account("accrued", pledge), f"plafond-{len(self.caps)}"
        change = lambda: actions.change_cap(pledge, cap_cents=cap, decision="CE-7", key=key, by=self.money.odile)  # noqa: E731
        if cap == pledge.cap_cents or cap < called:
            with pytest.raises(Refused):
                change()
            return
        assert change() == change() == pledge
        self.pile.change(pledge.pk, cap)
        self.caps[key] = pledge.pk, cap

    @precondition(lambda self: not self.over and len(self.pile.caps) == 3)
    @rule(cap=st.integers(1_00, 60_00))
    def a_partner_joins(self, cap: int) -> None:
        joined = actions.add_partner(
            self.campaign,
            partner=self.money.mill,
            cap_cents=cap,
            decision="Promesse",
            key="moulin",
            by=self.money.odile,
        )
        self.pile.change(joined.pk, cap, joined.college, joined.rank)

    @rule()
    def the_clock_passes_too_early(self) -> None:
        assert actions.close_campaigns_due() == []

    @precondition(lambda self: len(self.nets) > 2)
    @rule()
    def the_clock_decides(self) -> None:
        with clock.frozen(self.campaign.window.decides_at):
            ended = actions.close_campaigns_due()
            assert actions.close_campaigns_due() == []
        assert len(ended) == (0 if self.over else 1)
        self.over = True

    @property
    def eligible_cents(self) -> int:
        return sum(rest for key, rest in self.nets.items() if key not in self.unmatched)

    @property
    def has_failed(self) -> bool:
        return self.over and sum(self.nets.values()) * 10_000 < 7_500 * self.campaign.citizens_goal_cents

    @invariant()
    def the_books_and_all_that_rests_on_them_are_true(self) -> None:
        assert list(checks.check()) == []

    @invariant()
    def the_match_is_what_a_cent_by_cent_count_gives(self) -> None:
        given = self.pile.reach(self.eligible_cents)
        wanted = {pledge: 0 if self.has_failed else given[pledge] for pledge in self.pile.caps}

        assert {one.pk: account("accrued", one) for one in self.campaign.pledges.all()} == wanted

    @invariant()
    def a_failure_leaves_nothing_and_a_success_every_gift(self) -> None:
        left = Account.objects.filter(campaign=self.campaign, role__in=[Role.CITIZENS, Role.UNMATCHED])
        stands = sum(row.balance_cents for row in left)
        given, back = sum(self.nets.values()), sum(cents for _, cents in self.refunds.values())
        if self.has_failed:
            assert again(self.campaign).state == CampaignState.FAILED
            assert not any(row.balance_cents for row in Account.objects.filter(campaign=self.campaign))
            assert account("available", self.money.cea_2022) == 50_000_00
            assert (stands, account("refunds")) == (0, given + back)
        else:
            assert (stands, account("refunds")) == (given, back)


def test_a_campaign_lived_at_random_keeps_every_invariant(db):
    money = MoneyWorld()
    dossier = money.endorsed(cea=90_00, ems=90_00)
    campaign = actions.prepare_campaign(dossier, goal_cents=300_00, days=40, by=money.odile)
    actions.pledge(campaign, partner=money.cea, cap_cents=45_00, envelope=money.cea_2022, by=money.odile)
    actions.pledge(campaign, partner=money.ems, cap_cents=30_00, envelope=money.ems_2022, by=money.odile)
    actions.pledge(campaign, partner=money.firm, cap_cents=70_00, by=money.odile)
    actions.agree_campaign(dossier, by=money.alice)
    actions.open_campaign(dossier, by=money.odile)
    CampaignLife.campaign, CampaignLife.money = again(campaign), money

    run_state_machine_as_test(
        CampaignLife,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
