"""The bank's statements, and what each of their lines is: a payment of ours, one that came back, a partner's money."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from funding.models.batches import END_TO_END_LENGTH, BatchLine
from funding.models.payouts import CashReceipt
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class BankStatement(models.Model):
    """One statement of the account that pays: it starts where the former ended, and its lines make the difference."""

    iban = models.CharField("compte", max_length=34)
    reference = models.CharField("référence", max_length=80)
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="next")
    closes_on = models.DateField("arrêté au")
    opening_cents = models.BigIntegerField("solde d’ouverture")
    lines_cents = models.BigIntegerField("somme des lignes")
    closing_cents = models.BigIntegerField("solde de clôture")
    file_sha256 = models.CharField("empreinte du fichier", max_length=64, db_index=True)
    file = models.BinaryField("fichier")
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "relevé bancaire"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["iban", "reference"], name="a_statement_is_imported_once"),
            models.UniqueConstraint(
                fields=["iban"], condition=Q(previous=None), name="an_account_has_one_first_statement"
            ),
            models.CheckConstraint(
                condition=Q(closing_cents=F("opening_cents") + F("lines_cents")), name="a_statement_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        return f"statement:{self.pk}"


class StatementLine(models.Model):
    """One movement on the account. Positive cents came, negative ones went."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    iban = models.CharField(max_length=34)
    key = models.CharField("référence de la banque", max_length=80)
    booked_on = models.DateField("comptabilisé le")
    cents = models.BigIntegerField("montant")
    end_to_end = models.CharField("référence de bout en bout", max_length=END_TO_END_LENGTH, blank=True)
    purpose = models.CharField("libellé", max_length=400, blank=True)
    counterparty = models.CharField("contrepartie", max_length=160, blank=True)
    counterparty_iban = models.CharField("compte de la contrepartie", max_length=34, blank=True)

    class Meta:
        verbose_name = "ligne de relevé"
        ordering: ClassVar = ["statement", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(cents=0), name="statement_lines_move_something"),
            models.UniqueConstraint(fields=["iban", "key"], name="a_movement_is_read_once"),
        ]

    def __str__(self) -> str:
        return self.key


class ReconciliationKind(models.TextChoices):
    PAYMENT = "payment", "Virement exécuté"
    RETURN = "return", "Virement revenu"
    CASH = "cash", "Versement d’un partenaire"


class Reconciliation(models.Model):
    """What a line of a statement is. Undone, it stays readable; another may then take its place."""

    line = models.ForeignKey(StatementLine, models.PROTECT, related_name="reconciliations")
    kind = models.CharField("nature", max_length=10, choices=ReconciliationKind)
    batch_line = models.ForeignKey(BatchLine, models.PROTECT, null=True, related_name="reconciliations")
    receipt = models.OneToOneField(CashReceipt, models.PROTECT, null=True, related_name="reconciliation")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    reason = models.CharField("motif", max_length=400, blank=True)

    class Meta:
        verbose_name = "rapprochement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line"], condition=Q(undone_at=None), name="a_line_is_reconciled_once"),
            models.UniqueConstraint(
                fields=["batch_line", "kind"], condition=Q(undone_at=None), name="a_transfer_is_reconciled_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReconciliationKind.CASH, receipt__isnull=False, batch_line=None)
                | (~Q(kind=ReconciliationKind.CASH) & Q(batch_line__isnull=False, receipt=None)),
                name="a_reconciliation_says_with_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"


triggers.append_only("funding_bankstatement")
triggers.append_only("funding_statementline")
triggers.append_only("funding_reconciliation", updates=True)
