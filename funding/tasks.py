"""What the task queue does for payments. Each turn finds what was lost."""

from django_tasks import task

from funding.actions import process_events_due, send_refund_request
from funding.payment_access import refund_requests_to_send


@task()
def process_events() -> int:
    """Gives how many messages were read."""
    return len(process_events_due(by=None))


@task()
def send_refund_requests() -> int:
    """Ask the provider for the refunds that wait. Gives how many were tried."""
    return len([send_refund_request(request) for request in refund_requests_to_send()])
