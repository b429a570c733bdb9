"""Long tables prepared as files, views kept of a list, and the place of a dossier in the lists."""

import csv
import hashlib
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.http import QueryDict

from dossiers.models import Deadline, Dossier, DossierProcess
from dossiers.models.dossier import OVER, UNDATED
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.directory.models import Office
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.operations.audit import lives
from okote_flow.refusals import Refused
from okote_flow.tables import access, actions, making, registry
from okote_flow.tables.models import ExportJob, SavedView
from tests.views.crowd import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ask(by, ending="csv", query=""):
    return actions.ask_export(table="dossiers", title="Dossiers", ending=ending, query=query, by=by)


def again(job):
    return ExportJob.objects.get(pk=job.pk)


def content_of(job):
    with again(job).file.open() as file:
        return file.read()


def codes(act, *args, **kwargs):
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return [one.code for one in refused.value.refusals]


# Files


def test_two_clicks_are_one_preparation(world):
    assert ask(world.odile) == ask(world.odile)
    assert ask(world.odile) != ask(world.odile, "xlsx")
    assert ExportJob.objects.count() == 2


def test_a_person_has_a_few_prepared_at_a_time(world):
    for number in range(actions.AT_A_TIME):
        ask(world.odile, query=f"q={number}")

    assert codes(ask, world.odile, query="q=more") == ["too-many-exports"]
    assert ask(world.tess, query="q=more")


def test_a_file_holds_the_rows_with_its_digest_and_its_asker_is_told(world):
    submitted(world, 3)
    job = ask(world.odile)

    assert making.make_waiting() == 1

    job = again(job)
    content = content_of(job)
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert (job.state, job.rows_done, job.rows_total, len(rows)) == ("done", 3, 3, 3)
    assert job.sha256 == hashlib.sha256(content).hexdigest() and job.size == len(content)
    dispatch.catch_up()
    [told] = Notification.objects.filter(recipient=world.odile, url=f"/tableaux/prepares/{job.pk}/")
    assert "est prêt" in told.text


def test_a_workbook_has_typed_cells_and_no_formula(world):
    [dossier] = submitted(world, 1)
    Dossier.objects.filter(pk=dossier.pk).update(title="=1+1", goal_cents=12_000_50)
    job = ask(world.odile, "xlsx")
    making.make_waiting()

    page = openpyxl.load_workbook(BytesIO(content_of(job))).active
    head = [cell.value for cell in page[1]]
    cells = dict(zip(head, page[2], strict=True))
    assert (cells["Projet"].value, cells["Projet"].data_type) == ("=1+1", "s")
    assert (cells["Objectif (euros)"].value, cells["Objectif (euros)"].data_type) == (12000.5, "n")
    assert cells["Reçu le"].is_date


def test_rows_are_those_of_the_asker_when_they_are_read(world):
    submitted(world, 2)
    job = ask(world.odile)
    world.odile.appointments.filter(office=Office.OFFICER).update(ends_on=clock.today() - timedelta(days=1))

    making.make_waiting()

    assert (again(job).state, again(job).rows_done) == ("done", 0)


def test_what_is_no_longer_theirs_is_not_prepared(world):
    job = actions.ask_export(table="messages-des-prestataires", title="x", ending="csv", query="", by=world.zoe)
    making.make_waiting()

    assert (again(job).state, again(job).why) == ("failed", making.NOT_SHOWN)


def test_what_breaks_is_told_and_may_be_tried_again(world, monkeypatch):
    job = ask(world.odile)
    monkeypatch.setattr(making, "write", lambda *_: 1 / 0)
    making.make_waiting()
    assert again(job).state == "failed"
    assert codes(actions.fail_export, again(job), why="x") == ["export-not-open"]

    monkeypatch.undo()
    actions.retry_export(again(job), by=world.odile)
    making.make_waiting()

    assert again(job).state == "done"
    assert codes(actions.retry_export, again(job), by=world.odile) == ["export-not-over"]


def test_what_is_stopped_leaves_no_file(world, monkeypatch):
    submitted(world, 2)
    job = ask(world.odile)
    whole = making.write
    monkeypatch.setattr(making, "write", lambda *a: (actions.cancel_export(job, by=world.odile), whole(*a)))

    making.make_waiting()

    assert (again(job).state, bool(again(job).file)) == ("cancelled", False)
    assert codes(actions.cancel_export, again(job), by=world.odile) == ["export-not-open"]


def test_a_killed_worker_is_replaced_once_then_it_has_failed(world):
    job, long_ago = ask(world.odile), clock.real_now() - making.SILENCE - timedelta(seconds=1)
    for expected in ("pending", "failed"):
        assert actions.begin_export(job) and not actions.begin_export(job)
        ExportJob.objects.update(beat_at=long_ago)
        sweep.run()
        assert again(job).state == expected
    assert "deux fois" in again(job).why
    assert codes(actions.resume_export, again(job), attempts=2) == ["export-not-open"]


def test_a_file_is_kept_for_a_week(world):
    job = ask(world.odile)
    making.make_waiting()
    assert not actions.expire_export(job)
    path = again(job).file.storage.path(again(job).file.name)
    ExportJob.objects.update(expires_at=clock.real_now())

    sweep.run()

    assert (again(job).state, bool(again(job).file)) == ("expired", False)
    with pytest.raises(FileNotFoundError), open(path, "rb"):
        pass


def test_columns_are_chosen_and_fictional_data_always_say_so():
    table = registry.tables()["dossiers"]

    assert [one.key for one in table.chosen(QueryDict("colonnes=commune,rien"))] == [
        "numero", "projet", "commune", "donnees",
    ]  # fmt: skip
    assert "theme" not in [one.key for one in table.chosen(QueryDict("colonnes=rien"))]


# Views


def keep(by, name="En retard", shared=False, query="delai=retard"):
    return actions.save_view(of="dossiers", name=name, query=query, is_shared=shared, by=by)


def test_a_view_is_kept_once_and_has_a_name_of_its_own(world):
    view = keep(world.odile)

    assert keep(world.odile) == view
    assert codes(keep, world.odile, query="q=autre") == ["view-name-taken"]
    assert codes(keep, world.odile, name="  ") == ["view-unnamed"]
    assert keep(world.tess) != view


def test_only_whoever_works_in_the_house_shares_and_sees_what_is_shared(world):
    keep(world.odile, shared=True)
    keep(world.odile, name="À moi")

    assert codes(keep, world.alice, shared=True) == ["view-not-shareable"]
    assert [view.name for view in access.views_for(world.tess, "dossiers")] == ["En retard"]
    assert list(access.views_for(world.alice, "dossiers")) == []
    assert access.views_for(world.odile).count() == 2


def test_only_its_owner_changes_a_view_and_deleting_it_can_be_undone(world):
    view = keep(world.odile, shared=True)
    actions.choose_default(view, is_default=True, by=world.tess)
    assert codes(actions.edit_view, view, name="x", is_shared=True, by=world.tess) == ["view-not-yours"]
    assert codes(actions.delete_view, view, by=world.tess) == ["view-not-yours"]

    actions.delete_view(view, by=world.odile)
    assert access.default_view(world.tess, "dossiers") is None
    other = keep(world.odile)
    assert codes(actions.restore_view, view, by=world.odile) == ["view-name-taken"]
    actions.edit_view(other, name="Autre", is_shared=False, by=world.odile)
    actions.restore_view(view, by=world.odile)

    assert access.default_view(world.tess, "dossiers") == view
    actions.edit_view(view, name="En retard", is_shared=False, by=world.odile)
    assert access.default_view(world.tess, "dossiers") is None


def test_views_are_not_kept_without_end(world):
    SavedView.objects.bulk_create(
        SavedView(owner=world.odile, list="dossiers", name=str(number)) for number in range(actions.MOST_VIEWS)
    )

    assert codes(keep, world.odile) == ["too-many-views"]


# The place in the lists


def test_the_place_of_a_dossier_follows_its_tasks(alsace):
    dossier = alsace.take("submit")
    task = DossierProcess.objects.get(dossier=dossier, status="NEW")
    assert (dossier.next_due_on, dossier.next_keeper) == (task.due_on, "officer")

    ended = alsace.take("reject_inadmissible")
    assert (ended.next_due_on, ended.next_keeper) == (OVER, "")
    assert list(lives.outlooks()) == []


def test_a_row_read_before_its_tasks_does_not_put_them_back(alsace):
    dossier = alsace.take("submit")
    old = Dossier.objects.get(pk=dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(next_due_on=date(2030, 1, 1))

    old.save()

    assert Dossier.objects.get(pk=dossier.pk).next_due_on == date(2030, 1, 1)
    assert [fault.code for fault in lives.outlooks()] == ["outlook-wrong"]


def test_a_clock_that_moves_moves_the_dossier(alsace):
    dossier = alsace.take("submit")
    alsace_deadline = Deadline.objects.get(dossier=dossier, kind="admissibility")
    assert dossier.next_due_on == alsace_deadline.due_on != UNDATED
