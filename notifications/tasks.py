"""What the task queue does for mails. A task says when to look; what waits stands in the deliveries."""

from datetime import timedelta

from django.db.models import Q
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from notifications import mail
from notifications.models import Received
from okote_flow import clock

KEPT = timedelta(days=7)
LOST = timedelta(days=1)  # a worker died over it; its mails were sent by the next turn
KNOWN = timedelta(days=90)  # how long a mail that came in is known again


@task()
def send_mails() -> list[int]:
    """Gives how many mails left and how many failed."""
    return list(mail.send_waiting())


def forget_old() -> int:
    """Tasks that are over, and mails that came in long ago. Gives how many rows went."""
    now = clock.real_now()
    over = Q(finished_at__lt=now - KEPT) | Q(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST)
    tasks, _ = DBTaskResult.objects.filter(over).delete()
    mails, _ = Received.objects.filter(at__lt=now - KNOWN).delete()
    return tasks + mails
