"""Statements on their pages: imported, read, each line said and taken back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import BankStatement, PayoutOrder, Reconciliation, StatementLine
from tests.camt import Movement, statement
from tests.money import account, approved_order, sent_batch
from tests.views.crowd import queries_of
from tests.views.test_funding_pages import as_, money, page, plain, url

__all__ = ["money"]


def upload(user, *movements, **said):
    file = SimpleUploadedFile("releve.xml", statement(*movements, **said), "text/xml")
    return as_(user).post(url("statements"), {"file": file})


def test_a_statement_is_imported_and_pays_what_it_names(money):
    assert "Aucun relevé n’est encore importé" in page(money.tess, "statements")
    line = sent_batch(money, approved_order(money, money.payable())).lines.get()

    answer = upload(money.tess, Movement(-line.cents, line.end_to_end), Movement(5_00), opening=20_000_00)

    found = BankStatement.objects.get()
    assert answer["Location"] == url("statement", found.pk)
    assert PayoutOrder.objects.get().state == "paid"
    html = plain(page(money.didier, "statement", found.pk))
    assert "Virement exécuté" in html
    assert "1 ligne à rapprocher" in html
    assert "Défaire" not in html  # the treasury's alone


def test_what_is_no_statement_keeps_the_page_and_says_why(money):
    answer = as_(money.tess).post(url("statements"), {"file": SimpleUploadedFile("r.xml", b"bonjour")})

    assert answer.status_code in (400, 409, 422)
    assert "n’est pas un relevé lisible" in answer.content.decode()


def test_a_partners_money_is_said_by_hand_and_taken_back(money):
    pledge = money.settled().pledges.first()
    upload(money.tess, Movement(4_000_00, name=pledge.partner.name))
    line = StatementLine.objects.get()
    assert f"Peut-être {pledge.partner}" in plain(page(money.tess, "statement", line.statement_id))

    as_(money.tess).post(url("cash_line", line.pk), {"pledge": pledge.pk})
    assert account("grant", pledge) == 0
    made = Reconciliation.objects.get()
    as_(money.tess).post(url("undo_reconciliation", made.pk), {"reason": "Autre partenaire"})

    assert account("grant", pledge) == 4_000_00
    assert "Non rapprochée" in page(money.tess, "statement", line.statement_id)


def test_a_longer_statement_takes_the_same_queries(money):
    money.settled()
    upload(money.tess, Movement(1_00))
    upload(money.tess, *[Movement(1_00, reference=f"B{n}") for n in range(12)], opening=1_00, reference="R-2")

    counts = [
        queries_of(as_(money.tess), url("statement", found.pk)) for found in BankStatement.objects.order_by("pk")
    ]

    assert counts[0] == counts[1]
