"""The verbs of the administration."""

from okote_flow.administration.actions.calls import join_cohort, leave_cohort, save_call, save_cohort
from okote_flow.administration.actions.days import drop_day, save_day
from okote_flow.administration.actions.grids import adopt_grid, withdraw_grid
from okote_flow.administration.actions.places import save_epci, save_territory, save_town
from okote_flow.administration.actions.proposals import (
    adopt_proposal,
    propose_rules,
    rebase_proposal,
    remark_proposal,
    weigh_proposal,
    withdraw_proposal,
    withdraw_version,
)
from okote_flow.administration.actions.undoing import undo_change

__all__ = [
    "adopt_grid",
    "adopt_proposal",
    "drop_day",
    "join_cohort",
    "leave_cohort",
    "propose_rules",
    "rebase_proposal",
    "remark_proposal",
    "save_call",
    "save_cohort",
    "save_day",
    "save_epci",
    "save_territory",
    "save_town",
    "undo_change",
    "weigh_proposal",
    "withdraw_grid",
    "withdraw_proposal",
    "withdraw_version",
]
