"""What the task queue does for tables. A task says when to look; what waits stands in the jobs."""

from django_tasks import task

from okote_flow.tables import making


@task()
def make_exports() -> int:
    """Gives how many were tried."""
    return making.make_waiting()
