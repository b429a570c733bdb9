"""Imports that meet bad luck between their dry run and their end: each line says what became of it, and all end."""

from datetime import timedelta

import pytest

from okote_flow import clock
from okote_flow.administration import import_twins, import_work
from okote_flow.administration.actions import imports as actions
from okote_flow.administration.actions import organizations
from okote_flow.administration.import_sentences import refuse
from okote_flow.administration.models.imports import Choice, ImportState, Outcome
from okote_flow.directory.models import Appointment, LegalForm, Organization
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests import spreadsheets as given
from tests.actions.test_imports import GOOD, OTHER, brought, checked

pytestmark = pytest.mark.django_db


def test_a_twin_that_went_away_meanwhile_is_said_on_its_line_and_holds_no_other_up(world):
    twin = Organization.objects.create(name="Verger", legal_form=LegalForm.COOPERATIVE, siret=given.SIRET)
    batch = checked(world.odile, GOOD, OTHER)
    batch = actions.choose_import_lines(batch, choices={2: Choice.UPDATE}, by=world.odile)
    organizations.remove_organization(twin, by=world.odile)

    import_work.run(actions.confirm_import(batch, by=world.odile).pk)

    batch.refresh_from_db()
    assert [line.outcome for line in batch.lines.all()] == [Outcome.FAILED, Outcome.CREATED]
    assert batch.lines.get(number=2).message == refuse("import-twin-gone").message
    assert batch.status == ImportState.DONE


def test_an_import_whose_importer_left_their_office_meanwhile_ends_without_doing_anything(world):
    batch = actions.confirm_import(checked(world.odile, GOOD), by=world.odile)
    Appointment.objects.filter(user=world.odile).update(ends_on=clock.today() - timedelta(days=1))

    import_work.run(batch.pk)

    batch.refresh_from_db()
    assert batch.status == ImportState.DONE
    assert [line.outcome for line in batch.lines.all()] == [Outcome.FAILED]
    assert Event.objects.get(kind=Kind.IMPORT_DONE).facts["failed"] == 1


def test_a_dry_run_that_comes_late_undoes_no_choice(world, monkeypatch):
    """Two clicks on "Reprendre": the slower one finds the lines as they were, and leaves them to whoever chose."""
    Organization.objects.create(name="Verger", legal_form=LegalForm.COOPERATIVE, siret=given.SIRET)
    batch = brought(world.odile, GOOD)
    batch = actions.choose_import_columns(batch, mapping=batch.mapping, by=world.odile)
    slow = import_twins.known

    def known(*given):
        monkeypatch.setattr(import_twins, "known", slow)
        import_work.check(batch.pk)
        actions.choose_import_lines(batch, choices={2: Choice.UPDATE}, by=world.odile)
        return slow(*given)

    monkeypatch.setattr(import_twins, "known", known)
    import_work.check(batch.pk)

    assert batch.lines.get().choice == Choice.UPDATE
