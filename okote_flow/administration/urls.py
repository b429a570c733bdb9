"""Addresses of this room, one list for each of its subjects."""

from django.urls import URLPattern, path

from okote_flow.administration import import_addresses, text_addresses
from okote_flow.administration.views import calls, days, grids, history, home, places, proposals

RULES: list[URLPattern] = [
    path("regles/", proposals.rules, name="rules"),
    path("regles/proposer/", proposals.propose, name="propose"),
    path("regles/<int:pk>/", proposals.proposal, name="proposal"),
    path("regles/<int:pk>/effet.csv", proposals.effect_file, {"ending": "csv"}, name="effect_csv"),
    path("regles/<int:pk>/effet.xlsx", proposals.effect_file, {"ending": "xlsx"}, name="effect_xlsx"),
    path("regles/<int:pk>/recalculer/", proposals.weigh, name="weigh"),
    path("regles/<int:pk>/reprendre/", proposals.rebase, name="rebase"),
    path("regles/<int:pk>/adopter/", proposals.adopt, name="adopt"),
    path("regles/<int:pk>/retirer/", proposals.withdraw, name="withdraw"),
    path("regles/<int:pk>/retirer-la-version/", proposals.withdraw_version, name="withdraw_version"),
]
PLACES: list[URLPattern] = [
    path("territoires/", places.territories, name="territories"),
    path("territoires/nouveau/", places.new_territory, name="new_territory"),
    path("territoires/<slug:code>/", places.territory, name="territory"),
    path("territoires/<slug:code>/modifier/", places.edit_territory, name="edit_territory"),
    path("territoires/<slug:code>/intercommunalites/nouvelle/", places.new_epci, name="new_epci"),
    path("territoires/<slug:code>/communes/nouvelle/", places.new_town, name="new_town"),
    path("intercommunalites/<slug:siren>/modifier/", places.edit_epci, name="edit_epci"),
    path("communes/<slug:insee>/modifier/", places.edit_town, name="edit_town"),
]
CALLS: list[URLPattern] = [
    path("appels/", calls.calls, name="calls"),
    path("appels/nouveau/", calls.new_call, name="new_call"),
    path("appels/<slug:code>/", calls.call, name="call"),
    path("appels/<slug:code>/modifier/", calls.edit_call, name="edit_call"),
    path("appels/<slug:code>/promotions/nouvelle/", calls.new_cohort, name="new_cohort"),
    path("promotions/<slug:code>/", calls.cohort, name="cohort"),
    path("promotions/<slug:code>/modifier/", calls.edit_cohort, name="edit_cohort"),
    path("promotions/<slug:code>/dossiers/<int:pk>/retirer/", calls.leave_cohort, name="leave_cohort"),
]
GRIDS: list[URLPattern] = [
    path("grilles/", grids.grids, name="grids"),
    path("grilles/nouvelle/", grids.new_grid, name="new_grid"),
    path("grilles/<int:pk>/", grids.grid, name="grid"),
]
DAYS: list[URLPattern] = [
    path("jours/", days.days, name="days"),
    path("jours/<int:pk>/retirer/", days.drop_day, name="drop_day"),
]
HISTORY: list[URLPattern] = [
    path("historique/", history.history, name="history"),
    path("historique.csv", history.history_file, {"ending": "csv"}, name="history_csv"),
    path("historique.xlsx", history.history_file, {"ending": "xlsx"}, name="history_xlsx"),
    path("historique/<int:pk>/annuler/", history.undo, name="undo"),
]

app_name = "administration"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    *RULES,
    *PLACES,
    *CALLS,
    *GRIDS,
    *DAYS,
    *HISTORY,
    *text_addresses.urlpatterns,
    *import_addresses.urlpatterns,
]
