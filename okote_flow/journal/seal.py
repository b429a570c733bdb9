"""The daily seal: one fact that holds the Merkle root of every subject's head, bound to the seal before."""

from django.db import connection
from django.db.models import Max

from okote_flow.acts import action
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record

SUBJECT = "journal:seal"


def heads(before_id: int | None = None) -> list[tuple[str, int, str]]:
    """(subject, seq, hash) of each chain's last fact, by subject; only facts with id up to `before_id`."""
    events = Event.objects.exclude(subject=SUBJECT).order_by()
    if before_id is not None:
        events = events.filter(pk__lte=before_id)
    last = events.values("subject").annotate(last=Max("pk")).values("last")
    return list(Event.objects.filter(pk__in=last).order_by("subject").values_list("subject", "seq", "hash"))


@action("journal.seal")
def seal(*, by: None = None) -> Event:
    """Seal all that has happened. Source: decisions on the journal (ADR 4)."""
    _lock()
    newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    leaves = heads(newest)
    root = chain.merkle_root(f"{subject}:{seq}:{digest}" for subject, seq, digest in leaves)
    return record(Kind.SEAL, subject=SUBJECT, by=by, root=root, heads=len(leaves), up_to=newest)


def _lock() -> None:
    """One seal at a time (SQLite's write lock is already held: transactions are IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE journal_event IN SHARE ROW EXCLUSIVE MODE")
