"""Addresses of accounts; signing up, logging in, addresses and passwords are allauth's, under /compte/."""

from django.urls import path

from okote_flow.accounts import views

app_name = "accounts"
urlpatterns = [
    path("mon-compte/", views.me, name="me"),
    path("mes-structures/<int:pk>/", views.organization, name="organization"),
    path("mes-structures/<int:pk>/comptes/<int:person_pk>/retirer/", views.remove_member, name="remove_member"),
    path("mes-structures/<int:pk>/invitations/<int:invitation_pk>/retirer/", views.revoke, name="revoke"),
    path("comptes/", views.accounts, name="list"),
    path("comptes/inviter/", views.invitations, name="invite"),
    path("comptes/<int:pk>/", views.account, name="account"),
    path("comptes/<int:pk>/terminer/", views.end, name="end"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
