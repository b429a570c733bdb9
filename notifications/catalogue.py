"""Who is told what, for every kind of event: the one table of notifications, and what is told to nobody on purpose."""

from notifications import (
    notices_of_accounts,
    notices_of_committees,
    notices_of_deadlines,
    notices_of_dossiers,
    notices_of_money,
)
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

CATALOGUE: dict[Kind, tuple[Notice, ...]] = (
    notices_of_accounts.NOTICES
    | notices_of_dossiers.NOTICES
    | notices_of_deadlines.NOTICES
    | notices_of_committees.NOTICES
    | notices_of_money.NOTICES
)

SILENT: frozenset[Kind] = frozenset(
    {
        # the mail of the invitation itself tells, and whoever joins is its author
        Kind.ACCOUNT_INVITED,
        Kind.ACCOUNT_JOINED,
        Kind.INVITATION_REVOKED,
        # an address that one makes for oneself
        Kind.CALENDAR_OPENED,
        Kind.CALENDAR_REVOKED,
        # the house sets itself up
        Kind.COMMITTEE_FOUNDED,
        Kind.SEAT_ADDED,
        Kind.PROGRAMME_LOADED,
        Kind.RULES_ADOPTED,
        Kind.SEAL,
        # a draft is its holder's alone, and work under way is told when it is handed over
        Kind.QUESTION_REMOVED,
        Kind.ASK_TAKEN_BACK,
        Kind.DOSSIER_DRAFTED,
        Kind.DOSSIER_EDITED,
        Kind.DOSSIER_RELABELLED,
        Kind.ATTACHMENT_ADDED,
        Kind.ATTACHMENT_REMOVED,
        Kind.QUESTION_ASKED,
        Kind.QUESTION_ANSWERED,
        Kind.COMPETENCE_FOUND,
        Kind.SHEET_SAVED,
        Kind.SHEET_TAKEN_BACK,
        Kind.OPINION_RECORDED,
        Kind.MEETING_PLANNED,
        # the inbox shows who has a task
        Kind.TASK_CLAIMED,
        Kind.TASK_RELEASED,
        # said by the proclamation that fixes them
        Kind.CEILING_FIXED,
        Kind.CONDITION_SET,
        # who sits in the meeting sees it; the others learn its decisions
        Kind.MEETING_OPENED,
        Kind.MEETING_CLOSED,
        Kind.ITEM_CALLED,
        Kind.ITEM_LEFT,
        Kind.PRESENCE_RECORDED,
        Kind.POLL_OPENED,
        Kind.BALLOT_CAST,
        Kind.POLL_CLOSED,
        Kind.POLL_VOIDED,
        Kind.HANDS_COUNTED,
        Kind.VERDICT_PROCLAIMED,
        # a company counts once it pledges, an envelope once voted; gifts and their match are read on the campaign
        Kind.COMPANY_REGISTERED,
        Kind.ENVELOPE_OPENED,
        Kind.GIFT_REFUNDED,
        Kind.MATCH_CHANGED,
        Kind.PROVIDER_PAID,
    }
)
