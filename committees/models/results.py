"""The one result of a poll: written once, and held to its own numbers by the database."""

from dataclasses import fields
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from committees import counting, rules
from committees.models.votes import Poll
from okote_flow import clock


class DecidedBy(models.TextChoices):
    MAJORITY = counting.DecidedBy.MAJORITY.value, "Majorité"
    CASTING_VOTE = counting.DecidedBy.CASTING_VOTE.value, "Voix prépondérante"
    TIE_REJECT = counting.DecidedBy.TIE_REJECT.value, "Partage des voix"
    NO_EXPRESSED = counting.DecidedBy.NO_EXPRESSED.value, "Aucun suffrage exprimé"
    QUORUM_FAILED = counting.DecidedBy.QUORUM_FAILED.value, "Quorum non atteint"


FOR = F("n_for") + F("n_for_with_conditions")
LEAD, NEEDED = FOR * F("majority_den"), F("base_value") * F("majority_num")
CARRIED = Q(majority_strict=True) & Q(GreaterThan(LEAD, NEEDED)) | Q(majority_strict=False) & Q(
    GreaterThanOrEqual(LEAD, NEEDED)
)
SHORT = Q(majority_strict=True) & Q(LessThanOrEqual(LEAD, NEEDED)) | Q(majority_strict=False) & Q(
    LessThan(LEAD, NEEDED)
)


class PollResult(models.Model):
    """Heads, rule, sums and outcome in one row, so that the row alone proves itself."""

    poll = models.OneToOneField(Poll, models.PROTECT, primary_key=True, related_name="result")
    n_seats = models.PositiveSmallIntegerField()
    n_recused = models.PositiveSmallIntegerField()
    n_recused_l1111_6 = models.PositiveSmallIntegerField()
    n_absent = models.PositiveSmallIntegerField()
    n_entitled = models.PositiveSmallIntegerField()
    n_remote = models.PositiveSmallIntegerField()
    n_represented = models.PositiveSmallIntegerField()
    n_voted = models.PositiveSmallIntegerField()
    n_silent = models.PositiveSmallIntegerField()
    n_for = models.PositiveSmallIntegerField()
    n_for_with_conditions = models.PositiveSmallIntegerField()
    n_against = models.PositiveSmallIntegerField()
    n_abstain = models.PositiveSmallIntegerField()
    quorum_num = models.PositiveSmallIntegerField()
    quorum_den = models.PositiveSmallIntegerField()
    quorum_strict = models.BooleanField()
    counts_remote = models.BooleanField()
    counts_proxies = models.BooleanField()
    majority_num = models.PositiveSmallIntegerField()
    majority_den = models.PositiveSmallIntegerField()
    majority_strict = models.BooleanField()
    casting_vote = models.BooleanField()
    change_allowed = models.BooleanField()
    secret = models.BooleanField()
    conditions_written = models.PositiveSmallIntegerField()
    quorum_base = models.PositiveSmallIntegerField()
    quorum_required = models.PositiveSmallIntegerField()
    quorum_value = models.PositiveSmallIntegerField()
    quorum_met = models.BooleanField()
    base_value = models.PositiveSmallIntegerField()
    majority_required = models.PositiveSmallIntegerField()
    casting_side = models.CharField(max_length=8, blank=True)
    decided_by = models.CharField(max_length=16, choices=DecidedBy)
    adopted = models.BooleanField("adopté")
    with_conditions = models.BooleanField("avec réserves")
    explanation = models.TextField("explication")
    inputs_hash = models.CharField(max_length=64)  # of the roll, the ballots, the rule, the proposal
    algorithm_version = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "résultat"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(n_voted=FOR + F("n_against") + F("n_abstain"))
                & Q(n_entitled=F("n_voted") + F("n_silent"))
                & Q(n_seats=F("n_entitled") + F("n_recused") + F("n_absent"))
                & Q(n_recused_l1111_6__lte=F("n_recused"))
                & Q(n_entitled__gte=F("n_remote") + F("n_represented")),
                name="the_heads_add_up",
            ),
            models.CheckConstraint(
                condition=Q(base_value=FOR + F("n_against")), name="the_base_is_the_votes_expressed"
            ),
            models.CheckConstraint(
                condition=Q(quorum_base=F("n_seats") - F("n_recused_l1111_6"))
                & (
                    Q(counts_remote=True, counts_proxies=True, quorum_value=F("n_entitled"))
                    | Q(counts_remote=True, counts_proxies=False, quorum_value=F("n_entitled") - F("n_represented"))
                    | Q(counts_remote=False, counts_proxies=True, quorum_value=F("n_entitled") - F("n_remote"))
                    | Q(
                        counts_remote=False,
                        counts_proxies=False,
                        quorum_value=F("n_entitled") - F("n_remote") - F("n_represented"),
                    )
                )
                & (
                    Q(quorum_met=True, quorum_value__gte=F("quorum_required"))
                    | Q(quorum_met=False, quorum_value__lt=F("quorum_required"))
                ),
                name="the_quorum_agrees_with_the_heads",
            ),
            models.CheckConstraint(
                condition=Q(adopted=True, quorum_met=True, base_value__gt=0) & (CARRIED | Q(casting_side="for"))
                | Q(adopted=False) & (Q(quorum_met=False) | Q(base_value=0) | SHORT & ~Q(casting_side="for")),
                name="the_outcome_agrees_with_the_numbers",
            ),
            models.CheckConstraint(
                condition=Q(casting_side="")
                | Q(
                    casting_side__in=["for", "against"],
                    decided_by=DecidedBy.CASTING_VOTE,
                    casting_vote=True,
                    secret=False,
                    base_value__gt=0,
                    n_against=FOR,
                ),
                name="a_casting_vote_breaks_a_public_tie",
            ),
            models.CheckConstraint(
                condition=Q(with_conditions=False)
                | Q(adopted=True, conditions_written__gt=0)
                & Q(GreaterThanOrEqual(F("n_for_with_conditions") + F("n_for_with_conditions"), FOR)),
                name="conditions_are_written_and_wanted",
            ),
        ]

    def __str__(self) -> str:
        return "adopté" if self.adopted else "non adopté"

    @property
    def n_favourable(self) -> int:
        return self.n_for + self.n_for_with_conditions

    @classmethod
    def of(cls, poll: Poll, result: counting.Result, *, inputs_hash: str) -> "PollResult":
        """The row of a count, not yet saved."""
        row = cls(poll=poll, inputs_hash=inputs_hash, algorithm_version=counting.ALGORITHM)
        for name in (*RULE, *COUNTED):
            source = result.rule if name in RULE else result
            setattr(row, name, getattr(source, name))
        row.casting_side = result.casting_side or ""
        return row

    def as_result(self) -> counting.Result:
        """The row as the pure count gave it: `counting.consistent` judges it."""
        values = {name: getattr(self, name) for name in COUNTED}
        values["rule"] = rules.VotingRule(**{name: getattr(self, name) for name in RULE})
        values["casting_side"] = rules.Choice(self.casting_side) if self.casting_side else None
        values["decided_by"] = counting.DecidedBy(self.decided_by)
        return counting.Result(**values)


RULE = tuple(item.name for item in fields(rules.VotingRule))
COUNTED = tuple(item.name for item in fields(counting.Result) if item.name not in ("rule", "casting_side"))
