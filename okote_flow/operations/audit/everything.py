"""Every check of the house, in one list."""

from collections.abc import Iterator

from okote_flow.operations.audit import (
    database,
    decided,
    figures,
    forecasts,
    journal,
    letters,
    lives,
    messages,
    minutes,
    money,
    records,
    reports,
    search,
    votes,
)
from okote_flow.operations.audit.fault import Check, Fault

CHECKS: tuple[Check, ...] = (
    journal.chains,
    journal.seals,
    journal.identities,
    lives.paths,
    lives.receipts,
    lives.duties,
    lives.deadlines,
    lives.outlooks,
    lives.snapshots,
    decided.rules,
    decided.references,
    messages.words,
    votes.results,
    votes.polls,
    votes.verdicts,
    minutes.documents,
    letters.documents,
    reports.snapshots,
    reports.packs,
    money.recomputed,
    money.entries,
    money.pledges,
    money.accounts,
    search.index,
    figures.kept,
    records.slips,
    records.destroyed,
    forecasts.kept,
    database.all_triggers,
    database.all_constraints,
    database.all_references,
)


def faults() -> Iterator[Fault]:
    """What is not as it must be. A check that breaks on spoilt rows is a fault itself, and the others go on."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - rows that nothing could write may break anything
            name = f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
            yield Fault("check-broken", name, f"Ce contrôle a échoué\u00a0: {type(error).__name__}, {error}")
