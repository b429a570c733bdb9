"""The world with money in it: envelopes, companies, and dossiers that the votes have let through.

Claire stands for both committees: what they decide is not the subject here, so their rules are set aside.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dossiers import actions as dossiers
from dossiers import joints, stages
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier
from dossiers.models.content import Section
from funding import actions, books
from funding.models import Agreement, Campaign, Envelope, Gift, PayoutBatch, PayoutOrder, Refund
from okote_flow import clock
from okote_flow.directory.models import Partner, PartnerKind, User
from tests.tape import PLAYER, played
from tests.world import World

IBAN = "FR1420041010050500013M02606"  # the specimen that banks print
OTHER_IBAN = "FR7630006000011234567890189"


@contextmanager
def votes_aside(chair: User) -> Iterator[None]:
    """One person holds the committees' keys, and their own rules and tasks are silent."""
    kept = joints.keepers.copy(), joints.guards.copy(), joints.effects.copy(), stages._openers.copy()
    for keeper in (Keeper.SECRETARY, Keeper.CHAIR, Keeper.ENGAGEMENT_SECRETARY):
        joints.keepers[keeper] = (lambda user: Q() if user == chair else Q(pk__in=[]), lambda dossier: [chair])
    for step in ("favour", "endorse"):
        joints.guards.pop(step, None)
        joints.effects.pop(step, None)
    for state in (State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW):
        stages._openers.pop(state, None)
    try:
        yield
    finally:
        joints.keepers, joints.guards, joints.effects, stages._openers = kept


class MoneyWorld(World):
    """One envelope of 50 000 € of the CeA, one of 35 000 € of the Eurométropole, and two companies, in 2022."""

    def __init__(self) -> None:
        super().__init__()
        self.claire = self.person("Claire")
        self.ems = self.partner("ems", "Eurométropole de Strasbourg", PartnerKind.AUTHORITY)
        self.firm = self.partner("menuiserie", "Menuiserie des Exemples", PartnerKind.COMPANY)
        self.mill = self.partner("moulin", "Moulin des Exemples", PartnerKind.COMPANY)
        self.cea_2022 = self.envelope(self.cea, 50_000_00, Section.INVESTMENT)
        self.ems_2022 = self.envelope(self.ems, 35_000_00, Section.RUNNING)

    @classmethod
    def begun(cls) -> "MoneyWorld":
        """This world in an empty database."""
        PLAYER.start("empty")
        world: MoneyWorld = PLAYER.again(cls.__name__, cls)
        return world

    def partner(self, code: str, name: str, kind: PartnerKind) -> Partner:
        return Partner.objects.create(code=code, name=name, kind=kind, is_fictional=True)

    def agreement(
        self,
        partner: Partner,
        section: Section = Section.RUNNING,
        *,
        allows_pass_on: bool = True,
        until: date | None = None,
    ) -> Agreement:
        number = Agreement.objects.count() + 1
        return actions.sign_agreement(
            partner,
            reference=f"DÉMO-{number}",
            deliberation_ref=f"DÉMO CP-{number}",
            deliberated_on=date(2021, 12, 1),
            starts_on=date(2022, 1, 1),
            ends_on=until,
            section=section,
            allows_pass_on=allows_pass_on,
            by=None,
        )

    def envelope(
        self, partner: Partner, cents: int, section: Section = Section.RUNNING, *, voted: bool = True, year: int = 2022
    ) -> Envelope:
        envelope = actions.open_envelope(partner, year=year, section=section, forecast_cents=cents, by=None)
        if voted:
            agreement = self.agreement(partner, section)
            actions.vote_envelope(envelope, cents=cents, deliberation_ref="DÉMO CP-0", agreement=agreement, by=None)
        return Envelope.objects.get(pk=envelope.pk)

    @played
    def endorsed(self, **ceilings: int) -> Dossier:
        """A dossier whose campaign is to be prepared, with a ceiling in cents for each partner named by its code."""
        dossier = dossiers.submit(self.draft(), by=self.alice)
        dossiers.find_competence(dossier, competent=True, ground="Transition alimentaire.", by=self.odile)
        fixed = {Partner.objects.get(code=code): cents for code, cents in ceilings.items()}
        with votes_aside(self.claire), transaction.atomic():
            dossier = dossiers.admit(dossier, by=self.odile)
            dossiers.advance(dossier, "favour", by=self.claire, reason="Utile.")
            return dossiers.endorse(dossier, ceilings=fixed, conditions=[], by=self.claire)

    @played
    def prepared(self, goal_cents: int = 12_000_00, cea: int = 4_000_00, firm: int = 4_000_00) -> Campaign:
        """A campaign that only has to be opened: CeA and a company stand behind it, the holder agreed."""
        dossier = self.endorsed(**({"cea": cea} if cea else {}))
        campaign = actions.prepare_campaign(dossier, goal_cents=goal_cents, days=40, by=self.odile)
        if cea:
            actions.pledge(campaign, partner=self.cea, cap_cents=cea, envelope=self.cea_2022, by=self.odile)
        if firm:
            actions.pledge(campaign, partner=self.firm, cap_cents=firm, by=self.odile)
        return actions.agree_campaign(dossier, by=self.alice)

    @played
    def running(self, **terms: int) -> Campaign:
        campaign = self.prepared(**terms)
        actions.open_campaign(campaign.dossier, by=self.odile)
        return again(campaign)

    def gift(self, campaign: Campaign, cents: int, key: str = "") -> Gift:
        return actions.receive_gift(campaign, cents=cents, key=key or f"don-{Gift.objects.count() + 1}", by=self.odile)

    @played
    def closed(self, *gifts: int, **terms: int) -> Campaign:
        """A campaign that the clock has decided, after these gifts."""
        campaign = self.running(**terms)
        for cents in gifts:
            self.gift(campaign, cents)
        with clock.frozen(campaign.window.decides_at):
            return actions.close_campaign(campaign)

    @played
    def settled(self, *gifts: int, **terms: int) -> Campaign:
        """A campaign that succeeded, whose match two people have fixed."""
        campaign = self.closed(*(gifts or (4_000_00,)), **terms)
        dossier = Dossier.objects.get(pk=campaign.dossier_id)
        actions.approve_settlement(actions.prepare_settlement(dossier, by=self.tess), by=self.didier)
        actions.settle(dossier, by=self.tess)
        return again(campaign)

    @played
    def payable(self, *gifts: int, **terms: int) -> Campaign:
        """Settled, every partner has paid, the IBAN is verified."""
        campaign = self.settled(*gifts, **terms)
        for pledge in campaign.pledges.all():
            due = books.balance(f"grant:{pledge.subject}")
            if due:
                actions.record_cash(pledge, cents=due, key=f"virement-{pledge.pk}", by=self.tess)
        details = actions.give_bank_details(campaign.dossier, iban=IBAN, holder="Bocaux & Compagnie", by=self.alice)
        actions.verify_bank_details(details, proof="RIB lu, structure appelée", by=self.odile)
        return again(campaign)

    @played
    def paid(self, *gifts: int, **terms: int) -> Campaign:
        campaign = self.payable(*gifts, **terms)
        order = actions.prepare_payout(campaign.dossier, by=self.odile)
        actions.approve_payout(order, by=self.didier)
        actions.approve_payout(order, by=self.tess)
        actions.confirm_payout(order, bank_reference="SEPA-1", by=self.tess)
        return again(campaign)


def again(campaign: Campaign) -> Campaign:
    """As the database has it now."""
    return Campaign.objects.select_related("dossier").get(pk=campaign.pk)


def before_the_end(campaign: Campaign) -> datetime:
    return campaign.window.ends_at - timedelta(seconds=1)


def account(role: str, owner: object = None) -> int:
    """What stands on an account, in cents."""
    return books.balance(f"{role}:{owner.subject}" if owner else role)  # type: ignore[attr-defined]


def approved_order(money: MoneyWorld, campaign: Campaign) -> PayoutOrder:
    """The order for all that is due, signed by both."""
    order = actions.prepare_payout(campaign.dossier, by=money.odile)
    actions.approve_payout(order, by=money.didier)
    return actions.approve_payout(order, by=money.tess)


def sent_batch(money: MoneyWorld, *orders: PayoutOrder) -> PayoutBatch:
    """A batch that two others approved and whose file is with the bank."""
    batch = actions.compose_batch(orders=list(orders), by=money.tess)
    actions.approve_batch(batch, by=money.didier)
    return actions.send_batch(actions.approve_batch(batch, by=money.odile), by=money.tess)


def refunds_with_accounts(money: MoneyWorld, campaign: Campaign) -> list[Refund]:
    """What a campaign owes its donors, each with an account to go to."""
    found = list(Refund.objects.filter(gift__campaign=campaign).order_by("pk"))
    for n, refund in enumerate(found):
        actions.give_refund_account(refund, iban=(IBAN, OTHER_IBAN)[n % 2], holder=f"Élise Straße {n}", by=money.odile)
    return found


def sent_refunds(money: MoneyWorld, campaign: Campaign) -> PayoutBatch:
    """All that a campaign owes its donors, in a batch whose file is with the bank."""
    wanted = refunds_with_accounts(money, campaign)
    batch = actions.compose_refund_batch(campaign.dossier, refunds=wanted, by=money.odile)
    actions.approve_batch(batch, by=money.didier)
    return actions.send_batch(actions.approve_batch(batch, by=money.tess), by=money.tess)
