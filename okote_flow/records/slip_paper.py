"""A slip of elimination on paper, with the fields that the departmental archives ask for."""

from okote_flow import clock, documents
from okote_flow.records.models import ItemState, Slip, SlipItem
from okote_flow.records.rules import FATES

COLUMNS = ("Dossier", "Intitulé et structure", "Dates extrêmes", "Fichiers", "Volume", "Règle", "Échéance", "Suite")
LAW = (
    "Aucune élimination sans le visa du directeur des Archives départementales (Code du patrimoine, art. L. 212-2 et "
    "L. 214-3). Ce bordereau est conservé sans limite de durée."
)


def made(slip: Slip) -> bytes:
    """The same bytes while nothing of the slip has changed."""
    items = list(slip.items.all())
    counted = [one for one in items if one.state in (ItemState.LISTED, ItemState.DESTROYED)]
    data = {
        "title": "Bordereau d’élimination",
        "number": slip.number,
        "facts": _facts(slip),
        "columns": COLUMNS,
        "lines": [_line(one) for one in items],
        "total": [
            "Ensemble", f"{len(counted)} dossiers", "", str(sum(one.pieces for one in counted)),
            volume(sum(one.size for one in counted)), "", "", "",
        ],
        "signatures": _signatures(slip),
        "law": LAW,
        **documents.imprint(),
    }  # fmt: skip
    return documents.pdf("pdf/slip.typ", data, at=slip.ended_at or slip.sent_at or slip.proposed_at)


def _facts(slip: Slip) -> list[tuple[str, str]]:
    return [
        ("Service producteur", slip.service),
        ("État", slip.get_state_display()),
        ("Proposé le", f"{clock.day_of(slip.proposed_at):%d/%m/%Y}, par {slip.proposed_by}"),
        ("Transmis le", f"{clock.day_of(slip.sent_at):%d/%m/%Y}" if slip.sent_at else "pas encore"),
        ("Visa", f"n° {slip.visa_number} du {slip.visa_on:%d/%m/%Y}" if slip.visa_on else "pas encore"),
        ("Exécuté ou clos le", f"{clock.day_of(slip.ended_at):%d/%m/%Y}" if slip.ended_at else "pas encore"),
    ]


def _line(item: SlipItem) -> list[str]:
    return [
        item.number,
        f"{item.title}, {item.structure}" if item.structure else item.title,
        f"{item.first_on:%d/%m/%Y} – {item.last_on:%d/%m/%Y}",
        str(item.pieces),
        volume(item.size),
        f"{item.rule}. {FATES[item.fate]}",
        f"{item.due_on:%d/%m/%Y}",
        f"{item.get_state_display()}. {item.why}" if item.why else item.get_state_display(),
    ]


def volume(size: int) -> str:
    """Octets as people say them."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)}\u00a0Ko"
    return f"{size // (1024 * 1024)},{size % (1024 * 1024) * 10 // (1024 * 1024)}\u00a0Mo"


def _signatures(slip: Slip) -> list[dict[str, str]]:
    visa = f"{slip.visa_signatory}, visa n° {slip.visa_number}" if slip.visa_number else "Visa, date et cachet\u00a0:"
    return [
        {"title": "Pour le service producteur", "text": f"{slip.proposed_by}. Date et signature\u00a0:"},
        {"title": "Directeur des Archives départementales", "text": visa},
    ]
