"""The books as a whole: a month is locked or reopened, an entry is reversed by hand, the day is sealed."""

import re
from datetime import date

from django.db import connection

from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, books, duties
from funding.locks import hold, hold_envelope
from funding.models import Entry, Envelope, Normal, Period, Role
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.cents import euros
from okote_flow.directory.models import Office, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

MONTH = re.compile(r"20(2[1-9]|[3-9]\d)-(0[1-9]|1[0-2])", re.ASCII)
REVERSIBLE = frozenset({"advance", "cash", "provider-payment", "lapse", "carry-over"})
"""What a hand enters with nothing built on it but balances. All else is undone by the act that answers it."""
SUBJECT = "books:seal"


# ------------------------------------------------------------------------------------------------------------- months


def locking_refusals(month: str, user: User | None) -> list[Refusal]:
    """Why this person cannot lock this month now."""
    refusals = list(access.office_refusals(user, Office.DIRECTOR, Office.TREASURER))
    if not MONTH.fullmatch(month):
        return [*refusals, refuse("period-wrong", month=month[:20])]
    if month >= clock.today().isoformat()[:7]:
        refusals.append(refuse("period-running", month=month))
    return refusals


@action("funding.lock_period", refuses=("not-yours", "period-wrong", "period-running", "books-unbalanced"))
def lock_period(*, month: str, by: User | None) -> Period:
    """Lock a month that is over ("2022-05"): no entry is dated in it any more. Again changes nothing.

    Only true books are locked. Writers under way are awaited, so that none slips in behind the lock.
    """
    month = month.strip()
    require(locking_refusals(month, by))
    _still_writers()
    period = Period.objects.select_for_update().filter(month=month).first()
    if period is not None and period.is_locked:
        return period
    for fault in books.check():
        raise Refused([refuse("books-unbalanced", fault=fault.sentence)])
    period = _set(period or Period(month=month), True, "", by)
    _tell(Kind.PERIOD_LOCKED, period, by, entries=_count(month))
    return period


@action("funding.reopen_period", refuses=("not-yours", "period-wrong", "period-open", "reason-missing"))
def reopen_period(*, month: str, reason: str, by: User | None) -> Period:
    """Reopen a locked month: the director alone, with a reason that the journal keeps."""
    month = month.strip()
    require(access.office_refusals(by, Office.DIRECTOR))
    if not MONTH.fullmatch(month):
        raise Refused([refuse("period-wrong", month=month[:20])])
    period = Period.objects.select_for_update().filter(month=month).first()
    if period is None or not period.is_locked:
        raise Refused([refuse("period-open", month=month)])
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    period = _set(period, False, reason.strip()[:400], by)
    _tell(Kind.PERIOD_REOPENED, period, by, reason=period.reason)
    return period


def _set(period: Period, is_locked: bool, reason: str, by: User | None) -> Period:
    period.is_locked, period.reason, period.changed_by, period.changed_at = is_locked, reason, by, clock.now()
    period.save()
    return period


def _tell(kind: Kind, period: Period, by: User | None, **said: object) -> None:
    office = Office.DIRECTOR if kind == Kind.PERIOD_REOPENED else ""
    facts = seal(period) | {"month": period.month} | said
    record(kind, subject=period.subject, by=by, office=office, **facts)


def _count(month: str) -> int:
    year, number = (int(part) for part in month.split("-"))
    return Entry.objects.filter(occurred_on__year=year, occurred_on__month=number).count()


def _still_writers() -> None:
    """Until the end of this act nobody writes an entry (SQLite's write lock is already held)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE funding_entry IN SHARE ROW EXCLUSIVE MODE")


# ------------------------------------------------------------------------------------------------- a reversal by hand


def reversal_refusals(entry: Entry, user: User | None) -> list[Refusal]:
    """Why this person cannot reverse this entry now."""
    refusals = list(access.office_refusals(user, Office.TREASURER))
    if entry.kind not in REVERSIBLE:
        return [*refusals, refuse("not-reversible", kind=books.said(entry.kind))]
    if entry.reverses_id or Entry.objects.filter(reverses=entry).exists():
        return [*refusals, refuse("reversed-already")]
    return [*refusals, *_short_refusals(entry)]


def _short_refusals(entry: Entry) -> list[Refusal]:
    """An account that no longer holds what the reversal takes back."""
    legs = list(entry.transfers.select_related("debit", "credit"))
    change: dict[int, int] = {}
    touched = {}
    for leg in legs:
        for one, cents in ((leg.debit, -leg.cents), (leg.credit, leg.cents)):
            touched[one.pk] = one
            sign = 1 if one.normal == Normal.DEBIT or one.normal == Normal.EITHER else -1
            change[one.pk] = change.get(one.pk, 0) + sign * cents
    short = [one for one in touched.values() if one.normal != Normal.EITHER and one.balance_cents + change[one.pk] < 0]
    return [
        refuse("reversal-short", account=Role(one.role).label, left=euros(one.balance_cents))
        for one in sorted(short, key=lambda one: one.pk)
    ]


@action("funding.reverse_entry", refuses=("not-yours", "not-reversible", "reversal-short", "reason-missing"))
def reverse_entry(entry: Entry, *, reason: str, by: User | None) -> Entry:
    """Undo an entry by its mirror image, with a reason. Nothing is edited; twice gives the same reversal."""
    dossier = _hold_subject(entry)
    done = Entry.objects.filter(reverses=entry).first()
    if done is not None:
        require(access.office_refusals(by, Office.TREASURER))
        return done
    require(reversal_refusals(entry, by))
    if not reason.strip():
        raise Refused([refuse_for_dossier("reason-missing")])
    mirror = books.reverse(entry, reason)
    if dossier is not None and entry.kind == "cash":
        duties.ensure_open(duties.CashFlow, dossier)
    record(
        Kind.ENTRY_REVERSED,
        subject=entry.subject,
        by=by,
        office=Office.TREASURER,
        reversed=entry.hash,
        entry=mirror.hash,
        kind_of_entry=entry.kind,
        reason=mirror.reason,
    )
    return mirror


def _hold_subject(entry: Entry) -> Dossier | None:
    """Whoever writes on a chain holds the row that it is about; of a year's end, the next envelope too."""
    if entry.dossier is not None:
        return hold(entry.dossier)[0]
    prefix, _, pk = entry.subject.partition(":")
    if prefix == "envelope":
        into = Envelope.objects.filter(brought_in__entry=entry).values_list("pk", flat=True)
        for one in Envelope.objects.filter(pk__in=[int(pk), *into]).order_by("pk"):
            hold_envelope(one)
    books.hold(leg_account for leg in entry.transfers.all() for leg_account in (leg.debit, leg.credit))
    return None


# ----------------------------------------------------------------------------------------------------- the daily seal


@action("funding.seal_books")
def seal_books(*, by: None = None) -> Event | None:
    """Put the Merkle root of all chains of the books, and their totals, into the journal. Once for each day's work.

    Gives None when nothing was written since the last seal.
    """
    _still_writers()
    last = Event.objects.filter(subject=SUBJECT).order_by("-seq").first()
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest <= (last.facts["up_to"] if last else 0):
        return None
    root, heads = books.root(newest)
    totals = {book: debits for book, debits, _ in books.totals()}
    return record(
        Kind.BOOKS_SEALED, subject=SUBJECT, by=by, root=root, heads=heads, up_to=newest, totals=totals,
        on=clock.today().isoformat(),
    )  # fmt: skip


def last_sealed_on() -> date | None:
    last = Event.objects.filter(subject=SUBJECT).order_by("-seq").first()
    return last.at.astimezone(clock.PARIS).date() if last else None
