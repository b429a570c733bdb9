"""The lines of a statement as its page shows them: what each is, or what it may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from funding import access
from funding.actions.statements import suggestions
from funding.models import Pledge, Reconciliation, StatementLine
from okote_flow.directory.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """One line, what was said of it, and else what it may be."""

    line: StatementLine
    now: Reconciliation | None
    maybe: Pledge | None

    @property
    def is_open(self) -> bool:
        return self.now is None

    @property
    def came(self) -> bool:
        return self.line.cents > 0


def lines(found: Sequence[StatementLine], owing: Sequence[Pledge]) -> list[Shown]:
    """No query: `found` knows what each line is now, `owing` what partners owe."""
    shown = []
    for line in found:
        now: list[Reconciliation] = getattr(line, "now", [])
        likely = [] if now else suggestions(line, owing)
        shown.append(Shown(line, now[0] if now else None, likely[0] if likely else None))
    return shown


def likely(line: StatementLine, user: User) -> dict[str, int]:
    """The debt that a line most likely pays, as the first choice of a form."""
    found = suggestions(line, list(access.receivables(user)))
    return {"pledge": found[0].pk} if found else {}
