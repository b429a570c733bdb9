"""What a provider tells of one payment, in the house's own words."""

from dataclasses import dataclass
from typing import Any

from funding.models import Payment, PaymentState, ReversalKind, ReversalState

Answer = dict[str, Any]
"""A message as `read` takes it, before it is written as JSON."""


class Unreachable(Exception):  # noqa: N818 - it passes
    """The provider does not answer now: the message waits and is tried again."""


@dataclass(frozen=True, slots=True)
class ReversalNews:
    """Money that goes back, wholly or in part. `cents` are of the gift, its tip left out."""

    id: str
    kind: ReversalKind
    state: ReversalState
    cents: int


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """One payment as the provider has it. `state` is None when the message only tells of a reversal."""

    payment: str  # the provider's identifier
    checkout: str  # the token of what was asked; empty when the provider does not know
    state: PaymentState | None
    cents: int  # of the gift
    tip_cents: int  # kept by the provider: never a gift
    currency: str  # ISO 4217
    reversals: tuple[ReversalNews, ...] = ()
    is_whole: bool = False  # all there is to know: a reversal that it does not name is not under way any more


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """What of a payment goes back. `key` is ours and always the same; `known` are the refunds that news have told."""

    payment: Payment
    cents: int
    key: str
    known: frozenset[str]
