"""Brings a verified programme file into the database. What is there already stays; twice gives the same."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from committees.actions import found_committee
from committees.models import Committee, CommitteeKind
from dossiers.models import Criterion, Programme, RulesVersion
from dossiers.models.content import Section
from funding.actions import open_envelope, plan_contribution, vote_envelope
from funding.models import Contribution, Envelope
from okote_flow.directory.models import Intermunicipality, Partner, Territory
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.operations import programme_figures as figures
from okote_flow.parameters import Parameters

COMMITTEE_CODES = {figures.BodyKind.ENGAGEMENT: "engagement", figures.BodyKind.STEERING: "steering"}


@transaction.atomic
def load(file: figures.ProgrammeFile) -> list[str]:
    """Gives what is new or corrected, in French; nothing when the file was loaded before."""
    programme, news = _programme(file)
    news += _rules(file, programme)
    news += [*_partners(file), *_territories(file), *_criteria(file, programme)]
    news += [*_committees(file), *_envelopes(file), *_contributions(file)]
    if news:
        subject = f"programme:{programme.code}"
        record(Kind.PROGRAMME_LOADED, subject=subject, by=None, source=file.head.source, changes=len(news))
    return news


def effective_on(file: figures.ProgrammeFile) -> date:
    """The day from which the rules are in force: that of the last deliberation."""
    return max(deliberation.taken_on for deliberation in file.deliberations)


def _upsert(model: type[Model], key: dict[str, Any], values: dict[str, Any], label: str) -> tuple[Any, list[str]]:
    """The row of this key with these values, and what had to be done for it."""
    row, is_new = model._default_manager.get_or_create(**key, defaults=values)
    if is_new:
        return row, [f"{label}\u00a0: inscrit"]
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row, []
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    return row, [f"{label}\u00a0: corrigé"]


def _programme(file: figures.ProgrammeFile) -> tuple[Programme, list[str]]:
    names = {partner.code: partner.name for partner in file.partners}
    values = {
        "name": file.head.name,
        "operator": names[file.head.operator],
        "starts_on": date(file.head.years[0], 1, 1),
        "ends_on": date(file.head.years[-1], 12, 31),
        "target_projects": file.targets.projects,
        "target_cofunded": file.targets.projects_with_cea_money,
        "source": file.head.source,
        "facts": _facts(file),
    }
    return _upsert(Programme, {"code": file.head.code}, values, f"Programme {file.head.name}")


def _facts(file: figures.ProgrammeFile) -> Any:
    """Everything that the file says, as JSON keeps it."""
    return json.loads(json.dumps(asdict(file), default=str))


def _rules(file: figures.ProgrammeFile, programme: Programme) -> list[str]:
    """The first version of the rules. It is never changed: another is a decision, not a file."""
    since = effective_on(file)
    version, is_new = RulesVersion.objects.get_or_create(
        programme=programme,
        effective_on=since,
        defaults={"values": Parameters().values(), "reference": file.head.source},
    )
    if not is_new:
        return []
    subject = f"programme:{programme.code}"
    record(Kind.RULES_ADOPTED, subject=subject, by=None, effective_on=since, reference=version.reference)
    return [f"Règles en vigueur le {since:%d/%m/%Y}\u00a0: inscrites"]


def _partners(file: figures.ProgrammeFile) -> Iterator[str]:
    for partner in file.partners:
        values = {
            "name": partner.name,
            "kind": str(partner.kind),
            "siren": partner.siren,
            "is_competence_bound": partner.competence_bound,
        }
        yield from _upsert(Partner, {"code": partner.code}, values, f"Partenaire {partner.name}")[1]


def _territories(file: figures.ProgrammeFile) -> Iterator[str]:
    for one in file.territories:
        values = {"name": one.name, "is_priority": True, "source": f"{file.head.source}, §3\u00a0: {one.wording}"}
        territory, news = _upsert(Territory, {"code": one.code}, values, f"Territoire {one.name}")
        yield from news
        for inner in one.intermunicipalities:
            values = {"territory": territory, "name": inner.name, "source": inner.source}
            yield from _upsert(Intermunicipality, {"siren": inner.siren}, values, inner.name)[1]


def _criteria(file: figures.ProgrammeFile, programme: Programme) -> Iterator[str]:
    for number, criterion in enumerate(file.criteria, 1):
        values = {
            "programme": programme,
            "number": number,
            "name": criterion.name,
            "guidance": criterion.guidance,
        }
        yield from _upsert(Criterion, {"code": criterion.code}, values, f"Critère {criterion.name}")[1]


def _committees(file: figures.ProgrammeFile) -> Iterator[str]:
    """One territorial committee for each priority territory, and the two others. The report fixes no seats."""
    for one in file.territories:
        territory = Territory.objects.get(code=one.code)
        if not Committee.objects.filter(territory=territory).exists():
            name = f"Comité d’animation territorial {one.name}"
            kind, code = CommitteeKind.TERRITORIAL, f"territorial-{one.code}"
            yield f"{found_committee(kind=kind, code=code, name=name, territory=territory, by=None)}\u00a0: inscrit"
    for body in file.bodies:
        code = COMMITTEE_CODES.get(body.kind, "")
        if code and not Committee.objects.filter(code=code).exists():
            kind = CommitteeKind(body.kind.value)
            yield f"{found_committee(kind=kind, code=code, name=body.name, by=None)}\u00a0: inscrit"


def _contributions(file: figures.ProgrammeFile) -> Iterator[str]:
    """The running costs as table 4.1 has them. A forecast that is there stays: it may have been called since."""
    for row in file.running_costs.funding:
        partner = Partner.objects.get(code=row.partner)
        for year, cents in row.cents.items():
            there = Contribution.objects.filter(partner=partner, label=row.label, year=year)
            if cents and not there.exists():
                one = plan_contribution(partner, year=year, label=row.label, forecast_cents=cents, by=None)
                yield f"Fonctionnement, {one}\u00a0: inscrit"


def _envelopes(file: figures.ProgrammeFile) -> Iterator[str]:
    """Each as the report has it: voted where it carries the decision, else a forecast, on which nothing is reserved.

    The agreement is not there yet: the decision makes its signature a condition. An envelope that is there stays as
    it is, for it may have been voted since.
    """
    for one in file.fund.envelopes:
        partner = Partner.objects.get(code=one.partner)
        if Envelope.objects.filter(partner=partner, year=one.year).exists():
            continue
        grant = file.grant_of(one)
        section = Section(grant.section.value) if grant else Section.RUNNING
        envelope = open_envelope(partner, year=one.year, forecast_cents=one.cents, section=section, by=None)
        yield f"Enveloppe {envelope}\u00a0: inscrite"
        if grant is not None:
            vote_envelope(envelope, cents=grant.cents, deliberation_ref=grant.deliberation, by=None)
            yield f"Enveloppe {envelope}\u00a0: votée ({grant.deliberation})"
