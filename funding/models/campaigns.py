"""A campaign: what partners pledge, what citizens give, what is given back, what each gift calls."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from dossiers.models import Dossier
from funding.matching import ShareMode
from funding.models.envelopes import Envelope
from funding.rules import Window
from okote_flow import clock, triggers
from okote_flow.directory.models import Partner, PartnerKind, User
from okote_flow.triggers import Trigger


class CampaignState(models.TextChoices):
    PREPARING = "preparing", "En préparation"
    OPEN = "open", "En cours"
    SUCCEEDED = "succeeded", "Réussie"
    SETTLED = "settled", "Arrêtée"
    FAILED = "failed", "Seuil non atteint"
    CANCELLED = "cancelled", "Abandonnée"


class Mode(models.TextChoices):
    COLLEGE = ShareMode.COLLEGE.value, "1\u00a0€ par collège"
    EACH_PARTNER = ShareMode.EACH_PARTNER.value, "1\u00a0€ par partenaire"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def get_by_natural_key(self, number: str) -> "Campaign":
        """A campaign is named by its dossier's number."""
        return self.get(dossier__number=number)


class Campaign(models.Model):
    """One call to citizens for one dossier, under the rules of the day on which it was prepared."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="campaign")
    state = models.CharField("état", max_length=10, choices=CampaignState, default=CampaignState.PREPARING)
    goal_cents = models.PositiveBigIntegerField("objectif")
    citizens_goal_cents = models.PositiveBigIntegerField("dont citoyens")
    days = models.PositiveSmallIntegerField("durée en jours")
    starts_at = models.DateTimeField("ouverte le", null=True)
    ends_at = models.DateTimeField("jusqu’au", null=True)
    extended_at = models.DateTimeField(null=True)
    extension_days = models.PositiveSmallIntegerField(default=0)
    extension_reason = models.CharField("motif de la prolongation", max_length=400, blank=True)
    stop_text = models.CharField("ce qui est dit de l’arrêt", max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField("acceptée le", null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    mentions_sha256 = models.CharField(max_length=64, blank=True)  # the legal mentions as the holder confirmed them
    # The rules, as they were when the campaign was prepared.
    threshold_bps = models.PositiveIntegerField("seuil")
    grace_days = models.PositiveSmallIntegerField("délai de confirmation")
    gift_min_cents = models.PositiveBigIntegerField("don minimal")
    mode = models.CharField("mode d’abondement", max_length=12, choices=Mode)
    ratio_num = models.PositiveIntegerField()
    ratio_den = models.PositiveIntegerField()
    fee_bps = models.PositiveIntegerField("frais")
    advance_bps = models.PositiveIntegerField("part versée avant le bilan")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(goal_cents__gte=F("citizens_goal_cents"), citizens_goal_cents__gt=0),
                name="citizens_have_a_part_of_the_goal",
            ),
            models.CheckConstraint(
                condition=Q(threshold_bps__lte=10_000, fee_bps__lte=10_000, advance_bps__lte=10_000),
                name="parts_are_at_most_the_whole",
            ),
            models.CheckConstraint(condition=Q(ratio_num__gt=0, ratio_den__gt=0), name="the_ratio_is_a_fraction"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__lt=F("ends_at")),
                name="campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CampaignState.PREPARING, CampaignState.CANCELLED]) | Q(ends_at__isnull=False),
                name="an_open_campaign_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="somebody_agreed_on_a_day",
            ),
            models.CheckConstraint(condition=Q(state__in=CampaignState.values), name="campaign_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"campagne {self.dossier_id}"

    @property
    def subject(self) -> str:
        return f"campaign:{self.pk}"

    @property
    def window(self) -> Window:
        """When it takes gifts. Only a campaign that was opened has one."""
        assert self.starts_at is not None and self.ends_at is not None
        return Window(self.starts_at, self.ends_at, self.grace_days)

    @property
    def is_open(self) -> bool:
        return self.state == CampaignState.OPEN

    @property
    def is_public(self) -> bool:
        return self.starts_at is not None


class PledgeState(models.TextChoices):
    PROPOSED = "proposed", "Proposée"
    RESERVED = "reserved", "Réservée"
    RELEASED = "released", "Libérée"


class Pledge(models.Model):
    """A partner's promise to one campaign: up to its cap. An authority's rests on an envelope."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pledges")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="pledges", verbose_name="partenaire")
    college = models.CharField("collège", max_length=12, choices=PartnerKind)
    envelope = models.ForeignKey(
        Envelope, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name="enveloppe"
    )
    cap_cents = models.PositiveBigIntegerField("plafond")
    weight = models.PositiveBigIntegerField("poids")
    rank = models.PositiveSmallIntegerField("rang")
    state = models.CharField("état", max_length=10, choices=PledgeState, default=PledgeState.PROPOSED)

    class Meta:
        verbose_name = "engagement"
        ordering: ClassVar = ["campaign", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "partner"], name="one_pledge_per_partner_and_campaign"),
            models.UniqueConstraint(fields=["campaign", "envelope"], name="one_pledge_per_envelope_and_campaign"),
            models.UniqueConstraint(fields=["campaign", "rank"], name="one_pledge_per_rank_and_campaign"),
            models.CheckConstraint(condition=Q(cap_cents__gt=0, weight__gt=0), name="pledges_are_not_empty"),
            models.CheckConstraint(
                condition=Q(college=PartnerKind.AUTHORITY, envelope__isnull=False)
                | Q(college=PartnerKind.COMPANY, envelope=None),
                name="an_authority_pledges_from_an_envelope",
            ),
            models.CheckConstraint(condition=Q(state__in=PledgeState.values), name="pledge_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.cap_cents}"

    @property
    def subject(self) -> str:
        return f"pledge:{self.pk}"


class Means(models.TextChoices):
    """How a citizen gave. Card payments stand with the provider until it pays them out."""

    TRANSFER = "transfer", "Virement"
    CHEQUE = "cheque", "Chèque"
    CASH = "cash", "Espèces"
    CARD = "card", "Carte, par le prestataire"


class GiftQuerySet(models.QuerySet["Gift"]):
    def get_by_natural_key(self, reference: str) -> "Gift":
        return self.get(provider_reference=reference)


class Gift(models.Model):
    """A citizen's gift, confirmed. Never changed: what is given back is a refund."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="gifts")
    provider_reference = models.CharField("référence", max_length=80, unique=True)
    cents = models.PositiveBigIntegerField("montant")
    means = models.CharField("moyen", max_length=10, choices=Means)
    pledged_at = models.DateTimeField("donné le")
    received_at = models.DateTimeField("confirmé le", default=clock.now)
    anonymous = models.BooleanField("anonyme", default=False)
    eligible = models.BooleanField("appelle l’abondement", default=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GiftQuerySet.as_manager()

    class Meta:
        verbose_name = "don"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="gifts_are_not_empty"),
            models.CheckConstraint(
                condition=Q(eligible=True, reason="") | (Q(eligible=False) & ~Q(reason="")),
                name="a_gift_without_match_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference


class Donor(models.Model):
    """The name behind a gift: personal data, beside the gift so that it can be corrected and erased."""

    gift = models.OneToOneField(Gift, models.CASCADE, related_name="donor")
    name = models.CharField("nom", max_length=160)

    def __str__(self) -> str:
        return self.name


class RefundQuerySet(models.QuerySet["Refund"]):
    def pending(self) -> Self:
        """Decided and not sent, or come back since: still owed."""
        return self.filter(~Exists(RefundSent.objects.filter(refund=OuterRef("pk"), returned_on=None)))

    def with_sendings(self) -> Self:
        """With what left and came back, so that `sent` asks nothing."""
        return self.prefetch_related(Prefetch("sendings", RefundSent.objects.order_by("pk")))


class Refund(models.Model):
    """What is owed back to a donor, once; `sent` says that it has left."""

    gift = models.ForeignKey(Gift, models.PROTECT, related_name="refunds")
    cents = models.PositiveBigIntegerField("montant")
    key = models.CharField("clé", max_length=120, unique=True)
    decided_at = models.DateTimeField("décidé le", default=clock.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = "remboursement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(cents__gt=0), name="refunds_are_not_empty")]

    def __str__(self) -> str:
        return self.key

    @property
    def is_by_card(self) -> bool:
        """Such money goes back where it was paid."""
        return self.gift.means == Means.CARD

    @property
    def sent(self) -> "RefundSent | None":
        """How it left; None while it is owed, also after it came back."""
        return next((one for one in self.sendings.all() if one.returned_on is None), None)


class RefundSent(models.Model):
    """The refund has left: on what day, under which reference of the bank or the provider; it may come back."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="sendings")
    sent_on = models.DateField("envoyé le")
    reference = models.CharField("référence", max_length=80)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: the provider said so
    returned_on = models.DateField("revenu le", null=True)
    reason = models.CharField("motif du retour", max_length=400, blank=True)

    class Meta:
        verbose_name = "remboursement envoyé"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["refund"], condition=Q(returned_on=None), name="a_refund_leaves_once"),
            models.CheckConstraint(
                condition=Q(returned_on=None, reason="") | Q(returned_on__isnull=False) & ~Q(reason=""),
                name="a_refund_comes_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


ABOVE_THE_GIFT = (
    "NEW.cents + COALESCE((SELECT SUM(cents) FROM funding_refund WHERE gift_id = NEW.gift_id), 0)"
    " > (SELECT cents FROM funding_gift WHERE id = NEW.gift_id)"
)
for _table in ("funding_gift", "funding_refund"):
    triggers.append_only(_table)
triggers.append_only("funding_refundsent", updates=True)
SENDING = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in ("refund_id", "sent_on", "reference")]
    + ["OLD.returned_on IS NOT NULL"]
)
triggers.declare(
    Trigger(
        name="funding_refund_within_the_gift",
        table="funding_refund",
        sqlite=f"CREATE TRIGGER {{name}} BEFORE INSERT ON {{table}} WHEN {ABOVE_THE_GIFT} "
        "BEGIN SELECT RAISE(ABORT, 'no more is refunded than was given'); END",
        postgresql="CREATE OR REPLACE FUNCTION okote_refund_within() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {ABOVE_THE_GIFT} THEN RAISE EXCEPTION 'no more is refunded than was given' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION okote_refund_within()",
    ),
    Trigger(
        name="funding_refund_comes_back_once",
        table="funding_refundsent",
        sqlite=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} WHEN {SENDING} "
        "BEGIN SELECT RAISE(ABORT, 'a refund that left keeps its words, and comes back once'); END",
        postgresql="CREATE OR REPLACE FUNCTION okote_refund_sent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {SENDING} THEN RAISE EXCEPTION 'a refund that left keeps its words, and comes back once' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION okote_refund_sent()",
    ),
)
