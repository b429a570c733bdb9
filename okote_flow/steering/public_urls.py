"""Addresses of the public figures, under /chiffres/."""

from django.urls import path

from okote_flow.steering import public_views

app_name = "figures"
urlpatterns = [
    path("", public_views.figures, name="public"),
    path("chiffres.<slug:form>", public_views.table, name="file"),
]
