"""The verbs of one's private calendar: make its address, change it, take it back."""

import secrets

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import CalendarFeed, User
from okote_flow.directory.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused


@action("agenda.renew")
def renew(*, by: User) -> CalendarFeed:
    """Make the address of one's calendar, or a new one: the old one opens nothing any more."""
    User.objects.select_for_update().get(pk=by.pk)
    changed = {"serial": secrets.token_hex(16), "created_at": clock.now()}
    feed, _ = CalendarFeed.objects.update_or_create(user=by, defaults=changed)
    record(Kind.CALENDAR_OPENED, subject=by.subject, by=by)
    return feed


@action("agenda.revoke", refuses=("no-calendar",))
def revoke(*, by: User) -> User:
    """Take the address back: nothing is found there any more."""
    User.objects.select_for_update().get(pk=by.pk)
    if not CalendarFeed.objects.filter(user=by).delete()[0]:
        raise Refused([refuse("no-calendar")])
    record(Kind.CALENDAR_REVOKED, subject=by.subject, by=by)
    return by
