"""Addresses of one's private calendar."""

from django.urls import path

from okote_flow.agenda import views

app_name = "agenda"
urlpatterns = [
    path("mon-compte/agenda/", views.mine, name="mine"),
    path("mon-compte/agenda/nouvelle-adresse/", views.renew, name="renew"),
    path("mon-compte/agenda/retirer/", views.revoke, name="revoke"),
    path("agenda/<str:token>.ics", views.calendar, name="feed"),
]
