"""Who may open which address of the dashboard: the same columns as `url_table`."""

STEERING = """
# Figures
steering:board                        >   -   -   -   o   o   o   o   o   o   o   o   o   o   o   o   -   o   -
steering:table                        >   -   -   -   o   o   o   o   o   o   o   o   o   o   o   o   -   o   -
steering:behind                       >   -   -   -   o   o   o   o   o   o   o   o   o   o   o   o   -   o   -
steering:behind_file                  >   -   -   -   o   o   o   o   o   o   o   o   o   o   o   o   -   o   -
figures:public                        o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
figures:file                          o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
"""
