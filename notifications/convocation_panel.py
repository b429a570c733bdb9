"""The delivery log of one convocation, on its page: the page lets in only who prepares the meeting, and oneself."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from committees.models import Convocation
from notifications import mail_list
from notifications.models import Delivery, DeliveryStatus, Notification
from okote_flow.journal.kinds import Kind
from okote_flow.panels import Context

ABOUT = (Kind.MEETING_CONVENED, Kind.MEETING_EDITED, Kind.MEETING_CANCELLED)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told in the application, and the mail that carried it, if one did."""

    text: str
    created_at: datetime
    read_at: datetime | None
    mail: Delivery | None
    pill: tuple[str, str] | None


def context(request: HttpRequest, called: Convocation) -> Context:
    told = Notification.objects.filter(recipient=called.user_id, subject=called.meeting.subject, event__kind__in=ABOUT)
    return {"told": [_told(one) for one in told.select_related("delivery").order_by("created_at", "pk")]}


def _told(one: Notification) -> Told:
    mail: Delivery | None = getattr(one, "delivery", None)
    pill = mail_list.PILLS[DeliveryStatus(mail.status)] if mail else None
    return Told(one.text, one.created_at, one.read_at, mail, pill)
