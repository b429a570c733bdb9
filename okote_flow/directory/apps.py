"""Installs what the database refuses after every migrate, and lifts it while SQLite rebuilds tables."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from okote_flow import triggers


def _install_triggers(using: str, **kwargs: object) -> None:
    triggers.install(connections[using])


def _lift_triggers(using: str, plan: list[object], **kwargs: object) -> None:
    """SQLite renames no table of which a trigger of another speaks; PostgreSQL keeps its triggers throughout."""
    if plan and connections[using].vendor == "sqlite":
        triggers.drop(connections[using])


class DirectoryConfig(AppConfig):
    name = "okote_flow.directory"
    label = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        pre_migrate.connect(_lift_triggers, dispatch_uid="okote_triggers_lifted")
        post_migrate.connect(_install_triggers, dispatch_uid="okote_triggers")
