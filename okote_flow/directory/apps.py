"""Installs what the database refuses after every migrate."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from okote_flow import triggers


def _install_triggers(using: str, **kwargs: object) -> None:
    triggers.install(connections[using])


class DirectoryConfig(AppConfig):
    name = "okote_flow.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, dispatch_uid="okote_triggers")
