"""Who may open which address of the archives: the same columns as `url_table`."""

RECORDS = """
# Archives
records:index                         >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:dossiers                      >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:dossiers_csv                  >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:dossiers_xlsx                 >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:dossier                       >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:proof                         >   -   -   -   o   o   o   o   -   -   -   -   -   -   -   -   o   o   -
records:release                       >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
records:check_piece                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
records:erase_drafts                  >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
records:holds                         >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:slips                         >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:propose                       >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
records:slip                          >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:slip_pdf                      >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:visa                          >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:requests                      >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:request                       >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:request_data                  >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
records:mine                          >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
records:my_data                       >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
records:register                      >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:register_pdf                  >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:place_hold                    >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:lift_hold                     >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:send_slip                     >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:withdraw_slip                 >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:record_visa                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:refuse_visa                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:execute_slip                  >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:answer_request                >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   o   o   -
records:rectify                       >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
records:erase_person                  >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   o   -   -
"""
