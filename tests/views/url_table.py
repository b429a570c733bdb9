"""Who may open what: every address of the house against every kind of reader, in one table.

    o  the page is there            >  sent elsewhere (a stranger: to the login page)
    -  404: not theirs to know of   p  a button: it answers to POST only
    !  refused, with the reasons    x  403

A new address needs a row in the table of its app, and in `PLACES` the object that it is about: otherwise a test says
so. The dossier is Alice's, in Nord Alsace; its meeting, campaign and money are those of the same dossier.
"""

from collections.abc import Callable
from typing import Any

READERS = (
    "nobody", "zoe", "alice", "bruno", "odile", "omar", "didier", "tess", "serge", "tania", "sonia", "claire",
    "esther", "marc", "steve", "paula", "archie", "audrey", "adam",
)  # fmt: skip
"""nobody is not logged in; the others are introduced in tests/alsace.py, in the same order as the columns."""

HEAD = "nob zoe ali bru odi oma did tes ser tan son cla est mar ste pau arc aud ada"

HOUSE = """
home                               o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
"""

Arguments = Callable[[Any], dict[str, Any]]
