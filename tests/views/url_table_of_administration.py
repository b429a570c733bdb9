"""Who may open which address of the administration's texts and imports: the same columns as `url_table`."""

ADMINISTRATION = """
# Texts and imports
administration:texts                  >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   o   o
administration:text                   >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   o   o
administration:text_version           >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   o   o
administration:revert_text            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:imports                >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:import_model           >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:import                 >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:import_columns         >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:undo_import            >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:import_result          >   -   -   -   o   o   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:check_import           >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:choose_import_lines    >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:confirm_import         >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:drop_import            >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
"""
