"""The nouns of the administration."""

from okote_flow.administration.models.changes import Change, Thing
from okote_flow.administration.models.imports import ImportBatch, ImportLine
from okote_flow.administration.models.proposals import Body, ProposalState, Remark, RuleProposal

__all__ = ["Body", "Change", "ImportBatch", "ImportLine", "ProposalState", "Remark", "RuleProposal", "Thing"]
