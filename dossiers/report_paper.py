"""The final report as data for paper: forecast, actual, difference, explanation (Cerfa 15059*02)."""

from typing import Any

from dossiers import report as reports
from dossiers.models import FinalReport, ReportLine
from dossiers.models.content import Side
from dossiers.report import Table
from okote_flow import documents
from okote_flow.cents import euros
from okote_flow.clock import day_of

TITLES = {Side.EXPENSE: "Charges", Side.RESOURCE: "Produits"}


def data(report: FinalReport) -> dict[str, Any]:
    """Everything that the template says; its dossier was read along."""
    dossier = report.dossier
    facts = [
        ("Projet", f"{dossier.number} {dossier.title}"),
        ("Structure", str(dossier.organization or "")),
        ("Dépenses réalisées", euros(report.spent_cents, exact=True)),
        *_decision(report),
    ]
    texts = [("Ce qui a été fait", report.text), ("Public touché", report.reached)]
    return documents.imprint() | {
        "title": "Bilan du projet",
        "number": str(dossier.number),
        "headline": f"Compte rendu financier reçu le {day_of(report.received_at):%d/%m/%Y}, version {report.version}",
        "facts": [list(fact) for fact in facts],
        "columns": ["Ligne", "Prévu", "Réalisé", "Écart"],
        "tables": [_table(one) for one in reports.tables(report.lines.all())],
        "sections": [{"title": title, "text": text} for title, text in texts if text],
    }


def _decision(report: FinalReport) -> list[tuple[str, str]]:
    if report.accepted_at is None:
        return [("État", "Renvoyé pour correction" if report.sent_back_at else "Reçu, pas encore accepté")]
    found = [("Accepté", f"le {day_of(report.accepted_at):%d/%m/%Y} par {report.accepted_by}")]
    if report.unspent_cents:
        kept = f"{euros(report.kept_cents, exact=True)} gardés pour le même objet"
        found.append(("Non dépensé", f"{euros(report.unspent_cents, exact=True)}, dont {kept}"))
        found.append(("À reverser", euros(report.repay_cents, exact=True)))
    return found


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": TITLES[table.side],
        "lines": [{"cells": _cells(line), "why": line.why} for line in table.lines],
        "total": ["Total", *_amounts(table)],
    }


def _cells(line: ReportLine) -> list[str]:
    return [line.label, *_amounts(line)]


def _amounts(row: ReportLine | Table) -> list[str]:
    return [euros(cents, exact=True) for cents in (row.forecast_cents, row.actual_cents, row.difference_cents)]
