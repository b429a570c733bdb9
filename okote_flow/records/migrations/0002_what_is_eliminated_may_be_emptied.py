from typing import Any, ClassVar

from django.db import migrations

CHANGED = (
    ("dossiers_conditionproof_no_update", "dossiers_conditionproof"),
    ("dossiers_dossiersnapshot_no_update", "dossiers_dossiersnapshot"),
    ("funding_story_no_update", "funding_story"),
)


def drop_changed(apps: Any, editor: Any) -> None:
    """Their texts may be emptied now, and nothing else; `triggers.install` puts the new rule in place."""
    for name, table in CHANGED:
        on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("records", "0001_initial"),
        ("dossiers", "0008_cohorts_grids_days_and_what_is_due_first"),
        ("funding", "0002_money_comes_and_goes"),
    ]

    operations: ClassVar = [migrations.RunPython(drop_changed, migrations.RunPython.noop)]
