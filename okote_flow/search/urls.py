"""Addresses of the search, under /recherche/."""

from django.urls import path

from okote_flow.search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
