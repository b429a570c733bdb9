"""The clocks of a dossier as its page shows them: what is due, when, and how that day is counted."""

from dataclasses import dataclass
from datetime import date

from dossiers import access, clocks, deadlines
from dossiers.lifecycle import Keeper
from dossiers.models import Deadline, DeadlineKind, Dossier
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User

D = DeadlineKind
TO_HOLDERS = frozenset({D.ADMISSIBILITY, D.COMPLEMENTS, D.SCREENING, D.CAMPAIGN, D.CONDITION, D.PAYOUT, D.REPORT})
TO_COMMITTEES = frozenset({D.COMPLEMENTS, D.SCREENING, D.OPINION, D.CAMPAIGN, D.CONDITION})
"""Those who hold an office see all of them."""
TO_THE_HOLDER = {
    D.ADMISSIBILITY: "Examen de votre dossier par Alsace Active",
    D.COMPLEMENTS: "Vos réponses aux questions",
    D.SCREENING: "Examen par le comité territorial",
    D.CAMPAIGN: "Fin de votre campagne",
    D.CONDITION: "Réserve à lever",
    D.PAYOUT: "Versement préparé par Alsace Active",
    D.REPORT: "Votre bilan",
}
"""As the holder reads them: committees and offices by what they do, not by who is in them."""


@dataclass(frozen=True, slots=True)
class Countdown:
    """One line: `paused` says why the clock stands still, and then there is no day to keep."""

    label: str
    who: str
    due_on: date | None
    count: str
    paused: str


def of(user: User, dossier: Dossier) -> list[Countdown]:
    """What a reader is shown, the first day first, then what stands still; two queries, however many clocks."""
    is_own = access.is_own(user, dossier)
    shown = _shown_to(user, is_own)
    found = [_line(one, is_own) for one in deadlines.of_dossier(dossier) if D(one.kind) in shown]
    return sorted(found, key=lambda line: line.due_on or date.max)


def _shown_to(user: User, is_own: bool) -> frozenset[DeadlineKind]:
    if is_own:
        return TO_HOLDERS
    return frozenset(D) if offices_of(user) & access.SEE_ALL else TO_COMMITTEES


def _line(deadline: Deadline, is_own: bool) -> Countdown:
    terms, label = deadline.terms, deadline.get_kind_display()
    why = next((pause.why for pause in terms.pauses if pause.ends_on is None), "")
    return Countdown(
        label=TO_THE_HOLDER.get(D(deadline.kind), label) if is_own else label[:1].upper() + label[1:],
        who="" if is_own else Keeper(deadline.keeper).label,
        due_on=None if why else deadline.due_on,
        count=clocks.arithmetic(deadlines.clock_of(deadline).start, terms),
        paused=why,
    )
