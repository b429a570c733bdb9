"""Who is told what, for every kind of event: the one table of notifications, and what is told to nobody on purpose."""

from notifications import (
    notices_of_accounts,
    notices_of_bank,
    notices_of_books,
    notices_of_committees,
    notices_of_deadlines,
    notices_of_decisions,
    notices_of_dossiers,
    notices_of_experts,
    notices_of_messages,
    notices_of_money,
    notices_of_records,
    notices_of_reports,
    notices_of_rules,
    notices_of_steps,
    notices_of_tables,
    notices_of_tax,
    notices_of_territories,
)
from notifications.notice import Notice
from okote_flow.journal.kinds import Kind

CHAPTERS: tuple[tuple[str, dict[Kind, tuple[Notice, ...]]], ...] = (
    ("Le dossier, pas à pas", notices_of_steps.NOTICES),
    ("Autour du dossier", notices_of_dossiers.NOTICES),
    ("Les comités et leurs séances", notices_of_committees.NOTICES),
    ("Les réserves et les lettres de décision", notices_of_decisions.NOTICES),
    ("Les comités sur leur territoire", notices_of_territories.NOTICES),
    ("Les avis extérieurs", notices_of_experts.NOTICES),
    ("La campagne et l’argent", notices_of_books.NOTICES | notices_of_money.NOTICES),
    ("Les virements et la banque", notices_of_bank.NOTICES),
    ("Les reçus fiscaux", notices_of_tax.NOTICES),
    ("Les rapports et les dossiers de séance", notices_of_reports.NOTICES),
    ("Les messages", notices_of_messages.NOTICES),
    ("Les échéances", notices_of_deadlines.NOTICES),
    ("Les règles du programme", notices_of_rules.NOTICES),
    ("Les comptes et les fonctions", notices_of_accounts.NOTICES),
    ("Les tableaux", notices_of_tables.NOTICES),
    ("Les données personnelles", notices_of_records.NOTICES),
)
"""The catalogue as one reads it."""

CATALOGUE: dict[Kind, tuple[Notice, ...]] = (
    notices_of_accounts.NOTICES
    | notices_of_dossiers.NOTICES
    | notices_of_steps.NOTICES
    | notices_of_messages.NOTICES
    | notices_of_deadlines.NOTICES
    | notices_of_decisions.NOTICES
    | notices_of_committees.NOTICES
    | notices_of_territories.NOTICES
    | notices_of_experts.NOTICES
    | notices_of_books.NOTICES
    | notices_of_money.NOTICES
    | notices_of_bank.NOTICES
    | notices_of_tax.NOTICES
    | notices_of_rules.NOTICES
    | notices_of_reports.NOTICES
    | notices_of_tables.NOTICES
    | notices_of_records.NOTICES
)

ASKED_ALONE = "qui le demande ou l’arrête le fait pour soi"
IN_THE_LIST = "les vues partagées se voient en tête de la liste"
INVITED = "le courriel d’invitation le dit lui-même"
JOINED = "la personne vient de le faire elle-même"
OWN_INTERESTS = "ce que l’on déclare de soi ne se dit à personne\u00a0; seul un lien avec un dossier se signale"
OWN_CALENDAR = "une adresse que l’on ouvre et ferme pour soi"
SETS_UP = "la maison s’installe"
OWN_DRAFT = "un brouillon n’appartient qu’à son porteur"
UNDER_WAY = "un travail en cours se dit quand il est rendu"
REPLACED = "l’édition qui le remplace se dit elle-même"
NOT_YET = "une séance se dit quand elle est convoquée"
DOUBT_OVER = "qui devait savoir le doute le voit levé là où il s’affichait"
TAKEN_BACK = "qui a été prévenu du message le trouve retiré"
IN_THE_INBOX = "la corbeille montre qui tient la tâche"
PROCLAIMED = "la proclamation qui la fixe le dit"
IN_THE_ROOM = "qui siège le voit en séance, les autres en apprennent la décision"
ON_THE_MEETING_AGENDA = "l’ordre du jour le montre à qui prépare la séance et à qui y siège"
ON_THE_COMMITTEE = "la page du comité montre ses sièges à qui y siège"
ON_THE_AGENDA = "l’ordre du jour se lit à jour sur la page de la séance"
ON_THE_LEAD = "se lit sur la page du projet repéré"
MISTAKEN = "corrige une erreur, la page du coup de main le montre"
SEALED = "la machine scelle les livres chaque jour\u00a0; le contrôle dit si un sceau ne tient plus"
FOR_ALL = "ce qui est publié se lit sur la page publique"
ON_THE_STATEMENT = "la page du relevé le montre à qui tient les comptes"
TOLD_TOGETHER = "les reçus qu’un même geste émet se disent ensemble"
ON_THE_PUBLIC_PAGE = "se lit sur la page de la campagne, ou là où l’on écrit cette page"
ON_THE_ACCOUNT = "se lit sur le compte d’emploi du partenaire"
AMONG_FORECASTS = "se lit sur la page des prévisions gardées"
IN_THE_ARCHIVES = "se lit dans les archives, que tiennent l’archiviste et la direction"
ON_ITS_PAGE = "se lit sur la page de la campagne ou de l’enveloppe"
IN_ITS_HISTORY = "se lit dans l’historique du texte"
ON_THE_IMPORT = "la page de l’import le montre ligne par ligne"

IN_ITS_HISTORY = "l’histoire des références le montre à celles et ceux qui les tiennent"
ON_THE_COHORT = "la page de la promotion le montre"

SILENT: dict[Kind, str] = {
    Kind.ACCOUNT_INVITED: INVITED,
    Kind.TABLE_ASKED: ASKED_ALONE,
    Kind.TABLE_CANCELLED: ASKED_ALONE,
    Kind.VIEW_SHARED: IN_THE_LIST,
    Kind.VIEW_UNSHARED: IN_THE_LIST,
    Kind.INVITATION_REVOKED: INVITED,
    Kind.ACCOUNT_JOINED: JOINED,
    Kind.ADDRESS_TRUSTED: DOUBT_OVER,
    Kind.MESSAGE_RETRACTED: TAKEN_BACK,
    Kind.CALENDAR_OPENED: OWN_CALENDAR,
    Kind.CALENDAR_REVOKED: OWN_CALENDAR,
    Kind.YEARLY_DRAFTED: UNDER_WAY,
    Kind.YEARLY_WRITTEN: UNDER_WAY,
    Kind.YEARLY_SUPERSEDED: REPLACED,
    Kind.MINUTES_DRAFTED: UNDER_WAY,
    Kind.MINUTES_WRITTEN: UNDER_WAY,
    Kind.MINUTES_REOPENED: UNDER_WAY,
    Kind.MINUTES_APPROVED: IN_THE_ROOM,
    Kind.INTEREST_DECLARED: OWN_INTERESTS,
    Kind.INTEREST_ENDED: OWN_INTERESTS,
    Kind.LETTER_DRAFTED: UNDER_WAY,
    Kind.LETTER_EDITED: UNDER_WAY,
    Kind.LETTER_UNSIGNED: UNDER_WAY,
    Kind.LETTER_CORRECTED: UNDER_WAY,
    Kind.LETTER_TEMPLATE_WRITTEN: SETS_UP,
    Kind.COMMITTEE_FOUNDED: SETS_UP,
    Kind.SEAT_ADDED: SETS_UP,
    Kind.SEAT_EDITED: ON_THE_COMMITTEE,
    Kind.SEAT_CLOSED: ON_THE_COMMITTEE,
    Kind.SEAT_REOPENED: ON_THE_COMMITTEE,
    Kind.STATEMENT_IMPORTED: ON_THE_STATEMENT,
    Kind.LINE_RECONCILED: ON_THE_STATEMENT,
    Kind.RECONCILIATION_UNDONE: ON_THE_STATEMENT,
    Kind.PROGRAMME_LOADED: SETS_UP,
    Kind.RULES_REBASED: UNDER_WAY,
    Kind.REFERENCE_CHANGED: IN_ITS_HISTORY,
    Kind.REFERENCE_UNDONE: IN_ITS_HISTORY,
    Kind.COHORT_JOINED: ON_THE_COHORT,
    Kind.COHORT_LEFT: ON_THE_COHORT,
    Kind.SEAL: SETS_UP,
    Kind.BOOKS_SEALED: SEALED,
    Kind.PARTNER_IDENTIFIED: SETS_UP,
    Kind.CONTRIBUTION_PLANNED: SETS_UP,
    Kind.OPEN_DATA_PUBLISHED: FOR_ALL,
    Kind.DOSSIER_DRAFTED: OWN_DRAFT,
    Kind.DOSSIER_EDITED: OWN_DRAFT,
    Kind.DOSSIER_RELABELLED: OWN_DRAFT,
    Kind.ATTACHMENT_ADDED: OWN_DRAFT,
    Kind.ATTACHMENT_REMOVED: OWN_DRAFT,
    Kind.QUESTION_REMOVED: UNDER_WAY,
    Kind.ASK_TAKEN_BACK: UNDER_WAY,
    Kind.QUESTION_ASKED: UNDER_WAY,
    Kind.QUESTION_ANSWERED: UNDER_WAY,
    Kind.COMPETENCE_FOUND: UNDER_WAY,
    Kind.SHEET_SAVED: UNDER_WAY,
    Kind.SHEET_TAKEN_BACK: UNDER_WAY,
    Kind.OPINION_RECORDED: UNDER_WAY,
    Kind.EXPERTISE_UNBOUND: UNDER_WAY,
    Kind.EXPERTISE_TAKEN_BACK: UNDER_WAY,
    Kind.MEETING_PLANNED: NOT_YET,
    Kind.FREE_ITEM_ADDED: ON_THE_AGENDA,
    Kind.FREE_ITEM_EDITED: ON_THE_AGENDA,
    Kind.FREE_ITEM_REMOVED: ON_THE_AGENDA,
    Kind.AGENDA_ORDERED: ON_THE_AGENDA,
    Kind.FREE_ITEM_DEALT_WITH: IN_THE_ROOM,
    Kind.TASK_CLAIMED: IN_THE_INBOX,
    Kind.TASK_RELEASED: IN_THE_INBOX,
    Kind.CEILING_FIXED: PROCLAIMED,
    Kind.CONDITION_SET: PROCLAIMED,
    Kind.MEETING_OPENED: IN_THE_ROOM,
    Kind.MEETING_RESUMED: IN_THE_ROOM,
    Kind.MEETING_CLOSED: IN_THE_ROOM,
    Kind.ITEM_CALLED: IN_THE_ROOM,
    Kind.DEBATE_ASKED: ON_THE_MEETING_AGENDA,
    Kind.ITEM_LEFT: IN_THE_ROOM,
    Kind.PRESENCE_RECORDED: IN_THE_ROOM,
    Kind.SEAT_HANDED_OVER: IN_THE_ROOM,
    Kind.POLL_OPENED: IN_THE_ROOM,
    Kind.BALLOT_CAST: IN_THE_ROOM,
    Kind.BALLOT_LATE: IN_THE_ROOM,
    Kind.VOTE_ASKED: IN_THE_ROOM,
    Kind.POLL_EXTENDED: IN_THE_ROOM,
    Kind.VOICE_REASSIGNED: IN_THE_ROOM,
    Kind.TALLY_ENTERED: IN_THE_ROOM,
    Kind.POLL_CLOSED: IN_THE_ROOM,
    Kind.HANDS_COUNTED: IN_THE_ROOM,
    Kind.VERDICT_PROCLAIMED: IN_THE_ROOM,
    Kind.LEAD_NOTED: ON_THE_LEAD,
    Kind.LEAD_EDITED: ON_THE_LEAD,
    Kind.LEAD_CALLED: ON_THE_LEAD,
    Kind.LEAD_CALL_TAKEN_BACK: ON_THE_LEAD,
    Kind.LEAD_MERGED: ON_THE_LEAD,
    Kind.LEAD_SPLIT: ON_THE_LEAD,
    Kind.LEAD_UNLINKED: ON_THE_LEAD,
    Kind.LEAD_CONTACT_ERASED: ON_THE_LEAD,
    Kind.HELP_NOT_DONE: MISTAKEN,
    Kind.STORY_WRITTEN: ON_THE_PUBLIC_PAGE,
    Kind.PICTURE_ADDED: ON_THE_PUBLIC_PAGE,
    Kind.PICTURE_DESCRIBED: ON_THE_PUBLIC_PAGE,
    Kind.PICTURE_REMOVED: ON_THE_PUBLIC_PAGE,
    Kind.SUPPORTERS_COUNTED: ON_THE_PUBLIC_PAGE,
    Kind.NEWS_CORRECTED: ON_THE_PUBLIC_PAGE,
    Kind.NEWS_WITHDRAWN: ON_THE_PUBLIC_PAGE,
    Kind.PUBLIC_QUESTION_ANSWERED: ON_THE_PUBLIC_PAGE,
    Kind.PUBLIC_QUESTION_PUBLISHED: ON_THE_PUBLIC_PAGE,
    Kind.PUBLIC_QUESTION_REFUSED: ON_THE_PUBLIC_PAGE,
    Kind.PUBLIC_QUESTION_ERASED: ON_THE_PUBLIC_PAGE,
    Kind.STOP_EXPLAINED: ON_THE_PUBLIC_PAGE,
    Kind.COMPANY_REGISTERED: ON_ITS_PAGE,
    Kind.REPAYMENT_SHARED: ON_THE_ACCOUNT,
    Kind.ENVELOPE_OPENED: ON_ITS_PAGE,
    Kind.GIFT_REFUNDED: ON_ITS_PAGE,
    Kind.REFUND_ACCOUNT_GIVEN: ON_ITS_PAGE,
    Kind.REFUNDS_ASKED: ON_ITS_PAGE,
    Kind.REFUND_SENT: ON_ITS_PAGE,
    Kind.REFUND_NAMES_ERASED: ON_ITS_PAGE,
    Kind.MATCH_CHANGED: ON_ITS_PAGE,
    Kind.PROVIDER_PAID: ON_ITS_PAGE,
    Kind.GIFT_ANNOUNCED: ON_ITS_PAGE,
    Kind.PROVIDER_EVENT_STORED: ON_ITS_PAGE,
    Kind.PROVIDER_EVENT_HELD: ON_ITS_PAGE,
    Kind.PROVIDER_EVENT_REPLAYED: ON_ITS_PAGE,
    Kind.PROVIDER_EVENT_DISMISSED: ON_ITS_PAGE,
    Kind.REVERSAL_TOLD: ON_ITS_PAGE,
    Kind.RECEIPT_UNIDENTIFIED: ON_ITS_PAGE,
    Kind.RECEIPT_ASSIGNED: ON_ITS_PAGE,
    Kind.RECEIPT_RETURNED: ON_ITS_PAGE,
    Kind.TAX_RECIPIENT_SAID: ON_ITS_PAGE,
    Kind.TAX_RECIPIENT_ERASED: ON_ITS_PAGE,
    Kind.TAX_NAMES_ERASED: ON_ITS_PAGE,
    Kind.TAX_RECEIPT_ISSUED: TOLD_TOGETHER,
    Kind.CLAIM_RECOVERED: ON_ITS_PAGE,
    Kind.CLAIM_LOST: ON_ITS_PAGE,
    Kind.FORECAST_SAVED: AMONG_FORECASTS,
    Kind.FORECAST_ARCHIVED: AMONG_FORECASTS,
    Kind.FORECAST_RESTORED: AMONG_FORECASTS,
    Kind.TEXT_WRITTEN: IN_ITS_HISTORY,
    Kind.TEXT_RESTORED: IN_ITS_HISTORY,
    Kind.ORGANIZATION_ENTERED: ON_THE_IMPORT,
    Kind.ORGANIZATION_COMPLETED: ON_THE_IMPORT,
    Kind.ORGANIZATION_RESTORED: ON_THE_IMPORT,
    Kind.ORGANIZATION_REMOVED: ON_THE_IMPORT,
    Kind.IMPORT_CONFIRMED: ON_THE_IMPORT,
    Kind.IMPORT_DONE: ON_THE_IMPORT,
    Kind.IMPORT_UNDONE: ON_THE_IMPORT,
    Kind.HOLD_PLACED: IN_THE_ARCHIVES,
    Kind.HOLD_LIFTED: IN_THE_ARCHIVES,
    Kind.SLIP_PROPOSED: IN_THE_ARCHIVES,
    Kind.SLIP_SENT: IN_THE_ARCHIVES,
    Kind.SLIP_CLEARED: IN_THE_ARCHIVES,
    Kind.SLIP_ENDED: IN_THE_ARCHIVES,
    Kind.SLIP_EXECUTED: IN_THE_ARCHIVES,
    Kind.ITEM_WITHHELD: IN_THE_ARCHIVES,
    Kind.DOSSIER_ELIMINATED: IN_THE_ARCHIVES,
    Kind.BANK_DETAILS_ERASED: IN_THE_ARCHIVES,
    Kind.DRAFT_ERASED: IN_THE_ARCHIVES,
    Kind.DATA_ASKED: IN_THE_ARCHIVES,
    Kind.PERSON_ERASED: IN_THE_ARCHIVES,
    Kind.MAIL_LOG_ERASED: IN_THE_ARCHIVES,
    Kind.PIECE_CHECKED: IN_THE_ARCHIVES,
    Kind.FILE_COMMUNICATED: IN_THE_ARCHIVES,
}
"""What is told to nobody on purpose, and why."""
