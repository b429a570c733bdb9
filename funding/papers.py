"""The money on paper: call for funds, settlement sheet, payment notice. Typeset once, the same bytes each time."""

from collections.abc import Sequence

from django.conf import settings

from dossiers.models import Dossier
from funding.models import CallForFunds, PayoutOrder, Pledge, Settlement
from okote_flow import documents
from okote_flow.cents import euros
from okote_flow.clock import day_of

TEMPLATE = "pdf/money.typ"
Section = tuple[str, str]
Lines = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]
"""Title, columns, lines and the line of totals of a table."""
NO_LINES: Lines = ("", (), (), ())


def paper(
    title: str,
    number: str,
    headline: str,
    facts: Sequence[Section],
    *,
    lines: Lines = NO_LINES,
    sections: Sequence[Section] = (),
) -> dict[str, object]:
    """What the template of the money says: a headline, facts by name, a table, texts."""
    table_title, columns, rows, total = lines
    return documents.imprint() | {
        "title": title,
        "number": number,
        "headline": headline,
        "facts": [list(fact) for fact in facts],
        "lines_title": table_title,
        "columns": list(columns),
        "lines": [list(row) for row in rows],
        "total": list(total),
        "sections": [{"title": name, "text": text} for name, text in sections],
    }


def _project(dossier: Dossier) -> list[Section]:
    return [("Projet", f"{dossier.number} {dossier.title}"), ("Structure", str(dossier.organization or ""))]


def call_for_funds(call: CallForFunds, pledge: Pledge) -> bytes:
    """What a partner is asked to pay for a project, and how."""
    facts = [
        ("Partenaire", pledge.partner.name),
        *_project(pledge.campaign.dossier),
        ("Montant appelé", euros(call.cents)),
        ("À verser avant le", f"{call.due_on:%d/%m/%Y}"),
        ("Compte à créditer", settings.BANK_IBAN),
        ("Référence à rappeler", call.reference),
    ]
    agreement = pledge.envelope.agreement if pledge.envelope else None
    if agreement is not None:
        facts.insert(1, ("Convention", f"{agreement.reference}, délibération {agreement.deliberation_ref}"))
    sections = [
        ("Ce que devient ce versement", "Il est reversé en entier au projet\u00a0: aucun frais n’est prélevé.")
    ]
    headline = f"Émis le {day_of(call.issued_at):%d/%m/%Y}"
    data = paper("Appel de fonds", call.reference, headline, facts, sections=sections)
    return documents.pdf(TEMPLATE, data, at=call.issued_at, standards=documents.SEALED)


def settlement_sheet(settlement: Settlement) -> bytes:
    """What each source brings to the project, as it was approved. Of an approved settlement only."""
    assert settlement.approved_at is not None, "what is not approved has no sheet"
    dossier = settlement.campaign.dossier
    found = list(settlement.lines.select_related("pledge__partner").order_by("pk"))
    rows = [
        [
            line.pledge.partner.name if line.pledge else "Les citoyens",
            *(euros(cents) for cents in (line.gross_cents, line.fee_cents, line.net_cents)),
        ]
        for line in found
    ]
    sums = (
        sum(cents) for cents in zip(*((one.gross_cents, one.fee_cents, one.net_cents) for one in found), strict=True)
    )
    facts = [
        *_project(dossier),
        ("Préparé par", f"{settlement.prepared_by}, le {day_of(settlement.prepared_at):%d/%m/%Y}"),
        ("Approuvé par", f"{settlement.approved_by}, le {day_of(settlement.approved_at):%d/%m/%Y}"),
        ("Empreinte", settlement.digest),
    ]
    columns = ("Source", "Montant", "Frais", "Pour le projet")
    data = paper(
        "Décompte de l’abondement",
        str(dossier.number),
        "Les frais portent sur les seuls dons des citoyens.",
        facts,
        lines=("Ce que chaque source apporte", columns, rows, ["Total", *map(euros, sums)]),
    )
    return documents.pdf(TEMPLATE, data, at=settlement.approved_at, standards=documents.SEALED)


def payment_notice(order: PayoutOrder) -> bytes:
    """What a structure was paid, out of which sources. Of an order that the bank has executed."""
    assert order.paid_at is not None, "what is not paid has no notice"
    lines = order.lines.select_related("pledge__partner").order_by("pk")
    rows = [[line.pledge.partner.name if line.pledge else "Les citoyens", euros(line.cents)] for line in lines]
    facts = [
        *_project(order.dossier),
        ("Versé le", f"{day_of(order.paid_at):%d/%m/%Y}"),
        ("Compte crédité", f"{order.holder}, {order.masked_iban}"),
        ("Référence bancaire", order.bank_reference),
    ]
    data = paper(
        "Avis de versement",
        order.key,
        f"{euros(order.cents)} versés au projet",
        facts,
        lines=("Origine des fonds", ("Source", "Montant"), rows, ["Total", euros(order.cents)]),
    )
    return documents.pdf(TEMPLATE, data, at=order.paid_at, standards=documents.SEALED)
