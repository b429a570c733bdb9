"""How a long table becomes a file: with the rights of its asker then, with signs of life, once more if it broke."""

import hashlib
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import IO

from django.core.files.base import File
from django.http import Http404, QueryDict

from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.refusals import Refused
from okote_flow.sheets import Row, Sheet, csv_lines, write_xlsx
from okote_flow.tables import actions, registry
from okote_flow.tables.models import ExportJob, ExportState

logger = logging.getLogger(__name__)
ATTEMPTS = 2
SILENCE = timedelta(minutes=3)  # after so long without a sign its worker is taken for dead
LOST = timedelta(seconds=30)  # what waits longer has lost its task
EVERY = 250  # rows, between two looks at the clock
BEAT_SECONDS = 0.5
NOT_SHOWN = "Ce tableau ne vous est plus ouvert."
BROKEN = "La préparation a échoué. Réessayez\u00a0; si cela se reproduit, prévenez l’équipe technique."


class _Stopped(Exception):  # noqa: N818 - somebody asked for it
    """The preparation was stopped meanwhile."""


def make_waiting() -> int:
    """Prepare whatever waits, the oldest first. Gives how many were tried."""
    tried = 0
    while (job := ExportJob.objects.filter(state=ExportState.PENDING).order_by("asked_at", "pk").first()) is not None:
        tried += make(job)
    return tried


def make(job: ExportJob) -> bool:
    """Prepare one file. False when another worker has it."""
    if not actions.begin_export(job):
        return False
    try:
        _make(ExportJob.objects.select_related("user").get(pk=job.pk))
    except _Stopped:
        logger.info("export %s was stopped", job.pk)
    except Http404:
        _fail(job, NOT_SHOWN)
    except Exception:
        logger.exception("export %s", job.pk)
        _fail(job, BROKEN)
    return True


def _fail(job: ExportJob, why: str) -> None:
    try:
        actions.fail_export(job, why=why)
    except Refused:
        logger.info("export %s was stopped", job.pk)


def _make(job: ExportJob) -> None:
    table, user, query = registry.tables().get(job.table), User.objects.get(pk=job.user_id), QueryDict(job.query)
    if table is None or not user.is_active:
        raise Http404
    table.check(user, query)
    ExportJob.objects.filter(pk=job.pk).update(rows_total=table.count(user, query, None))
    name = table.file_name(user, query) if table.file_name else table.name
    sheet = table.sheet(user, query, f"{name}-{clock.today():%Y-%m-%d}")
    watched = Sheet(sheet.name, sheet.title, sheet.columns, _watched(job, sheet.rows))
    with tempfile.TemporaryFile() as file:
        write(watched, job.ending, file)
        digest = _sha256(file)
        try:
            actions.finish_export(job, file=File(file), name=f"{sheet.name}.{job.ending}", sha256=digest)
        except Refused as refused:
            raise _Stopped from refused


def write(sheet: Sheet, ending: str, file: IO[bytes]) -> None:
    if ending == "xlsx":
        write_xlsx(sheet, file)
        return
    for line in csv_lines(sheet):
        file.write(line.encode())


def _watched(job: ExportJob, rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows; now and then how many were written is told, and whether somebody stopped it is asked."""
    told, number = time.monotonic(), 0
    for number, row in enumerate(rows, 1):
        yield row
        if number % EVERY == 0 and time.monotonic() - told > BEAT_SECONDS:
            _beat(job, number)
            told = time.monotonic()
    _beat(job, number)


def _beat(job: ExportJob, number: int) -> None:
    running = ExportJob.objects.filter(pk=job.pk, state=ExportState.RUNNING)
    if not running.update(rows_done=number, beat_at=clock.real_now()):
        raise _Stopped


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]
    file.seek(0)
    return digest.hexdigest()


# What the clock does


def silent() -> list[ExportJob]:
    """Those whose worker gives no sign any more."""
    since = clock.real_now() - SILENCE
    return list(ExportJob.objects.filter(state=ExportState.RUNNING, beat_at__lt=since))


def resume(job: ExportJob) -> ExportJob:
    return actions.resume_export(job, attempts=ATTEMPTS)


def over_kept() -> list[ExportJob]:
    """Those whose file is kept no longer."""
    return list(ExportJob.objects.filter(state=ExportState.DONE, expires_at__lte=clock.real_now()))


def is_lost() -> bool:
    """Whether something waits that no task will take."""
    since = clock.real_now() - LOST
    return ExportJob.objects.filter(state=ExportState.PENDING, asked_at__lt=since).exists()
