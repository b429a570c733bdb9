"""Addresses of the archives, under /archives/."""

from django.urls import path

from okote_flow.records.acts import TABLE
from okote_flow.records.views import acts, kept, persons, release, slips

app_name = "records"
urlpatterns = [
    path("", kept.index, name="index"),
    path("dossiers/", kept.dossiers, name="dossiers"),
    path("dossiers.csv", kept.dossiers_csv, name="dossiers_csv"),
    path("dossiers.xlsx", kept.dossiers_xlsx, name="dossiers_xlsx"),
    path("dossiers/<int:pk>/", kept.dossier, name="dossier"),
    path("dossiers/<int:pk>/preuve.zip", kept.proof_of, name="proof"),
    path("dossiers/<int:pk>/communiquer/", release.release, name="release"),
    path("pieces/<int:pk>/relue/", release.check_piece, name="check_piece"),
    path("brouillons/effacer/", kept.erase_drafts, name="erase_drafts"),
    path("gels/", kept.holds, name="holds"),
    path("bordereaux/", slips.slips, name="slips"),
    path("bordereaux/proposer/", slips.propose, name="propose"),
    path("bordereaux/<int:pk>/", slips.slip, name="slip"),
    path("bordereaux/<int:pk>/bordereau.pdf", slips.slip_pdf, name="slip_pdf"),
    path("bordereaux/<int:pk>/visa-numerise/", slips.visa, name="visa"),
    path("demandes/", persons.requests, name="requests"),
    path("demandes/<int:pk>/", persons.one_request, name="request"),
    path("demandes/<int:pk>/donnees.zip", persons.request_data, name="request_data"),
    path("mes-donnees/", persons.mine, name="mine"),
    path("mes-donnees/donnees.zip", persons.my_data, name="my_data"),
    path("registre/", kept.processing, name="register"),
    path("registre.pdf", kept.processing_pdf, name="register_pdf"),
    *(path(f"{row.slug}/", acts.act, {"name": row.name}, name=row.name) for row in TABLE),
]
