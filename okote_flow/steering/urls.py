"""Addresses of the dashboard, under /pilotage/."""

from django.urls import path

from okote_flow.steering import committee_views, views, what_if_views

app_name = "steering"
urlpatterns = [
    path("", views.dashboard, name="board"),
    path("tableaux/<slug:which>.<slug:form>", views.table, name="table"),
    path("comites/<slug:code>/campagnes/", committee_views.campaigns, name="campaigns"),
    path("projets-reperes/", committee_views.leads, name="leads"),
    path("et-si/", what_if_views.what_if, name="what_if"),
    path("et-si/tableau.csv", what_if_views.export, name="what_if_export"),
    path("engagement/", committee_views.engagement, name="engagement"),
    path("engagement/dossiers/", committee_views.engagement_list, name="engagement_list"),
    path("engagement/dossiers.csv", committee_views.engagement_export, name="engagement_export"),
    path("<slug:which>/<int:year>/", views.behind, name="behind"),
    path("<slug:which>/<int:year>.<slug:form>", views.behind_file, name="behind_file"),
]
