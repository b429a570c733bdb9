"""The verbs of exports and saved views. What is shared or leaves the house as a file stands in the journal."""

from datetime import timedelta

from django.core.files.base import File
from django.db.models import F

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused
from okote_flow.tables import access, rights
from okote_flow.tables.models import DefaultView, ExportJob, ExportState, SavedView
from okote_flow.tables.sentences import refuse

KEPT = timedelta(days=7)
AT_A_TIME = 5  # of one person
MOST_VIEWS = 50  # of one person in one list


# Exports


@action("tables.ask_export", refuses=("too-many-exports",))
def ask_export(*, table: str, title: str, ending: str, query: str, by: User) -> ExportJob:
    """Have a long table prepared as a file. The same that is still under way is given back: two clicks are one."""
    User.objects.select_for_update().get(pk=by.pk)
    same = {"user": by, "table": table, "ending": ending, "query": query}
    known = ExportJob.objects.open().filter(**same).first()
    if known is not None:
        return known
    _room_for_one_more(by)
    job = ExportJob.objects.create(**same, title=title)
    record(Kind.TABLE_ASKED, subject=job.subject, by=by, table=table, format=ending)
    return job


def _room_for_one_more(by: User) -> None:
    if ExportJob.objects.open().filter(user=by).count() >= AT_A_TIME:
        raise Refused([refuse("too-many-exports", limit=AT_A_TIME)])


@action("tables.cancel_export", refuses=("export-not-open",))
def cancel_export(job: ExportJob, *, by: User) -> ExportJob:
    """Stop a preparation. Its worker sees it at its next sign of life."""
    job = _held(job)
    if not job.is_open:
        raise Refused([refuse("export-not-open")])
    job.state, job.finished_at = ExportState.CANCELLED, clock.real_now()
    job.save(update_fields=["state", "finished_at"])
    record(Kind.TABLE_CANCELLED, subject=job.subject, by=by)
    return job


@action("tables.retry_export", refuses=("export-not-over", "too-many-exports"))
def retry_export(job: ExportJob, *, by: User) -> ExportJob:
    """Prepare it once more, with the rows and the rights of then."""
    User.objects.select_for_update().get(pk=by.pk)
    job = _held(job)
    same = {"user": by, "table": job.table, "ending": job.ending, "query": job.query}
    known = ExportJob.objects.open().filter(**same).first()
    if known is not None and known.pk != job.pk:
        return known
    if job.is_open or (job.state == ExportState.DONE and not rights.are_less(job)):
        raise Refused([refuse("export-not-over")])
    _room_for_one_more(by)
    job.file.delete(save=False)
    job.state, job.attempts, job.rows_done, job.why = ExportState.PENDING, 0, 0, ""
    job.asked_at, job.beat_at, job.finished_at = clock.real_now(), None, None
    job.save()
    record(Kind.TABLE_ASKED, subject=job.subject, by=by, table=job.table, format=job.ending)
    return job


@action("tables.finish_export", refuses=("export-not-open",))
def finish_export(job: ExportJob, *, file: File[bytes], name: str, sha256: str, by: None = None) -> ExportJob:
    """The file is there: its asker is told."""
    job = _held(job)
    if job.state != ExportState.RUNNING:
        raise Refused([refuse("export-not-open")])
    now = clock.real_now()
    job.file.save(name, file, save=False)
    job.name, job.size, job.sha256, job.rows_total = name, file.size, sha256, job.rows_done
    job.state, job.finished_at, job.expires_at = ExportState.DONE, now, now + KEPT
    job.save()
    record(
        Kind.TABLE_READY,
        subject=job.subject,
        by=by,
        people={"holder": job.user},
        title=job.title,
        count=job.rows_done,
        sha256=sha256,
    )
    return job


@action("tables.fail_export", refuses=("export-not-open",))
def fail_export(job: ExportJob, *, why: str, by: None = None) -> ExportJob:
    """It could not be prepared: its asker is told, with the reason."""
    job = _held(job)
    if not job.is_open:
        raise Refused([refuse("export-not-open")])
    job.state, job.why, job.finished_at = ExportState.FAILED, why[:200], clock.real_now()
    job.save(update_fields=["state", "why", "finished_at"])
    record(Kind.TABLE_FAILED, subject=job.subject, by=by, people={"holder": job.user}, title=job.title, reason=why)
    return job


@action("tables.begin_export")
def begin_export(job: ExportJob, *, by: None = None) -> bool:
    """A worker takes it in hand, if none has. Gives whether it may go on."""
    now = clock.real_now()
    waiting = ExportJob.objects.filter(pk=job.pk, state=ExportState.PENDING)
    return bool(
        waiting.update(state=ExportState.RUNNING, attempts=F("attempts") + 1, beat_at=now, rows_done=0, rows_total=0)
    )


@action("tables.resume_export", refuses=("export-not-open",))
def resume_export(job: ExportJob, *, attempts: int, by: None = None) -> ExportJob:
    """Its worker gave no sign any more: once more from the start, or failed after so many attempts."""
    job = _held(job)
    if job.state != ExportState.RUNNING:
        raise Refused([refuse("export-not-open")])
    if job.attempts >= attempts:
        return fail_export(
            job, why="La préparation s’est interrompue deux fois. Réessayez, ou demandez moins de lignes."
        )
    job.state, job.beat_at = ExportState.PENDING, None
    job.save(update_fields=["state", "beat_at"])
    return job


@action("tables.expire_export")
def expire_export(job: ExportJob, *, by: None = None) -> bool:
    """The time is over for which a file is kept."""
    job = _held(job)
    if job.state != ExportState.DONE or job.expires_at is None or job.expires_at > clock.real_now():
        return False
    job.file.delete(save=False)
    job.state = ExportState.EXPIRED
    job.save(update_fields=["state", "file"])
    return True


def _held(job: ExportJob) -> ExportJob:
    return ExportJob.objects.select_for_update(of=("self",)).select_related("user").get(pk=job.pk)


# Views


@action("tables.save_view", refuses=("view-unnamed", "view-name-taken", "view-not-shareable", "too-many-views"))
def save_view(*, of: str, name: str, query: str, is_shared: bool, by: User) -> SavedView:
    """Keep a question to a list under a name. The same once more changes nothing."""
    User.objects.select_for_update().get(pk=by.pk)
    name, mine = " ".join(name.split()), SavedView.objects.standing().filter(owner=by, list=of)
    known = mine.filter(name=name).first()
    if known is not None and (known.query, known.is_shared) == (query, is_shared):
        return known
    _check_name(name, taken=known is not None)
    _check_sharing(by, is_shared)
    if mine.count() >= MOST_VIEWS:
        raise Refused([refuse("too-many-views", limit=MOST_VIEWS)])
    view = SavedView.objects.create(owner=by, list=of, name=name, query=query, is_shared=is_shared)
    if is_shared:
        record(Kind.VIEW_SHARED, subject=view.subject, by=by, list=of)
    return view


@action(
    "tables.edit_view",
    refuses=("view-not-yours", "view-unnamed", "view-name-taken", "view-not-shareable"),
)
def edit_view(view: SavedView, *, name: str, is_shared: bool, by: User) -> SavedView:
    """Another name, shared or not."""
    view = _own(view, by)
    name = " ".join(name.split())
    others = SavedView.objects.standing().filter(owner=by, list=view.list, name=name).exclude(pk=view.pk)
    _check_name(name, taken=others.exists())
    _check_sharing(by, is_shared and not view.is_shared)
    was_shared, view.name, view.is_shared = view.is_shared, name, is_shared
    view.save(update_fields=["name", "is_shared"])
    if is_shared:
        record(Kind.VIEW_SHARED, subject=view.subject, by=by, list=view.list)
    elif was_shared:
        record(Kind.VIEW_UNSHARED, subject=view.subject, by=by, list=view.list)
    return view


@action("tables.delete_view", refuses=("view-not-yours",))
def delete_view(view: SavedView, *, by: User) -> SavedView:
    """Out of the list; it can be put back."""
    view = _own(view, by)
    if view.deleted_at is None:
        view.deleted_at = clock.now()
        view.save(update_fields=["deleted_at"])
        if view.is_shared:
            record(Kind.VIEW_UNSHARED, subject=view.subject, by=by, list=view.list)
    return view


@action("tables.restore_view", refuses=("view-not-yours", "view-name-taken"))
def restore_view(view: SavedView, *, by: User) -> SavedView:
    """What was deleted by mistake stands again, for oneself alone when one works here no more."""
    view = _own(view, by)
    if view.deleted_at is None:
        return view
    taken = SavedView.objects.standing().filter(owner=by, list=view.list, name=view.name)
    _check_name(view.name, taken=taken.exists())
    view.deleted_at, view.is_shared = None, view.is_shared and access.works(by)
    view.save(update_fields=["deleted_at", "is_shared"])
    if view.is_shared:
        record(Kind.VIEW_SHARED, subject=view.subject, by=by, list=view.list)
    return view


@action("tables.choose_default")
def choose_default(view: SavedView, *, is_default: bool, by: User) -> SavedView:
    """Let a list open with this view for oneself, or as it is."""
    User.objects.select_for_update().get(pk=by.pk)
    if is_default:
        DefaultView.objects.update_or_create(user=by, list=view.list, defaults={"view": view})
    else:
        DefaultView.objects.filter(user=by, list=view.list, view=view).delete()
    return view


def _own(view: SavedView, by: User) -> SavedView:
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if view.owner_id != by.pk:
        raise Refused([refuse("view-not-yours")])
    return view


def _check_name(name: str, *, taken: bool) -> None:
    if not name:
        raise Refused([refuse("view-unnamed")])
    if taken:
        raise Refused([refuse("view-name-taken")])


def _check_sharing(by: User, wants: bool) -> None:
    if wants and not access.works(by):
        raise Refused([refuse("view-not-shareable")])
