"""What is done with the books as a whole: the end of a year, the lock of a month, what was published."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from funding.models.envelopes import Agreement, Envelope
from funding.models.ledger import Entry
from okote_flow import clock, triggers
from okote_flow.directory.models import User
from okote_flow.triggers import Trigger


def stored_name(signed: "AgreementFile", name: str) -> str:
    """Where a signed agreement is kept: by its content, never by what somebody called it."""
    return f"conventions/{signed.agreement_id}/{signed.sha256}"


class AgreementFile(models.Model):
    """A signed agreement as it was scanned. A better scan is another row: nothing is overwritten."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="files")
    name = models.CharField("nom du fichier", max_length=200)
    file = models.FileField("fichier", upload_to=stored_name)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "convention signée"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "sha256"], name="one_row_per_content_of_an_agreement"),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What becomes of voted money that nobody has asked for by the end of its year."""

    LAPSED = "lapsed", "Annulé"
    CARRIED = "carried", "Reporté"


class YearEnd(models.Model):
    """One act of a year's end on one envelope. A later release may need another one."""

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="year_ends")
    outcome = models.CharField("suite", max_length=8, choices=Outcome)
    cents = models.PositiveBigIntegerField("montant")
    into = models.ForeignKey(Envelope, models.PROTECT, null=True, related_name="brought_in")
    deliberation_ref = models.CharField("délibération", max_length=120, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="year_end")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "fin d’exercice"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_year_end_moves_something"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.LAPSED, into=None)
                | (Q(outcome=Outcome.CARRIED, into__isnull=False) & ~Q(deliberation_ref="") & ~Q(into=F("envelope"))),
                name="what_is_carried_goes_somewhere_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.cents}"


class Period(models.Model):
    """A month of the books. Locked, it takes no entry any more: the database refuses."""

    month = models.CharField("mois", max_length=7, unique=True)  # "2022-05"
    is_locked = models.BooleanField("clos", default=False)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)
    reason = models.CharField("motif", max_length=400, blank=True)

    class Meta:
        verbose_name = "période"
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__regex=r"^\d{4}-(0[1-9]|1[0-2])$"), name="periods_are_months"),
        ]

    def __str__(self) -> str:
        return self.month

    @property
    def subject(self) -> str:
        return f"period:{self.month}"


class Publication(models.Model):
    """One file of open data as it was published: what the public downloads, byte for byte."""

    year = models.PositiveSmallIntegerField("année")
    content = models.TextField("contenu")
    sha256 = models.CharField("empreinte", max_length=64)
    rows = models.PositiveIntegerField("lignes")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "publication"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.sha256[:8]}"

    @property
    def subject(self) -> str:
        return f"open-data:{self.year}"


for _table in ("funding_agreementfile", "funding_yearend", "funding_publication"):
    triggers.append_only(_table)
MONTH = "EXISTS (SELECT 1 FROM funding_period p WHERE p.is_locked AND p.month = {month})"
triggers.declare(
    Trigger(
        name="funding_entry_in_an_open_month",
        table="funding_entry",
        sqlite="CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN "
        + MONTH.format(month="substr(NEW.occurred_on, 1, 7)")
        + " BEGIN SELECT RAISE(ABORT, 'a locked month takes no entry'); END",
        postgresql="CREATE OR REPLACE FUNCTION okote_open_month() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        + MONTH.format(month="to_char(NEW.occurred_on, 'YYYY-MM')")
        + " THEN RAISE EXCEPTION 'a locked month takes no entry' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION okote_open_month()",
    )
)
