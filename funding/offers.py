"""Which acts each page offers to its reader, open or closed with their reasons."""

from dataclasses import dataclass

from django.urls import reverse

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding import actions, guards, mentions, tax_access
from funding.acts import Button, button
from funding.models import (
    BankDetails,
    BankDetailsState,
    BatchState,
    Campaign,
    CampaignState,
    OrderState,
    PayoutBatch,
    Pledge,
    SettlementState,
)
from funding.position import Position, Source, statement, statement_digest
from okote_flow.directory.models import User


def of_preparation(user: User, dossier: Dossier, campaign: Campaign | None) -> list[Button]:
    if campaign is None or dossier.status != State.CAMPAIGN_PREPARATION:
        return []
    agreed = campaign.agreed_at is not None and mentions.confirmed(campaign)
    names = ["open_campaign"] if agreed else ["agree_campaign", "open_campaign"]
    return [button(name, user, dossier) for name in names]


def of_newsroom(user: User, dossier: Dossier, campaign: Campaign) -> list[Button]:
    """To publish news; of a stopped campaign also to say why."""
    stopped = campaign.state == CampaignState.CANCELLED and campaign.is_public
    return [button(name, user, dossier) for name in ("publish_news", *(["explain_stop"] if stopped else []))]


def of_partners(user: User, dossier: Dossier, campaign: Campaign) -> list[Button]:
    """While the campaign runs, others may join."""
    return [button("add_partner", user, dossier)] if campaign.is_open else []


@dataclass(frozen=True, slots=True)
class CapLine:
    """A partner's promise, how much of it is called, and the act that changes it."""

    source: Source
    pledge: Pledge
    change_url: str  # empty while it cannot change, for this reader

    @property
    def left_cents(self) -> int:
        return self.pledge.cap_cents - self.source.gross_cents


def of_caps(user: User, now: Position) -> list[CapLine]:
    """One line for each partner; caps move only while the campaign runs."""
    may_change = not actions.change_refusals(now.campaign, user)
    return [
        CapLine(source, source.pledge, reverse("funding:change_cap", args=[source.pledge.pk]) if may_change else "")
        for source in now.sources
        if source.pledge
    ]


def of_settlement(user: User, dossier: Dossier, campaign: Campaign) -> list[Button]:
    if dossier.status != State.MATCHING:
        return []
    found = guards.counting_settlement(campaign)
    holds_good = found is not None and found.digest == statement_digest(campaign, statement(campaign).lines)
    buttons = [] if holds_good else [button("prepare_settlement", user, dossier)]
    if found is not None and found.state == SettlementState.PREPARED:
        found.campaign = campaign
        buttons.append(button("approve_settlement", user, found))
    return [*buttons, button("settle", user, dossier)]


def of_bank_details(user: User, found: list[BankDetails]) -> list[Button]:
    waiting = [details for details in found if details.state == BankDetailsState.GIVEN]
    names = ("verify_bank_details", "refuse_bank_details")
    return [button(name, user, details) for details in waiting for name in names]


def of_payout(user: User, dossier: Dossier, campaign: Campaign) -> list[Button]:
    if dossier.status not in (State.PAYOUT, State.FOLLOW_UP):
        return []
    waiting = campaign.payout_orders.filter(state__in=[OrderState.PREPARED, OrderState.APPROVED]).first()
    if waiting is None:
        buttons = [button("prepare_payout", user, dossier)]
    else:
        waiting.dossier, waiting.campaign = dossier, campaign
        name = "approve_payout" if waiting.state == OrderState.PREPARED else "confirm_payout"
        buttons = [button(name, user, waiting), button("void_payout", user, waiting)]
    paid = campaign.payout_orders.filter(state=OrderState.PAID).last()
    if paid is not None:
        paid.dossier, paid.campaign = dossier, campaign
        buttons.append(button("return_payout", user, paid))
    return [*buttons, button("pay_all", user, dossier)] if dossier.status == State.PAYOUT else buttons


def of_cash(user: User, now: Position) -> list[tuple[Source, Button]]:
    """For each partner whose money is still expected."""
    owing = [(source, source.pledge) for source in now.sources if source.pledge and source.unreceived_cents]
    found = []
    for source, pledge in owing:
        pledge.campaign = now.campaign
        found.append((source, button("record_cash", user, pledge)))
    return found


def of_tax_receipts(user: User, dossier: Dossier, campaign: Campaign | None, *, keeps: bool) -> list[Button]:
    """The mandate first; then, for those who keep the gifts, every receipt at once."""
    mandate = tax_access.mandate_in_force(dossier.organization)
    if mandate is None:
        buttons = [button("record_tax_mandate", user, dossier)]
    else:
        mandate.dossier = dossier if mandate.dossier_id == dossier.pk else mandate.dossier
        buttons = [button("revoke_tax_mandate", user, mandate)]
    if keeps and campaign is not None and campaign.is_public:
        buttons.insert(0 if mandate else 1, button("issue_tax_receipts", user, dossier))
    return buttons


OF_A_BATCH = {
    BatchState.COMPOSED: ("approve_batch", "void_batch"),
    BatchState.APPROVED: ("send_batch", "void_batch"),
    BatchState.SENT: ("confirm_batch", "reject_batch"),
}


def of_batch(user: User, batch: PayoutBatch) -> list[Button]:
    return [button(name, user, batch) for name in OF_A_BATCH.get(BatchState(batch.state), ())]
