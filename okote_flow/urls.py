"""The roof: every address of the house. Everything is put together here, nothing is decided."""

from django.urls import include, path

from dossiers.views.inbox import inbox
from okote_flow import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("accessibilite/", pages.text, {"template": "pages/accessibility.html"}, name="accessibility"),
    path("mentions-legales/", pages.text, {"template": "pages/legal.html"}, name="legal"),
    path("vos-donnees/", pages.text, {"template": "pages/privacy.html"}, name="privacy"),
    path("code-source/", pages.text, {"template": "pages/source_code.html"}, name="source_code"),
    path("sante/", pages.health, name="health"),
    path("ma-corbeille/", inbox, name="inbox"),
    path("compte/", include("allauth.account.urls")),
    path("", include("okote_flow.accounts.urls")),
    path("", include("dossiers.urls")),
    path("", include("committees.urls")),
    path("", include("funding.urls")),
    path("notifications/", include("notifications.urls")),
    path("pilotage/", include("okote_flow.steering.urls")),
    path("", include("okote_flow.operations.urls")),
]
handler400 = pages.bad_request
