"""Who may open which address of the search and of the story of a dossier: the same columns as `url_table`."""

SEARCH = """
# Search
search:results                        >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o
search:suggestions                    >   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o   o

# The story of a dossier
dossiers:story                        >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:story_csv                    >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
dossiers:story_xlsx                   >   -   o   o   o   o   o   o   o   o   -   o   o   o   o   o   o   o   -
"""
