"""What left about a dossier, on its page: for those who answer for mails."""

from django.http import HttpRequest

from dossiers.models import Dossier
from notifications import access, mail_list
from notifications.models import Delivery, DeliveryStatus
from okote_flow.directory.models import User
from okote_flow.panels import Context

NEWEST = 5


def context(request: HttpRequest, dossier: Dossier) -> Context | None:
    """None for everybody else, and where nothing has left yet."""
    user = request.user
    if not isinstance(user, User) or not access.watches_mails(user):
        return None
    found = access.mails_about(user, dossier).exclude(status=DeliveryStatus.DROPPED)
    newest = list(mail_list.with_rows(found)[:NEWEST])
    return {"mails": [(one, pill_of(one)) for one in newest]} if newest else None


def pill_of(delivery: Delivery) -> tuple[str, str]:
    return mail_list.PILLS[DeliveryStatus(delivery.status)]
