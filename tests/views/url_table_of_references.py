"""Who may open which address of the administration: the same columns as `url_table`."""

REFERENCES = """
# Administration
administration:home                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:rules                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:propose                >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:proposal               >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:effect_csv             >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:effect_xlsx            >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:weigh                  >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:rebase                 >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:adopt                  >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:withdraw               >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:withdraw_version       >   -   -   -   o   o   o   o   -   -   -   o   o   o   o   -   o   o   o
administration:territories            >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:territory              >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_territory          >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:edit_territory         >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_epci               >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:edit_epci              >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_town               >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:edit_town              >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:calls                  >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:call                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_call               >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:edit_call              >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_cohort             >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:cohort                 >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:edit_cohort            >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:leave_cohort           >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:grids                  >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:grid                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:new_grid               >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:days                   >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:drop_day               >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
administration:history                >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:history_csv            >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:history_xlsx           >   -   -   -   -   -   o   -   -   -   -   -   -   -   -   -   -   -   o
administration:undo                   >   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p   p
"""
