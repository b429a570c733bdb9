"""Who may open which address of tables and views: the same columns as `url_table`."""

TABLES = """
# Tables and views
tables:exports                        >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
tables:prepare                        >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
tables:export                         >   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -
tables:file                           >   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -
tables:cancel                         >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
tables:retry                          >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
tables:views                          >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
tables:new_view                       >   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
tables:edit_view                      >   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   -   -   -
tables:delete_view                    >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
tables:restore_view                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
tables:default_view                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
tables:csv                            >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
tables:xlsx                           >   -   -   -   o   o   o   o   -   -   -   o   o   o   -   -   o   o   -
dossiers:together                     >   -   -   -   o   o   o   o   -   -   -   -   -   -   -   -   -   -   -
"""
