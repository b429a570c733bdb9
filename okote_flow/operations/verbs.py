"""Every verb of the house, loaded: what a rehearsal may play and what docs/actions.md lists."""

from importlib import import_module
from importlib.util import find_spec

from okote_flow.acts import ACTIONS, Action

ROOMS = (
    "okote_flow.absences.actions",
    "okote_flow.accounts.actions",
    "okote_flow.agenda.actions",
    "okote_flow.foresight.actions",
    "okote_flow.help.actions",
    "okote_flow.journal.seal",
    "dossiers.actions",
    "committees.actions",
    "funding.actions",
    "notifications.actions",
    "okote_flow.records.actions",
    "okote_flow.tables.actions",
    "okote_flow.reports.actions",
    "okote_flow.administration.actions",
)


def actions() -> dict[str, Action]:
    """Name -> action, by name. Importing a room of verbs registers what it holds."""
    for room in ROOMS:
        if find_spec(room) is not None:
            import_module(room)
    return dict(sorted(ACTIONS.items()))
