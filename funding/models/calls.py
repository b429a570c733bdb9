"""Calls for funds: what a partner is asked to pay, numbered without gap within a year, kept as it was sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.campaigns import Pledge
from okote_flow import clock, triggers
from okote_flow.directory.models import User
from okote_flow.triggers import Trigger


class CallForFunds(models.Model):
    """A partner's share of one settled project, asked for once. The document is the one that was made then."""

    pledge = models.OneToOneField(Pledge, models.PROTECT, related_name="call")
    year = models.PositiveSmallIntegerField("année")
    number = models.PositiveIntegerField("numéro")
    cents = models.PositiveBigIntegerField("montant appelé")
    due_on = models.DateField("à verser avant le")
    file = models.BinaryField("document")
    file_sha256 = models.CharField("empreinte du document", max_length=64)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "appel de fonds"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="calls_for_funds_have_one_number"),
            models.CheckConstraint(condition=Q(cents__gt=0, number__gt=0), name="calls_for_funds_are_not_empty"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """AF-2022-003: what the partner quotes."""
        return f"AF-{self.year}-{self.number:03d}"


GAP = "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM funding_callforfunds WHERE year = NEW.year), 0)"
triggers.append_only("funding_callforfunds")
triggers.declare(
    Trigger(
        name="funding_calls_have_no_gap",
        table="funding_callforfunds",
        sqlite=f"CREATE TRIGGER {{name}} BEFORE INSERT ON {{table}} WHEN {GAP} "
        "BEGIN SELECT RAISE(ABORT, 'calls for funds are numbered without gap'); END",
        postgresql="CREATE OR REPLACE FUNCTION okote_calls_gapless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {GAP} THEN RAISE EXCEPTION 'calls for funds are numbered without gap' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$; "
        "CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION okote_calls_gapless()",
    )
)
