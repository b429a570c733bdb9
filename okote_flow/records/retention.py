"""The table of retention as the house has it: read from a file of dated rules, and what it says of dossiers."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from committees.models import DecisionLetter
from dossiers.lifecycle import ENDS
from dossiers.models import Dossier, DossierQuerySet
from funding.models import OrderState, PayoutOrder
from okote_flow import clock
from okote_flow.records import rules
from okote_flow.records.models import ItemState, SlipItem
from okote_flow.records.rules import Course, Keeping, Phase, Rule

FILE = Path(__file__).with_name("retention.toml")


@cache
def table() -> tuple[Rule, ...]:
    return tuple(Rule(**one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"])


def today() -> dict[str, Rule]:
    """The rules in force."""
    return rules.in_force(table(), clock.today())


def dated(dossiers: DossierQuerySet) -> DossierQuerySet:
    """With what the retention depends on, in the same query."""
    paid = PayoutOrder.objects.filter(dossier=OuterRef("pk"), state=OrderState.PAID).order_by().values("dossier")
    letters = DecisionLetter.objects.filter(proclamation__item__dossier=OuterRef("pk"), sent_at__isnull=False)
    told = letters.order_by().values("proclamation__item__dossier").annotate(last=Max("sent_at")).values("last")
    gone = SlipItem.objects.filter(dossier=OuterRef("pk"), state=ItemState.DESTROYED)
    return dossiers.annotate(
        last_paid_at=Subquery(paid.annotate(last=Max("paid_at")).values("last")),
        notified_at=Coalesce(Subquery(told), F("state_since")),
        eliminated=Exists(gone),
    )


def course_of(dossier: Dossier) -> Course:
    """Of a dossier that comes from `dated`."""
    row = dossier.__dict__
    closed = dossier.status in ENDS
    return Course(
        closed_on=clock.day_of(dossier.state_since) if closed else None,
        last_paid_on=clock.day_of(row["last_paid_at"]) if row["last_paid_at"] else None,
        notified_on=clock.day_of(row["notified_at"]),
        eliminated=row["eliminated"],
    )


def keeping_of(dossier: Dossier, on: date | None = None) -> Keeping:
    return rules.keeping(course_of(dossier), today(), on or clock.today())


def in_phase(dossiers: DossierQuerySet, phase: Phase, on: date | None = None) -> DossierQuerySet:
    """Those of `dated` that are in this phase on that day, found by the database: the same as `rules.keeping`."""
    gone = Q(eliminated=True)
    if phase is Phase.ELIMINATED:
        return dossiers.filter(gone)
    left = dossiers.exclude(gone)
    over, due = _over(on or clock.today()), _due(on or clock.today())
    if phase is Phase.DUE:
        return left.filter(due)
    return left.filter(over).exclude(due) if phase is Phase.INTERMEDIATE else left.exclude(over)


def _over(on: date) -> Q:
    """Daily use is over."""
    ended = Q(state__in=ENDS)
    paid, other = (today()[code].active_months for code in ("funded", "refused"))
    return ended & (
        Q(last_paid_at__isnull=False, state_since__lt=_end(on, paid))
        | Q(last_paid_at=None, state_since__lt=_end(on, other))
    )


def _due(on: date) -> Q:
    """What the law asks for is over too."""
    paid, other = (today()[code].intermediate_months for code in ("funded", "refused"))
    return _over(on) & (Q(last_paid_at__lt=_end(on, paid)) | Q(last_paid_at=None, notified_at__lt=_end(on, other)))


def _end(on: date, months: int) -> object:
    """The end of the last day from which so many months are over."""
    return clock.local(rules.months_before(on, months) + timedelta(days=1))
