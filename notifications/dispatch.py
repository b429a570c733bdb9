"""From an event to its notifications, exactly once; then a nudge to the screens that are open."""

import logging
from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from notifications import audience, live, tasks
from notifications.catalogue import CATALOGUE
from notifications.families import Family
from notifications.matter import Matter
from notifications.models import Delivery, Dispatched, Notification
from notifications.notice import Notice
from notifications.nudges import for_person, of_notices
from notifications.wishes import Wishes
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.texts.wording import Wording, current

log = logging.getLogger(__name__)

AT_ONCE, PAGE = 5_000, 500  # events that one turn tells, and that one query reads
PATIENCE = 20  # broken events of one kind in one turn


def on_event_recorded(event: Event, **kwargs: object) -> None:
    """Listens to the house's only signal, which speaks after the act is committed.

    Open pages learn of every event, whether or not anybody is told of it: even where its notice is broken.
    """
    live.tell(event)
    dispatch(event)


@transaction.atomic
def dispatch(event: Event) -> int:
    """Tell an event to those whom the catalogue names, once, whoever else tries. Gives how many were told.

    The claim and the notifications are one transaction: when a notice breaks, nothing of it is left and the
    event is told by `catch_up()` once the notice is mended.
    """
    _, is_ours = Dispatched.objects.get_or_create(event=event)
    if not is_ours:
        return 0
    rows = list(_rows(Matter(event), current()))
    Notification.objects.bulk_create(rows)
    deliveries = Delivery.objects.bulk_create(_deliveries(rows))
    if any(one.leaves_at <= clock.real_now() for one in deliveries):
        tasks.send_mails.enqueue()
    bells = [for_person(row.recipient_id) for row in rows]
    transaction.on_commit(lambda: live.nudge(bells, mark=of_notices(event.pk)), robust=True)
    return len(rows)


def catch_up(*, after: int = 0, limit: int = AT_ONCE) -> int:
    """Tell what a crash or a broken notice left untold since that event, at most `limit` events a turn.

    Safe to repeat; gives how many events were told. A kind that keeps breaking is passed over for the rest of the
    turn, so that it holds back no other.
    """
    done, faults = 0, Counter[str]()
    for event in _untold(after):
        if done == limit:
            break
        if faults[event.kind] >= PATIENCE:
            continue
        try:
            dispatch(event)
        except Exception:
            log.exception("the notices of event %s (%s) are broken", event.pk, event.kind)
            faults[event.kind] += 1
        else:
            done += 1
    return done


def _untold(after: int) -> Iterator[Event]:
    """Oldest first, page by page; what stays broken is passed over."""
    last = after
    while page := list(Event.objects.filter(dispatched=None, pk__gt=last).order_by("pk")[:PAGE]):
        yield from page
        last = page[-1].pk


def _rows(matter: Matter, wording: Wording) -> Iterator[Notification]:
    """One row per person, from the first notice that concerns them."""
    reached: set[User] = set()
    for notice in CATALOGUE.get(Kind(matter.event.kind), ()):
        if not notice.applies(matter):
            continue
        for person in audience.told(matter, notice.audience, to_actor=notice.is_receipt):
            if person not in reached:
                reached.add(person)
                yield _row(matter, notice, person, wording)


def _row(matter: Matter, notice: Notice, person: User, wording: Wording) -> Notification:
    return Notification(
        event=matter.event,
        recipient=person,
        dossier=matter.dossier,
        subject=matter.event.subject,
        text=notice.say(matter, wording),
        detail=notice.add(matter, wording),
        because=notice.audience.because,
        url=notice.url(matter),
        family=notice.family,
        verb=notice.verb,
        standing=notice.audience.standing,
    )


def _deliveries(rows: list[Notification]) -> Iterator[Delivery]:
    """What goes by mail, each when its reader wants it."""
    wishes = Wishes.of([row.recipient_id for row in rows])
    now = clock.real_now()
    for row in rows:
        cadence, leaves_at = wishes.leave(row.recipient_id, Family(row.family), now)
        if leaves_at is not None:
            yield Delivery(notification=row, cadence=cadence, leaves_at=leaves_at)
