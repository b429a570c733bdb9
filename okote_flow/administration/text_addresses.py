"""Addresses of the texts of the house."""

from django.urls import path

from okote_flow.administration.views import texts

urlpatterns = [
    path("textes/", texts.texts, name="texts"),
    path("textes/<str:key>/", texts.text, name="text"),
    path("textes/<str:key>/version/<int:number>/", texts.version, name="text_version"),
    path("textes/<str:key>/revenir/", texts.revert, name="revert_text"),
]
