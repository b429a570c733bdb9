"""Who may open what: every address of the house against every kind of reader, in one table.

    o  the page is there (it may say why an act is closed)   -  404: not theirs to know of
    >  sent elsewhere; a stranger, to the login page         p  a button: it answers to POST only
    !  refused, with the reasons                             x  403

A new address needs a row here and, when it is not about the dossier itself, its arguments in `scene.SPECIAL`: a test
says so. The dossier is Alice's, in Nord Alsace; meeting, campaign and money are those of the same dossier.
"""

from tests.views.url_table_of_administration import ADMINISTRATION
from tests.views.url_table_of_foresight import FORESIGHT
from tests.views.url_table_of_money import MONEY
from tests.views.url_table_of_records import RECORDS
from tests.views.url_table_of_references import REFERENCES
from tests.views.url_table_of_reports import REPORTS
from tests.views.url_table_of_search import SEARCH
from tests.views.url_table_of_steering import STEERING
from tests.views.url_table_of_tables import TABLES

READERS = (
    "nobody", "zoe", "alice", "bruno", "odile", "omar", "didier", "tess", "serge", "tania", "sonia", "claire",
    "esther", "marc", "steve", "paula", "archie", "audrey", "adam",
)  # fmt: skip
"""nobody is not logged in; the others are introduced in tests/alsace.py. The columns of the table, in this order."""

COMMON = """
#                                     nob zoe ali bru odi oma did tes ser tan son cla est mar ste pau arc aud ada
# The roof and the way in
home                                  o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
deposit                               o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
accessibility                         o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
legal                                 o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
privacy                               o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
source_code                           o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
system                                >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
health                                o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
offline                               o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
service_worker                        o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
help:index                            o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
help:words                            o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
help:guide                            o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
help:visit                            >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
help:shortcuts                        >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
inbox                                 >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_login                         o   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >
account_logout                        >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_inactive                      o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_signup                        o   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >
account_reauthenticate                >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_email                         >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_email_verification_sent       o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_change_password               >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_set_password                  >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >
account_reset_password                o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_confirm_login_code            >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >
account_confirm_email                 o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_reset_password_from_key_done  o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_reset_password_from_key       o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_reset_password_done           o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
account_request_login_code            o   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >   >

# Accounts
accounts:me                           >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
accounts:organization                 >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
accounts:remove_member                >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
accounts:revoke                       >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
accounts:list                         >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o
accounts:invite                       >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o
accounts:account                      >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o
accounts:end                          >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
accounts:invitation                   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o

# Absences and calendars
absences:mine                         >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
absences:end                          >   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -
agenda:mine                           >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
agenda:renew                          >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
agenda:revoke                         >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
agenda:feed                           o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o

# Dossiers
dossiers:claim                        >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:release                      >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:mine                         >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:new                          >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:list                         >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:export                       >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:enter                        >   -   -   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:compare                      >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:dossier                      >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:receipt                      >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:receipt_pdf                  >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:transfer                     >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:draft_again                  >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:workflow_of                  >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:structure                    >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:project                      >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:criteria                     >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:criterion                    >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:budget                       >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:add_campaign_line            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:put_back_budget_line         >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:edit_budget_line             >   -   >   >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:remove_budget_line           >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:attachments                  >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:remove_attachment            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:commitment                   >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:preview                      >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:questions                    >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:remove_question              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:complements                  >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:messages                     >   -   o   o   o   o   o   o   -   -   -   -   -   -   -   -   o   o   -
dossiers:note                         >   -   -   -   o   o   o   o   -   -   -   -   -   -   -   -   o   -   -
dossiers:retract_message              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:enclosure                    >   -   o   o   o   o   o   o   -   -   -   -   -   -   -   -   o   o   -
dossiers:condition_list               >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:export_conditions            >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:conditions                   >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:submit_condition             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:lift_condition               >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:send_back_condition          >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:waive_condition              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:fail_condition               >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:reopen_condition             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:take_back_ask                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
dossiers:submit                       >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:answer_complements           >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:report                       >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:add_siret                    >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:withdraw                     >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:ask_renounce                 >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:assign_officer               >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:find_competence              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:ask_complements              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:admit                        >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:reject_inadmissible          >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:drop                         >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:send_back                    >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:record_decision              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:renounce                     >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:ask_cancel                   >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:cancel                       >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:accept_report                >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:send_back_report             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:attach_to_report             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:report_page                  >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:report_pdf                   >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:close                        >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:download                     >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
dossiers:workflow                     >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
dossiers:settings                     >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o

# Committees
committees:committees                 >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:screening                  >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:take_back_sheet            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:opinion                    >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:recuse                     >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:divergence                 >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:ties                       >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:rule_tie                   >   -   -   -   -   -   -   -   o   -   -   o   o   -   -   -   -   -   -
committees:interests                  >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:end_interest               >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:recusals                   >   -   -   -   o   o   o   o   -   -   -   o   o   -   -   -   o   o   -
committees:export_recusals            >   -   -   -   o   o   o   o   -   -   -   o   o   -   -   -   o   o   -
committees:expertises                 >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:expertise                  >   -   -   -   >   >   >   >   >   >   -   >   >   >   >   >   >   >   -
committees:take_back_expertise        >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:decline_expertise          >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:revoke_expertise           >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:expertise_piece            >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:expertise_file             >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:engagement                 >   -   -   -   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:vote                       >   -   -   -   >   >   >   >   >   >   -   >   >   >   >   >   >   >   -
committees:ask_withdrawal             >   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:committee                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:rules                      >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:adopt_rules                >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:letter_templates           >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:letter_template            >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:draft_letter               >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:letter                     >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:letter_pdf                 >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:sign_letter                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:send_letter                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:unsign_letter              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:correct_letter             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:simulator                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:install                    >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o
committees:add_seat                   >   -   -   -   -   -   -   -   -   -   -   o   o   -   -   -   -   -   o
committees:seat                       >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:edit_seat                  >   -   -   -   -   -   -   -   -   -   -   o   o   -   -   -   -   -   o
committees:name_holder                >   -   -   -   -   -   -   -   -   -   -   o   o   -   -   -   -   -   o
committees:name_substitute            >   -   -   -   -   -   -   -   -   -   -   o   o   -   -   -   -   -   o
committees:close_seat                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:reopen_seat                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:end_mandate                >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:plan_meeting               >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   o
committees:meetings                   >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:calendar                   >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:divergences                >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:meeting                    >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:convene                    >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:answer_convocation         >   -   -   -   -   -   -   -   -   -   -   o   o   o   -   -   -   -   -
committees:convocations               >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:minutes                    >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:draft_minutes              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:write_minutes              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:review_minutes             >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:approve_minutes            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:sign_minutes               >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:reopen_minutes             >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:sealed_minutes             >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:extract                    >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:verify                     o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:convocation                >   -   -   -   -   -   -   -   -   -   -   o   o   o   -   -   -   -   -
committees:revoke_proxy               >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:call_again                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:edit_meeting               >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:cancel_meeting             >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:open_meeting               >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:close_meeting              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:room                       >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:projection                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:suspend_meeting            >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:resume_meeting             >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:carry_over                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:add_item                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:add_free_item              >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:order_agenda               >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:move_point                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:agenda_paper               >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:agenda_pdf                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:attendance                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:attendance_pdf             >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:room_kit_pdf               >   -   -   -   -   -   -   -   -   -   -   o   o   -   -   -   -   -   -
committees:edit_free_item             >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:remove_free_item           >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:deal_with_free_item        >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:record_presence            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:hand_over                  >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:item                       >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:ask_debate                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:remove_item                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:call_item                  >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:leave_item                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:open_poll                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:count_hands                >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:enter_paper_tally          >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:tally_sheet_pdf            >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
committees:ask_vote                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:postpone_item              >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:rework_item                >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:cast_ballot                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:close_poll                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:extend_poll                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:void_poll                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:amend_poll                 >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:reassign_voice             >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:acknowledge_withdrawal     >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
committees:proclaim                   >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -

# A committee's own life
committees:leads                      >   -   -   -   o   o   o   -   o   o   o   -   -   -   -   -   o   -   -
committees:export_leads               >   -   -   -   o   o   o   -   o   o   o   -   -   -   -   -   o   -   -
committees:note_lead                  >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:lead                       >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:edit_lead                  >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:entrust_lead               >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:note_call                  >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:merge_lead                 >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:link_lead                  >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:erase_lead                 >   -   -   -   o   o   o   -   o   o   -   -   -   -   -   -   o   -   -
committees:take_back_call             >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:split_lead                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:unlink_lead                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:answer_help                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:do_help                    >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:withdraw_help              >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
committees:lead_invitation            o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
committees:helps                      >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
committees:thank_for_help             >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
steering:campaigns                    >   -   -   -   o   o   o   o   o   o   -   -   -   -   -   -   o   o   -
steering:leads                        >   -   -   -   o   o   o   o   -   -   -   -   -   -   o   -   o   o   -
steering:engagement                   >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
steering:what_if                      >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   -
steering:what_if_export               >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   -
steering:engagement_list              >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
steering:engagement_export            >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -

# Notifications, steering, operations
notifications:list                    >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
notifications:bell                    >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
notifications:read-all                >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
notifications:unread-again            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
notifications:preferences             >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
notifications:example                 >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
notifications:catalogue               >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
notifications:follow                  >   -   >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
notifications:read                    >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
mails:list                            >   -   -   -   o   o   -   -   -   -   -   -   -   -   -   -   -   -   o
mails:letter                          >   -   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
mails:resend                          >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
mails:trust                           >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
mails:trust-mine                      >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
mails:optout                          o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
mails:outbox                          -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
mails:outbox-mail                     -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
mails:outbox-html                     -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
live_since                            o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
presence                              >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
operations:advance                    >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
"""
TABLE = COMMON + MONEY + ADMINISTRATION + REFERENCES + SEARCH + STEERING + REPORTS + TABLES + RECORDS + FORESIGHT


def rows() -> dict[str, str]:
    """Name of an address -> one sign for each reader."""
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return {name: "".join(signs) for name, *signs in lines}
