"""The register of processing (RGPD, art. 30): read from a file, durations from the table of retention."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from okote_flow import clock, documents
from okote_flow.records import retention
from okote_flow.records.rules import Rule, months

FILE = Path(__file__).with_name("register.toml")


@dataclass(frozen=True, slots=True)
class Processing:
    name: str
    purpose: str
    basis: str
    persons: str
    categories: str
    recipients: str
    retention: list[str]
    measures: str

    @property
    def durations(self) -> list[str]:
        rules = retention.today()
        return [duration(rules[code]) for code in self.retention]


@cache
def _read() -> dict[str, object]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def controller() -> tuple[str, str]:
    """Who answers for it, and who is asked."""
    return str(_read()["controller"]), str(_read()["dpo"])


def table() -> list[Processing]:
    rows = _read()["processing"]
    assert isinstance(rows, list)
    return [Processing(**one) for one in rows]


def duration(rule: Rule) -> str:
    """How long, in words: "Dossier soutenu : base active 12 mois, puis 10 ans depuis le dernier paiement"."""
    later = f", puis {months(rule.intermediate_months)} depuis {rule.starts_label}" if rule.intermediate_months else ""
    doubt = " (à confirmer)" if rule.to_confirm else ""
    return f"{rule.label}\u00a0: {months(rule.active_months)}{later}{doubt}"


def paper() -> bytes:
    """The register as a PDF."""
    answers, asked = controller()
    sections = [
        {
            "title": one.name,
            "paragraphs": [
                [{"text": f"{label}\u00a0: {said}", "masked": False}]
                for label, said in (
                    ("Finalité", one.purpose),
                    ("Base légale", one.basis),
                    ("Personnes", one.persons),
                    ("Données", one.categories),
                    ("Destinataires", one.recipients),
                    ("Durées", " ; ".join(one.durations)),
                    ("Mesures", one.measures),
                )
            ],
        }
        for one in table()
    ]
    head = [{"text": f"Responsable\u00a0: {answers}. Contact\u00a0: {asked}.", "masked": False}]
    data = {
        "title": "Registre des traitements",
        "number": f"{clock.today():%d/%m/%Y}",
        "sections": [{"title": "", "paragraphs": [head]}, *sections],
        **documents.imprint(),
    }
    return documents.pdf("pdf/communicable.typ", data, at=clock.now())
