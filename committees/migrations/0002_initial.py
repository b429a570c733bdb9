from django.db import migrations


class Migration(migrations.Migration):
    """Empty since the first migration makes the tables whole, in one step each."""

    initial = True

    dependencies = [("committees", "0001_initial")]

    operations = []
