"""What the task queue does for the administration: long imports."""

from django_tasks import task

from okote_flow.administration import import_work
from okote_flow.administration.models.imports import ImportBatch


@task()
def check_import(pk: int) -> int:
    """Gives how many lines were tried."""
    return import_work.check(pk)


@task()
def run_import(pk: int) -> int:
    """Gives how many lines were done."""
    return import_work.run(pk)


def check(batch: ImportBatch) -> None:
    """At once when it is short, else when the queue comes to it."""
    if batch.count <= import_work.AT_ONCE:
        import_work.check(batch.pk)
    else:
        check_import.enqueue(batch.pk)


def run(batch: ImportBatch) -> None:
    if batch.count <= import_work.AT_ONCE:
        import_work.run(batch.pk)
    else:
        run_import.enqueue(batch.pk)
