"""Who may open which address of foresight: the same columns as `url_table`."""

FORESIGHT = """
# Foresight                           nob zoe ali bru odi oma did tes ser tan son cla est mar ste pau arc aud ada
foresight:page                        >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   o   -   o   -
foresight:csv                         >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   o   -   o   -
foresight:xlsx                        >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   o   -   o   -
foresight:scenarios                   >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   -   o   -
foresight:save                        >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
foresight:kept                        >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   -   o   -
foresight:compare                     >   -   -   -   >   >   >   >   -   -   -   >   >   >   >   -   -   >   -
foresight:forecast                    >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   -   o   -
foresight:archive                     >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
foresight:restore                     >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
"""
