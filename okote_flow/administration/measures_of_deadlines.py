"""Clocks that ran, with another number of days: which would have been kept, which missed."""

from collections.abc import Iterator
from datetime import date

from dossiers import clocks, workdays
from dossiers.models import Deadline, DeadlineKind
from funding.models import Repayment
from okote_flow import clock
from okote_flow.administration.rules.impact import Finding, Group, Line
from okote_flow.administration.tried import Tried

D = DeadlineKind
KINDS: dict[str, tuple[DeadlineKind, ...]] = {
    "complement_days": (D.COMPLEMENTS,),
    "screening_days": (D.SCREENING, D.OPINION),
    "condition_days": (D.CONDITION,),
    "settlement_days": (D.SETTLEMENT,),
    "refund_days": (D.REFUNDS,),
    "payout_days": (D.PAYOUT,),
    "report_days": (D.REPORT,),
    "silence_months": (D.SILENCE,),
}
"""The clocks that a rule sets. One that was set by hand (a condition with its own day) is left as it was."""
RULES = (*KINDS, "repay_days", "deadlines_roll")


def kept(tried: Tried) -> Finding:
    """Each clock that has ended by the day on which it ended; one that still runs, by today."""
    rolling = workdays.Calendar.whole() if "deadlines_roll" in tried.names else None
    wanted = {kind for name in tried.names for kind in KINDS.get(name, ())} | (
        set(workdays.ROLLING) if rolling else set()
    )
    found = Deadline.objects.filter(kind__in=wanted, dossier__isnull=False).select_related("dossier__rules")
    lines, among = [], []
    for deadline in found.prefetch_related("pauses").order_by("due_on", "pk"):
        would = _would(deadline, tried, rolling)
        if would is None or deadline.dossier_id is None:
            continue
        among.append(deadline.dossier_id)
        line = _line(deadline, would, tried)
        lines.extend([line] if line else [])
    if "repay_days" in tried.names:
        for line, dossier in _repayments(tried):
            among.append(dossier)
            lines.extend([line] if line else [])
    return Finding(Group.DEADLINES, tried.lead, tuple(lines), tuple(among))


def _would(deadline: Deadline, tried: Tried, rolling: "workdays.Calendar | None") -> date | None:
    """The day on which it would have been due; None where the rule did not set it."""
    terms, kind = deadline.terms, D(deadline.kind)
    own = deadline.dossier.parameters if deadline.dossier else tried.now
    name = next((one for one in tried.names if kind in KINDS.get(one, ())), None)
    if name is not None:
        if (deadline.months or deadline.days) != getattr(own, name):
            return None
        value = getattr(tried.then, name)
        terms = terms._replace(months=value) if name == "silence_months" else terms._replace(days=value)
    elif rolling is None or kind not in workdays.ROLLING:
        return None
    if rolling is not None:
        terms = terms._replace(rolled=0)
        if tried.then.deadlines_roll:
            return rolling.next(clocks.due(terms))
    return clocks.due(terms)


def _line(deadline: Deadline, would: date, tried: Tried) -> Line | None:
    assert deadline.dossier_id is not None
    ended = deadline.closed_at.astimezone(clock.PARIS).date() if deadline.closed_at else clock.today()
    was_kept, is_kept = ended <= deadline.due_on, ended <= would
    if was_kept == is_kept:
        return None
    said = "finie" if deadline.closed_at else "en cours"
    return Line(
        label=f"{tried.titles.get(deadline.dossier_id, '')}, {deadline.get_kind_display()}",
        before=f"due le {deadline.due_on:%d/%m/%Y}, {said} le {ended:%d/%m/%Y}",
        after=f"due le {would:%d/%m/%Y}\u00a0: {'tenue' if is_kept else 'dépassée'}",
        turn=is_kept - was_kept,
        dossier=deadline.dossier_id,
    )


def _repayments(tried: Tried) -> Iterator[tuple[Line | None, int]]:
    """What was to be paid back, by the day on which it came."""
    more = tried.then.repay_days - tried.now.repay_days
    for row in Repayment.objects.select_related("campaign").order_by("pk"):
        ended = row.received_on or (row.ended_at.astimezone(clock.PARIS).date() if row.ended_at else clock.today())
        would = row.due_on + (date.resolution * more)
        was_kept, is_kept = ended <= row.due_on, ended <= would
        dossier = row.campaign.dossier_id
        label = f"{tried.titles.get(dossier, '')}, reversement"
        before, after = f"dû le {row.due_on:%d/%m/%Y}", f"dû le {would:%d/%m/%Y}"
        changed = was_kept != is_kept
        yield (Line(label, before, after, turn=is_kept - was_kept, dossier=dossier) if changed else None), dossier
