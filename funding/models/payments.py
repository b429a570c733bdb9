"""Gifts through providers: what a giver asked for, what a provider told, the payments, what came back of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.campaigns import Campaign, Gift, Means, Refund
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class Interest(models.TextChoices):
    """What a giver declares to be for the project. Such a gift counts for the threshold and calls no match."""

    NONE = "", "Aucun de ces cas"
    HOLDER = "holder", "Je porte ce projet, ou j’en suis membre"
    PARTNER = "partner", "Je représente un partenaire de la campagne"
    COMMITTEE = "committee", "Je siège dans un comité qui examine ce projet"


class CheckoutQuerySet(models.QuerySet["Checkout"]):
    def get_by_natural_key(self, token: str) -> "Checkout":
        return self.get(token=token)


class Checkout(models.Model):
    """What somebody asked to give on a campaign's page. No money is in it: a payment, or a transfer, may follow."""

    token = models.CharField(max_length=43, unique=True)  # known to the giver's browser and the provider only
    provider = models.CharField("moyen", max_length=12)  # "transfer": by the giver's own bank
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="checkouts")
    cents = models.PositiveBigIntegerField("don")
    tip_cents = models.PositiveBigIntegerField("contribution au prestataire", default=0)
    donor_name = models.CharField("nom", max_length=160, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    anonymous = models.BooleanField("anonyme", default=False)
    interest = models.CharField("lien déclaré", max_length=10, choices=Interest, blank=True, default=Interest.NONE)
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    pay_page = models.CharField(max_length=500, blank=True)  # where it is paid
    gift = models.OneToOneField(Gift, models.PROTECT, null=True, related_name="checkout")

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        verbose_name = "don annoncé"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(cents__gt=0), name="checkouts_are_not_empty")]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        return f"checkout:{self.pk}"

    @property
    def reference(self) -> str:
        """What a giver writes on a transfer."""
        return f"DON {self.campaign.dossier.number} {self.token[:4].upper()}{self.pk}"


PROVIDER_NAMES = {"simulated": "paiement simulé", "webhook": "prestataire", "helloasso": "HelloAsso"}


class EventState(models.TextChoices):
    RECEIVED = "received", "À traiter"
    APPLIED = "applied", "Traité"
    IGNORED = "ignored", "Sans effet"
    WAITING = "waiting", "En attente du paiement"
    HELD = "held", "À examiner"
    DISMISSED = "dismissed", "Classé"


class Trust(models.TextChoices):
    """What makes a message believed."""

    HMAC = "hmac", "Signature vérifiée"
    LOCAL = "local", "Écrit par l’application elle-même"
    NONE = "none", "Rien\u00a0: seul l’état relu chez le prestataire compte"


class ProviderEvent(models.Model):
    """A provider's message as it came, kept before anything is done with it. Only its state may change."""

    provider = models.CharField("prestataire", max_length=12)
    sha256 = models.CharField("empreinte", max_length=64)
    raw = models.BinaryField()
    headers = models.JSONField(default=dict)
    trust = models.CharField("confiance", max_length=6, choices=Trust)
    received_at = models.DateTimeField("reçu le", default=clock.now)
    state = models.CharField("état", max_length=10, choices=EventState, default=EventState.RECEIVED)
    processed_at = models.DateTimeField("traité le", null=True)
    code = models.CharField(max_length=40, blank=True)  # of the refusal
    error = models.CharField("motif", max_length=400, blank=True)
    payment_id_told = models.CharField("paiement", max_length=50, blank=True)

    class Meta:
        verbose_name = "message de prestataire"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "sha256"], name="one_event_per_body"),
            models.CheckConstraint(
                condition=Q(state__in=[EventState.HELD, EventState.WAITING], processed_at__isnull=False) & ~Q(error="")
                | ~Q(state__in=[EventState.HELD, EventState.WAITING]),
                name="an_event_put_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_name} {self.sha256[:8]}"

    @property
    def provider_name(self) -> str:
        return PROVIDER_NAMES.get(self.provider, self.provider)

    @property
    def subject(self) -> str:
        return f"provider_event:{self.pk}"


class PaymentState(models.TextChoices):
    PENDING = "pending", "En attente"
    DEAD = "dead", "Refusé ou abandonné"
    CONFIRMED = "confirmed", "Confirmé"


class Payment(models.Model):
    """One payment at a provider. Its state only moves on: pending, dead, confirmed; what comes back is a reversal."""

    provider = models.CharField("prestataire", max_length=12)
    external_id = models.CharField("identifiant", max_length=50)
    checkout = models.ForeignKey(Checkout, models.PROTECT, null=True, related_name="payments")
    cents = models.PositiveBigIntegerField("don")
    tip_cents = models.PositiveBigIntegerField("contribution au prestataire", default=0)
    state = models.CharField("état", max_length=10, choices=PaymentState, default=PaymentState.PENDING)
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    gift = models.OneToOneField(Gift, models.PROTECT, null=True, related_name="payment")

    class Meta:
        verbose_name = "paiement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="one_payment_per_provider_and_id"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="payments_are_not_empty"),
            models.CheckConstraint(
                condition=Q(state=PaymentState.CONFIRMED) | Q(gift=None), name="only_a_confirmed_payment_is_a_gift"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.external_id}"

    @property
    def key(self) -> str:
        """Under which its money stands in the books, once."""
        return f"{self.provider}:{self.external_id}"


class ReversalKind(models.TextChoices):
    REFUND = "refund", "Remboursement"
    CHARGEBACK = "chargeback", "Contestation"


class ReversalState(models.TextChoices):
    UNDERWAY = "underway", "En cours"
    DROPPED = "dropped", "Abandonnée"
    DONE = "done", "Faite"


class Reversal(models.Model):
    """Money that goes back at the provider: under way (a payout waits for it), given up, or gone."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="reversals")
    external_id = models.CharField("identifiant", max_length=50)
    kind = models.CharField("nature", max_length=10, choices=ReversalKind)
    cents = models.PositiveBigIntegerField("montant")
    state = models.CharField("état", max_length=10, choices=ReversalState)
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, related_name="reversal")
    told_at = models.DateTimeField("annoncée le", default=clock.now)

    class Meta:
        verbose_name = "retour de paiement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment", "external_id"], name="one_reversal_per_payment_and_id"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="reversals_are_not_empty"),
        ]

    def __str__(self) -> str:
        return self.external_id


class ReceiptState(models.TextChoices):
    OPEN = "open", "À attribuer"
    ASSIGNED = "assigned", "Attribuée"
    RETURNED = "returned", "Rendue"


class UnidentifiedReceipt(models.Model):
    """Money that came and belongs to no campaign yet: somebody assigns it, or sends it back."""

    key = models.CharField("référence", max_length=80, unique=True)
    cents = models.PositiveBigIntegerField("montant")
    means = models.CharField("moyen", max_length=10, choices=Means)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="receipt")
    code = models.CharField(max_length=40)  # of the reason
    reason = models.CharField("motif", max_length=400)
    received_at = models.DateTimeField("reçue le", default=clock.now)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField("état", max_length=10, choices=ReceiptState, default=ReceiptState.OPEN)
    gift = models.OneToOneField(Gift, models.PROTECT, null=True, related_name="receipt")
    returned_as = models.CharField("référence du retour", max_length=80, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("décidé le", null=True)

    class Meta:
        verbose_name = "somme à attribuer"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="money_apart_is_not_empty"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.OPEN, gift=None, returned_as="")
                | Q(state=ReceiptState.ASSIGNED, gift__isnull=False, returned_as="")
                | Q(state=ReceiptState.RETURNED, gift=None) & ~Q(returned_as=""),
                name="a_receipt_is_assigned_or_returned",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> str:
        return f"receipt:{self.pk}"


class ClaimState(models.TextChoices):
    OPEN = "open", "À décider"
    RECOVERED = "recovered", "Recouvrée"
    LOST = "lost", "Passée en perte"


class Claim(models.Model):
    """What a giver's bank took back after the match was fixed: recovered, or a loss by a recorded decision."""

    refund = models.OneToOneField(Refund, models.PROTECT, related_name="claim")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="claims")
    cents = models.PositiveBigIntegerField("montant")
    state = models.CharField("état", max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    opened_at = models.DateTimeField("ouverte le", default=clock.now)
    reference = models.CharField("référence", max_length=120, blank=True)  # of the bank, or of the decision
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("décidée le", null=True)

    class Meta:
        verbose_name = "créance"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="claims_are_not_empty"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.OPEN, decided_by=None) | Q(decided_by__isnull=False) & ~Q(reference=""),
                name="a_claim_ends_by_somebody_under_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"créance {self.pk}"


triggers.append_only("funding_providerevent", updates=True)
