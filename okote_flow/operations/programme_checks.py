"""Does a programme file agree with itself: totals with their parts, names with what they name, years with years."""

from collections import Counter
from collections.abc import Iterable, Iterator

from stdnum.fr import siren

from okote_flow.cents import euros
from okote_flow.operations.programme_figures import (
    CentsByYear,
    Envelope,
    Grant,
    ProgrammeFile,
    Purpose,
    Row,
    Status,
)
from okote_flow.operations.toml_tables import Lines, Path, sentences_by_line, spell
from okote_flow.refusals import Refusal

refuse = sentences_by_line(
    {
        "file-years-wrong": "les années du programme doivent se suivre, de la première à la dernière.",
        "file-year-outside": "{year} n’est pas une année du programme.",
        "file-total-differs": "«\u00a0{path}\u00a0» annonce {stated} pour {year}, ses parties ({parts}) font {found}.",
        "file-amount-differs": "«\u00a0{path}\u00a0» annonce {stated}, mais le tableau ({parts}) dit {found}.",
        "file-code-twice": "«\u00a0{name}\u00a0» est déjà pris.",
        "file-partner-unknown": "le partenaire «\u00a0{name}\u00a0» n’est pas dans la liste des partenaires.",
        "file-deliberation-unknown": "la délibération «\u00a0{name}\u00a0» n’est pas dans la liste.",
        "file-siren-wrong": "le SIREN «\u00a0{name}\u00a0» est faux\u00a0: sa clé de contrôle ne tombe pas juste.",
        "file-envelope-missing": "il manque l’enveloppe {year} du partenaire «\u00a0{name}\u00a0».",
        "file-vote-missing": "une enveloppe votée repose sur une subvention, qui n’est pas dans le fichier.",
        "file-vote-forgotten": "une délibération accorde cette enveloppe\u00a0: elle est votée, non prévue.",
        "file-targets-wrong": "il y aurait plus de projets avec la CeA que de projets.",
    }
)


def disagreements(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    """Everything in the file that contradicts something else in it."""
    yield from _years(programme, lines)
    yield from _codes(programme, lines)
    yield from _sirens(programme, lines)
    yield from _references(programme, lines)
    yield from _running_costs(programme, lines)
    yield from _fund(programme, lines)
    yield from _requests(programme, lines)
    yield from _grants(programme, lines)
    yield from _envelopes(programme, lines)
    if programme.targets.projects_with_cea_money > programme.targets.projects:
        yield refuse("file-targets-wrong", line=lines.of("targets", "projects_with_cea_money"))


# ------------------------------------------------------------------------------------------------ years, codes, names


def _years(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    years = programme.head.years
    if not years or list(years) != list(range(years[0], years[0] + len(years))):
        yield refuse("file-years-wrong", line=lines.of("programme", "years"))
    for index, grant in enumerate(programme.grants):
        if grant.year not in years:
            yield refuse("file-year-outside", line=lines.of("grants", index, "year"), year=grant.year)
    for index, envelope in enumerate(programme.fund.envelopes):
        if envelope.year not in years:
            yield refuse("file-year-outside", line=lines.of("fund", "envelopes", index), year=envelope.year)


def _codes(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    yield from _twice(lines, "partners", "code", [one.code for one in programme.partners])
    yield from _twice(lines, "territories", "code", [one.code for one in programme.territories])
    yield from _twice(lines, "criteria", "code", [one.code for one in programme.criteria])
    yield from _twice(lines, "bodies", "code", [one.kind for one in programme.bodies])
    yield from _twice(lines, "deliberations", "reference", [one.reference for one in programme.deliberations])


def _twice(lines: Lines, table: str, key: str, codes: list[str]) -> Iterator[Refusal]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield refuse("file-code-twice", line=lines.of(table, index, key), name=code)


def _sirens(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    """Luhn's key for each, and no intermunicipality in two territories."""
    for index, partner in enumerate(programme.partners):
        if partner.siren and not siren.is_valid(partner.siren):
            yield refuse("file-siren-wrong", line=lines.of("partners", index, "siren"), name=partner.siren)
    seen: Counter[str] = Counter()
    for index, territory in enumerate(programme.territories):
        for inner, one in enumerate(territory.intermunicipalities):
            line = lines.of("territories", index, "intermunicipalities", inner, "siren")
            seen[one.siren] += 1
            if not siren.is_valid(one.siren):
                yield refuse("file-siren-wrong", line=line, name=one.siren)
            elif seen[one.siren] > 1:
                yield refuse("file-code-twice", line=line, name=one.siren)


def _references(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    partners = {partner.code for partner in programme.partners}
    for line, code in _partners_named(programme, lines):
        if code not in partners:
            yield refuse("file-partner-unknown", line=line, name=code)
    deliberations = {one.reference for one in programme.deliberations}
    for index, grant in enumerate(programme.grants):
        if grant.deliberation not in deliberations:
            line = lines.of("grants", index, "deliberation")
            yield refuse("file-deliberation-unknown", line=line, name=grant.deliberation)


def _partners_named(programme: ProgrammeFile, lines: Lines) -> Iterator[tuple[int, str]]:
    """Every place that names a partner: its line, and the code it gives."""
    yield lines.of("programme", "operator"), programme.head.operator
    for index, body in enumerate(programme.bodies):
        yield from ((lines.of("bodies", index, "partners"), code) for code in body.partners)
    for index, row in enumerate(programme.running_costs.funding):
        yield lines.of("running_costs", "funding_euros", index), row.partner
    for index, row in enumerate(programme.fund.authorities):
        yield lines.of("fund", "authorities_euros", index), row.partner
    for index, envelope in enumerate(programme.fund.envelopes):
        yield lines.of("fund", "envelopes", index), envelope.partner
    for index, request in enumerate(programme.requests):
        yield lines.of("requests", index, "partner"), request.partner
    for index, grant in enumerate(programme.grants):
        yield lines.of("grants", index, "partner"), grant.partner


# ------------------------------------------------------------------------------------------------------------ amounts


def _sum(tables: Iterable[CentsByYear], year: int) -> int:
    return sum(table[year] for table in tables)


def _of(rows: tuple[Row, ...], partner: str) -> list[CentsByYear]:
    return [row.cents for row in rows if row.partner == partner]


def _total(lines: Lines, path: Path, stated: CentsByYear, parts: list[CentsByYear], where: str) -> Iterator[Refusal]:
    """A total equals its parts, year by year."""
    for year, cents in stated.items():
        found = _sum(parts, year)
        if found != cents:
            yield refuse(
                "file-total-differs",
                line=lines.of(*path),
                path=spell(path),
                year=year,
                stated=euros(cents),
                found=euros(found),
                parts=where,
            )


def _running_costs(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    costs = programme.running_costs
    rows = [row.cents for row in costs.funding]
    where = lines.span("running_costs", "funding_euros")
    yield from _total(lines, ("running_costs", "total_euros"), costs.total_cents, rows, where)
    yield from _total(lines, ("running_costs", "costs_euros"), costs.costs_cents, rows, where)


def _fund(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    fund = programme.fund
    rows = [row.cents for row in fund.authorities]
    path = ("fund", "authorities_subtotal_euros")
    yield from _total(lines, path, fund.authorities_subtotal_cents, rows, lines.span("fund", "authorities_euros"))
    parts = [fund.authorities_subtotal_cents, fund.citizens_cents, fund.companies_cents]
    where = f"lignes {lines.of(*path)}, {lines.of('fund', 'citizens_euros')} et {lines.of('fund', 'companies_euros')}"
    yield from _total(lines, ("fund", "total_euros"), fund.total_cents, parts, where)


def _requests(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    """What a partner is asked for is its part of both tables."""
    for index, request in enumerate(programme.requests):
        parts = _of(programme.running_costs.funding, request.partner) + _of(
            programme.fund.authorities, request.partner
        )
        where = f"{lines.span('running_costs', 'funding_euros')} et {lines.span('fund', 'authorities_euros')}"
        yield from _total(lines, ("requests", index, "total_euros"), request.total_cents, parts, where)


def _grants(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    for index, grant in enumerate(programme.grants):
        yield from _cell(programme, lines, ("grants", index, "euros"), grant, grant.purpose)


def _cell(
    programme: ProgrammeFile, lines: Lines, path: Path, amount: Grant | Envelope, purpose: Purpose
) -> Iterator[Refusal]:
    """An amount said again elsewhere is what the table says for that partner and year."""
    rows, table = programme.fund.authorities, ("fund", "authorities_euros")
    if purpose == Purpose.RUNNING_COSTS:
        rows, table = programme.running_costs.funding, ("running_costs", "funding_euros")
    found = sum(row.cents.get(amount.year, 0) for row in rows if row.partner == amount.partner)
    if found != amount.cents:
        yield refuse(
            "file-amount-differs",
            line=lines.of(*path),
            path=spell(path),
            stated=euros(amount.cents),
            found=euros(found),
            parts=lines.span(*table),
        )


def _envelopes(programme: ProgrammeFile, lines: Lines) -> Iterator[Refusal]:
    """One envelope for each partner and year of the fund, voted where a grant says so and nowhere else."""
    seen: set[tuple[str, int]] = set()
    for index, envelope in enumerate(programme.fund.envelopes):
        path = ("fund", "envelopes", index)
        yield from _cell(programme, lines, path, envelope, Purpose.FUND)
        if (envelope.partner, envelope.year) in seen:
            yield refuse("file-code-twice", line=lines.of(*path), name=f"{envelope.partner} {envelope.year}")
        seen.add((envelope.partner, envelope.year))
        granted = programme.grant_of(envelope) is not None
        if envelope.status == Status.VOTED and not granted:
            yield refuse("file-vote-missing", line=lines.of(*path))
        if envelope.status == Status.FORECAST and granted:
            yield refuse("file-vote-forgotten", line=lines.of(*path))
    for row in programme.fund.authorities:
        for year in programme.head.years:
            if (row.partner, year) not in seen:
                line = lines.of("fund", "envelopes")
                yield refuse("file-envelope-missing", line=line, year=year, name=row.partner)
