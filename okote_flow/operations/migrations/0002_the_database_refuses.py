"""Puts the triggers of append-only tables in place; `post_migrate` does so again whenever a table was rebuilt."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from okote_flow import triggers


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("operations", "0001_initial"),
        ("journal", "0001_initial"),
        ("committees", "0001_initial"),
        ("funding", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunPython(install, migrations.RunPython.noop)]
