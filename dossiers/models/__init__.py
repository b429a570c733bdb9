"""The nouns of a dossier."""

from dossiers.models.calendar import SpecialDay
from dossiers.models.conditions import Condition, ConditionProof, ConditionState
from dossiers.models.content import Attachment, BudgetLine, CriterionAnswer
from dossiers.models.deadlines import Deadline, DeadlineKind, DeadlinePause
from dossiers.models.dossier import Counter, Dossier, DossierQuerySet
from dossiers.models.exchange import Ask, Ceiling, Complement, Decision, Question
from dossiers.models.grids import GridLine, GridVersion
from dossiers.models.memory import DossierSnapshot, Look, Occasion
from dossiers.models.messages import Enclosure, Message, Note, Origin, Party, ThreadDraft, ThreadMark
from dossiers.models.process import DossierProcess, look_ahead
from dossiers.models.programme import Call, Cohort, Criterion, Programme, RulesVersion
from dossiers.models.reports import FinalReport, ReportDraft, ReportLine

__all__ = [
    "Ask",
    "Attachment",
    "BudgetLine",
    "Call",
    "Ceiling",
    "Cohort",
    "Complement",
    "Condition",
    "ConditionProof",
    "ConditionState",
    "Counter",
    "Criterion",
    "CriterionAnswer",
    "Deadline",
    "DeadlineKind",
    "DeadlinePause",
    "Decision",
    "Dossier",
    "DossierProcess",
    "DossierQuerySet",
    "DossierSnapshot",
    "Enclosure",
    "FinalReport",
    "GridLine",
    "GridVersion",
    "Look",
    "Message",
    "Note",
    "Occasion",
    "Origin",
    "Party",
    "Programme",
    "Question",
    "ReportDraft",
    "ReportLine",
    "RulesVersion",
    "SpecialDay",
    "ThreadDraft",
    "ThreadMark",
    "look_ahead",
]
