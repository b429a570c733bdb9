"""What a table costs that leaves the house, beside bare csv and XlsxWriter, and the page of its list. Prints only.

    .venv/bin/python benchmarks/tables.py [--dossiers 20000] [--rounds 5]

See README.md here.
"""

import argparse
import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["OKOTE_DEBUG"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okote_flow.settings")


def best(act: Callable[[], Any], rounds: int) -> float:
    """The median of the seconds that this process computed."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return statistics.median(took)


def made(world: Any, count: int) -> None:
    from dossiers.lifecycle import State
    from dossiers.models import Dossier
    from okote_flow import clock
    from okote_flow.directory.models import LegalForm, Organization

    structures = Organization.objects.bulk_create(
        Organization(name=f"Structure {one}", legal_form=LegalForm.ASSOCIATION_1901) for one in range(500)
    )
    states = (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.CAMPAIGN, State.FOLLOW_UP)
    Dossier.objects.bulk_create(
        (
            Dossier(
                number=f"OKT-2022-{one:06d}",
                title=f"Projet solidaire de quartier {one}",
                applicant=world.alice,
                organization=structures[one % 500],
                territory=(world.nord, world.sud)[one % 2],
                city=("Haguenau", "Thann", "Colmar")[one % 3],
                goal_cents=1_000_00 + 37_00 * (one % 400),
                officer=(world.odile, None)[one % 2],
                state=states[one % 4],
                rules=world.rules,
                submitted_at=clock.now() - timedelta(hours=one % 9000),
                state_since=clock.now() - timedelta(hours=one % 3000),
                next_due_on=clock.today() + timedelta(days=one % 90 - 20),
                next_keeper="officer",
            )
            for one in range(count)
        ),
        batch_size=500,
    )


def bare_xlsx(rows: list[Any]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(BytesIO(), {"constant_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, place, value)
            elif value is not None:
                page.write_number(number, place, value if isinstance(value, int) else value.toordinal())
    book.close()


def files(user: Any, rounds: int) -> None:
    from django.http import QueryDict

    from okote_flow.sheets import csv_lines, write_xlsx
    from okote_flow.tables import registry

    table = registry.tables()["dossiers"]
    rows = [list(row) for row in table.sheet(user, QueryDict(), "x").rows]
    ours = best(lambda: sum(map(len, csv_lines(table.sheet(user, QueryDict(), "x")))), rounds)
    bare = best(lambda: csv.writer(StringIO(), delimiter=";").writerows(rows), rounds)
    print(f"CSV   {len(rows)} rows: {len(rows) / ours:>9.0f} rows/s; bare csv {len(rows) / bare:>9.0f} rows/s")
    ours = best(lambda: write_xlsx(table.sheet(user, QueryDict(), "x"), BytesIO()), rounds)
    bare = best(lambda: bare_xlsx(rows), rounds)
    print(
        f"XLSX  {len(rows)} rows: {len(rows) / ours:>9.0f} rows/s; bare XlsxWriter {len(rows) / bare:>9.0f} rows/s;"
        f" {ours / bare:.2f} times as long"
    )


def page(user: Any, rounds: int) -> None:
    from django.db import connection
    from django.template import Context, Template
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from dossiers.models import Dossier

    client = Client()
    client.force_login(user)
    template = Template("{% for one in rows %}<tr><td>{{ one.number }}</td><td>{{ one.title }}</td></tr>{% endfor %}")
    bare = best(lambda: template.render(Context({"rows": Dossier.objects.order_by("number")[:50]})), rounds * 4)
    print(f"bare template of 50 rows {bare * 1000:.1f} ms")
    for query in ("", "?delai=retard", "?tri=objectif", "?territoire=1", "?q=quartier", "?page=20"):
        took = best(lambda query=query: client.get(f"/dossiers/{query}"), rounds)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/dossiers/{query}")
        slow = max(float(one["time"]) for one in asked.captured_queries)
        print(f"list {query:16}{took * 1000:>8.1f} ms, {len(asked)} queries, the slowest {slow * 1000:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/tables.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        from tests.world import World

        world = World()
        made(world, asked.dossiers)
        files(world.odile, asked.rounds)
        page(world.odile, asked.rounds)


if __name__ == "__main__":
    main()
