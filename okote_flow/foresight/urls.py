"""Addresses of foresight, under /pilotage/prevision/."""

from django.urls import path

from okote_flow.foresight import views

app_name = "foresight"
urlpatterns = [
    path("", views.page_of, name="page"),
    path("tableau.csv", views.export_csv, name="csv"),
    path("tableau.xlsx", views.export_xlsx, name="xlsx"),
    path("scenarios/", views.scenarios, name="scenarios"),
    path("garder/", views.save, name="save"),
    path("gardees/", views.kept, name="kept"),
    path("gardees/comparer/", views.compare, name="compare"),
    path("gardees/<int:pk>/", views.forecast, name="forecast"),
    path("gardees/<int:pk>/archiver/", views.archive, name="archive"),
    path("gardees/<int:pk>/reprendre/", views.restore, name="restore"),
]
