"""The acts on money that have a page of their own: what each asks, what it says, whose it is, why it is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.urls import reverse

from dossiers.access import key_refusals, step_refusals
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, actions, forms
from funding.models import BankDetails, Campaign, Envelope, Gift, PayoutOrder, Pledge, Settlement
from funding.position import position
from okote_flow.directory.models import Office, User
from okote_flow.refusals import Refusal

Target = Any
"""What an act bears on: a dossier, a gift, an order… or None when it opens something."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its address, its words, the verb behind, the page it comes from and goes back to."""

    name: str
    slug: str
    label: str
    meaning: str
    done: str
    verb: Callable[..., Any]
    find: Callable[[User, int], Target]
    home: Callable[[Target], str]
    reasons: Callable[[User, Target], list[Refusal]]
    form: type[django_forms.Form] = forms.ConfirmForm
    choices: Callable[[Target], tuple[Any, ...]] = lambda target: ()
    initial: Callable[[Target], dict[str, Any]] = lambda target: {}
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """An act as a page offers it: open, or closed with its reasons."""

    label: str
    meaning: str
    url: str
    refusals: list[Refusal]
    anchor: str
    is_grave: bool


def button(name: str, user: User, target: Target) -> Button:
    act = ACTS[name]
    url = reverse(f"funding:{name}", args=[target.pk] if target else [])
    anchor = f"non-{name}-{target.pk if target else 0}"
    return Button(act.label, act.meaning, url, act.reasons(user, target), anchor, act.is_grave)


# Where an act goes back to


def _page(name: str, dossier: Callable[[Target], int]) -> Callable[[Target], str]:
    return lambda target: reverse(f"funding:{name}", args=[dossier(target)])


def _pk(target: Dossier) -> int:
    return target.pk


def _dossier_of(target: Any) -> int:
    pk: int = target.dossier_id
    return pk


def _dossier_of_campaign(target: Any) -> int:
    pk: int = target.campaign.dossier_id
    return pk


# Why an act is closed


def _preparing(keeper: Keeper) -> Callable[[User, Dossier], list[Refusal]]:
    return lambda user, dossier: actions.preparation_refusals(dossier, user, keeper)


def _step(step: str) -> Callable[[User, Dossier], list[Refusal]]:
    return lambda user, dossier: step_refusals(user, dossier, step, {})


def _key(keeper: Keeper) -> Callable[[User, Dossier], list[Refusal]]:
    return lambda user, dossier: list(key_refusals(user, dossier, keeper))


def _office(*offices: Office) -> Callable[[User, Target], list[Refusal]]:
    return lambda user, target: list(access.office_refusals(user, *offices))


def _payout(user: User, dossier: Dossier) -> list[Refusal]:
    """As the strict order is asked for: the form offers to pay only what is received."""
    own = list(key_refusals(user, dossier, Keeper.OFFICER))
    return own or [
        refusal
        for refusal in actions.payout_refusals(dossier, position(access.campaign_of(dossier)))
        if refusal.code != "cash-missing"
    ]


def _removal(user: User, pledge: Pledge) -> list[Refusal]:
    return actions.preparation_refusals(pledge.campaign.dossier, user)


def _refund(user: User, gift: Gift) -> list[Refusal]:
    return list(access.either_refusals(user, gift.campaign.dossier, Keeper.OFFICER, Keeper.TREASURER))


def _decision(user: User, details: BankDetails) -> list[Refusal]:
    return actions.decision_refusals(details, user)


def _execution(user: User, order: PayoutOrder) -> list[Refusal]:
    own = list(key_refusals(user, order.dossier, Keeper.TREASURER))
    return own or actions.execution_refusals(order)


def _approval(user: User, order: PayoutOrder) -> list[Refusal]:
    return actions.signature_refusals(order, user)


def _voiding(user: User, order: PayoutOrder) -> list[Refusal]:
    return actions.voiding_refusals(order, user)


def _statement(user: User, dossier: Dossier) -> list[Refusal]:
    return actions.statement_refusals(dossier, user)


def _statement_approval(user: User, settlement: Settlement) -> list[Refusal]:
    return actions.statement_approval_refusals(settlement, user)


def _cash(user: User, pledge: Pledge) -> list[Refusal]:
    return list(key_refusals(user, pledge.campaign.dossier, Keeper.TREASURER))


# Verbs that take what their form names as their object


def _extend(dossier: Dossier, *, by: User, **given: Any) -> Campaign:
    return actions.extend_campaign(access.campaign_of(dossier), by=by, **given)


def _open_envelope(target: None, *, partner: Any, by: User, **given: Any) -> Envelope:
    return actions.open_envelope(partner, by=by, **given)


def _sign_agreement(target: None, *, partner: Any, by: User, **given: Any) -> Any:
    return actions.sign_agreement(partner, by=by, **given)


def _provider(target: None, *, by: User, **given: Any) -> Any:
    return actions.record_provider_payment(by=by, **given)
