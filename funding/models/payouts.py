"""From a campaign that succeeded to the project's bank account: statement, partners' cash, IBAN, orders, approvals."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dossiers.models import Attachment, Dossier
from funding.models.campaigns import Campaign, Pledge
from funding.models.envelopes import Envelope
from funding.models.ledger import Entry
from okote_flow import clock, triggers
from okote_flow.directory.models import Office, Organization, Partner, User
from okote_flow.triggers import Trigger


class MatchDelta(models.Model):
    """What one act (gift, refund, failure) added to a partner's match, or took back."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="match_deltas")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="deltas")
    cents = models.BigIntegerField("différence")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(cents=0), name="a_match_delta_changes_something"),
            models.UniqueConstraint(fields=["entry", "pledge"], name="one_match_delta_per_entry_and_pledge"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.cents}"


class SettlementState(models.TextChoices):
    PREPARED = "prepared", "Préparé"
    APPROVED = "approved", "Approuvé"
    REPLACED = "replaced", "Remplacé"


class Settlement(models.Model):
    """The statement of a campaign that succeeded: what each source brings. Prepared by one, approved by another."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="settlements")
    digest = models.CharField("empreinte", max_length=64)
    state = models.CharField("état", max_length=10, choices=SettlementState, default=SettlementState.PREPARED)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "décompte"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=~Q(state=SettlementState.REPLACED),
                name="one_settlement_counts_per_campaign",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")), name="who_prepares_does_not_approve"
            ),
            models.CheckConstraint(
                condition=~Q(state=SettlementState.APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="an_approved_settlement_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"décompte {self.pk}"


class SettlementLine(models.Model):
    """What one source brings: the citizens (no pledge) or a partner. Only the citizens' money bears a fee."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="lines")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="settlement_lines")
    gross_cents = models.PositiveBigIntegerField("montant")
    fee_cents = models.PositiveBigIntegerField("frais", default=0)

    class Meta:
        ordering: ClassVar = ["settlement", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["settlement", "pledge"], name="one_line_per_pledge"),
            models.UniqueConstraint(fields=["settlement"], condition=Q(pledge=None), name="one_line_for_the_citizens"),
            models.CheckConstraint(
                condition=Q(fee_cents=0) | Q(pledge=None, fee_cents__lte=F("gross_cents")),
                name="partners_money_is_passed_on_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}: {self.gross_cents}"

    @property
    def net_cents(self) -> int:
        return self.gross_cents - self.fee_cents


class CashReceipt(models.Model):
    """Money of a partner that has arrived: for a settled pledge, or in advance."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="receipts")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="receipts")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="receipts")
    cents = models.PositiveBigIntegerField("montant")
    received_on = models.DateField("reçu le")
    reference = models.CharField("référence", max_length=80, unique=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "encaissement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(cents__gt=0), name="receipts_are_not_empty")]

    def __str__(self) -> str:
        return self.reference


class BankDetailsState(models.TextChoices):
    GIVEN = "given", "À vérifier"
    VERIFIED = "verified", "Vérifié"
    REFUSED = "refused", "Refusé"
    REPLACED = "replaced", "Remplacé"


class BankDetails(models.Model):
    """Where a structure is paid. Whoever gives an IBAN never verifies it; a new one counts once it is verified."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bank_details")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    iban = models.CharField("IBAN", max_length=34)
    holder = models.CharField("titulaire", max_length=160)
    proof = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    state = models.CharField("état", max_length=10, choices=BankDetailsState, default=BankDetailsState.GIVEN)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField("contrôle", max_length=1000, blank=True)

    class Meta:
        verbose_name = "coordonnées bancaires"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state__in=["given", "verified"]),
                name="one_iban_counts_per_organization",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("given_by")),
                name="who_gives_an_iban_does_not_verify_it",
            ),
            models.CheckConstraint(
                condition=~Q(state=BankDetailsState.VERIFIED) | (Q(decided_by__isnull=False) & ~Q(note="")),
                name="an_iban_is_verified_by_someone_with_a_proof",
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def verified_by(self) -> User | None:
        return self.decided_by if self.state == BankDetailsState.VERIFIED else None

    @property
    def masked(self) -> str:
        """What may be shown and journalled: the country and the last four characters."""
        return f"{self.iban[:4]}\u00a0…\u00a0{self.iban[-4:]}"


class OrderState(models.TextChoices):
    PREPARED = "prepared", "À approuver"
    APPROVED = "approved", "À exécuter"
    PAID = "paid", "Payé"
    RETURNED = "returned", "Revenu"
    VOID = "void", "Annulé"


class Orders(models.Manager["PayoutOrder"]):
    def get_by_natural_key(self, key: str) -> "PayoutOrder":
        return self.get(key=key)


class PayoutOrder(models.Model):
    """An order to pay a project. Its content never changes; approvals are bound to the digest of that content."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payout_orders")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="payout_orders")
    key = models.CharField("numéro", max_length=60, unique=True)
    cents = models.PositiveBigIntegerField("montant")
    iban = models.CharField("IBAN", max_length=34)
    holder = models.CharField("titulaire", max_length=160)
    siret = models.CharField("SIRET", max_length=14)
    digest = models.CharField("empreinte", max_length=64)
    state = models.CharField("état", max_length=10, choices=OrderState, default=OrderState.PREPARED)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=clock.now)
    paid_at = models.DateTimeField(null=True)
    bank_reference = models.CharField("référence bancaire", max_length=80, blank=True)
    reason = models.CharField("motif", max_length=400, blank=True)

    objects: ClassVar[Orders] = Orders()

    class Meta:
        verbose_name = "ordre de paiement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="orders_are_not_empty"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | (Q(paid_at__isnull=False) & ~Q(bank_reference="")),
                name="a_paid_order_has_its_reference",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=["prepared", "approved"]),
                name="one_order_at_a_time_per_campaign",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def masked_iban(self) -> str:
        return f"{self.iban[:4]}\u00a0…\u00a0{self.iban[-4:]}"


class PayoutLine(models.Model):
    """What one source gives to an order: the citizens (no pledge) or a partner."""

    order = models.ForeignKey(PayoutOrder, models.PROTECT, related_name="lines")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="payout_lines")
    cents = models.PositiveBigIntegerField("montant")

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="payout_lines_are_not_empty"),
            models.UniqueConstraint(fields=["order", "pledge"], name="one_payout_line_per_pledge"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(pledge=None), name="one_payout_line_for_the_citizens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.cents}"


class Approval(models.Model):
    """One signature under one content: one person signs once, each office once."""

    order = models.ForeignKey(PayoutOrder, models.PROTECT, related_name="approvals")
    digest = models.CharField("empreinte", max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.CharField("fonction", max_length=20, choices=Office)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "approbation"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "digest", "user"], name="one_approval_per_person"),
            models.UniqueConstraint(fields=["order", "digest", "office"], name="one_approval_per_office"),
            models.CheckConstraint(
                condition=Q(office__in=[Office.DIRECTOR, Office.TREASURER]), name="director_and_treasurer_approve"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.office}"


SIGNATURES = (
    "(SELECT COUNT(DISTINCT user_id) FROM funding_approval WHERE order_id = NEW.id AND digest = NEW.digest"
    " AND user_id <> NEW.prepared_by_id)"
)
UNSIGNED = f"NEW.state IN ('approved', 'paid') AND {SIGNATURES} < 2"
CONTENT = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in ("cents", "iban", "holder", "siret", "digest", "prepared_by_id", "campaign_id", "key")
)
for _table in (
    "funding_matchdelta",
    "funding_settlementline",
    "funding_cashreceipt",
    "funding_payoutline",
    "funding_approval",
):
    triggers.append_only(_table)
triggers.declare(
    Trigger(
        name="funding_order_is_signed_by_two",
        table="funding_payoutorder",
        sqlite=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} WHEN ({UNSIGNED}) OR {CONTENT} "
        "BEGIN SELECT RAISE(ABORT, 'two others sign an order, and its content never changes'); END",
        postgresql="CREATE OR REPLACE FUNCTION okote_order_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({UNSIGNED}) OR {CONTENT} THEN "
        "RAISE EXCEPTION 'two others sign an order, and its content never changes' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION okote_order_signed()",
    )
)
