"""Orders, or refunds, gathered into one file for the bank: what it holds, who approved it, what became of a line."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.campaigns import Refund
from funding.models.payouts import PayoutOrder
from okote_flow import clock, triggers
from okote_flow.directory.models import Office, User
from okote_flow.triggers import Trigger

END_TO_END_LENGTH = 35  # Max35Text of ISO 20022
WRITTEN_LENGTH = 70  # names in a transfer, as banks of the SEPA read them


class BatchKind(models.TextChoices):
    PAYOUT = "payout", "Versements"
    REFUND = "refund", "Remboursements"


class BatchState(models.TextChoices):
    COMPOSED = "composed", "À approuver"
    APPROVED = "approved", "À transmettre"
    SENT = "sent", "Transmis à la banque"
    EXECUTED = "executed", "Exécuté"
    REJECTED = "rejected", "Refusé par la banque"
    VOID = "void", "Annulé"


class Batches(models.Manager["PayoutBatch"]):
    def get_by_natural_key(self, key: str) -> "PayoutBatch":
        return self.get(key=key)


class PayoutBatch(models.Model):
    """A file of transfers (pain.001). Its content never changes; approvals are bound to the digest of that content.

    The file of a batch of refunds names donors: it stands beside (`BatchFile`), and can be erased. Source: ADR 31.
    """

    kind = models.CharField("nature", max_length=10, choices=BatchKind, default=BatchKind.PAYOUT)
    key = models.CharField("numéro", max_length=END_TO_END_LENGTH, unique=True)  # MsgId and PmtInfId of the file
    due_on = models.DateField("à exécuter le")
    count = models.PositiveIntegerField("nombre de virements")
    control_cents = models.PositiveBigIntegerField("somme de contrôle")
    file = models.BinaryField("fichier")
    file_sha256 = models.CharField("empreinte du fichier", max_length=64)
    digest = models.CharField("empreinte", max_length=64)
    state = models.CharField("état", max_length=10, choices=BatchState, default=BatchState.COMPOSED)
    composed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    composed_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    bank_reference = models.CharField("référence bancaire", max_length=80, blank=True)
    reason = models.CharField("motif", max_length=400, blank=True)

    objects: ClassVar[Batches] = Batches()

    class Meta:
        verbose_name = "lot de virements"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gt=0, control_cents__gt=0), name="batches_are_not_empty"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind=BatchKind.PAYOUT) | Q(kind=BatchKind.REFUND, file=b""),
                name="the_file_of_refunds_stands_beside",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.EXECUTED) | (Q(ended_at__isnull=False) & ~Q(bank_reference="")),
                name="an_executed_batch_has_its_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> str:
        return f"batch:{self.pk}"

    @property
    def is_approved(self) -> bool:
        """Whether two others have approved it."""
        return self.state in (BatchState.APPROVED, BatchState.SENT, BatchState.EXECUTED)

    @property
    def has_file(self) -> bool:
        """Whether its file may leave the house: approved, and not erased."""
        return self.is_approved and not self.is_erased

    @property
    def pays_refunds(self) -> bool:
        return self.kind == BatchKind.REFUND

    @property
    def is_erased(self) -> bool:
        """Whether the donors' names and accounts, and the file that says them, are gone."""
        return self.pays_refunds and not hasattr(self, "kept")

    @property
    def content(self) -> bytes:
        """The bytes for the bank; none once they are erased."""
        if not self.pays_refunds:
            return bytes(self.file)
        return b"" if self.is_erased else bytes(self.kept.content)


class LineState(models.TextChoices):
    WAITING = "waiting", "En attente"
    PAID = "paid", "Payé"
    RETURNED = "returned", "Revenu"
    FREED = "freed", "Libéré"


class BatchFile(models.Model):
    """The file of a batch of refunds, kept as long as accounts must be, and erasable then. Source: ADR 31."""

    batch = models.OneToOneField(PayoutBatch, models.PROTECT, related_name="kept")
    content = models.BinaryField("fichier")

    def __str__(self) -> str:
        return str(self.batch)


class BatchLine(models.Model):
    """One transfer of a batch: of an order, or of a refund. Each stands in one batch that counts, and leaves once."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines")
    order = models.ForeignKey(PayoutOrder, models.PROTECT, null=True, related_name="batch_lines")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="batch_lines")
    end_to_end = models.CharField("référence de bout en bout", max_length=END_TO_END_LENGTH, unique=True)
    name = models.CharField("titulaire, dans le fichier", max_length=WRITTEN_LENGTH, blank=True)  # not of donors
    cents = models.PositiveBigIntegerField("montant")
    state = models.CharField("état", max_length=10, choices=LineState, default=LineState.WAITING)

    class Meta:
        ordering: ClassVar = ["batch", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="batch_lines_are_not_empty"),
            models.CheckConstraint(condition=Q(state__in=LineState.values), name="batch_line_state_is_known"),
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state=LineState.FREED), name="an_order_stands_in_one_batch"
            ),
            models.UniqueConstraint(
                fields=["refund"],
                condition=Q(state__in=[LineState.WAITING, LineState.PAID]),
                name="a_refund_stands_in_one_batch",
            ),
            models.CheckConstraint(
                condition=(Q(order__isnull=False, refund=None) & ~Q(name=""))
                | Q(order=None, refund__isnull=False, name=""),
                name="a_line_pays_an_order_or_a_refund",
            ),
        ]

    def __str__(self) -> str:
        return self.end_to_end

    @property
    def dossier_id(self) -> int:
        """Whose money it is."""
        if self.order is not None:
            return self.order.dossier_id
        assert self.refund is not None, "a line pays an order or a refund"
        return self.refund.gift.campaign.dossier_id

    @property
    def written_name(self) -> str:
        """The name as the bank reads it; empty once a donor's is erased."""
        return self.name if self.order is not None else self.payee.name if hasattr(self, "payee") else ""

    @property
    def masked_iban(self) -> str:
        if self.order is not None:
            return self.order.masked_iban
        return f"{self.payee.iban[:4]}\u00a0…\u00a0{self.payee.iban[-4:]}" if hasattr(self, "payee") else ""

    @property
    def said_name(self) -> str:
        """The name that the bank reads otherwise; empty where both are the same."""
        said = self.order.holder if self.order is not None else self.payee.holder if hasattr(self, "payee") else ""
        return said if said != self.written_name else ""

    @property
    def is_rewritten(self) -> bool:
        """Whether the bank reads another name than was said."""
        return bool(self.said_name)


class BatchPayee(models.Model):
    """Which donor a transfer pays: personal data, beside the line so that it can be erased."""

    line = models.OneToOneField(BatchLine, models.PROTECT, related_name="payee")
    holder = models.CharField("titulaire", max_length=160)
    name = models.CharField("titulaire, dans le fichier", max_length=WRITTEN_LENGTH)
    iban = models.CharField("IBAN", max_length=34)

    def __str__(self) -> str:
        return f"{self.line_id}"


class BatchApproval(models.Model):
    """One approval of one content of a batch: one person once, each office once, never its author."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="approvals")
    digest = models.CharField("empreinte", max_length=64)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.CharField("fonction", max_length=20, choices=Office)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "approbation d’un lot"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "digest", "user"], name="one_batch_approval_per_person"),
            models.UniqueConstraint(fields=["batch", "digest", "office"], name="one_batch_approval_per_office"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.office}"


APPROVALS = (
    "(SELECT COUNT(DISTINCT user_id) FROM funding_batchapproval WHERE batch_id = NEW.id AND digest = NEW.digest"
    " AND user_id <> NEW.composed_by_id)"
)
UNAPPROVED = f"NEW.state IN ('approved', 'sent', 'executed') AND {APPROVALS} < 2"
BATCH_CONTENT = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        "kind",
        "key",
        "due_on",
        "count",
        "control_cents",
        "file_sha256",
        "digest",
        "composed_by_id",
        "file",
    )
)
LINE_CONTENT = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in ("batch_id", "end_to_end", "name", "cents")]
    + [f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in ("order_id", "refund_id")]
    + ["OLD.state IN ('returned', 'freed') AND NEW.state <> OLD.state"]
)


def _refused_on_update(name: str, table: str, function: str, when: str, message: str) -> Trigger:
    return Trigger(
        name=name,
        table=table,
        sqlite=f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        postgresql=f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$; "
        f"CREATE TRIGGER {{name}} BEFORE UPDATE ON {{table}} FOR EACH ROW EXECUTE FUNCTION {function}()",
    )


triggers.append_only("funding_batchapproval")
triggers.append_only("funding_payoutbatch", updates=True)
triggers.append_only("funding_batchline", updates=True)
triggers.declare(
    _refused_on_update(
        "funding_batch_is_approved_by_two",
        "funding_payoutbatch",
        "okote_batch_approved",
        f"({UNAPPROVED}) OR {BATCH_CONTENT}",
        "two others approve a batch, and its content never changes",
    ),
    _refused_on_update(
        "funding_batch_line_stays",
        "funding_batchline",
        "okote_batch_line",
        LINE_CONTENT,
        "a line of a batch keeps its content, and ends once",
    ),
)
