"""Tax receipts: the beneficiary's mandate, who wants a receipt, what was issued, what was cancelled.

Receipts belong to the structure that benefits: its number, its name, its yearly declaration (BOI-IR-RICI-250-40 § 20).
Names and addresses, and the papers that show them, stand in tables whose rows can be erased.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dossiers.models import Dossier
from funding.models.campaigns import Gift
from funding.models.payments import Checkout
from okote_flow import clock, triggers
from okote_flow.directory.models import Organization, User
from okote_flow.triggers import Trigger


class Quality(models.TextChoices):
    """As what a structure may issue receipts (CGI, art. 200 and 238 bis)."""

    GENERAL_INTEREST = "general_interest", "Œuvre ou organisme d’intérêt général"
    PUBLIC_UTILITY = "public_utility", "Association ou fondation reconnue d’utilité publique"
    ALSACE_MOSELLE = "alsace_moselle", "Association d’Alsace-Moselle à mission reconnue d’utilité publique"


def stored_name(mandate: "TaxMandate", name: str) -> str:
    """Where a signed mandate is kept: by its content, never by what somebody called it."""
    return f"mandats/{mandate.organization_id}/{mandate.sha256}"


class TaxMandate(models.Model):
    """A structure says that it may issue receipts, and lets Alsace Active issue them in its name. Never changed."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="tax_mandates")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tax_mandates")
    address = models.CharField("adresse", max_length=300)
    purpose = models.CharField("objet", max_length=400)
    quality = models.CharField("qualité", max_length=20, choices=Quality)
    rescript = models.CharField("rescrit fiscal", max_length=120, blank=True)
    signatory = models.CharField("signataire", max_length=160)
    signatory_role = models.CharField("qualité du signataire", max_length=120)
    given_on = models.DateField("donné le")
    name = models.CharField("nom du fichier", max_length=200)
    file = models.FileField("mandat signé", upload_to=stored_name)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField("empreinte", max_length=64)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "mandat fiscal"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"mandat du {self.given_on:%d/%m/%Y}"

    @property
    def is_ended(self) -> bool:
        return hasattr(self, "end")


class TaxMandateEnd(models.Model):
    """From that day on nothing is issued under the mandate any more."""

    mandate = models.OneToOneField(TaxMandate, models.PROTECT, related_name="end")
    revoked_on = models.DateField("révoqué le")
    reason = models.CharField("motif", max_length=400)
    revoked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"fin du {self.mandate}"


class RecipientKind(models.TextChoices):
    PERSON = "person", "Une personne"
    COMPANY = "company", "Une entreprise"


class TaxRecipient(models.Model):
    """Who wants a receipt for a gift, as they say it: personal data, beside the gift so that it can be erased."""

    checkout = models.OneToOneField(Checkout, models.CASCADE, null=True, related_name="tax_recipient")
    gift = models.OneToOneField(Gift, models.CASCADE, null=True, related_name="tax_recipient")
    kind = models.CharField("pour", max_length=8, choices=RecipientKind)
    name = models.CharField("nom", max_length=160)
    legal_form = models.CharField("forme juridique", max_length=60, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    street = models.CharField("adresse", max_length=200)
    postal_code = models.CharField("code postal", max_length=12)
    city = models.CharField("commune", max_length=100)
    country = models.CharField("pays", max_length=60, default="France")
    said_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: the giver

    class Meta:
        verbose_name = "destinataire d’un reçu"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(checkout=None, gift__isnull=False) | Q(checkout__isnull=False, gift=None),
                name="a_recipient_is_of_one_gift",
            ),
            models.CheckConstraint(
                condition=Q(kind=RecipientKind.PERSON, siren="", legal_form="")
                | Q(kind=RecipientKind.COMPANY) & ~Q(siren="") & ~Q(legal_form=""),
                name="a_company_has_a_siren_and_a_legal_form",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_company(self) -> bool:
        return self.kind == RecipientKind.COMPANY


class TaxModel(models.TextChoices):
    """The models of the tax administration whose mentions a receipt holds."""

    PERSON = "11580", "Cerfa 11580, particulier"
    COMPANY = "16216", "Cerfa 16216, entreprise"


class TaxReceipt(models.Model):
    """One receipt for one gift, as it was issued. Numbered without gap per issuer (SIREN) and year of issue."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="tax_receipts")
    siren = models.CharField("SIREN", max_length=9)
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")
    gift = models.ForeignKey(Gift, models.PROTECT, related_name="tax_receipts")
    mandate = models.ForeignKey(TaxMandate, models.PROTECT, related_name="receipts")
    model = models.CharField("modèle", max_length=5, choices=TaxModel)
    cents = models.PositiveBigIntegerField("montant")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replacement")
    file_sha256 = models.CharField("empreinte du document", max_length=64)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("émis le", default=clock.now)

    class Meta:
        verbose_name = "reçu fiscal"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["siren", "year", "number"], name="tax_receipts_have_one_number"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, number__gt=0) & ~Q(siren=""), name="tax_receipts_are_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("pk")), name="no_tax_receipt_replaces_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """RF-123456782-2022-0001: what the tax administration asks for."""
        return f"RF-{self.siren}-{self.year}-{self.number:04d}"

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")


class TaxPaper(models.Model):
    """The document of a receipt, byte for byte. It shows a name: it may be erased once nobody has to keep it."""

    receipt = models.OneToOneField(TaxReceipt, models.PROTECT, related_name="paper")
    file = models.BinaryField("document")

    def __str__(self) -> str:
        return str(self.receipt_id)


class CancelReason(models.TextChoices):
    """Why a receipt counts no more. A list and no free text: what is typed would name people."""

    GIVEN_BACK = "given_back", "Don remboursé ou contesté, en tout ou partie"
    RECIPIENT = "recipient", "Nom ou adresse du donateur à corriger"
    ISSUER = "issuer", "Mentions de la structure à corriger"
    MISTAKE = "mistake", "Reçu émis par erreur"


class TaxCancellation(models.Model):
    """A receipt that counts no more. It stays readable; another may replace it."""

    receipt = models.OneToOneField(TaxReceipt, models.PROTECT, related_name="cancellation")
    reason = models.CharField("motif", max_length=12, choices=CancelReason)
    cancelled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField("annulé le", default=clock.now)

    def __str__(self) -> str:
        return f"annulation de {self.receipt_id}"


GAP = (
    "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM funding_taxreceipt"
    " WHERE siren = NEW.siren AND year = NEW.year), 0)"
)
TWICE = (
    "EXISTS (SELECT 1 FROM funding_taxreceipt r WHERE r.gift_id = NEW.gift_id"
    " AND NOT EXISTS (SELECT 1 FROM funding_taxcancellation c WHERE c.receipt_id = r.id))"
)
for _table in ("funding_taxmandate", "funding_taxmandateend", "funding_taxreceipt", "funding_taxcancellation"):
    triggers.append_only(_table)
for _name, _when, _said in (
    ("gapless", GAP, "tax receipts are numbered without gap"),
    ("one_counts", TWICE, "one tax receipt counts for a gift"),
):
    triggers.declare(
        Trigger(
            name=f"funding_tax_receipts_{_name}",
            table="funding_taxreceipt",
            sqlite=f"CREATE TRIGGER {{name}} BEFORE INSERT ON {{table}} WHEN {_when} "
            f"BEGIN SELECT RAISE(ABORT, '{_said}'); END",
            postgresql=f"CREATE OR REPLACE FUNCTION okote_tax_{_name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_when} THEN RAISE EXCEPTION '{_said}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
            f"CREATE TRIGGER {{name}} BEFORE INSERT ON {{table}} FOR EACH ROW EXECUTE FUNCTION okote_tax_{_name}()",
        )
    )
triggers.declare(
    Trigger(
        name="funding_taxpaper_no_update",
        table="funding_taxpaper",
        sqlite="CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a tax receipt is never rewritten'); END",
        postgresql="CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION okote_refuse()",
    )
)
