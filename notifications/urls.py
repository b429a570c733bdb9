"""Addresses of notifications, under /notifications/."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("cloche/", views.bell, name="bell"),
    path("tout-lu/", views.read_all, name="read-all"),
    path("<int:pk>/ouvrir/", views.follow, name="follow"),
    path("<int:pk>/lue/", views.read, name="read"),
]
