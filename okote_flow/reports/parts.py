"""Chapters that more than one document has: targets, dossiers, gifts, matching, envelopes, running costs."""

from collections.abc import Iterable
from datetime import date

from dossiers.lifecycle import STAGES
from okote_flow import chapters
from okote_flow.cents import euros
from okote_flow.chapters import Plain, Rows
from okote_flow.directory.models import PartnerKind
from okote_flow.reports import money, rules
from okote_flow.reports.figures import Lives, Span, targets
from okote_flow.reports.money import Cost, Gifts, Standing
from okote_flow.reports.rules import counted, in_percent
from okote_flow.sheets import Cells

TEXT, CENTS, NUMBER, DAY = Cells.TEXT, Cells.CENTS, Cells.NUMBER, Cells.DAY
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def month_label(month: str) -> str:
    """2022-05 -> "mai 2022"."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def long_day(day: date) -> str:
    """ "1er janvier 2022"."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def _supported(number: int) -> str:
    return counted(number, "projet est accompagné", "projets sont accompagnés")


def _cofunded(number: int) -> str:
    return f"dont {counted(number, 'cofinancé', 'cofinancés')} par la CeA"


def of_targets(found: Lives) -> Plain:
    """What the report promised for a full year (§3) beside what is reached."""
    span = found.span
    projects, cofunded = targets()
    rows: list[Plain] = []
    for label, reached, target, colour in (
        ("Projets accompagnés", len(found.supported()), projects, "plum"),
        ("Dont cofinancés par la CeA", len(found.cofunded()), cofunded, "blue"),
    ):
        expected = span.period.expected(target, span.day)
        rows.append({"label": label, "value": reached, "target": target, "expected": expected, "colour": colour})
    said = ", ".join(f"{row['label']}\u00a0: {row['value']} sur {row['target']}" for row in rows)
    reached, matched = (row["value"] for row in rows)
    block = chapters.table(
        "objectifs",
        "Objectifs d’une année pleine",
        [
            ("Objectif", TEXT),
            ("Atteint", NUMBER),
            ("Visé", NUMBER),
            (f"Rythme régulier au {span.day:%d/%m/%Y}", NUMBER),
        ],
        [[row["label"], row["value"], row["target"], row["expected"]] for row in rows],
        chart=chapters.bullets(rows, said=f"{said}."),
    )
    lead = [
        f"Le rapport fondateur vise {projects} projets accompagnés pour une année pleine, {_cofunded(cofunded)}.",
        "Un projet est accompagné dès l’avis favorable du comité d’engagement.",
        f"Au {long_day(span.day)}, {_supported(reached)}, {_cofunded(matched)}.",
    ]
    return chapters.chapter("objectifs", "Les objectifs", lead, [block])


def of_dossiers(found: Lives) -> Plain:
    """Where the dossiers stood, by stage and by territory."""
    stages, span = found.by_stage(), found.span
    running = sum(count for count, _ in stages.values())
    rows: Rows = [[STAGES[number][0], count, cents] for number, (count, cents) in stages.items()]
    said = ", ".join(f"{row[0]}\u00a0: {row[1]}" for row in rows)
    by_stage = chapters.table(
        "etapes",
        f"Dossiers en cours au {span.day:%d/%m/%Y}, par étape",
        [("Étape", TEXT), ("Dossiers", NUMBER), ("Objectifs réunis", CENTS)],
        rows,
        total=["Ensemble", running, sum(cents for _, cents in stages.values())],
        chart=chapters.bars([(str(row[0]), int(row[1])) for row in rows], said=f"{said}."),
    )
    places = found.by_territory()
    shown = ", ".join(f"{name}\u00a0: {chosen}" for name, _, _, chosen in places)
    by_territory = chapters.table(
        "territoires",
        "Dossiers par territoire",
        [("Territoire", TEXT), ("Déposés dans la période", NUMBER), ("En cours", NUMBER), ("Accompagnés", NUMBER)],
        places,
        total=["Ensemble", *(sum(int(row[place]) for row in places) for place in (1, 2, 3))],
        chart=chapters.bars([(name, chosen) for name, _, _, chosen in places], said=f"Projets accompagnés, {shown}."),
    )
    handed_in = sum(row[1] for row in places)
    settling = found.to_settle()
    lead = [
        f"{counted(handed_in, 'dossier déposé', 'dossiers déposés')} dans la période.",
        f"{counted(running, 'dossier en cours', 'dossiers en cours')} au {long_day(span.day)}.",
        f"S’y ajoutent {counted(settling, 'projet abandonné', 'projets abandonnés')}, à solder." if settling else "",
        "Le graphique des territoires montre les projets accompagnés.",
    ]
    return chapters.chapter("dossiers", "Les dossiers", lead, [by_stage, by_territory])


def of_gifts(given: Gifts, goal_cents: int) -> Plain:
    mean = rules.mean_cents(given.cents, given.kept)
    points = [(month_label(month), cents) for month, cents in given.months]
    said = f"{euros(given.cents)} à la fin de {points[-1][0]}." if points else "Aucun don."
    block = chapters.table(
        "dons",
        "Dons des citoyens, cumul à la fin de chaque mois",
        [("À la fin de", TEXT), ("Cumul des dons", CENTS)],
        points,
        chart=chapters.curve(points, goal_cents=goal_cents, said=said) if points else None,
    )
    lead = [
        f"Les citoyens ont donné {euros(given.cents)} en {counted(given.kept, 'contribution')}, remboursements "
        f"déduits\u00a0: {euros(mean)} en moyenne."
        if given.kept
        else "Aucun don n’est arrivé dans la période.",
        f"{euros(given.given_back_cents)} de ces dons ont été rendus à leurs donateurs."
        if given.given_back_cents
        else "",
        f"En pointillé, le rythme régulier vers {euros(goal_cents)}, total des enveloppes." if goal_cents else "",
    ]
    return chapters.chapter("dons", "Les dons des citoyens", lead, [block])


def of_matching(span: Span, given: Gifts) -> Plain:
    """The euro of a citizen, that of companies, that of authorities."""
    called = money.called_by_college(span)
    authorities, companies = (called.get(kind, 0) for kind in (PartnerKind.AUTHORITY, PartnerKind.COMPANY))
    rows: Rows = [("Citoyens", given.cents), ("Entreprises", companies), ("Collectivités", authorities)]
    whole = given.cents + companies + authorities
    said = ", ".join(f"{label}\u00a0: {euros(cents)}" for label, cents in rows)
    block = chapters.table(
        "colleges",
        "Un euro des citoyens, un des entreprises, un des collectivités",
        [("Collège", TEXT), ("Montant", CENTS), ("Part", TEXT)],
        [[label, cents, in_percent(cents, whole)] for label, cents in rows],
        total=["Ensemble", whole, in_percent(whole, whole)],
        chart=chapters.bars(rows, said=f"{said}.", money=True, each=("amber", "teal", "blue")),
    )
    paid = money.paid_out_cents(span)
    public = rules.leverage(given.cents + companies, authorities)
    citizen = rules.leverage(whole, given.cents)
    lead = [
        f"Pour 1\u00a0€ public, les citoyens et les entreprises ont apporté {public}." if authorities > 0 else "",
        f"Pour 1\u00a0€ donné par un citoyen, {citizen} ont été réunis en tout." if given.cents > 0 else "",
        f"{euros(paid)} ont été versés aux projets dans la période.",
        "L’abondement est ce que les dons ont appelé, moins ce que libèrent les campagnes restées sous leur seuil.",
    ]
    return chapters.chapter("abondement", "L’abondement et l’effet de levier", lead, [block])


def of_envelopes(span: Span, found: Iterable[Standing], *, named: bool = True) -> Plain:
    """What partners put in, and what has become of it. A forecast holds nothing yet."""
    rows: Rows = []
    drawn: list[Plain] = []
    for one in found:
        name = f"{one.envelope.partner} {one.envelope.year}" if named else str(one.envelope.year)
        voted = one.envelope.voted_cents if one.envelope.is_voted else None
        forecast = None if one.envelope.is_voted else one.envelope.forecast_cents
        amounts = [one.reserved_cents, one.accrued_cents, one.paid_cents, one.available_cents]
        rows.append([name, forecast, voted, *amounts])
        parts = {"paid": one.paid_cents, "accrued": one.accrued_cents, "reserved": one.reserved_cents}
        drawn.append({"label": name, "total": one.total_cents, "forecast": not one.envelope.is_voted, **parts})
    said = ", ".join(
        f"{row['label']}\u00a0: {euros(row['paid'] + row['accrued'] + row['reserved'])} promis ou versés sur "
        f"{euros(row['total'])}" + (" prévus" if row["forecast"] else "")
        for row in drawn
    )
    block = chapters.table(
        "enveloppes",
        f"Enveloppes au {span.day:%d/%m/%Y}",
        [
            ("Enveloppe", TEXT), ("Prévu", CENTS), ("Voté", CENTS), ("Réservé", CENTS), ("Engagé", CENTS),
            ("Versé", CENTS), ("Libre", CENTS),
        ],
        rows,
        total=["Ensemble", *(_sum(row[place] for row in rows) for place in range(1, 7))],
        chart=chapters.stacks(drawn, said=f"{said}.") if drawn else None,
    )  # fmt: skip
    lead = [
        "Réservé\u00a0: promis à une campagne ouverte. Engagé\u00a0: appelé par les dons.",
        "Une enveloppe prévue et pas encore votée ne porte rien.",
    ]
    return chapters.chapter("enveloppes", "Les enveloppes", lead, [block] if rows else [])


def _sum(cells: Iterable[int | None]) -> int | None:
    known = [cell for cell in cells if cell is not None]
    return sum(known) if known else None


def of_costs(found: Iterable[Cost], *, code: str = "fonctionnement") -> Plain:
    """The running costs: forecast, called, received (report, table 4.1)."""
    rows: Rows = [
        [one.contribution.label, one.contribution.year, one.contribution.forecast_cents, one.called_cents,
         one.received_cents, one.called_cents - one.received_cents]
        for one in found
    ]  # fmt: skip
    sums = [sum(row[place] for row in rows) for place in range(2, 6)]
    block = chapters.table(
        "fonctionnement",
        "Budget de fonctionnement\u00a0: prévu, appelé, reçu",
        [
            ("Contribution", TEXT), ("Année", TEXT), ("Prévu", CENTS), ("Appelé", CENTS), ("Reçu", CENTS),
            ("À recevoir", CENTS),
        ],
        [[row[0], str(row[1]), *row[2:]] for row in rows],
        total=["Ensemble", "", *sums],
    )  # fmt: skip
    lead = [
        f"{euros(sums[0])} étaient prévus\u00a0: {euros(sums[1])} ont été appelés et {euros(sums[2])} reçus."
        if rows
        else "Aucune contribution au fonctionnement n’est inscrite pour cette période.",
        "Cet argent paie l’équipe et ses moyens, il n’entre jamais dans le fonds des projets.",
    ]
    return chapters.chapter(code, "Le budget de fonctionnement", lead, [block] if rows else [])
