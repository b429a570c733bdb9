"""Addresses of mails, under /courriels/."""

from django.urls import path

from notifications import mail_views

app_name = "mails"
urlpatterns = [
    path("", mail_views.mails, name="list"),
    path("<int:pk>/", mail_views.letter_page, name="letter"),
    path("<int:pk>/renvoyer/", mail_views.resend, name="resend"),
    path("<int:pk>/adresse-bonne/", mail_views.trust, name="trust"),
    path("mon-adresse-est-bonne/", mail_views.trust_mine, name="trust-mine"),
    path("ne-plus-recevoir/<str:token>/", mail_views.leave, name="optout"),
    path("boite/", mail_views.outbox_list, name="outbox"),
    path("boite/<slug:name>/", mail_views.outbox_mail, name="outbox-mail"),
    path("boite/<slug:name>/mise-en-page/", mail_views.outbox_html, name="outbox-html"),
]
