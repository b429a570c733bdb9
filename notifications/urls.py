"""Addresses of notifications, under /notifications/."""

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("cloche/", views.bell, name="bell"),
    path("tout-lu/", views.read_all, name="read-all"),
    path("a-nouveau-non-lues/", views.unread_again, name="unread-again"),
    path("preferences/", views.preferences, name="preferences"),
    path("preferences/exemple/", views.example, name="example"),
    path("qui-est-prevenu/", views.catalogue, name="catalogue"),
    path("<int:pk>/ouvrir/", views.follow, name="follow"),
    path("<int:pk>/lue/", views.read, name="read"),
]
