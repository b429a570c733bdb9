"""The running costs of the programme (report, table 4.1): who means to pay what, what was called, what has come.

This is Alsace Active's own money, not the fund's: it stands beside the ledger and never in it, so that nothing of it
can be mistaken for money that is passed on to projects.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from okote_flow import clock, triggers
from okote_flow.directory.models import Partner, User


class Contributions(models.Manager["Contribution"]):
    def get_by_natural_key(self, name: str) -> "Contribution":
        """ "cea/2022", or "ag2r/2022/AG2R Mulhouse" where a partner has several."""
        code, year, *label = name.split("/", 2)
        found = self.filter(partner__code=code, year=int(year))
        return found.get(label=label[0]) if label else found.get()


class Contribution(models.Model):
    """What a partner means to pay for the running costs of one year."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contributions", verbose_name="partenaire")
    label = models.CharField("intitulé", max_length=120)
    year = models.PositiveSmallIntegerField("année")
    forecast_cents = models.PositiveBigIntegerField("prévu")
    planned_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Contributions] = Contributions()

    class Meta:
        verbose_name = "contribution au fonctionnement"
        ordering: ClassVar = ["year", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "label", "year"], name="one_contribution_per_label_and_year"),
            models.CheckConstraint(condition=Q(forecast_cents__gt=0), name="contributions_are_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.year}"

    @property
    def subject(self) -> str:
        return f"contribution:{self.pk}"


class MoveKind(models.TextChoices):
    CALL = "call", "Appel"
    RECEIPT = "receipt", "Encaissement"


class ContributionMove(models.Model):
    """A call or a receipt. Never changed: a mistake is reversed by a row of its own."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="moves")
    kind = models.CharField("nature", max_length=8, choices=MoveKind)
    cents = models.PositiveBigIntegerField("montant")
    happened_on = models.DateField("date")
    key = models.CharField("référence", max_length=90, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    reason = models.CharField("motif", max_length=400, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "mouvement du fonctionnement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="contribution_moves_are_not_empty"),
            models.CheckConstraint(
                condition=Q(reverses=None, reason="") | (Q(reverses__isnull=False) & ~Q(reason="")),
                name="a_reversed_contribution_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | ~Q(reverses=F("id")), name="no_contribution_move_reverses_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.key


triggers.append_only("funding_contributionmove")
