"""The review of twelve months that the founding report promises (§3), drafted from the data."""

from okote_flow import chapters
from okote_flow.cents import euros
from okote_flow.chapters import Plain, Rows
from okote_flow.directory.models import PartnerKind
from okote_flow.journal.kinds import Kind
from okote_flow.reports import figures, money, parts
from okote_flow.reports.figures import DECISIONS, MISHAPS, Lives, Span
from okote_flow.reports.parts import NUMBER, TEXT
from okote_flow.reports.rules import counted, in_percent
from okote_flow.sheets import Cells

RUNNING, WON, LOST, AHEAD = "En cours", "Réussie", "Sous le seuil", "Pas encore ouverte"


def chapters_of(span: Span) -> list[Plain]:
    """Every chapter, in order; `text` names the words that people write in it."""
    found = figures.lives(span)
    given, envelopes = money.gifts(span), money.standings(span)
    goal_cents = sum(one.total_cents for one in envelopes)
    return [
        chapters.chapter("introduction", "Avant-propos", text="introduction"),
        parts.of_targets(found) | {"text": "achievements"},
        parts.of_dossiers(found),
        of_decisions(found),
        of_campaigns(found),
        parts.of_gifts(given, goal_cents),
        parts.of_matching(span, given),
        parts.of_envelopes(span, envelopes),
        parts.of_costs(money.costs(span)),
        of_delays(found),
        of_projects(found),
        of_mishaps(found) | {"text": "difficulties"},
        chapters.chapter("recommandations", "Recommandations", text="recommendations"),
    ]


def of_decisions(found: Lives) -> Plain:
    rows: Rows = [[kind.label, found.counted(kind)] for kind in DECISIONS]
    block = chapters.table("decisions", "Décisions de la période", [("Décision", TEXT), ("Dossiers", NUMBER)], rows)
    endorsed, declined = found.counted(Kind.DOSSIER_ENDORSE), found.counted(Kind.DOSSIER_DECLINE)
    lead = [
        f"Le comité d’engagement s’est prononcé sur {counted(endorsed + declined, 'dossier')}\u00a0: "
        f"{counted(endorsed, 'avis favorable', 'avis favorables')}, "
        f"{counted(declined, 'avis défavorable', 'avis défavorables')}."
        if endorsed + declined
        else "Le comité d’engagement ne s’est encore prononcé sur aucun dossier.",
        "Un dossier compte une fois par décision, même ajourné plusieurs fois.",
    ]
    return chapters.chapter("decisions", "Les décisions", lead, [block])


def of_campaigns(found: Lives) -> Plain:
    won, lost = found.counted(Kind.DOSSIER_SUCCEED), found.counted(Kind.DOSSIER_FAIL)
    opened = found.counted(Kind.DOSSIER_OPEN_CAMPAIGN)
    rows: Rows = [("Ouvertes", opened), ("Réussies", won), ("Sous le seuil", lost)]
    block = chapters.table(
        "campagnes",
        "Campagnes de la période",
        [("Campagnes", TEXT), ("Nombre", NUMBER)],
        rows,
        chart=chapters.bars(rows, said=f"{opened} ouvertes, {won} réussies, {lost} sous le seuil.", colour="amber"),
    )
    lead = [
        f"{counted(won + lost, 'campagne terminée', 'campagnes terminées')} dans la période, {_won(won, lost)}."
        if won + lost
        else "Aucune campagne ne s’est terminée dans la période.",
        "Sous le seuil, chaque donateur est remboursé en entier et les réservations des partenaires sont libérées."
        if lost
        else "",
    ]
    return chapters.chapter("campagnes", "Les campagnes", lead, [block])


def _won(won: int, lost: int) -> str:
    return f"dont {counted(won, 'réussie', 'réussies')}, soit {in_percent(won, won + lost)}"


def of_delays(found: Lives) -> Plain:
    rows = found.delays()
    said = ", ".join(f"{label}\u00a0: {middle} jours" for label, middle, _, count in rows if count)
    block = chapters.table(
        "delais",
        "Durées de la période, en jours",
        [("Étape", TEXT), ("Médiane", NUMBER), ("9 sur 10 en moins de", NUMBER), ("Dossiers", NUMBER)],
        rows,
        chart=chapters.bars(
            [(label, middle or 0) for label, middle, _, count in rows if count], said=f"Durées médianes, {said}."
        )
        if said
        else None,
    )
    lead = [
        "La moitié des dossiers va plus vite que la médiane.",
        "Une durée compte quand elle s’achève dans la période.",
    ]
    return chapters.chapter("delais", "Les délais", lead, [block])


def of_projects(found: Lives) -> Plain:
    """Public facts alone: what the pages of the campaigns say. What was decided and is not open yet is a number."""
    chosen, span = found.supported(), found.span
    campaigns = figures.opened_campaigns(span)
    shown = [campaigns[pk] for pk in campaigns if pk in set(chosen)]
    keys = [campaign.dossier_id for campaign in shown]
    given, called = money.gifts_by_dossier(span, keys), money.called_by_dossier(span, keys)
    rows: Rows = []
    for campaign in shown:
        dossier = campaign.dossier
        amounts = (
            given.get(dossier.pk, 0),
            called.get((dossier.pk, PartnerKind.COMPANY), 0),
            called.get((dossier.pk, PartnerKind.AUTHORITY), 0),
        )
        place = str(dossier.territory or "")
        rows.append([dossier.title, place, _fate(found, dossier.pk), *amounts, sum(amounts)])
    block = chapters.table(
        "projets",
        "Projets accompagnés dont la campagne est publique",
        [
            ("Projet", TEXT), ("Territoire", TEXT), ("Campagne", TEXT), ("Citoyens", Cells.CENTS),
            ("Entreprises", Cells.CENTS), ("Collectivités", Cells.CENTS), ("Ensemble", Cells.CENTS),
        ],
        rows,
        total=["Ensemble", "", "", *(sum(int(row[place] or 0) for row in rows) for place in range(3, 7))],
    )  # fmt: skip
    ahead = len(chosen) - len(shown)
    lead = [
        f"{counted(len(chosen), 'projet accompagné', 'projets accompagnés')} dans la période.",
        f"La campagne de {counted(ahead, 'projet')} n’est pas encore ouverte\u00a0: "
        f"{'il n’est pas nommé' if ahead == 1 else 'ils ne sont pas nommés'} ici."
        if ahead
        else "",
        f"Ensemble, {euros(sum(int(row[6] or 0) for row in rows))} ont été réunis." if rows else "",
    ]
    return chapters.chapter("projets", "Les projets accompagnés", lead, [block] if rows else [])


def _fate(found: Lives, dossier: int) -> str:
    life = found.of[dossier]
    if life.when(Kind.DOSSIER_SUCCEED):
        return WON
    if life.when(Kind.DOSSIER_FAIL):
        return LOST
    return RUNNING if life.when(Kind.DOSSIER_OPEN_CAMPAIGN) else AHEAD


def of_mishaps(found: Lives) -> Plain:
    rows: Rows = [(label, found.counted(kind)) for kind, label in MISHAPS]
    whole = sum(count for _, count in rows)
    block = chapters.table("arrets", "Ce qui s’est arrêté", [("Motif", TEXT), ("Dossiers", NUMBER)], rows)
    blocks = [block] if whole else []
    doubtful = figures.doubtful_criteria(found)
    if doubtful:
        blocks.append(
            chapters.table(
                "criteres",
                "Critères jugés non remplis sur les dossiers écartés par un comité",
                [("Critère", TEXT), ("Dossiers", NUMBER)],
                doubtful,
            )
        )
    lead = [
        f"{counted(whole, 'arrêt')} dans la période, comptés par motif\u00a0; aucun dossier n’est nommé."
        if whole
        else "Aucun dossier ne s’est arrêté dans la période.",
        "Un critère compte pour un dossier dès qu’un membre y a répondu non." if doubtful else "",
    ]
    return chapters.chapter("arrets", "Ce qui n’a pas marché", lead, blocks)
