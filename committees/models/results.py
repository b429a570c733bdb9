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
    SECOND_ROUND = counting.DecidedBy.SECOND_ROUND.value, "Partage des voix, second tour"
    ADJOURN = counting.DecidedBy.ADJOURN.value, "Partage des voix, point renvoyé"
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
LACKS_THEME = Q(theme_value__lt=F("quorum_theme_min"))


def _counted_in(value: str, entitled: str, remote: str, represented: str) -> Q:
    """A figure of the quorum is its heads without those whom the rule does not count."""
    return (
        Q(counts_remote=True, counts_proxies=True, **{value: F(entitled)})
        | Q(counts_remote=True, counts_proxies=False, **{value: F(entitled) - F(represented)})
        | Q(counts_remote=False, counts_proxies=True, **{value: F(entitled) - F(remote)})
        | Q(counts_remote=False, counts_proxies=False, **{value: F(entitled) - F(remote) - F(represented)})
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
    n_theme = models.PositiveSmallIntegerField(default=0)
    n_theme_remote = models.PositiveSmallIntegerField(default=0)
    n_theme_represented = models.PositiveSmallIntegerField(default=0)
    quorum_num = models.PositiveSmallIntegerField()
    quorum_den = models.PositiveSmallIntegerField()
    quorum_strict = models.BooleanField()
    quorum_minimum = models.PositiveSmallIntegerField()
    drops_recused = models.BooleanField()
    counts_remote = models.BooleanField()
    counts_proxies = models.BooleanField()
    majority_base = models.CharField(max_length=10, choices=[(base.value, base.value) for base in rules.MajorityBase])
    majority_num = models.PositiveSmallIntegerField()
    majority_den = models.PositiveSmallIntegerField()
    majority_strict = models.BooleanField()
    tie_rule = models.CharField(max_length=12, choices=[(rule.value, rule.value) for rule in rules.TieRule])
    change_allowed = models.BooleanField()
    quorum_theme_min = models.PositiveSmallIntegerField(default=0)
    secret = models.BooleanField()
    conditions_written = models.PositiveSmallIntegerField()
    quorum_base = models.PositiveSmallIntegerField()
    quorum_required = models.PositiveSmallIntegerField()
    quorum_value = models.PositiveSmallIntegerField()
    theme_value = models.PositiveSmallIntegerField(default=0)
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
                & Q(n_entitled__gte=F("n_remote") + F("n_represented"))
                & Q(n_theme__lte=F("n_entitled"), n_theme__gte=F("n_theme_remote") + F("n_theme_represented"))
                & Q(n_theme_remote__lte=F("n_remote"), n_theme_represented__lte=F("n_represented")),
                name="the_heads_add_up",
            ),
            models.CheckConstraint(
                condition=Q(majority_base="expressed", base_value=FOR + F("n_against"))
                | Q(majority_base="cast", base_value=F("n_voted"))
                | Q(majority_base="present", base_value=F("n_entitled"))
                | Q(majority_base="in_office", base_value=F("quorum_base")),
                name="the_base_is_the_one_of_the_rule",
            ),
            models.CheckConstraint(
                condition=(
                    Q(drops_recused=True, quorum_base=F("n_seats") - F("n_recused"))
                    | Q(drops_recused=False, quorum_base=F("n_seats") - F("n_recused_l1111_6"))
                )
                & _counted_in("quorum_value", "n_entitled", "n_remote", "n_represented")
                & _counted_in("theme_value", "n_theme", "n_theme_remote", "n_theme_represented")
                & (
                    Q(quorum_met=True, quorum_value__gte=F("quorum_required"), theme_value__gte=F("quorum_theme_min"))
                    | Q(quorum_met=False) & (Q(quorum_value__lt=F("quorum_required")) | LACKS_THEME)
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
                    tie_rule=rules.TieRule.CASTING_VOTE.value,
                    majority_base=rules.MajorityBase.EXPRESSED.value,
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
        values["rule"] = rules.VotingRule.of({name: getattr(self, name) for name in RULE})
        values["casting_side"] = rules.Choice(self.casting_side) if self.casting_side else None
        values["decided_by"] = counting.DecidedBy(self.decided_by)
        return counting.Result(**values)


RULE = tuple(item.name for item in fields(rules.VotingRule))
COUNTED = tuple(item.name for item in fields(counting.Result) if item.name not in ("rule", "casting_side"))
