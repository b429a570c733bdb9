"""The founding programme is loaded as the report has it, once, and a file that contradicts itself writes nothing."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum

from committees.models import Committee, CommitteeKind
from dossiers.models import Criterion, Programme, RulesVersion
from dossiers.models.content import Section
from funding.models import Envelope, EnvelopeStatus
from okote_flow.directory.models import Intermunicipality, Partner, PartnerKind, Territory
from okote_flow.journal.models import Event
from okote_flow.operations.audit.everything import faults
from okote_flow.parameters import Parameters

FILE = settings.BASE_DIR / "data" / "okote-2021-2023.toml"


def load(path: Path = FILE) -> str:
    said = StringIO()
    call_command("load_programme", path, stdout=said)
    return said.getvalue()


@pytest.fixture
def loaded(db: None) -> None:
    load()


def test_everything_that_the_report_names_is_there(loaded):
    programme = Programme.objects.get()

    assert (programme.target_projects, programme.target_cofunded, programme.operator) == (25, 16, "Alsace Active")
    assert [Criterion.objects.count(), Territory.objects.count(), Intermunicipality.objects.count()] == [6, 4, 8]
    assert Partner.objects.get(code="cea").is_competence_bound
    assert Partner.objects.get(code="alsace-active").kind == PartnerKind.OPERATOR
    assert not Partner.objects.filter(is_fictional=True).exists()


def test_each_priority_territory_has_its_committee_and_the_others_are_one_each(loaded):
    kinds = list(Committee.objects.order_by("pk").values_list("kind", flat=True))

    assert kinds == [CommitteeKind.TERRITORIAL] * 4 + [CommitteeKind.ENGAGEMENT, CommitteeKind.STEERING]
    assert not Committee.objects.get(kind=CommitteeKind.ENGAGEMENT).seats.exists()  # the report gives no composition


def test_the_rules_are_in_force_from_the_day_of_the_deliberation(loaded):
    version = RulesVersion.objects.get()

    assert version.effective_on == date(2021, 9, 20)
    assert version.parameters == Parameters()


def test_the_fund_is_the_reports_and_only_its_decision_is_voted(loaded):
    by_year = dict(Envelope.objects.order_by("year").values_list("year").annotate(Sum("forecast_cents")))
    voted = Envelope.objects.get(status=EnvelopeStatus.VOTED)

    assert by_year == {2021: 65_000_00, 2022: 100_000_00, 2023: 100_000_00}
    assert (voted.partner.code, voted.year, voted.voted_cents) == ("cea", 2021, 15_000_00)
    assert (voted.section, voted.deliberation_ref) == (Section.INVESTMENT, "CP-2021-8-1-4")
    assert voted.agreement is None  # its signature is a condition of the decision


def test_loading_it_twice_gives_the_same_and_says_so(loaded):
    before = Event.objects.count()

    said = load()

    assert "rien de nouveau" in said
    assert Event.objects.count() == before
    assert list(faults()) == []


def test_what_the_file_corrects_is_corrected(loaded):
    Partner.objects.filter(code="ems").update(name="Eurométropole")

    said = load()

    assert "Partenaire Eurométropole de Strasbourg\u00a0: corrigé" in said
    assert Partner.objects.get(code="ems").name == "Eurométropole de Strasbourg"


def test_an_envelope_that_was_voted_since_stays_voted(loaded):
    Envelope.objects.filter(partner__code="ems", year=2022).update(forecast_cents=1_00)

    load()

    assert Envelope.objects.get(partner__code="ems", year=2022).forecast_cents == 1_00


@pytest.mark.django_db
def test_a_total_that_differs_from_its_parts_is_refused_by_its_line_and_nothing_is_written(tmp_path):
    lines = FILE.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("authorities_subtotal_euros"))
    lines[line - 1] = lines[line - 1].replace("65_000", "65_001")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("\n".join(lines), "utf-8")

    with pytest.raises(CommandError) as refused:
        load(wrong)

    assert f"wrong.toml, ligne {line}\u00a0:" in str(refused.value)
    assert refused.value.returncode == 1
    assert not Programme.objects.exists()
    assert not Event.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml")
