"""Addresses of absences, under /mon-compte/."""

from django.urls import path

from okote_flow.absences import views

app_name = "absences"
urlpatterns = [
    path("mon-compte/absence/", views.mine, name="mine"),
    path("mon-compte/absence/<int:pk>/lever/", views.end, name="end"),
]
