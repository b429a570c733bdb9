"""Long tables prepared by a worker: asked once, with the rights of then, told when they are ready, gone in time."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers.models import Dossier
from notifications import dispatch
from notifications.models import Notification
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from okote_flow.sheets import Cells
from okote_flow.tables import access, actions, making, registry
from okote_flow.tables.models import ExportJob, ExportState
from okote_flow.tables.tasks import make_exports
from tests.actions.committee_cast import codes
from tests.views.crowd import submitted

pytestmark = pytest.mark.django_db
ASKED = {"table": "dossiers", "title": "Dossiers", "ending": "csv", "query": ""}


def ask(by, **other):
    return actions.ask_export(**(ASKED | other), by=by)


def fresh(job):
    return ExportJob.objects.get(pk=job.pk)


def text(job):
    return Path(fresh(job).file.path).read_bytes().decode("utf-8-sig")


def made(by, **other):
    """A table that a worker has prepared."""
    job = ask(by, **other)
    make_exports.call()
    return fresh(job)


def left_alone(job):
    """As if its worker had died some minutes ago."""
    assert actions.begin_export(job)
    ExportJob.objects.filter(pk=job.pk).update(beat_at=clock.real_now() - making.SILENCE - timedelta(seconds=1))


def kinds(*subjects):
    return list(Event.objects.filter(subject__in=subjects).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def trial(monkeypatch):
    """Gives a way to lay rows before the worker, one by one."""

    def lay(rows, check=registry.anybody):
        field = registry.Field("n", "Nombre", Cells.NUMBER, value=lambda row: row)
        table = registry.Table(
            "essai", "Essai", [field], check, registry.short, lambda user, query, fields: registry.told(rows, fields)
        )
        monkeypatch.setitem(registry._tables, "essai", table)
        monkeypatch.setattr(making, "EVERY", 1)
        monkeypatch.setattr(making, "BEAT_SECONDS", -1)

    return lay


# Asking


def test_two_clicks_are_one_preparation(world):
    first, second = ask(world.odile), ask(world.odile)

    assert first == second
    assert first.state == ExportState.PENDING
    assert kinds(first.subject) == [Kind.TABLE_ASKED]


def test_another_person_format_or_question_is_another_preparation(world):
    asked = [
        ask(world.odile),
        ask(world.tess),
        ask(world.odile, ending="xlsx"),
        ask(world.odile, query="q=pain"),
    ]

    assert len({job.pk for job in asked}) == 4


def test_one_person_has_five_at_a_time(world):
    jobs = [ask(world.odile, query=f"q={number}") for number in range(actions.AT_A_TIME)]

    assert codes(ask, world.odile, query="q=encore") == ["too-many-exports"]
    assert ask(world.odile, query="q=0") == jobs[0]  # no new one
    assert ask(world.tess, query="q=encore").state == ExportState.PENDING
    actions.cancel_export(jobs[0], by=world.odile)
    assert ask(world.odile, query="q=encore").state == ExportState.PENDING


# Making


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_worker_prepares_the_file_and_its_asker_is_told(world, ending):
    submitted(world, 3)

    job = made(world.odile, ending=ending)
    dispatch.catch_up()

    content = Path(job.file.path).read_bytes()
    assert (job.state, job.rows_done, job.rows_total, job.attempts) == (ExportState.DONE, 3, 3, 1)
    assert job.name == f"dossiers-2022-03-01.{ending}"
    assert (job.size, job.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert kinds(job.subject) == [Kind.TABLE_ASKED, Kind.TABLE_READY]
    told = Notification.objects.get(event__kind=Kind.TABLE_READY)
    assert told.recipient == world.odile
    assert (told.text, told.url) == ("Votre tableau «\u00a0Dossiers\u00a0» est prêt.", f"/tableaux/prepares/{job.pk}/")


def test_the_file_answers_the_question_of_its_list_in_the_columns_that_were_chosen(world):
    dossier = submitted(world, 12)[7]
    Dossier.objects.filter(pk=dossier.pk).update(theme="food")

    job = made(world.odile, query="theme=food&colonnes=projet,etat")

    head, row, end = text(job).split("\r\n")
    assert head.split(";") == ["Numéro", "Projet", "État", "Données"]
    assert "Projet 7" in row
    assert end == ""


def test_a_recusal_between_asking_and_preparing_hides_the_row(alsace):
    dossier = alsace.take("admit")
    before = made(alsace.odile)
    waiting = ask(alsace.odile)

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)
    make_exports.call()

    assert dossier.title in text(before)
    assert dossier.title not in text(waiting)
    assert (fresh(waiting).rows_done, fresh(waiting).rows_total) == (0, 0)


def test_who_may_open_the_table_no_more_gets_none_and_the_reason(world, trial):
    def check(user, query):
        raise Http404

    job = ask(world.odile, table="essai", title="Essai")
    trial([1], check)
    make_exports.call()
    dispatch.catch_up()

    job = fresh(job)
    assert (job.state, job.why, bool(job.file)) == (ExportState.FAILED, making.NOT_SHOWN, False)
    assert Notification.objects.get(event__kind=Kind.TABLE_FAILED).detail == making.NOT_SHOWN


def test_a_person_who_left_gets_nothing_prepared(world):
    job = ask(world.odile)
    User.objects.filter(pk=world.odile.pk).update(is_active=False)

    make_exports.call()

    assert fresh(job).state == ExportState.FAILED


def test_a_table_that_is_gone_fails(world):
    job = made(world.odile, table="jamais-vu")

    assert (job.state, job.why) == (ExportState.FAILED, making.NOT_SHOWN)


def test_what_breaks_fails_with_a_reason_and_holds_no_other_back(world, trial):
    def rows():
        yield 1
        raise ZeroDivisionError

    trial(rows())
    broken, other = ask(world.odile, table="essai", ending="xlsx"), ask(world.odile)
    make_exports.call()

    assert (fresh(broken).state, fresh(broken).why) == (ExportState.FAILED, making.BROKEN)
    assert fresh(other).state == ExportState.DONE
    assert kinds(broken.subject) == [Kind.TABLE_ASKED, Kind.TABLE_FAILED]


def test_how_far_it_is_stands_in_the_job_while_it_is_made(world, trial):
    seen = []

    def rows():
        for number in range(1, 4):
            yield number
            seen.append(fresh(job).rows_done)

    trial(rows())
    job = ask(world.odile, table="essai")
    make_exports.call()

    assert seen == [0, 1, 2] or seen == [1, 2, 3]
    assert fresh(job).rows_done == 3


def test_percents_never_pass_a_hundred():
    assert ExportJob(rows_done=30, rows_total=0).percent == 0
    assert ExportJob(rows_done=30, rows_total=40).percent == 75
    assert ExportJob(rows_done=50, rows_total=40).percent == 100


def test_two_workers_make_it_once(world):
    job = ask(world.odile)

    assert making.make(job)
    assert not making.make(job)
    assert kinds(job.subject) == [Kind.TABLE_ASKED, Kind.TABLE_READY]


# Stopping and trying again


def test_what_waits_is_stopped_and_never_made(world):
    job = ask(world.odile)

    actions.cancel_export(job, by=world.odile)
    make_exports.call()

    assert (fresh(job).state, fresh(job).attempts) == (ExportState.CANCELLED, 0)
    assert codes(actions.cancel_export, job, by=world.odile) == ["export-not-open"]
    assert kinds(job.subject) == [Kind.TABLE_ASKED, Kind.TABLE_CANCELLED]


def test_what_is_being_made_stops_at_its_next_sign_of_life(world, trial):
    laid = []

    def rows():
        for number in range(1, 100):
            if number == 3:
                actions.cancel_export(job, by=world.odile)
            laid.append(number)
            yield number

    trial(rows())
    job = ask(world.odile, table="essai")
    make_exports.call()

    assert (fresh(job).state, bool(fresh(job).file)) == (ExportState.CANCELLED, False)
    assert len(laid) < 6


def test_what_is_over_is_neither_finished_nor_failed_nor_resumed_again(world):
    job = made(world.odile)

    assert codes(actions.fail_export, job, why="Encore.") == ["export-not-open"]
    assert codes(actions.resume_export, job, attempts=2) == ["export-not-open"]
    assert codes(actions.finish_export, job, file=job.file, name="x.csv", sha256="") == ["export-not-open"]
    assert codes(actions.cancel_export, job, by=world.odile) == ["export-not-open"]


def test_what_failed_or_was_stopped_is_tried_again_with_the_rows_of_then(world):
    job = ask(world.odile)
    actions.cancel_export(job, by=world.odile)
    submitted(world, 2)

    again = actions.retry_export(job, by=world.odile)
    assert (again.pk, again.state, again.finished_at) == (job.pk, ExportState.PENDING, None)
    make_exports.call()

    assert (fresh(job).state, fresh(job).rows_done) == (ExportState.DONE, 2)


def test_what_is_under_way_or_ready_is_not_tried_again(world):
    job = ask(world.odile)
    assert codes(actions.retry_export, job, by=world.odile) == ["export-not-over"]
    make_exports.call()

    assert codes(actions.retry_export, job, by=world.odile) == ["export-not-over"]


def test_trying_again_what_is_under_way_elsewhere_gives_that_one(world):
    old = ask(world.odile)
    actions.cancel_export(old, by=world.odile)
    new = ask(world.odile)

    assert actions.retry_export(old, by=world.odile) == new
    assert fresh(old).state == ExportState.CANCELLED


def test_trying_again_counts_among_the_five(world):
    old = ask(world.odile)
    actions.cancel_export(old, by=world.odile)
    for number in range(actions.AT_A_TIME):
        ask(world.odile, query=f"q={number}")

    assert codes(actions.retry_export, old, by=world.odile) == ["too-many-exports"]


# The clock


def test_a_killed_worker_is_replaced_once_and_then_it_fails(world):
    job = ask(world.odile)
    left_alone(job)
    assert "tableau repris\u00a0: Dossiers (csv)" in sweep.run().done
    assert fresh(job).state == ExportState.PENDING

    left_alone(job)
    sweep.run()

    assert (fresh(job).state, fresh(job).attempts) == (ExportState.FAILED, 2)
    assert "interrompue deux fois" in fresh(job).why


def test_the_second_worker_finishes_what_the_first_left(world):
    submitted(world, 2)
    job = ask(world.odile)
    left_alone(job)

    sweep.run()
    make_exports.call()

    assert (fresh(job).state, fresh(job).rows_done) == (ExportState.DONE, 2)


def test_who_gives_signs_of_life_is_left_alone(world):
    job = ask(world.odile)
    actions.begin_export(job)

    sweep.run()

    assert fresh(job).state == ExportState.RUNNING


def test_what_lost_its_task_is_taken_up_again(world):
    job = ask(world.odile)
    assert not making.is_lost()
    ExportJob.objects.filter(pk=job.pk).update(asked_at=clock.real_now() - making.LOST - timedelta(seconds=1))

    assert "tableaux remis en file" in sweep.run().done


def test_a_file_is_kept_seven_days_and_then_erased(world):
    job = made(world.odile)
    place = Path(job.file.path)
    assert timedelta(days=6, hours=23) < job.expires_at - clock.real_now() <= timedelta(days=7)
    sweep.run()
    assert place.exists()
    assert actions.expire_export(job) is False  # not yet
    ExportJob.objects.filter(pk=job.pk).update(expires_at=clock.real_now() - timedelta(seconds=1))

    assert "tableau effacé\u00a0: Dossiers (csv)" in sweep.run().done

    assert (fresh(job).state, bool(fresh(job).file)) == (ExportState.EXPIRED, False)
    assert not place.exists()
    assert "tableau effacé" not in sweep.run().summary


def test_an_erased_one_is_prepared_again(world):
    job = made(world.odile)
    ExportJob.objects.filter(pk=job.pk).update(expires_at=clock.real_now())
    sweep.run()

    actions.retry_export(job, by=world.odile)
    make_exports.call()

    assert fresh(job).state == ExportState.DONE
    assert fresh(job).expires_at > clock.real_now()


def test_a_table_of_its_asker_is_nobody_else_s(world):
    job = made(world.odile)

    assert access.get_ready(world.odile, job.pk) == job
    for reader in (world.didier, world.zoe):
        with pytest.raises(Http404):
            access.get_export(reader, job.pk)
    with pytest.raises(Http404):
        access.get_ready(world.odile, ask(world.odile).pk)
