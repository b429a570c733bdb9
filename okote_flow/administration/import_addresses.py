"""Addresses of the imports of spreadsheets."""

from django.urls import path

from okote_flow.administration.views import imports

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/modele/<slug:code>/", imports.model, name="import_model"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/colonnes/", imports.columns, name="import_columns"),
    path("imports/<int:pk>/verifier/", imports.check_again, name="check_import"),
    path("imports/<int:pk>/doublons/", imports.choose, name="choose_import_lines"),
    path("imports/<int:pk>/confirmer/", imports.confirm, name="confirm_import"),
    path("imports/<int:pk>/abandonner/", imports.drop, name="drop_import"),
    path("imports/<int:pk>/annuler/", imports.undo, name="undo_import"),
    path("imports/<int:pk>/resultat/", imports.result, name="import_result"),
]
