"""Addresses of tables and views."""

from django.urls import path

from okote_flow.tables import views

app_name = "tables"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("preparer/", views.prepare, name="prepare"),
    path("prepares/<int:pk>/", views.export, name="export"),
    path("prepares/<int:pk>/fichier/", views.file, name="file"),
    path("prepares/<int:pk>/arreter/", views.cancel, name="cancel"),
    path("prepares/<int:pk>/reprendre/", views.retry, name="retry"),
    path("vues/", views.saved_views, name="views"),
    path("vues/nouvelle/", views.new_view, name="new_view"),
    path("vues/<int:pk>/", views.edit_view, name="edit_view"),
    path("vues/<int:pk>/supprimer/", views.delete_view, name="delete_view"),
    path("vues/<int:pk>/remettre/", views.restore_view, name="restore_view"),
    path("vues/<int:pk>/par-defaut/", views.choose_default, name="default_view"),
    path("<slug:name>.csv", views.download, {"ending": "csv"}, name="csv"),
    path("<slug:name>.xlsx", views.download, {"ending": "xlsx"}, name="xlsx"),
]
