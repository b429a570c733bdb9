"""The figures of the dashboard counted another way: plain SQL over dossiers, journal, gifts and the ledger.

Nothing of the dashboard is used, nor what it keeps. What people may see is said again here, as their rights have it.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

PARIS = ZoneInfo("Europe/Paris")
STAGE = {
    "draft": 1, "submitted": 2, "complements_requested": 2, "territorial_review": 3, "engagement_review": 4,
    "campaign_preparation": 5, "campaign": 5, "campaign_failed": 5, "matching": 6, "payout": 7, "follow_up": 7,
}  # fmt: skip
GIVEN_UP = ("renounced", "cancelled")
SPANS = {
    "admission": (["submit"], ["admit"]),
    "territorial": (["admit"], ["favour", "decline_territorial"]),
    "engagement": (["favour"], ["endorse", "decline"]),
    "decision": (["submit"], ["endorse", "decline"]),
    "preparation": (["endorse"], ["open_campaign"]),
    "campaign": (["open_campaign"], ["succeed", "fail"]),
    "matching": (["succeed"], ["settle"]),
    "payout": (["settle"], ["pay_all"]),
    "report": (["pay_all"], ["close"]),
}


def forget() -> None:
    """What was counted is counted again: the world has changed."""
    rows.cache_clear()
    everything.cache_clear()


@cache
def rows(sql: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def day(value: Any) -> date:
    """The day of an instant in Alsace; SQLite gives text."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo("UTC"))).astimezone(PARIS).date()


def at_rank(values: list[int], part: int) -> int | None:
    ordered = sorted(values)
    return ordered[max(1, ceil(len(ordered) * part / 100)) - 1] if ordered else None


@dataclass
class One:
    """A dossier, as its row and the journal tell it."""

    pk: int
    state: str
    asked_from: str
    territory: int | None
    theme: str
    goal: int
    steps: list[tuple[str, date, str, str]] = field(default_factory=list)  # name, day, before, after

    def day_of(self, *names: str) -> date | None:
        return next((when for name, when, _, _ in self.steps if name in names), None)

    @property
    def stage(self) -> int:
        """0 at an end, or when it was given up."""
        return STAGE.get(self.asked_from if self.state == "complements_requested" else self.state, 0)

    @property
    def since(self) -> date:
        found, here = self.steps[0][1], 0
        for _, when, before, after in self.steps:
            stage = STAGE.get(before if after == "complements_requested" else after, 0)
            found, here = (when, stage) if stage != here else (found, here)
        return found

    @property
    def supported_in(self) -> int:
        endorsed = self.day_of("endorse")
        return 0 if endorsed is None or self.day_of("renounce", "cancel") else endorsed.year


@cache
def everything() -> dict[int, One]:
    """Every dossier that the journal says was handed in."""
    found = {
        row[0]: One(row[0], row[1], row[2], row[3], row[4], row[5] or 0)
        for row in rows("SELECT id, state, asked_from, territory_id, theme, goal_cents FROM dossiers_dossier")
    }
    told = rows("SELECT subject, kind, at, facts FROM journal_event WHERE subject LIKE 'dossier:%%' ORDER BY id")
    for subject, kind, at, facts in told:
        known = json.loads(facts) if isinstance(facts, str) else facts
        one = found.get(int(subject.split(":")[1]))
        if one is not None and kind.startswith("dossier.") and "after" in known and "before" in known:
            one.steps.append((kind.split(".")[1], day(at), known["before"], known["after"]))
    return {pk: one for pk, one in found.items() if one.day_of("submit")}


def visible(person: Any, kind: str, territory: int | None = None) -> set[int]:
    """What an office or a seat shows, without what a recusal takes away."""
    aside = {row[0] for row in rows("SELECT dossier_id FROM committees_recusal WHERE user_id = %s", person.pk)}
    found = set()
    for pk, one in everything().items():
        is_admitted = one.day_of("admit") is not None
        shown = {
            "office": True,
            "steering": is_admitted,
            "territorial": is_admitted and one.territory == territory,
            "engagement": one.day_of("favour") is not None,
        }[kind]
        if shown and pk not in aside:
            found.add(pk)
    return found


def overdue(today: date) -> set[int]:
    found = rows(
        "SELECT p.dossier_id FROM dossiers_dossierprocess p JOIN viewflow_process v ON v.id = p.process_ptr_id "
        "WHERE v.status = 'NEW' AND p.due_on < %s",
        today,
    )
    return {row[0] for row in found}


def gifts(keys: set[int], year: int) -> dict[int, dict[int, tuple[int, int]]]:
    """Dossier -> month -> (cents less what was given back, how many of which something is left)."""
    back = dict(rows("SELECT gift_id, SUM(cents) FROM funding_refund GROUP BY gift_id"))
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    sql = (
        "SELECT g.id, c.dossier_id, g.cents, g.pledged_at FROM funding_gift g "
        "JOIN funding_campaign c ON c.id = g.campaign_id"
    )
    for gift, dossier, cents, at in rows(sql):
        when = day(at)
        if dossier in keys and when.year == year:
            left = cents - int(back.get(gift, 0))
            known = found[dossier].get(when.month, (0, 0))
            found[dossier][when.month] = (known[0] + left, known[1] + (left > 0))
    return found


def won(keys: set[int], year: int) -> tuple[set[int], set[int]]:
    """The campaigns that were won and lost in a year, by the journal: what was given up since is neither."""
    good: set[int] = set()
    bad: set[int] = set()
    for pk, one in everything().items():
        ended = one.day_of("succeed", "fail")
        if pk in keys and ended and ended.year == year and not one.day_of("renounce", "cancel"):
            (good if one.day_of("succeed") else bad).add(pk)
    return good, bad


def colleges(keys: set[int]) -> dict[str, int]:
    """What each college brought, by the transfers of the ledger; citizens by their gifts."""
    legs = rows(
        "SELECT c.dossier_id, p.college, t.cents, a.id = t.credit_id FROM funding_transfer t "
        "JOIN funding_account a ON a.id = t.credit_id OR a.id = t.debit_id "
        "JOIN funding_pledge p ON p.id = a.pledge_id JOIN funding_campaign c ON c.id = p.campaign_id "
        "WHERE a.role IN ('accrued', 'settled', 'paid')"
    )
    found = {"company": 0, "authority": 0, "citizens": 0}
    for dossier, college, cents, is_credit in legs:
        if dossier in keys:
            found[college] += cents if is_credit else -cents
    given = "SELECT c.dossier_id, g.cents FROM funding_gift g JOIN funding_campaign c ON c.id = g.campaign_id"
    found["citizens"] += sum(cents for dossier, cents in rows(given) if dossier in keys)
    back = (
        "SELECT c.dossier_id, r.cents FROM funding_refund r JOIN funding_gift g ON g.id = r.gift_id "
        "JOIN funding_campaign c ON c.id = g.campaign_id WHERE r.key NOT LIKE 'end:%%'"
    )
    found["citizens"] -= sum(cents for dossier, cents in rows(back) if dossier in keys)
    return found


def envelopes() -> dict[tuple[str, int, str], int]:
    """(partner, year, role) -> cents, by the transfers of the ledger."""
    found: dict[tuple[str, int, str], int] = defaultdict(int)
    legs = rows(
        "SELECT d.name, e.year, a.role, t.cents, a.id = t.credit_id FROM funding_transfer t "
        "JOIN funding_account a ON a.id = t.credit_id OR a.id = t.debit_id "
        "JOIN funding_envelope e ON e.id = a.envelope_id JOIN directory_partner d ON d.id = e.partner_id"
    )
    for partner, year, role, cents, is_credit in legs:
        found[partner, year, role] += cents if is_credit else -cents
    return found


def running_costs(year: int) -> tuple[int, int, int]:
    """Forecast, called, received."""
    forecast = rows("SELECT COALESCE(SUM(forecast_cents), 0) FROM funding_contribution WHERE year = %s", year)[0][0]
    moved = {"call": 0, "receipt": 0}
    sql = (
        "SELECT m.kind, m.cents, m.reverses_id FROM funding_contributionmove m "
        "JOIN funding_contribution c ON c.id = m.contribution_id WHERE c.year = %s"
    )
    for kind, cents, reverses in rows(sql, year):
        moved[kind] += -cents if reverses else cents
    return int(forecast), moved["call"], moved["receipt"]


def spans(keys: set[int], year: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {name: [] for name in SPANS}
    for pk, one in everything().items():
        for name, (starts, ends) in SPANS.items():
            start, end = one.day_of(*starts), one.day_of(*ends)
            if pk in keys and start and end and end.year == year:
                found[name].append((end - start).days)
    return found


def cofunded() -> set[int]:
    sql = (
        "SELECT DISTINCT c.dossier_id FROM dossiers_ceiling c JOIN directory_partner p ON p.id = c.partner_id "
        "WHERE p.is_competence_bound = %s"
    )
    return {row[0] for row in rows(sql, True)}


def open_campaigns() -> set[int]:
    return {row[0] for row in rows("SELECT dossier_id FROM funding_campaign WHERE state = 'open'")}
