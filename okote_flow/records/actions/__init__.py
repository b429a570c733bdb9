"""The verbs of the archives."""

from okote_flow.records.actions.execution import destroy_item, erase_draft, execute, finish_slip
from okote_flow.records.actions.holds import lift_hold, place_hold
from okote_flow.records.actions.lapse import forget_mail_log, forget_sessions, is_log_over, sessions_to_forget
from okote_flow.records.actions.persons import erase_person, erasing_refusals, rectify_person
from okote_flow.records.actions.release import check_piece, communicate
from okote_flow.records.actions.requests import GROUNDS, answer_request, ask
from okote_flow.records.actions.slips import LONGEST, propose_slip, record_visa, refuse_visa, send_slip, withdraw_slip

__all__ = [
    "GROUNDS",
    "LONGEST",
    "answer_request",
    "ask",
    "check_piece",
    "communicate",
    "destroy_item",
    "erase_draft",
    "erase_person",
    "erasing_refusals",
    "execute",
    "finish_slip",
    "forget_mail_log",
    "forget_sessions",
    "is_log_over",
    "lift_hold",
    "place_hold",
    "propose_slip",
    "record_visa",
    "rectify_person",
    "refuse_visa",
    "send_slip",
    "sessions_to_forget",
    "withdraw_slip",
]
