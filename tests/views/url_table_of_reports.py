"""Who may open which address of reports and meeting packs: the same columns as `url_table`.

The report of the scene is a review that was presented.
"""

REPORTS = """
# Reports
#                                     nob zoe ali bru odi oma did tes ser tan son cla est mar ste pau arc aud ada
reports:index                         >   -   -   -   o   o   o   o   -   -   -   o   -   -   o   o   -   o   -
reports:new                           >   -   -   -   o   o   o   !   -   -   -   !   -   -   !   !   -   !   -
reports:report                        >   -   -   -   o   o   o   o   -   -   -   o   -   -   o   -   -   o   -
reports:write                         >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
reports:wordings                      >   -   -   -   o   o   o   o   -   -   -   -   -   -   -   -   -   o   -
reports:present                       >   -   -   -   !   !   o   !   -   -   -   !   -   -   !   -   -   !   -
reports:withdraw                      >   -   -   -   !   !   o   !   -   -   -   !   -   -   !   -   -   !   -
reports:pdf                           >   -   -   -   o   o   o   o   -   -   -   o   -   -   o   -   -   o   -
reports:table_csv                     >   -   -   -   o   o   o   o   -   -   -   o   -   -   o   -   -   o   -
reports:table_xlsx                    >   -   -   -   o   o   o   o   -   -   -   o   -   -   o   -   -   o   -
reports:pack                          >   -   -   -   o   o   o   o   -   -   -   -   -   -   o   -   o   o   -
reports:freeze_pack                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
reports:pack_today_pdf                >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   -
reports:pack_pdf                      >   -   -   -   o   o   o   o   -   -   -   -   -   -   o   -   o   o   -
"""
