"""Orders gathered into one file for the bank: what it holds, who approved that very file, what became of each line."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.payouts import PayoutOrder
from okote_flow import clock, triggers
from okote_flow.directory.models import Office, User
from okote_flow.triggers import Trigger

END_TO_END_LENGTH = 35  # Max35Text of ISO 20022
WRITTEN_LENGTH = 70  # names in a transfer, as banks of the SEPA read them


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
    """A file of transfers (pain.001). Its content never changes; approvals are bound to the digest of that content."""

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
    def has_file(self) -> bool:
        """Whether its file may leave the house."""
        return self.state in (BatchState.APPROVED, BatchState.SENT, BatchState.EXECUTED)


class LineState(models.TextChoices):
    WAITING = "waiting", "En attente"
    PAID = "paid", "Payé"
    RETURNED = "returned", "Revenu"
    FREED = "freed", "Libéré"


class BatchLine(models.Model):
    """One transfer of a batch. An order stands in one batch that counts, and leaves the bank once."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines")
    order = models.ForeignKey(PayoutOrder, models.PROTECT, related_name="batch_lines")
    end_to_end = models.CharField("référence de bout en bout", max_length=END_TO_END_LENGTH, unique=True)
    name = models.CharField("titulaire, dans le fichier", max_length=WRITTEN_LENGTH)
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
        ]

    def __str__(self) -> str:
        return self.end_to_end

    @property
    def is_rewritten(self) -> bool:
        """Whether the bank reads another name than the order says."""
        return self.name != self.order.holder


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
    for column in ("key", "due_on", "count", "control_cents", "file_sha256", "digest", "composed_by_id", "file")
)
LINE_CONTENT = " OR ".join(
    [f"NEW.{column} <> OLD.{column}" for column in ("batch_id", "order_id", "end_to_end", "name", "cents")]
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
