"""Refunds by transfer: two others approve exactly that file, each leaves once, what comes back is owed again."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from funding import access, actions, bank_checks, books, chart, checks
from funding.models import (
    BatchFile,
    BatchLine,
    BatchPayee,
    BatchState,
    Campaign,
    LineState,
    Means,
    PayoutBatch,
    Refund,
    RefundAccount,
    RefundSent,
    Role,
)
from okote_flow import clock, triggers
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.refusals import Refused
from tests import camt
from tests.money import IBAN, OTHER_IBAN, MoneyWorld, account, again, refunds_with_accounts, sent_refunds
from tests.races import all_at_once


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def failed(money: MoneyWorld) -> Campaign:
    """Below its threshold: three transfers are owed back."""
    return money.closed(40_00, 50_00, 60_00)


def refused(call) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    return [refusal.code for refusal in caught.value.refusals]


def compose(money: MoneyWorld, campaign: Campaign, *, by=None) -> PayoutBatch:
    wanted = refunds_with_accounts(money, campaign)
    return actions.compose_refund_batch(campaign.dossier, refunds=wanted, by=by or money.odile)


def moved(*movements: camt.Movement, opening: int = 0, reference: str = "R-2022-1") -> ContentFile:
    return ContentFile(camt.statement(*movements, opening=opening, reference=reference), name="releve.xml")


# --------------------------------------------------------------------------------------------------------- composition


def test_a_batch_of_refunds_says_what_the_bank_will_read(money, failed):
    batch = compose(money, failed)
    lines = list(batch.lines.select_related("payee").order_by("pk"))

    assert (batch.key, batch.kind, batch.count, batch.control_cents) == ("OKOTE-RMB-2022-0001", "refund", 3, 150_00)
    assert [line.end_to_end for line in lines] == [f"OKR-{line.refund_id}-1" for line in lines]
    assert [(line.payee.name, line.payee.iban) for line in lines[:2]] == [
        ("Elise Strasse 0", IBAN),
        ("Elise Strasse 1", OTHER_IBAN),
    ]
    assert batch.file_sha256 == hashlib.sha256(batch.content).hexdigest()
    assert b"<EndToEndId>OKR-" in batch.content and b"pain.001.001.09" in batch.content
    assert list(checks.check()) == []


def test_no_name_and_no_account_of_a_donor_stands_in_what_cannot_be_erased(money, failed):
    batch = sent_refunds(money, failed)
    actions.confirm_batch(batch, bank_reference="R-1", by=money.tess)

    told = " ".join(str(one) for one in Event.objects.values_list("facts", flat=True))
    kept = " ".join(str(one) for one in BatchLine.objects.values())
    assert not [word for word in ("Elise", "Élise", IBAN, OTHER_IBAN) if word in told + kept]
    assert bytes(PayoutBatch.objects.get().file) == b""


def test_officer_and_treasurer_compose_and_nobody_else(money, failed):
    wanted = refunds_with_accounts(money, failed)

    for who in ("alice", "didier", "zoe"):
        assert refused(
            lambda who=who: actions.compose_refund_batch(failed.dossier, refunds=wanted, by=getattr(money, who))
        ) == ["not-yours"]
    assert actions.compose_refund_batch(failed.dossier, refunds=wanted, by=money.tess).composed_by == money.tess


def test_nothing_a_past_day_or_another_campaign_makes_no_batch(money, failed):
    wanted, other = refunds_with_accounts(money, failed), money.closed(70_00)
    elsewhere = refunds_with_accounts(money, other)
    yesterday = clock.today() - timedelta(days=1)

    def compose(refunds, **more):
        return lambda: actions.compose_refund_batch(failed.dossier, refunds=refunds, by=money.tess, **more)

    assert refused(compose([])) == ["refund-batch-empty"]
    assert refused(compose(wanted, due_on=yesterday)) == ["batch-late"]
    assert refused(compose([*wanted, *elsewhere])) == ["refund-elsewhere"]
    assert PayoutBatch.objects.count() == 0


def test_a_refund_needs_an_account_that_a_bank_reads(money, failed):
    first = Refund.objects.earliest("pk")

    assert refused(lambda: actions.compose_refund_batch(failed.dossier, refunds=[first], by=money.tess)) == [
        "refund-account-missing"
    ]
    actions.give_refund_account(first, iban=IBAN, holder="«»", by=money.odile)
    assert refused(lambda: actions.compose_refund_batch(failed.dossier, refunds=[first], by=money.tess)) == [
        "name-unwritable"
    ]


def test_a_card_payment_goes_into_no_batch(money):
    campaign = money.running()
    actions.receive_gift(campaign, cents=30_00, key="carte", by=money.odile, means=Means.CARD)
    with clock.frozen(campaign.window.decides_at):
        campaign = actions.close_campaign(campaign)
    refund = Refund.objects.get()

    assert refused(lambda: actions.compose_refund_batch(campaign.dossier, refunds=[refund], by=money.tess)) == [
        "refund-by-card"
    ]
    assert refused(lambda: actions.give_refund_account(refund, iban=IBAN, holder="x", by=money.tess)) == [
        "refund-by-card"
    ]


def test_without_an_account_that_pays_there_is_no_batch(money, failed, settings):
    settings.BANK_IBAN = ""

    assert refused(lambda: compose(money, failed)) == ["payer-missing"]


def test_a_refund_stands_in_one_batch_and_follows_it(money, failed):
    batch = compose(money, failed)
    first = Refund.objects.earliest("pk")

    assert refused(lambda: actions.compose_refund_batch(failed.dossier, refunds=[first], by=money.tess)) == [
        "refund-in-batch"
    ]
    assert refused(lambda: actions.confirm_refunds(failed.dossier, reference="S", by=money.tess)) == [
        "refund-in-batch"
    ]
    assert refused(lambda: actions.confirm_refund(first, reference="S", by=money.tess)) == ["refund-in-batch"]
    assert refused(lambda: actions.give_refund_account(first, iban=OTHER_IBAN, holder="x", by=money.odile)) == [
        "refund-in-batch"
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchLine.objects.create(batch=batch, refund=first, end_to_end="autre", cents=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchLine.objects.create(batch=batch, end_to_end="rien", cents=1)


# ----------------------------------------------------------------------------------------------------------- approvals


def test_two_others_in_two_offices_approve_refunds_and_the_author_never(money, failed):
    batch = compose(money, failed, by=money.odile)
    appoint(money.odile, office=Office.DIRECTOR, by=None, starts_on=date(2022, 1, 1))

    assert refused(lambda: actions.approve_batch(batch, by=money.again(money.odile))) == ["own-act"]
    assert refused(lambda: actions.approve_batch(batch, by=money.alice)) == ["not-yours"]
    assert actions.approve_batch(batch, by=money.didier).state == BatchState.COMPOSED
    assert refused(lambda: actions.approve_batch(batch, by=money.didier)) == ["already-approved"]
    assert refused(lambda: actions.send_batch(batch, by=money.tess)) == ["batch-wrong-state"]
    assert actions.approve_batch(batch, by=money.tess).state == BatchState.APPROVED


def test_whoever_is_kept_away_has_no_part_in_a_batch_of_refunds(money, failed, monkeypatch):
    kept = access.kept_by
    wanted = refunds_with_accounts(money, failed)
    monkeypatch.setattr(access, "kept_by", lambda user: kept(user).exclude(pk=failed.dossier_id))

    assert refused(lambda: actions.compose_refund_batch(failed.dossier, refunds=wanted, by=money.tess)) == [
        "batch-recused"
    ]
    monkeypatch.undo()
    batch = actions.compose_refund_batch(failed.dossier, refunds=wanted, by=money.tess)
    monkeypatch.setattr(access, "kept_by", lambda user: kept(user).exclude(pk=failed.dossier_id))
    assert refused(lambda: actions.approve_batch(batch, by=money.didier)) == ["batch-recused"]


def test_a_changed_file_of_refunds_voids_every_approval(money, failed):
    batch = compose(money, failed)
    actions.approve_batch(batch, by=money.didier)
    BatchFile.objects.update(content=batch.content.replace(b"40.00", b"41.00"))

    assert refused(lambda: actions.approve_batch(batch, by=money.tess)) == ["batch-changed"]
    assert [fault.code for fault in bank_checks.batches()] == ["batch-file-changed"]


def test_the_last_gate_asks_again_whether_the_donor_is_still_owed_there(money, failed):
    batch = compose(money, failed)
    for person in (money.didier, money.tess):
        actions.approve_batch(batch, by=person)
    first, second, _ = Refund.objects.order_by("pk")
    RefundAccount.objects.filter(gift=first.gift).update(iban=OTHER_IBAN)
    RefundSent.objects.create(refund=second, sent_on=clock.today(), reference="x")

    assert refused(lambda: actions.send_batch(batch, by=money.tess)) == ["refund-account-changed", "refund-sent"]
    assert PayoutBatch.objects.get().state == BatchState.APPROVED


# ------------------------------------------------------------------------------------------------ to the bank and back


def test_what_the_bank_executed_is_refunded_once_and_everyone_is_told(money, failed):
    batch = sent_refunds(money, failed)
    before = account("bank")

    actions.confirm_batch(batch, bank_reference="RELEVÉ-3", by=money.tess)

    assert (before - account("bank"), account("refunds")) == (150_00, 0)
    assert list(RefundSent.objects.values_list("reference", flat=True)) == ["RELEVÉ-3"] * 3
    assert set(batch.lines.values_list("state", flat=True)) == {LineState.PAID}
    assert refused(lambda: actions.confirm_batch(batch, bank_reference="R", by=money.tess)) == ["batch-wrong-state"]
    told = [one.kind for one in story(failed.dossier.subject)]
    assert (told.count(Kind.REFUND_SENT), told.count(Kind.REFUNDS_SENT)) == (1, 1)
    assert not failed.dossier.processes.filter(duty="refunds", finished=None).exists()
    assert list(checks.check()) == []


def test_a_bank_that_holds_too_little_in_the_books_refunds_nobody(money, failed):
    batch = sent_refunds(money, failed)
    with transaction.atomic():
        moves = [books.Move(chart.account(Role.PROVIDER), chart.account(Role.BANK), account("bank") - 100)]
        books.post("test", moves, key="sorti", dossier=failed.dossier)

    assert refused(lambda: actions.confirm_batch(batch, bank_reference="R", by=money.tess)) == ["bank-short"]
    assert (PayoutBatch.objects.get().state, RefundSent.objects.count()) == (BatchState.SENT, 0)


def test_a_batch_taken_back_frees_its_refunds(money, failed):
    batch = compose(money, failed)
    actions.void_batch(batch, reason="Mauvaise date", by=money.didier)

    second = compose(money, again(failed))

    assert second.key == "OKOTE-RMB-2022-0002"
    assert [line.end_to_end[-2:] for line in second.lines.all()] == ["-2"] * 3
    assert list(checks.check()) == []


def test_a_refund_that_comes_back_is_owed_again_and_goes_to_another_account(money, failed):
    actions.confirm_batch(sent_refunds(money, failed), bank_reference="R-1", by=money.tess)
    first = Refund.objects.earliest("pk")

    assert refused(lambda: actions.return_refund(first, reason="x", by=money.odile)) == ["not-yours"]
    assert refused(lambda: actions.return_refund(first, reason=" ", by=money.tess)) == ["reason-missing"]
    actions.return_refund(first, reason="Compte clos", by=money.tess)

    assert (account("refunds"), first.sent) == (40_00, None)
    assert refused(lambda: actions.return_refund(first, reason="x", by=money.tess)) == ["refund-not-transferred"]
    assert not RefundAccount.objects.filter(gift=first.gift).exists()
    assert failed.dossier.processes.filter(duty="refunds", finished=None).exists()
    assert list(checks.check()) == []
    actions.give_refund_account(first, iban=OTHER_IBAN, holder="Élise", by=money.tess)
    second = actions.compose_refund_batch(failed.dossier, refunds=[first], by=money.odile)
    assert second.lines.get().end_to_end == f"OKR-{first.pk}-2"
    for person in (money.didier, money.tess):
        actions.approve_batch(second, by=person)
    actions.confirm_batch(actions.send_batch(second, by=money.tess), bank_reference="R-2", by=money.tess)
    assert account("refunds") == 0
    assert [one.reference for one in first.sendings.all()] == ["R-1", "R-2"]
    assert list(checks.check()) == []


def test_what_came_back_may_be_sent_by_hand_with_all_the_rest(money, failed):
    actions.confirm_batch(sent_refunds(money, failed), bank_reference="R-1", by=money.tess)
    last = Refund.objects.latest("pk")
    actions.return_refund(last, reason="Compte clos", by=money.tess)

    actions.confirm_refunds(failed.dossier, reference="CHÈQUE-1", by=money.tess)

    assert account("refunds") == 0
    assert list(checks.check()) == []


def test_the_database_keeps_how_a_refund_left(money, failed):
    actions.confirm_batch(sent_refunds(money, failed), bank_reference="R-1", by=money.tess)
    first = Refund.objects.earliest("pk")

    for change in ({"reference": "autre"}, {"sent_on": date(2030, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RefundSent.objects.filter(refund=first).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundSent.objects.create(refund=first, sent_on=clock.today(), reference="deux fois")
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchLine.objects.filter(refund=first).update(refund=Refund.objects.latest("pk"))


# ---------------------------------------------------------------------------------------------------------- statements


def test_a_statement_recognises_refunds_by_reference_and_amount(money, failed):
    batch = sent_refunds(money, failed)
    lines = list(batch.lines.order_by("pk"))
    gone = [camt.Movement(-line.cents, line.end_to_end, f"M{n}") for n, line in enumerate(lines[:2])]
    wrong = camt.Movement(-1_00, lines[2].end_to_end, "M9")

    actions.import_statement(file=moved(*gone, wrong), by=money.tess)

    assert [line.state for line in batch.lines.order_by("pk")] == [LineState.PAID, LineState.PAID, LineState.WAITING]
    assert PayoutBatch.objects.get().state == BatchState.SENT
    assert not story(failed.dossier.subject, kinds=frozenset({Kind.REFUNDS_SENT}))
    back = camt.Movement(lines[0].cents, lines[0].end_to_end, "B0", purpose="Compte clos")
    last = camt.Movement(-lines[2].cents, lines[2].end_to_end, "M2")
    actions.import_statement(file=moved(last, back, opening=-91_00, reference="R-2"), by=money.tess)
    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert account("refunds") == lines[0].cents
    assert lines[0].refund.sendings.get().reason == "Compte clos"
    assert list(checks.check()) == []


# ------------------------------------------------------------------------------------------------------------- erasing


def test_erased_names_and_files_leave_a_batch_that_the_audit_still_reads(money, failed):
    actions.confirm_batch(sent_refunds(money, failed), bank_reference="R-1", by=money.tess)
    BatchFile.objects.all().delete()
    assert [fault.code for fault in bank_checks.batches()] == ["batch-half-erased"]

    BatchPayee.objects.all().delete()

    assert list(checks.check()) == []
    batch = PayoutBatch.objects.get()
    assert (batch.is_erased, batch.has_file, batch.content) == (True, False, b"")


def test_a_line_whose_refund_is_elsewhere_is_found(money, failed):
    actions.confirm_batch(sent_refunds(money, failed), bank_reference="R-1", by=money.tess)
    with triggers.lifted(connection):
        RefundSent.objects.first().delete()

    assert "batch-order-astray" in [fault.code for fault in bank_checks.batches()]


def test_accounts_are_forgotten_after_thirteen_months_and_names_after_ten_years(money, failed):
    batch = sent_refunds(money, failed)
    actions.confirm_batch(batch, bank_reference="R-1", by=money.tess)
    owed = refunds_with_accounts(money, money.closed(70_00))

    with clock.frozen(clock.now() + timedelta(days=390)):
        sweep.run()
    assert RefundAccount.objects.count() == 4
    with clock.frozen(clock.now() + timedelta(days=402)):
        sweep.run()
    assert list(RefundAccount.objects.values_list("gift", flat=True)) == [owed[0].gift_id]
    assert BatchPayee.objects.count() == 3
    with clock.frozen(clock.now() + timedelta(days=3700)):
        sweep.run()
        assert list(checks.check()) == []
    assert (BatchPayee.objects.count(), BatchFile.objects.count(), batch.lines.count()) == (0, 0, 3)


def test_what_is_still_needed_is_not_forgotten(money, failed):
    batch = sent_refunds(money, failed)

    actions.forget_batch_names(batch, by=None)
    actions.forget_refund_account(RefundAccount.objects.earliest("pk"), by=None)

    assert (BatchPayee.objects.count(), BatchFile.objects.count(), RefundAccount.objects.count()) == (3, 1, 3)


# ----------------------------------------------------------------------------------------------------- many at a time


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_refund_gathered_by_many_at_once_stands_in_one_batch():
    money = MoneyWorld()
    failed = money.closed(40_00, 50_00)
    wanted = refunds_with_accounts(money, failed)

    acts = [lambda: actions.compose_refund_batch(failed.dossier, refunds=wanted, by=money.tess)] * 4
    ended = all_at_once([*acts, lambda: actions.confirm_refunds(failed.dossier, reference="S", by=money.tess)])

    assert sum(ended.values()) == 5 and ended["done"] == 1
    assert RefundSent.objects.count() in (0, 2) and BatchLine.objects.count() + RefundSent.objects.count() == 2
