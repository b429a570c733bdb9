"""Which values the programme's rules may take. Pure."""

from collections.abc import Iterator, Mapping

from okote_flow.administration.sentences import refuse
from okote_flow.parameters import Parameters, catalogue
from okote_flow.refusals import Refusal

Value = int | str | bool
MODES = ("college", "each_partner")
SCHEDULES = (10_000, 7_000)
"""The two ways in which a project is paid: all at once, or 70 % and the rest on its report."""
MOST = {
    "jours": 1000, "jours francs": 60, "mois": 120, "fois": 20, "points de base": 10_000, "cents": 10**9,
    "campagnes et dons": 100, "": 100,
}  # fmt: skip
"""Unit -> the largest value that makes sense."""
AT_LEAST_ONE = frozenset(
    {
        "goal_cents", "complement_days", "draft_idle_months", "silence_months", "screening_days", "campaign_days",
        "campaign_min_days", "gift_min_cents", "threshold_bps", "ratio_num", "ratio_den", "condition_days",
        "settlement_days", "refund_days", "payout_days", "report_days", "report_again_days", "repay_days",
        "engagement_days", "public_least",
    }
)  # fmt: skip
"""The others may be nothing: no reminder, no fee, no second postponement."""


def changed(now: Parameters, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Of the wished values, those that differ from the rules of today."""
    values = now.values()
    return {name: value for name, value in wanted.items() if name in values and values[name] != value}


def with_changes(now: Parameters, changes: Mapping[str, Value]) -> Parameters:
    return Parameters.of(now.values() | dict(changes))


def value_refusals(now: Parameters, changes: Mapping[str, Value]) -> Iterator[Refusal]:
    """Why these cannot be rules: each value for itself, then those that must fit together."""
    unfit = [*_alone(changes)]
    yield from unfit
    if unfit:
        return
    if not changed(now, changes):
        yield refuse("rules-nothing")
        return
    yield from _together(with_changes(now, changes))


def _alone(changes: Mapping[str, Value]) -> Iterator[Refusal]:
    known, defaults = catalogue(), Parameters().values()
    for name, value in changes.items():
        if name not in known or type(value) is not type(defaults[name]):
            yield refuse("rules-unfit", label=name, why="cette règle n’existe pas ainsi.")
        elif name == "matching_mode":
            if value not in MODES:
                yield _unfit(name, "choisissez l’un des deux modes.")
        elif isinstance(value, int) and not isinstance(value, bool):
            least, most = int(name in AT_LEAST_ONE), MOST[known[name]["unit"]]
            if not least <= value <= most:
                yield _unfit(name, f"une valeur entre {least} et {most}.")
    if changes.get("advance_bps", SCHEDULES[0]) not in SCHEDULES:
        yield _unfit("advance_bps", "tout est versé avant le bilan, ou 70\u00a0%.")


def _together(rules: Parameters) -> Iterator[Refusal]:
    if not 0 < rules.sheets_num <= rules.sheets_den:
        yield _unfit("sheets_num", "une part va de plus de zéro à l’unité.")
    if not 0 < rules.quorum_num <= rules.quorum_den or rules.quorum_num * 2 < rules.quorum_den:
        yield _unfit("quorum_num", "le quorum est d’au moins la moitié, et d’au plus la totalité.")
    if not rules.goal_low_cents <= rules.goal_cents <= rules.goal_high_cents:
        yield _unfit("goal_cents", "l’objectif proposé se tient entre les deux seuils d’alerte.")
    if not rules.campaign_min_days <= rules.campaign_days <= rules.campaign_max_days:
        yield _unfit("campaign_days", "la durée d’une campagne se tient entre la plus courte et la plus longue.")
    if rules.draft_notice_days >= rules.draft_idle_months * 30:
        yield _unfit("draft_notice_days", "un brouillon est prévenu avant d’être retiré\u00a0: moins que son délai.")
    if rules.report_late_days >= rules.report_later_days:
        yield _unfit("report_later_days", "le second rappel vient après le premier.")


def _unfit(name: str, why: str) -> Refusal:
    return refuse("rules-unfit", label=catalogue()[name]["label"], why=why)
