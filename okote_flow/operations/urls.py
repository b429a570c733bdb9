"""Addresses of operations: only the demo world has any."""

from django.urls import path

from okote_flow.operations import views

app_name = "operations"
urlpatterns = [path("demo/avancer/", views.advance, name="advance")]
