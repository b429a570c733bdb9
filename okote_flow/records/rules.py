"""How long a dossier is kept, and in which phase it is on a day. Pure: dates in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """CNIL: active base, intermediate archive, final fate."""

    ACTIVE = "active"
    INTERMEDIATE = "intermediate"
    DUE = "due"
    ELIMINATED = "eliminated"


PHASES = {
    Phase.ACTIVE: "Base active",
    Phase.INTERMEDIATE: "Archive intermédiaire",
    Phase.DUE: "Sort final à décider",
    Phase.ELIMINATED: "Éliminé",
}
STARTS = {
    "last_payment": "le dernier paiement",
    "notification": "la notification",
    "inactivity": "la dernière activité",
    "record": "l’enregistrement",
}
FATES = {
    "destruction": "Élimination, après visa",
    "erasure": "Effacement par l’archiviste, sans visa",
    "lapse": "Effacement à l’échéance",
    "archive": "Versement aux archives",
    "sample": "Échantillon versé, le reste éliminé après visa",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table of retention."""

    code: str
    label: str
    effective_on: date
    starts: str
    active_months: int
    intermediate_months: int
    fate: str
    source: str
    to_confirm: bool

    @property
    def active_label(self) -> str:
        return months(self.active_months)

    @property
    def intermediate_label(self) -> str:
        return months(self.intermediate_months) if self.intermediate_months else ""

    @property
    def starts_label(self) -> str:
        return STARTS[self.starts]

    @property
    def fate_label(self) -> str:
        return FATES[self.fate]


@dataclass(frozen=True, slots=True)
class Course:
    """What of a dossier's life its retention depends on."""

    closed_on: date | None  # None while it runs
    last_paid_on: date | None
    notified_on: date | None
    eliminated: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a dossier stands on a day. Dates are None while it runs: nobody knows them yet."""

    rule: Rule
    phase: Phase
    active_until: date | None
    due_on: date | None

    @property
    def phase_label(self) -> str:
        return PHASES[self.phase]


def months(count: int) -> str:
    """As people say it: whole years, or months."""
    years, rest = divmod(count, 12)
    return f"{count}\u00a0mois" if rest or not years else f"{years}\u00a0an{'s' if years > 1 else ''}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where the month has no such day, the first of the next: never too early."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def months_before(day: date, months: int) -> date:
    """The last day from which `months_after` is not later than this one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def in_force(rules: Iterable[Rule], day: date) -> dict[str, Rule]:
    """Of each code, the rule that holds on that day."""
    return {rule.code: rule for rule in sorted(rules, key=lambda one: one.effective_on) if rule.effective_on <= day}


def code_of(course: Course) -> str:
    """What was paid follows the accounts; all else follows the day on which the answer was given."""
    return "funded" if course.last_paid_on else "refused"


def keeping(course: Course, rules: dict[str, Rule], on: date) -> Keeping:
    """Both times must be over before anything is due: that of daily use, and that of the law."""
    rule = rules[code_of(course)]
    if course.closed_on is None:
        return Keeping(rule, Phase.ACTIVE, None, None)
    active_until = months_after(course.closed_on, rule.active_months)
    start = course.last_paid_on or course.notified_on or course.closed_on
    due_on = max(active_until, months_after(start, rule.intermediate_months))
    if course.eliminated:
        phase = Phase.ELIMINATED
    elif on < active_until:
        phase = Phase.ACTIVE
    else:
        phase = Phase.DUE if on >= due_on else Phase.INTERMEDIATE
    return Keeping(rule, phase, active_until, due_on)


def answer_due(received_on: date) -> date:
    """A person is answered within one month (RGPD, art. 12, 3)."""
    return months_after(received_on, 1)
