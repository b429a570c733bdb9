"""The books: accounts, entries, transfers. The database itself keeps them balanced; `funding.books` is their door."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from dossiers.models import Dossier
from funding.models.campaigns import Campaign, Pledge
from funding.models.envelopes import Envelope
from okote_flow import clock, triggers
from okote_flow.directory.models import Partner
from okote_flow.triggers import Trigger


class Book(models.TextChoices):
    """Money that is there, and promises of it. A transfer stays within one book."""

    FUND = "fund", "Fonds"
    BUDGET = "budg", "Engagements"


class Normal(models.TextChoices):
    """The side on which an account may stand: the database refuses the other."""

    DEBIT = "D", "débiteur"
    CREDIT = "C", "créditeur"
    EITHER = "X", "les deux"


class Role(models.TextChoices):
    """What an account stands for."""

    BANK = "bank", "Banque"
    PROVIDER = "provider", "Prestataire de paiement, à recevoir"
    CITIZENS = "citizens", "Dons des citoyens"
    UNMATCHED = "unmatched", "Dons sans abondement"
    ADVANCE = "advance", "Reçu d’avance d’un partenaire"
    RECEIVABLE = "receivable", "À recevoir d’un partenaire"
    GRANT = "grant", "Part d’un partenaire, pas encore reçue"
    PAYABLE = "payable", "À verser au projet"
    REFUNDS = "refunds", "À rembourser aux donateurs"
    FEES = "fees", "Frais sur les dons"
    UNIDENTIFIED = "unidentified", "Sommes reçues à attribuer"
    CLAIM = "claim", "À recouvrer après un impayé"
    LOSSES = "losses", "Pertes sur impayés"
    REPAID = "repaid", "Reversé par un projet, à rendre au partenaire"
    VOTED = "voted", "Voté"
    AVAILABLE = "available", "Disponible"
    LAPSED = "lapsed", "Annulé en fin d’exercice"
    CARRIED = "carried", "Reporté sur l’année suivante"
    PROMISED = "promised", "Promis par une entreprise"
    RESERVED = "reserved", "Réservé"
    ACCRUED = "accrued", "Appelé par les dons"
    SETTLED = "settled", "Arrêté"
    PAID = "paid", "Versé"


ASSETS = frozenset({Role.BANK, Role.RECEIVABLE, Role.CLAIM, Role.LOSSES, Role.VOTED, Role.PROMISED})
FUND = tuple(list(Role)[: list(Role).index(Role.VOTED)])


class AccountQuerySet(models.QuerySet["Account"]):
    def with_movement(self) -> Self:
        return self.filter(Q(debits_cents__gt=0) | Q(credits_cents__gt=0))


class Account(models.Model):
    """One pot. A state of money (available, reserved, paid) is an account, never a column.

    Its two sums only grow, and only by a transfer: a trigger adds, another refuses every other change.
    """

    code = models.CharField("compte", max_length=60, unique=True)  # "reserved:pledge:7"
    role = models.CharField("nature", max_length=12, choices=Role)
    book = models.CharField("livre", max_length=4, choices=Book)
    normal = models.CharField("sens", max_length=1, choices=Normal)
    debits_cents = models.PositiveBigIntegerField("débits", default=0)
    credits_cents = models.PositiveBigIntegerField("crédits", default=0)
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="accounts")
    envelope = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="accounts")
    pledge = models.ForeignKey(Pledge, models.PROTECT, null=True, related_name="accounts")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="accounts")

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "compte"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(normal=Normal.DEBIT) | Q(debits_cents__gte=F("credits_cents")),
                name="debit_accounts_never_fall_below_zero",
            ),
            models.CheckConstraint(
                condition=~Q(normal=Normal.CREDIT) | Q(credits_cents__gte=F("debits_cents")),
                name="credit_accounts_never_fall_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(role__in=FUND, book=Book.FUND) | (~Q(role__in=FUND) & Q(book=Book.BUDGET)),
                name="each_role_has_its_book",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def balance_cents(self) -> int:
        """What stands on the account's own side; only the provider's may be negative."""
        balance = self.credits_cents - self.debits_cents
        return balance if self.normal == Normal.CREDIT else -balance


class Entry(models.Model):
    """One act in the books, written once under its key. Never changed: a mistake is reversed.

    Entries are chained per subject (the dossier, envelope or partner that the act is about), whose row the writer
    holds, so that no row is hot for all: `seq` has no gaps within a subject, `hash` binds each to the one before.
    """

    key = models.CharField("clé", max_length=120, unique=True)
    kind = models.CharField("nature", max_length=40)
    subject = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="entries")
    occurred_on = models.DateField("date")
    recorded_at = models.DateTimeField("enregistrée le", default=clock.now)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField("motif", max_length=400, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "écriture"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_entry_per_place_in_a_subject"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entries_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.key


class Transfer(models.Model):
    """An amount leaves one account for another, so the books balance by construction."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="transfers")
    n = models.PositiveSmallIntegerField()
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debited")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credited")
    cents = models.PositiveBigIntegerField("montant")

    class Meta:
        verbose_name = "mouvement"
        ordering: ClassVar = ["entry", "n"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="a_transfer_goes_somewhere"),
            models.UniqueConstraint(fields=["entry", "n"], name="one_transfer_per_place_in_an_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.n}"


BOOK_OF = "(SELECT book FROM funding_account WHERE id = NEW.{side}_id)"
CROSSING = f"{BOOK_OF.format(side='debit')} <> {BOOK_OF.format(side='credit')}"
ADD = (
    "UPDATE funding_account SET debits_cents = debits_cents + NEW.cents WHERE id = NEW.debit_id; "
    "UPDATE funding_account SET credits_cents = credits_cents + NEW.cents WHERE id = NEW.credit_id;"
)
BY_NEWEST_TRANSFER = """EXISTS (
    SELECT 1 FROM funding_transfer t WHERE t.id = (SELECT MAX(id) FROM funding_transfer) AND (
        (t.debit_id = NEW.id AND NEW.credits_cents = OLD.credits_cents
            AND NEW.debits_cents = OLD.debits_cents + t.cents)
        OR (t.credit_id = NEW.id AND NEW.debits_cents = OLD.debits_cents
            AND NEW.credits_cents = OLD.credits_cents + t.cents)
    ))"""

triggers.append_only("funding_entry")
triggers.append_only("funding_transfer")
triggers.append_only("funding_account", updates=True)
triggers.declare(
    Trigger(
        name="funding_transfer_counts",
        table="funding_transfer",
        sqlite="CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'a transfer stays within one book') WHERE {CROSSING}; {ADD} END",
        postgresql="CREATE OR REPLACE FUNCTION okote_count_transfer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {CROSSING} THEN RAISE EXCEPTION 'a transfer stays within one book' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; {ADD} RETURN NULL; END $$; "
        "CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION okote_count_transfer()",
    ),
    # SQLite cannot tell who updates: there a change must repeat the newest transfer, and no other column may move.
    Trigger(
        name="funding_account_moves_by_transfer",
        table="funding_account",
        sqlite="CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "WHEN OLD.code <> NEW.code OR OLD.book <> NEW.book OR OLD.normal <> NEW.normal OR NOT "
        f"{BY_NEWEST_TRANSFER} BEGIN SELECT RAISE(ABORT, 'an account moves by a transfer only'); END",
        postgresql="CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN (pg_trigger_depth() = 0) "
        "EXECUTE FUNCTION okote_refuse()",
    ),
    Trigger(
        name="funding_account_starts_empty",
        table="funding_account",
        sqlite="CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN NEW.debits_cents <> 0 OR NEW.credits_cents <> 0 "
        "BEGIN SELECT RAISE(ABORT, 'an account starts empty'); END",
        postgresql="CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW "
        "WHEN (NEW.debits_cents <> 0 OR NEW.credits_cents <> 0) EXECUTE FUNCTION okote_refuse()",
    ),
)
