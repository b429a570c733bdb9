"""The roof: every address of the house. Everything is put together here, nothing is decided."""

from django.conf import settings
from django.urls import include, path

from dossiers.views.inbox import inbox
from notifications import live_views
from okote_flow import pages, showcase

urlpatterns = [
    path("", pages.home, name="home"),
    path("deposer-un-projet/", pages.deposit, name="deposit"),
    path("accessibilite/", pages.text, {"template": "pages/accessibility.html"}, name="accessibility"),
    path("mentions-legales/", pages.text, {"template": "pages/legal.html"}, name="legal"),
    path("vos-donnees/", pages.text, {"template": "pages/privacy.html"}, name="privacy"),
    path("code-source/", pages.text, {"template": "pages/source_code.html"}, name="source_code"),
    path("systeme/", showcase.page, name="system"),
    path("sante/", pages.health, name="health"),
    path("hors-ligne/", pages.offline, name="offline"),
    path("sw.js", pages.service_worker, name="service_worker"),
    path("ma-corbeille/", inbox, name="inbox"),
    path("aide/", include("okote_flow.help.urls")),
    path("compte/", include("allauth.account.urls")),
    path("", include("okote_flow.accounts.urls")),
    path("", include("okote_flow.absences.urls")),
    path("", include("okote_flow.agenda.urls")),
    path("", include("dossiers.urls")),
    path("", include("committees.urls")),
    path("", include("funding.urls")),
    path("notifications/", include("notifications.urls")),
    path("courriels/", include("notifications.mail_urls")),
    path("live/depuis/", live_views.since, name="live_since"),
    path("presence/<slug:kind>/<int:pk>/", live_views.beside, name="presence"),
    path("tableaux/", include("okote_flow.tables.urls")),
    path("pilotage/prevision/", include("okote_flow.foresight.urls")),
    path("pilotage/rapports/", include("okote_flow.reports.urls")),
    path("pilotage/", include("okote_flow.steering.urls")),
    path("chiffres/", include("okote_flow.steering.public_urls")),
    path("recherche/", include("okote_flow.search.urls")),
    path("archives/", include("okote_flow.records.urls")),
    path("administration/", include("okote_flow.administration.urls")),
    path("", include("okote_flow.operations.urls")),
]
if settings.REHEARSAL:
    urlpatterns.append(path("repetition/", include("okote_flow.operations.rehearsal_urls")))
handler400 = pages.bad_request
