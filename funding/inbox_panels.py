"""What the money shows beside somebody's tasks: payments to sign, sums owed, a partner's own envelopes, the books."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.http import HttpRequest

from funding import access, consumption, payment_access
from funding.consumption import Use
from funding.models import Entry, OrderState, PayoutOrder, Refund
from funding.signatures import SIGNERS
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User

Context = dict[str, object]
FEW = 5
PAYERS = frozenset({Office.DIRECTOR, Office.TREASURER})
HANDLERS = frozenset({Office.OFFICER, Office.TREASURER})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A payment on its way, and whose signature it still lacks."""

    order: PayoutOrder
    awaited: list[str]


def money(request: HttpRequest, user: User) -> Context | None:
    """For director and treasurer: payments on their way, what partners owe, what donors wait for."""
    if not offices_of(user) & PAYERS:
        return None
    kept = access.kept_by(user)
    owed = access.receivables(user).order_by().aggregate(cents=Sum("due_cents"), count=Count("pk"))
    back = Refund.objects.pending().filter(gift__campaign__dossier__in=kept)
    return {
        "orders": _waiting(user),
        "owed_cents": owed["cents"] or 0,
        "owed_count": owed["count"],
        "back_cents": back.aggregate(cents=Sum("cents"))["cents"] or 0,
    }


def _waiting(user: User) -> list[Waiting]:
    """The first payments that are not made yet, in two queries."""
    going = PayoutOrder.objects.filter(
        Q(state__in=[OrderState.PREPARED, OrderState.APPROVED]), dossier__in=access.kept_by(user)
    )
    found = going.select_related("dossier").prefetch_related("approvals").order_by("prepared_at", "pk")[:FEW]
    return [Waiting(order, _awaited(order)) for order in found]


def _awaited(order: PayoutOrder) -> list[str]:
    signed = {one.office for one in order.approvals.all() if one.digest == order.digest}
    return [label for office, label in SIGNERS if office not in signed]


def payments(request: HttpRequest, user: User) -> Context | None:
    """For officers and the treasury: messages of providers put aside, money that belongs to no campaign yet."""
    if not offices_of(user) & HANDLERS:
        return None
    held, apart = payment_access.events_to_look_at().count(), payment_access.receipts()
    sums = apart.order_by().aggregate(count=Count("pk"), cents=Sum("cents"))
    if not held and not sums["count"]:
        return None
    return {"held": held, "apart": sums["count"], "apart_cents": sums["cents"] or 0}


def envelopes(request: HttpRequest, user: User) -> Context | None:
    """For a partner's financial officer: the partner's envelopes of this year, with what has become of them."""
    if Office.PARTNER_FINANCE not in offices_of(user):
        return None
    year = clock.today().year
    partners = access.partners_answered_for(user).values("pk")
    found = consumption.uses(access.envelopes_for(user).filter(partner__in=partners, year=year))
    lines = [(use, total_cents(use), use.states.accrued_cents + use.states.settled_cents) for use in found]
    return {"year": year, "lines": lines, "scale": max((total for _, total, _ in lines), default=0)}


def total_cents(use: Use) -> int:
    return use.envelope.voted_cents if use.envelope.is_voted else use.envelope.forecast_cents


def books(request: HttpRequest, user: User) -> Context | None:
    """For the auditor: how far the ledger goes."""
    if Office.AUDITOR not in offices_of(user):
        return None
    last = Entry.objects.order_by("-pk").first()
    return {"last": last, "count": Entry.objects.count()}
