"""Reads a programme file such as data/okote-2021-2023.toml, and believes it only if it agrees with itself.

`parse` is pure: text in, values out. Amounts are whole euros in the file and cents in the values.
"""

from functools import partial

from okote_flow.operations.programme_checks import disagreements
from okote_flow.operations.programme_figures import (
    Body,
    BodyKind,
    CommissionOpinion,
    Criterion,
    Deliberation,
    Envelope,
    Fund,
    Grant,
    Head,
    Intermunicipality,
    Partner,
    PartnerKind,
    ProgrammeFile,
    Purpose,
    Request,
    Row,
    RunningCosts,
    Section,
    Status,
    Targets,
    Territory,
    Verdict,
)
from okote_flow.operations.toml_tables import Table, open_tables
from okote_flow.refusals import require

Years = tuple[int, ...]


def parse(text: str) -> ProgrammeFile:
    """The programme that a file describes.

    Raises Refused with every unknown, missing or misshapen key; or, once the file is whole, with every total that
    differs from its parts and every name that leads nowhere. Each refusal names its line.
    """
    file = open_tables(text)
    programme = _programme(file)
    file.close()
    require(file.faults)
    require(disagreements(programme, file.lines))
    return programme


def _programme(file: Table) -> ProgrammeFile:
    head = file.one("programme", _head)
    return ProgrammeFile(
        head=head,
        targets=file.one("targets", _targets),
        deliberations=file.each("deliberations", _deliberation),
        opinions=file.each("opinions", _opinion),
        partners=file.each("partners", _partner),
        territories=file.each("territories", _territory),
        criteria=file.each("criteria", _criterion),
        bodies=file.each("bodies", _body),
        running_costs=file.one("running_costs", partial(_running_costs, head.years)),
        fund=file.one("fund", partial(_fund, head.years)),
        requests=file.each("requests", partial(_request, head.years)),
        grants=file.each("grants", _grant),
    )


def _head(table: Table) -> Head:
    return Head(
        code=table.text("code"),
        name=table.text("name"),
        title=table.text("title"),
        principle=table.text("principle"),
        operator=table.text("operator"),
        years=table.numbers("years"),
        review_after_months=table.number("review_after_months"),
        public_money_passed_on_in_full=table.flag("public_money_passed_on_in_full"),
        source=table.text("source"),
    )


def _targets(table: Table) -> Targets:
    return Targets(table.number("projects"), table.number("projects_with_cea_money"))


def _deliberation(table: Table) -> Deliberation:
    return Deliberation(table.text("reference"), table.day("date"), table.text("subject"))


def _opinion(table: Table) -> CommissionOpinion:
    verdict = table.choice("verdict", Verdict)
    return CommissionOpinion(table.text("body"), table.day("date"), verdict, table.text("subject"))


def _partner(table: Table) -> Partner:
    return Partner(
        code=table.text("code"),
        name=table.text("name"),
        kind=table.choice("kind", PartnerKind),
        siren=table.text_if_any("siren"),
        competence_bound=table.flag_if_any("competence_bound"),
    )


def _territory(table: Table) -> Territory:
    inside = table.each("intermunicipalities", _intermunicipality)
    return Territory(table.text("code"), table.text("name"), table.text("wording"), inside)


def _intermunicipality(table: Table) -> Intermunicipality:
    return Intermunicipality(table.text("siren"), table.text("name"), table.text("source"))


def _criterion(table: Table) -> Criterion:
    return Criterion(table.text("code"), table.text("name"), table.text("guidance"))


def _body(table: Table) -> Body:
    kind = table.choice("code", BodyKind)
    return Body(kind, table.text("name"), table.text("mission"), table.texts("partners"))


def _row(years: Years, table: Table) -> Row:
    return Row(table.text("partner"), table.text("label"), table.cents_by_year(years))


def _running_costs(years: Years, table: Table) -> RunningCosts:
    by_year = partial(Table.cents_by_year, years=years)
    return RunningCosts(
        costs_cents=table.one("costs_euros", by_year),
        funding=table.each("funding_euros", partial(_row, years)),
        total_cents=table.one("total_euros", by_year),
    )


def _fund(years: Years, table: Table) -> Fund:
    by_year = partial(Table.cents_by_year, years=years)
    return Fund(
        authorities=table.each("authorities_euros", partial(_row, years)),
        authorities_subtotal_cents=table.one("authorities_subtotal_euros", by_year),
        citizens_cents=table.one("citizens_euros", by_year),
        companies_cents=table.one("companies_euros", by_year),
        total_cents=table.one("total_euros", by_year),
        envelopes=table.each("envelopes", _envelope),
    )


def _envelope(table: Table) -> Envelope:
    status = table.choice("status", Status)
    return Envelope(table.text("partner"), table.number("year"), table.cents("euros"), status)


def _request(years: Years, table: Table) -> Request:
    return Request(table.text("partner"), table.one("total_euros", partial(Table.cents_by_year, years=years)))


def _grant(table: Table) -> Grant:
    return Grant(
        partner=table.text("partner"),
        year=table.number("year"),
        purpose=table.choice("purpose", Purpose),
        cents=table.cents("euros"),
        section=table.choice("section", Section),
        deliberation=table.text("deliberation"),
        operation=table.text("operation"),
        chapter=table.text("chapter"),
        nature=table.text("nature"),
        function=table.text("function"),
        condition=table.text("condition"),
    )
