"""Caps that change while a campaign runs: each change opens a tranche at the eligible total of that moment."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from funding.models.campaigns import Campaign, Pledge
from funding.models.ledger import Entry
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class Tranche(models.Model):
    """From this eligible total on the campaign has other caps; what was called before is never split again."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tranches")
    seq = models.PositiveSmallIntegerField("rang")
    from_cents = models.PositiveBigIntegerField("à partir de")
    decision = models.CharField("référence de la décision", max_length=120)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="tranche")
    opened_at = models.DateTimeField("ouverte le", default=clock.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "tranche"
        ordering: ClassVar = ["campaign", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "seq"], name="tranches_of_a_campaign_are_counted"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="tranches_count_from_one"),
            models.CheckConstraint(condition=~Q(decision=""), name="a_tranche_rests_on_a_decision"),
        ]

    def __str__(self) -> str:
        return f"tranche {self.seq}"


class TrancheCap(models.Model):
    """By how much the cap of one pledge changes with the tranche: the whole cap of a partner who joins."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="caps")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="cap_changes")
    cents = models.BigIntegerField("différence")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tranche", "pledge"], name="one_cap_change_per_tranche_and_pledge"),
            models.CheckConstraint(condition=~Q(cents=0), name="a_cap_change_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id}: {self.cents}"


for _table in ("funding_tranche", "funding_tranchecap"):
    triggers.append_only(_table)
