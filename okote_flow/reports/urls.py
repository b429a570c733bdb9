"""Addresses of reports and meeting packs, under /pilotage/rapports/."""

from django.urls import path

from okote_flow.reports import pack_views, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouveau/", views.new, name="new"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/ecrire/<slug:code>/", views.write, name="write"),
    path("<int:pk>/versions/<slug:code>/", views.wordings, name="wordings"),
    path("<int:pk>/presenter/", views.present, name="present"),
    path("<int:pk>/retirer/", views.withdraw, name="withdraw"),
    path("<int:pk>/rapport.pdf", views.pdf, name="pdf"),
    path("<int:pk>/tableaux/<slug:code>.csv", views.table, {"ending": "csv"}, name="table_csv"),
    path("<int:pk>/tableaux/<slug:code>.xlsx", views.table, {"ending": "xlsx"}, name="table_xlsx"),
    path("seances/<int:pk>/", pack_views.page, name="pack"),
    path("seances/<int:pk>/figer/", pack_views.freeze, name="freeze_pack"),
    path("seances/<int:pk>/dossier.pdf", pack_views.today_pdf, name="pack_today_pdf"),
    path("seances/<int:pk>/dossier-<int:number>.pdf", pack_views.pdf, name="pack_pdf"),
]
