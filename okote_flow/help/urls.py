"""Addresses of the help, under /aide/."""

from django.urls import path

from okote_flow.help import views

app_name = "help"
urlpatterns = [
    path("", views.index, name="index"),
    path("mots/", views.words, name="words"),
    path("visite/", views.visit, name="visit"),
    path("raccourcis/", views.shortcuts, name="shortcuts"),
    path("<slug:slug>/", views.guide, name="guide"),
]
