"""What the dashboard, the lists, the search and the files cost, beside a bare Django page. Prints, asserts nothing.

    python benchmarks/pages.py [--dossiers 100 10000 100000] [--clients 8] [--requests 40] [--keep FOLDER]

See README.md here.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import httpx

BEGINNING = datetime(2022, 3, 1, 9, tzinfo=UTC)
WARM = 3
PAGES: tuple[tuple[str, str, str], ...] = (
    ("bare page, 50 rows", "", "/bare/"),
    ("list of dossiers, officer", "odile", "/dossiers/"),
    ("list, page 40", "odile", "/dossiers/?page=40"),
    ("list, words", "odile", f"/dossiers/?q={quote('velos colmar')}"),
    ("list, one stage by goal", "odile", "/dossiers/?etape=5&tri=objectif"),
    ("list, territorial member", "tania", "/dossiers/"),
    ("dashboard, steering", "steve", "/pilotage/"),
    ("dashboard as a table", "steve", "/pilotage/?vue=tableau"),
    ("dashboard, officer", "odile", "/pilotage/"),
    ("dashboard, territorial member", "tania", "/pilotage/"),
    ("search", "odile", f"/recherche/?q={quote('velo sundgo')}"),
    ("search, steering", "steve", f"/recherche/?q={quote('conservrie colmar')}"),
    ("inbox, officer", "odile", "/ma-corbeille/"),
    ("public figures", "", "/chiffres/"),
)
FILES = ("/tableaux/dossiers.csv", "/tableaux/dossiers.xlsx")

print = partial(print, flush=True)  # noqa: A001 - each line is seen when it is known


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ------------------------------------------------------------------------------------------ the world that is served


def make(dossiers: int) -> None:
    """In this process and its empty database: a multitude, and whoever looks at it logged in. Prints what it made."""
    import django

    django.setup()
    from django.core.management import call_command

    from okote_flow import clock
    from tests import multitude

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    with clock.frozen(BEGINNING):
        house, mould = multitude.walk()
        multitude.multiply(mould, dossiers)
        at = clock.now()
    told = {"time": at.isoformat(), "seconds": time.monotonic() - began, "sessions": sessions(house)}
    print(json.dumps(told))


def sessions(house: Any) -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    found = {}
    for name in sorted({who for _, who, _ in PAGES if who}):
        user = getattr(house, name)
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        found[name] = store.session_key or ""
    return found


def world(dossiers: int, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Made once; with --keep it is found again."""
    told = folder / f"{dossiers}.json"
    if not told.exists():
        command = [sys.executable, "-W", "ignore", __file__, "--make", str(dossiers)]
        made = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        told.write_text(made.stdout.splitlines()[-1])
    known: dict[str, Any] = json.loads(told.read_text())
    return known


@contextmanager
def served(environment: dict[str, str], port: int) -> Iterator[str]:
    command = [sys.executable, "-W", "ignore", "-m", "uvicorn", "--app-dir", "benchmarks", "--lifespan", "off"]
    command += ["--log-level", "error", "--port", str(port), "pages_app:application"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{address}/bare/", timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


# --------------------------------------------------------------------------------------------------------- the clients


def ask(client: httpx.Client, path: str) -> tuple[float, int, int]:
    """(seconds, status, bytes) of one answer."""
    began = time.perf_counter()
    answer = client.get(path)
    return time.perf_counter() - began, answer.status_code, len(answer.content)


def many(
    address: str, cookies: dict[str, str], path: str, clients: int, requests: int
) -> list[tuple[float, int, int]]:
    def one(_: int) -> list[tuple[float, int, int]]:
        with httpx.Client(base_url=address, cookies=cookies, timeout=300) as client:
            return [ask(client, path) for _ in range(requests)]

    with ThreadPoolExecutor(clients) as pool:
        return [took for rows in pool.map(one, range(clients)) for took in rows]


def measure(address: str, known: dict[str, Any], asked: argparse.Namespace) -> None:
    head = "".join(f"{f'{count} client(s), p50':>20}{'p95':>9}{'bare':>7}" for count in (1, asked.clients))
    print(f"  {'':34}{head}{'weight':>10}")
    bare: dict[int, float] = {}
    for label, who, path in PAGES:
        cookies = {"sessionid": known["sessions"][who]} if who else {}
        many(address, cookies, path, 1, WARM)
        line = f"  {label:34}"
        for clients in (1, asked.clients):
            found = many(address, cookies, path, clients, max(4, asked.requests // clients))
            statuses = {status for _, status, _ in found}
            if statuses != {200}:
                line += f"  answers {sorted(statuses)}"
                break
            seconds = [took for took, _, _ in found]
            p50, p95 = percentile(seconds, 0.5), percentile(seconds, 0.95)
            bare.setdefault(clients, p50)
            line += f"{p50 * 1000:>17.1f} ms{p95 * 1000:>6.0f} ms{p50 / bare[clients]:>6.1f}×"
        print(f"{line}{found[0][2] / 1024:>7.0f} KB")


def files(address: str, known: dict[str, Any]) -> None:
    """Rows per second of the files, where they are given at once."""
    with httpx.Client(base_url=address, cookies={"sessionid": known["sessions"]["odile"]}, timeout=600) as client:
        for path in FILES:
            took, status, size = ask(client, path)
            print(f"  {path:34}{took:>8.2f} s, answer {status}, {size / 1024:.0f} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, nargs="*", default=[100, 10_000, 100_000])
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="where worlds are kept for the next run")
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make is not None:
        make(asked.make)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for count in asked.dossiers:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
                "OKOTE_DEBUG": "",
                "SECRET_KEY": "only for this benchmark, which nobody reaches from outside of this machine",
                "ALLOWED_HOSTS": "127.0.0.1",
                "SECURE_SSL_REDIRECT": "off",
                "EMAIL_URL": "dummymail://",
                "DATABASE_URL": f"sqlite:///{folder / f'{count}.sqlite3'}",
                "MEDIA_ROOT": str(folder / "media"),
            }
            known = world(count, folder, environment)
            print(f"{count:,} dossiers, made in {known['seconds']:.0f} s; load {os.getloadavg()[0]:.1f}")
            with served(environment | {"BENCH_TIME": known["time"]}, free_port()) as address:
                measure(address, known, asked)
                files(address, known)


if __name__ == "__main__":
    main()
