"""What becomes of a mail after its sender: given up, come back, sent again. The journal keeps a doubt alone."""

from collections.abc import Sequence

from django.db import transaction

from notifications.models import Delivery, DeliveryStatus
from notifications.sentences import refuse
from okote_flow import clock
from okote_flow.accounts import doubts
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.refusals import Refused

LONGEST = 300
AGAIN = (DeliveryStatus.FAILED, DeliveryStatus.BOUNCED)
"""What may be sent once more: the others have left, or wait."""


@transaction.atomic
def keep_fault(parcel: Sequence[Delivery], *, why: str, given_up: bool, refuses_address: bool) -> None:
    """A mail did not leave: in the server's words. Tried again later, unless it is given up."""
    found = Delivery.objects.filter(pk__in=[one.pk for one in parcel], status=DeliveryStatus.QUEUED)
    found.update(error=why[:LONGEST])
    if given_up:
        found.update(status=DeliveryStatus.FAILED, next_try_at=None)
    if refuses_address:
        doubts.doubt_address(parcel[0].notification.recipient, by=None, why=why)


@action("notifications.record_return")
def record_return(delivery: Delivery, *, by: User | None, why: str) -> Delivery:
    """A mail server could not hand it over. The address it went to is doubtful, if it is still the person's."""
    whole = Delivery.objects.filter(message_id=delivery.message_id).exclude(message_id="")
    whole.filter(status=DeliveryStatus.SENT).update(status=DeliveryStatus.BOUNCED, error=why[:LONGEST])
    person = delivery.notification.recipient
    if delivery.address.lower() == person.email.lower():
        doubts.doubt_address(person, by=by, why=why)
    delivery.refresh_from_db()
    return delivery


@action("notifications.resend", refuses=("mail-not-failed",))
def resend(delivery: Delivery, *, by: User) -> Delivery:
    """Once more, from the first try on. Whoever asks twice sends once."""
    again = Delivery.objects.filter(pk=delivery.pk, status__in=AGAIN)
    now = clock.real_now()
    changed = again.update(
        status=DeliveryStatus.QUEUED, tries=0, next_try_at=None, leaves_at=now, sent_at=None, error="", message_id=""
    )
    delivery.refresh_from_db()
    if not changed and delivery.status != DeliveryStatus.QUEUED:
        raise Refused([refuse("mail-not-failed", status=delivery.get_status_display())])
    return delivery
