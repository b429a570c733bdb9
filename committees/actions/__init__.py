"""The verbs of the committees. Each is one transaction: hold, check, write, record."""

from committees.actions.bodies import add_seat, end_mandate, follow_terms, found_committee, give_mandate, install
from committees.actions.locks import hold_meeting
from committees.actions.meetings import (
    add_item,
    call_again,
    cancel_meeting,
    close_meeting,
    convene,
    leave_item,
    open_item,
    open_meeting,
    plan_meeting,
    remove_item,
    settle_items,
    withdraw_items,
)
from committees.actions.polls import cast_ballot, close_poll, open_poll, void_poll
from committees.actions.presence import record_leave, record_presence
from committees.actions.recusals import recusal_refusals, recuse
from committees.actions.screening import (
    cite,
    declare_no_link,
    drop_evidence,
    give_sheet,
    giving_refusals,
    opinion_refusals,
    record_opinion,
    save_sheet,
    screening_refusals,
    take_back_sheet,
)
from committees.actions.verdicts import postpone_item, proclaim, rework_item

__all__ = [
    "add_item",
    "add_seat",
    "call_again",
    "cancel_meeting",
    "cast_ballot",
    "cite",
    "close_meeting",
    "close_poll",
    "convene",
    "declare_no_link",
    "drop_evidence",
    "end_mandate",
    "follow_terms",
    "found_committee",
    "give_mandate",
    "give_sheet",
    "giving_refusals",
    "hold_meeting",
    "install",
    "leave_item",
    "open_item",
    "open_meeting",
    "open_poll",
    "opinion_refusals",
    "plan_meeting",
    "postpone_item",
    "proclaim",
    "record_leave",
    "record_opinion",
    "record_presence",
    "recusal_refusals",
    "recuse",
    "remove_item",
    "rework_item",
    "save_sheet",
    "screening_refusals",
    "settle_items",
    "take_back_sheet",
    "void_poll",
    "withdraw_items",
]
