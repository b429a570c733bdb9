"""Dossiers handed in, under other limits: goals that call for a look, postponements, lines of a report to explain."""

from collections import defaultdict

from dossiers.models import Dossier, ReportLine
from dossiers.report import needs_words
from okote_flow.administration.rules.impact import Finding, Group, Line
from okote_flow.administration.tried import Tried
from okote_flow.cents import euros
from okote_flow.parameters import Parameters


def goals(tried: Tried) -> Finding:
    """Whose goal stands outside the two marks."""
    lines, among = [], []
    rows = Dossier.objects.filter(submitted_at__isnull=False, goal_cents__isnull=False).order_by("pk")
    for pk, cents in rows.values_list("pk", "goal_cents"):
        assert cents is not None
        among.append(pk)
        was, would = _inside(cents, tried.now), _inside(cents, tried.then)
        if was != would:
            after = "sans alerte" if would else "alerte"
            before = f"{euros(cents)}, {'sans alerte' if was else 'alerte'}"
            lines.append(Line(tried.titles.get(pk, ""), before, after, turn=would - was, dossier=pk))
    return Finding(Group.GOALS, tried.lead, tuple(lines), tuple(among))


def _inside(cents: int, rules: Parameters) -> bool:
    return rules.goal_low_cents <= cents <= rules.goal_high_cents


def postponements(tried: Tried) -> Finding:
    """Who was put off more often than would be allowed, or has come to a limit that would be further off."""
    lines, among = [], []
    rows = Dossier.objects.filter(postponements__gt=0).order_by("pk").values_list("pk", "postponements")
    for pk, count in rows:
        among.append(pk)
        more, fewer = count >= tried.now.postponements, count > tried.then.postponements
        turn = -1 if fewer else int(more and count < tried.then.postponements)
        if turn:
            after = "un de trop" if fewer else "encore un possible"
            lines.append(Line(tried.titles.get(pk, ""), f"{count} ajournements", after, turn=turn, dossier=pk))
    return Finding(Group.POSTPONEMENTS, tried.lead, tuple(lines), tuple(among))


def reports(tried: Tried) -> Finding:
    """How many lines of each report would have asked for words. Needs are those of the real form."""
    by_dossier: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = ReportLine.objects.filter(report__isnull=False).order_by("pk")
    for dossier, forecast, actual in rows.values_list("report__dossier", "forecast_cents", "actual_cents"):
        by_dossier[dossier].append((forecast, actual))
    lines = []
    for dossier, pairs in by_dossier.items():
        was, would = (_to_explain(pairs, rules) for rules in (tried.now, tried.then))
        if was != would:
            turn = 1 if would < was else -1
            before, after = f"{was} lignes à expliquer", f"{would} lignes à expliquer"
            lines.append(Line(tried.titles.get(dossier, ""), before, after, turn=turn, dossier=dossier))
    return Finding(Group.REPORTS, tried.lead, tuple(lines), tuple(by_dossier))


def _to_explain(pairs: list[tuple[int, int]], rules: Parameters) -> int:
    return sum(needs_words(rules, forecast, actual) for forecast, actual in pairs)
