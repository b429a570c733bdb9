"""What the task queue does for payments. Each turn finds what was lost."""

from django_tasks import task

from funding.actions import process_events_due


@task()
def process_events() -> int:
    """Gives how many messages were read."""
    return len(process_events_due(by=None))
