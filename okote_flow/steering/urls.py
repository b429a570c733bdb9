"""Addresses of the dashboard, under /pilotage/."""

from django.urls import path

from okote_flow.steering import views

app_name = "steering"
urlpatterns = [
    path("", views.dashboard, name="board"),
    path("<slug:which>/<int:year>/", views.behind, name="behind"),
]
