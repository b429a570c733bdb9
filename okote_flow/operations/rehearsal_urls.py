"""Addresses of the room in which members train: included only where settings.REHEARSAL is on."""

from django.urls import path

from okote_flow.operations import rehearsal_views

app_name = "rehearsal"
urlpatterns = [
    path("", rehearsal_views.page, name="page"),
    path("place/", rehearsal_views.sit, name="sit"),
    path("recommencer/", rehearsal_views.begin_again, name="begin_again"),
]
