"""Addresses of this room, subject by subject."""

from django.urls import URLPattern

from okote_flow.administration import import_addresses, text_addresses

app_name = "administration"
urlpatterns: list[URLPattern] = [*text_addresses.urlpatterns, *import_addresses.urlpatterns]
