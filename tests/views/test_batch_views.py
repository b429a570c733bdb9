"""Batches on their pages: composed, approved by two others, sent, executed; the file is the same each time."""

import hashlib

from funding.models import BatchState, PayoutBatch, PayoutOrder
from tests.money import approved_order, sent_batch
from tests.views.crowd import queries_of
from tests.views.test_funding_pages import as_, money, page, plain, url

__all__ = ["money"]


def bytes_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_a_batch_goes_its_way_by_the_people_who_have_the_right(money):
    order = approved_order(money, money.payable())
    odile, didier, tess = (as_(person) for person in (money.odile, money.didier, money.tess))
    html = plain(page(money.tess, "batches"))
    assert "Bocaux & Compagnie, écrit « Bocaux + Compagnie »" in html.replace("&amp;", "&")

    tess.post(url("batches"), {"orders": [order.pk], "due_on": "2022-03-01"})
    batch = PayoutBatch.objects.get()
    assert tess.get(url("batch_file", batch.pk)).status_code == 404
    didier.post(url("approve_batch", batch.pk))
    odile.post(url("approve_batch", batch.pk))
    first, second = (bytes_of(tess.get(url("batch_file", batch.pk))) for _ in range(2))
    assert first == second
    assert hashlib.sha256(first).hexdigest() == batch.file_sha256
    tess.post(url("send_batch", batch.pk))
    tess.post(url("confirm_batch", batch.pk), {"bank_reference": "R-1"})

    assert PayoutBatch.objects.get().state == BatchState.EXECUTED
    assert "Réécrit pour la banque. Sur l’ordre : Bocaux" in plain(page(money.tess, "batch", batch.pk))
    tess.post(url("return_payout", order.pk), {"reason": "Compte clos"})
    assert PayoutOrder.objects.get().state == "returned"
    assert "Compte clos" in page(money.tess, "payout", order.dossier_id)


def test_who_may_not_compose_reads_why(money):
    order = approved_order(money, money.payable())

    response = as_(money.didier).post(url("batches"), {"orders": [order.pk], "due_on": "2022-03-01"})

    assert response.status_code in (403, 409, 422)
    assert not PayoutBatch.objects.exists()
    assert "disabled" in page(money.didier, "batches")


def test_without_approved_orders_the_page_says_the_way(money):
    assert "Aucun ordre approuvé n’attend" in page(money.tess, "batches")


def test_a_longer_batch_takes_the_same_queries(money):
    few = sent_batch(money, approved_order(money, money.payable()))
    many = sent_batch(money, *[approved_order(money, money.payable()) for _ in range(3)])

    counts = [queries_of(as_(money.odile), url("batch", batch.pk)) for batch in (few, many)]

    assert counts[0] == counts[1]
