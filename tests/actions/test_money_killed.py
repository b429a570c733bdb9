"""A worker killed (SIGKILL) while it closes, sends refunds or executes a batch: started again, each is done once."""

import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection, connections

from funding import actions, checks
from funding.models import BatchLine, BatchState, Campaign, CampaignState, Entry, PayoutBatch, Refund, RefundSent
from okote_flow import clock
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import Refused
from tests.money import MoneyWorld, account, again, approved_order, sent_batch, sent_refunds

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def killed(act: Callable[[], object], *, at: int) -> bool:
    """Do this in a process of its own, which dies by SIGKILL at its n-th statement; False when it came to its end."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        _die_at(act, at)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(act: Callable[[], object], at: int) -> None:
    said = 0

    def count(execute, sql, params, many, context):
        nonlocal said
        said += 1
        if said == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(count):
            act()
        os._exit(0)
    finally:
        os._exit(1)


def points(seed: int, most: int) -> list[int]:
    """Where to die: early, late, and at random between."""
    return [1, 2, *sorted(random.Random(seed).sample(range(3, most), 7))]


def close(campaign: Campaign) -> None:
    with clock.frozen(campaign.window.decides_at):
        actions.close_campaigns_due()


@pytest.mark.parametrize(("cents", "state"), [(40_00, CampaignState.FAILED), (1_200_00, CampaignState.SUCCEEDED)])
def test_a_closing_killed_again_and_again_is_done_once(cents, state):
    campaign = MoneyWorld().running()
    for n in range(3):
        actions.receive_gift(campaign, cents=cents, key=f"don-{n}", by=None)

    deaths = [killed(lambda: close(campaign), at=at) for at in points(7, 90)]
    assert deaths.count(True) >= 4
    assert list(checks.check()) == []
    close(campaign)
    close(campaign)

    assert again(campaign).state == state
    kind = {"failed": Kind.DOSSIER_FAIL, "succeeded": Kind.DOSSIER_SUCCEED}[state]
    assert len(story(campaign.dossier.subject, kinds=frozenset({kind}))) == 1
    assert Entry.objects.filter(kind__in=["unwinding", "release"]).count() == 1
    assert Refund.objects.count() == (3 if state == CampaignState.FAILED else 0)
    assert list(checks.check()) == []


def test_a_batch_of_refunds_killed_again_and_again_leaves_once():
    money = MoneyWorld()
    campaign = money.closed(40_00, 50_00, 60_00)

    def send() -> None:
        with suppress(Refused):  # "no-refund-pending" once they have left
            actions.confirm_refunds(campaign.dossier, reference="RETOUR-1", by=money.tess)

    deaths = [killed(send, at=at) for at in points(11, 40)]
    assert deaths.count(True) >= 4
    send()
    send()

    assert (RefundSent.objects.count(), Entry.objects.filter(kind="refunds-sent").count()) == (3, 1)
    assert (account("refunds"), account("bank")) == (0, 0)
    assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))) == 1
    assert list(checks.check()) == []


def test_a_batch_of_payments_killed_again_and_again_is_executed_once():
    money = MoneyWorld()
    campaigns = [money.payable(), money.payable()]
    batch = sent_batch(money, *[approved_order(money, campaign) for campaign in campaigns])

    def execute() -> None:
        with suppress(Refused):  # "batch-wrong-state" once it is executed
            actions.confirm_batch(batch, bank_reference="AVIS-1", by=money.tess)

    deaths = []
    for at in points(13, 70):
        deaths.append(killed(execute, at=at))
        assert Entry.objects.filter(kind="payout").count() in (0, 2)
    assert deaths.count(True) >= 4
    assert list(checks.check()) == []
    execute()
    execute()

    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert set(BatchLine.objects.values_list("state", flat=True)) == {"paid"}
    assert Entry.objects.filter(kind="payout").count() == 2
    assert account("bank") == 640_00
    for campaign in campaigns:
        assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.PAYOUT_CONFIRMED}))) == 1
    assert list(checks.check()) == []


def test_a_batch_of_refunds_at_the_bank_killed_again_and_again_is_executed_once():
    money = MoneyWorld()
    campaign = money.closed(40_00, 50_00, 60_00)
    batch = sent_refunds(money, campaign)

    def execute() -> None:
        with suppress(Refused):  # "batch-wrong-state" once it is executed
            actions.confirm_batch(batch, bank_reference="RETOUR-1", by=money.tess)

    deaths = [killed(execute, at=at) for at in points(13, 60)]
    assert deaths.count(True) >= 4
    assert list(checks.check()) == []
    execute()
    execute()

    assert (RefundSent.objects.count(), Entry.objects.filter(kind="refunds-sent").count()) == (3, 3)
    assert (account("refunds"), account("bank")) == (0, 0)
    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.REFUND_SENT}))) == 1
    assert len(story(campaign.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))) == 1
    assert list(checks.check()) == []
