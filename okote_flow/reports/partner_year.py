"""A partner's report of twelve months: its envelope project by project, its part of the running costs, its leverage.

It says of other partners nothing but the sum that stood beside this one's euro, and of projects what is public.
"""

from okote_flow import chapters
from okote_flow.cents import euros
from okote_flow.chapters import Plain, Rows
from okote_flow.directory.models import Partner, PartnerKind
from okote_flow.reports import money, parts, rules
from okote_flow.reports.figures import Span
from okote_flow.reports.money import Use
from okote_flow.reports.parts import CENTS, NUMBER, TEXT
from okote_flow.reports.rules import counted


def chapters_of(span: Span, partner: Partner) -> list[Plain]:
    found = money.uses(span, partner)
    chosen = [chapters.chapter("introduction", "Avant-propos", text="introduction")]
    if partner.kind == PartnerKind.AUTHORITY:
        chosen.append(parts.of_envelopes(span, money.standings(span, partner), named=False))
    chosen += [of_use(found) | {"text": "achievements"}, of_leverage(span, partner, found)]
    chosen.append(of_territories(found))
    chosen.append(parts.of_costs(money.costs(span, partner)))
    chosen.append(chapters.chapter("perspectives", "Perspectives", text="outlook"))
    return chosen


def of_use(found: list[Use]) -> Plain:
    """Project by project, of campaigns that were opened: cap, called, received, paid to the project."""
    rows: Rows = [
        [
            use.pledge.campaign.dossier.title,
            str(use.pledge.campaign.dossier.territory or ""),
            use.pledge.cap_cents,
            use.called_cents,
            use.received_cents,
            use.paid_cents,
        ]
        for use in found
    ]
    sums = [sum(int(row[place]) for row in rows) for place in range(2, 6)]
    block = chapters.table(
        "emploi",
        "Emploi, projet par projet",
        [
            ("Projet", TEXT), ("Territoire", TEXT), ("Plafond", CENTS), ("Appelé", CENTS), ("Reçu", CENTS),
            ("Versé au projet", CENTS),
        ],
        rows,
        total=["Ensemble", "", *sums],
        chart=chapters.bars(
            [(str(row[0]), int(row[3])) for row in rows],
            said=", ".join(f"{row[0]}\u00a0: {euros(int(row[3]))}" for row in rows) + ".",
            money=True,
        ),
    )  # fmt: skip
    lead = [
        f"{counted(len(rows), 'projet soutenu', 'projets soutenus')}, {euros(sums[1])} appelés par les dons des "
        f"citoyens, dont {euros(sums[3])} versés aux projets. Aucun frais n’est pris sur cet argent."
        if rows
        else "Aucune campagne ouverte n’a reçu d’engagement du partenaire dans la période.",
        "Le graphique montre ce que les dons ont appelé." if rows else "",
    ]
    return chapters.chapter("emploi", "L’emploi de votre contribution aux projets", lead, [block] if rows else [])


def of_leverage(span: Span, partner: Partner, found: list[Use]) -> Plain:
    """What stood beside the partner's euro in the same projects."""
    keys = {use.pledge.campaign.dossier_id for use in found}
    given, called = money.gifts_by_dossier(span, keys), money.called_by_dossier(span, keys)
    mine = sum(use.called_cents for use in found)
    citizens = sum(given.get(key, 0) for key in keys)
    others = sum(called.values()) - mine
    rows: Rows = [(partner.name, mine), ("Citoyens", citizens), ("Autres partenaires, ensemble", others)]
    said = ", ".join(f"{label}\u00a0: {euros(cents)}" for label, cents in rows)
    block = chapters.table(
        "levier",
        "Ce qui a été réuni pour ces projets",
        [("Origine", TEXT), ("Montant", CENTS), ("Part", TEXT)],
        [[label, cents, rules.in_percent(cents, mine + citizens + others)] for label, cents in rows],
        total=["Ensemble", mine + citizens + others, "100\u00a0%" if mine + citizens + others else "sans objet"],
        chart=chapters.bars(rows, said=f"{said}.", money=True, colour="teal"),
    )
    lead = [
        f"Pour 1\u00a0€ de {partner}, les citoyens ont donné {rules.leverage(citizens, mine)}, et "
        f"{rules.leverage(citizens + others, mine)} ont été réunis avec les autres partenaires."
        if mine
        else "Aucun euro n’a encore été appelé."
    ]
    return chapters.chapter("levier", "L’effet de levier", lead, [block] if found else [])


def of_territories(found: list[Use]) -> Plain:
    names = sorted({str(use.pledge.campaign.dossier.territory or "Sans territoire") for use in found})
    rows: Rows = [
        [
            name,
            sum(str(use.pledge.campaign.dossier.territory or "Sans territoire") == name for use in found),
            sum(
                use.called_cents
                for use in found
                if str(use.pledge.campaign.dossier.territory or "Sans territoire") == name
            ),
        ]
        for name in names
    ]
    block = chapters.table(
        "territoires", "Par territoire", [("Territoire", TEXT), ("Projets", NUMBER), ("Appelé", CENTS)], rows
    )
    return chapters.chapter("territoires", "Les territoires", [], [block]) if rows else _nowhere()


def _nowhere() -> Plain:
    return chapters.chapter("territoires", "Les territoires", ["Aucun projet dans la période."])


def partners() -> list[Partner]:
    """Those who may have one: whoever adds to projects or pays running costs, but the operator."""
    return list(Partner.objects.filter(kind__in=[PartnerKind.AUTHORITY, PartnerKind.COMPANY]).order_by("name"))
