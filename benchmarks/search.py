"""What one search costs among many dossiers, beside a bare Django page of 50 rows. Prints, asserts nothing.

    .venv/bin/python benchmarks/search.py [--dossiers 10000] [--rounds 40]

On a throw-away SQLite file, or on the database of DATABASE_URL if it is empty. See README.md here.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django

print = partial(print, flush=True)  # noqa: A001 - each line is seen when it is known

PLACES = ("Sundgau", "Thann", "Colmar", "Haguenau", "Saverne", "Mulhouse", "Sélestat", "Altkirch", "Munster", "Barr")
THINGS = ("Fabrique à vélos", "Jardin partagé", "Conserverie", "Ressourcerie", "Radio", "Épicerie", "Atelier")
QUERIES = ("velo sundgo", "jardin", "conserverie mulhouse", "OKT-2022-00042", "projet solidaire", "syllabe12 munster")
BARE = "{% for one in rows %}<tr><td>{{ one.title }}</td><td>{{ one.number }}</td><td>{{ one.city }}</td>{% endfor %}"


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def measure(act: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Milliseconds in which this process computed, whatever else the machine does: median, slowest of twenty."""
    act()
    took = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        took.append((time.process_time() - began) * 1000)
    return percentile(took, 0.5), percentile(took, 0.95)


def words(chance: random.Random, count: int) -> str:
    """A text in which few words are common and many are rare, as in any language."""
    return " ".join(f"syllabe{int(chance.paretovariate(0.9)) % 4000}" for _ in range(count))


def people(number: int) -> dict[str, Any]:
    from committees.actions import install
    from committees.models import Committee, Role
    from okote_flow.accounts.actions import appoint
    from okote_flow.directory.models import Office, User

    def person(name: str) -> Any:
        return User.objects.create(
            username=name, email=f"{name}@okote.test", first_name=name.title(), last_name="Essai"
        )

    made = {name: person(name) for name in ("officer", "member", "holder")}
    appoint(made["officer"], office=Office.OFFICER, by=None)
    committee = Committee.objects.filter(kind="territorial").order_by("code").first()
    install(committee, user=made["member"], role=Role.MEMBER, by=None)
    return made


def build(count: int, made: dict[str, Any]) -> None:
    """Dossiers admitted in some territory, each with six answers; one of them is the holder's."""
    from dossiers.lifecycle import State
    from dossiers.models import Criterion, CriterionAnswer, Dossier, RulesVersion
    from okote_flow import clock
    from okote_flow.directory.models import LegalForm, Organization, Territory

    chance, now = random.Random(20210920), clock.now()
    territories, criteria = list(Territory.objects.all()), list(Criterion.objects.all())
    rules = RulesVersion.in_force(clock.today())
    for start in range(0, count, 2000):
        numbers = range(start, min(start + 2000, count))
        structures = Organization.objects.bulk_create(
            Organization(
                name=f"Association {words(chance, 2)}", legal_form=LegalForm.LOCAL_ASSOCIATION, siret=f"{n:014d}",
                city=chance.choice(PLACES),
            )
            for n in numbers
        )  # fmt: skip
        dossiers = Dossier.objects.bulk_create(
            Dossier(
                number=f"OKT-2022-{n:05d}",
                title=f"{chance.choice(THINGS)} de {chance.choice(PLACES)} {words(chance, 1)}",
                summary=words(chance, 30), applicant=made["holder" if n == 7 else "officer"], organization=structure,
                territory=chance.choice(territories), city=chance.choice(PLACES), rules=rules, submitted_at=now,
                admitted_at=now, state=State.TERRITORIAL_REVIEW,
            )
            for n, structure in zip(numbers, structures, strict=True)
        )  # fmt: skip
        CriterionAnswer.objects.bulk_create(
            CriterionAnswer(dossier=one, criterion=criterion, text=words(chance, 40))
            for one in dossiers
            for criterion in criteria
        )


def bare() -> Callable[[], Any]:
    from django.http import HttpResponse
    from django.template import engines
    from django.test import RequestFactory

    from dossiers.models import Dossier

    template, factory = engines["django"].from_string(BARE), RequestFactory()

    def page() -> HttpResponse:
        request = factory.get("/")
        return HttpResponse(template.render({"rows": Dossier.objects.order_by("-pk")[:50]}, request))

    return page


def compare(made: dict[str, Any], rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    unit, slow = measure(bare(), rounds)
    print(f"\n  {'a bare page of 50 rows':48}{unit:>9.1f} ms{slow:>9.1f} ms      1,0 ×")
    for name in ("officer", "member", "holder"):
        client = Client()
        client.force_login(made[name])
        for page, address in (
            ("page", "/recherche/"),
            ("suggestions", "/recherche/suggestions/"),
            ("aide", "/aide/mots/"),
        ):
            asked = QUERIES if page != "aide" else ("",)
            for query in asked:
                act = partial(client.get, address, {"q": query} if query else {}, secure=True)
                with CaptureQueriesContext(connection) as queries:
                    assert act().status_code == 200
                half, slow = measure(act, rounds)
                label = f"{name}, {page}, {query}"
                print(f"  {label:48}{half:>9.1f} ms{slow:>9.1f} ms{half / unit:>9.1f} ×{len(queries):>6} queries")


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--dossiers", type=int, default=10_000)
    told.add_argument("--rounds", type=int, default=40)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SECRET_KEY", "only-for-this-file" * 3)
        os.environ.setdefault("OKOTE_DEBUG", "0")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okote_flow.settings")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/search.sqlite3")
        django.setup()
        run(asked.dossiers, asked.rounds)


def run(count: int, rounds: int) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from notifications import limits
    from okote_flow.search import following, views
    from okote_flow.search.models import SearchPosting, SearchTrigram, SearchWord

    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    views.SEARCHES = limits.Limit("searches-benchmark", 10**9)
    call_command("migrate", verbosity=0)
    call_command("load_programme", str(ROOT / "data/okote-2021-2023.toml"), stdout=open(os.devnull, "w"))  # noqa: SIM115
    made = people(count)
    began = time.monotonic()
    build(count, made)
    print(f"{count} dossiers made in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    following.rebuild()
    took = time.monotonic() - began
    print(f"indexed in {took:.1f} s, {count / took:.0f} dossiers/s")
    for model in (SearchWord, SearchTrigram, SearchPosting):
        print(f"  {model._meta.verbose_name}: {model.objects.count()}")
    began = time.monotonic()
    following.rebuild()
    print(f"indexed again, nothing had changed, in {time.monotonic() - began:.1f} s")
    compare(made, rounds)


if __name__ == "__main__":
    main()
