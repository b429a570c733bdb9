"""The live line under load, beside a bare broadcast of Channels in the same run. Prints, asserts nothing.

    python benchmarks/live.py [--clients 1000] [--rounds 40] [--burst 20]

See README.md here.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import websockets

WARM = 3  # rounds before those that count
WHOLE = 120.0  # seconds after which what has not come is counted as lost


print = partial(print, flush=True)  # noqa: A001 - each line is seen when it is known


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


# What is served


def settle(environment: dict[str, str]) -> None:
    """The demo world in a fresh database."""
    for command in (["migrate", "--verbosity", "0"], ["load_programme", "data/okote-2021-2023.toml"], ["demo"]):
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def crowd(count: int, dossiers: int) -> tuple[list[str], list[int]]:
    """So many officers, each logged in, and dossiers that they all see."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from dossiers.models import Dossier
    from okote_flow import clock
    from okote_flow.directory.models import Appointment, Office, User

    keys = []
    with transaction.atomic():
        for number in range(count):
            name = f"bench{number}"
            user = User.objects.create(username=name, email=f"{name}@okote.test", password="!", is_fictional=True)
            Appointment.objects.create(user=user, office=Office.OFFICER, starts_on=clock.today())
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            keys.append(session.session_key)
    seen = Dossier.objects.filter(submitted_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    return keys, list(seen[:dossiers])


class Server:
    """One process of the house."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "uvicorn",
            "benchmarks.app:application",
            "--port",
            str(self.port),
        ]
        command += ["--lifespan", "off", "--log-level", "error"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        while True:
            try:
                self.ask("/sante/")
                return
            except OSError:
                assert self.process.poll() is None, "the server did not start"
                time.sleep(0.1)

    def ask(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=300) as answer:
            return str(answer.read().decode())

    @property
    def megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


# Who listens


class Clients:
    """So many websockets, and when each frame came."""

    def __init__(self) -> None:
        self.sockets: list[Any] = []
        self.readers: list[asyncio.Task[None]] = []
        self.at: list[float] = []
        self.subjects: Counter[str] = Counter()
        self.awaited, self.complete = 0, asyncio.Event()

    async def open(self, servers: list[Server], path: str, sessions: list[str], watch: list[str]) -> float:
        """Gives the seconds that it took."""
        began, few = time.monotonic(), asyncio.Semaphore(20)

        async def one(number: int, session: str) -> None:
            server = servers[number % len(servers)]
            headers = {"Cookie": f"sessionid={session}"}
            async with few:
                found = await websockets.connect(
                    f"ws://127.0.0.1:{server.port}{path}",
                    additional_headers=headers,
                    origin="http://localhost",  # type: ignore[arg-type]
                    compression=None,
                    ping_interval=None,
                    open_timeout=60,
                )
                if watch:
                    await found.send(json.dumps({"watch": watch}))
            self.sockets.append(found)
            self.readers.append(asyncio.create_task(self._read(found)))

        await asyncio.gather(*(one(number, session) for number, session in enumerate(sessions)))
        return time.monotonic() - began

    async def _read(self, found: Any) -> None:
        async for frame in found:
            self.at.append(time.monotonic())
            self.subjects[frame] += 1
            if len(self.at) == self.awaited:
                self.complete.set()

    async def round(self, server: Server, path: str, each: int) -> tuple[list[float], int]:
        """Milliseconds from the commit to each frame, and how many frames were awaited in vain."""
        self.at.clear()
        self.complete.clear()
        self.awaited = each * len(self.sockets)
        began = float(await asyncio.to_thread(server.ask, path))
        with suppress(TimeoutError):
            await asyncio.wait_for(self.complete.wait(), WHOLE)
        await asyncio.sleep(0.2)  # for what comes late, and for a quiet moment before the next
        return [1000 * (at - began) for at in self.at], self.awaited - len(self.at)

    async def close(self) -> None:
        for reader in self.readers:
            reader.cancel()
        await asyncio.gather(*(one.close() for one in self.sockets), return_exceptions=True)


# One run


async def measure(servers: list[Server], sessions: list[str], dossiers: list[int], asked: argparse.Namespace) -> None:
    subjects = [f"dossier:{key}" for key in dossiers]
    empty = sum(server.megabytes for server in servers)
    live, bare = Clients(), Clients()
    took = await live.open(servers, "/live/", sessions, subjects)
    await asyncio.sleep(2)
    with_live = sum(server.megabytes for server in servers)
    print(f"  {len(sessions)} lines opened in {took:.1f} s; memory {empty:.0f} MB empty, {with_live:.0f} MB with them")
    took = await bare.open(servers, "/bare/", sessions, [])
    print(
        f"  as many bare ones in {took:.1f} s; memory {sum(server.megabytes for server in servers):.0f} MB with both"
    )
    first, burst = str(dossiers[0]), ",".join(map(str, dossiers[: asked.burst]))
    kinds = {"live line": (live, "/bench/live/"), "bare broadcast": (bare, "/bench/bare/")}
    lasts: dict[str, list[float]] = {name: [] for name in kinds}
    each: dict[str, list[float]] = {name: [] for name in kinds}
    lost: Counter[str] = Counter()
    rates: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(asked.rounds + WARM):
        for name, (clients, path) in kinds.items():
            found, missing = await clients.round(servers[0], path + first, 1)
            if number >= WARM and found:
                lasts[name].append(max(found))
                each[name] += found
                lost[name] += max(missing, 0)
    for _ in range(3):
        for name, (clients, path) in kinds.items():
            found, missing = await clients.round(servers[0], path + burst, len(burst.split(",")))
            rates[name].append(len(found) / max(found) * 1000)
            lost[name] += max(missing, 0)
    print(f"  {'':16}{'last client p50':>16}{'p95':>8}{'any client p50':>16}{'p95':>8}{'deliveries/s':>14}{'lost':>6}")
    for name in kinds:
        print(
            f"  {name:16}{percentile(lasts[name], 0.5):>13.0f} ms{percentile(lasts[name], 0.95):>5.0f} ms"
            f"{percentile(each[name], 0.5):>13.0f} ms{percentile(each[name], 0.95):>5.0f} ms"
            f"{percentile(rates[name], 0.5):>14.0f}{lost[name]:>6}"
        )
    ratio = percentile(lasts["live line"], 0.95) / percentile(lasts["bare broadcast"], 0.95)
    print(f"  p95 to the last client: {ratio:.2f} × the bare one")
    await live.close()
    await bare.close()


def run(label: str, count: int, environment: dict[str, str], sessions: list[str], *rest: Any) -> None:
    print(label)
    servers = [Server(environment) for _ in range(count)]
    try:
        asyncio.run(measure(servers, sessions, *rest))
    finally:
        for server in servers:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--burst", type=int, default=20, help="events at once, each on a dossier of its own")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "OKOTE_DEMO": "1",
            "SECRET_KEY": "only-for-this-run",
            "SECURE_SSL_REDIRECT": "0",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
            "MEDIA_ROOT": f"{folder}/media",
            "DJANGO_SETTINGS_MODULE": "okote_flow.settings",
            "EMAIL_URL": "dummymail://",
        }
        os.environ.update(settings)
        os.environ.pop("REDIS_URL", None)
        environment = dict(os.environ)
        settle(environment)
        sessions, dossiers = crowd(asked.clients, max(asked.burst, 1))
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {environment['DATABASE_URL'].split(':')[0]}")
        run("One process, in memory", 1, environment, sessions, dossiers, asked)
        if shutil.which("redis-server") is None:
            print("redis-server is not installed: two processes are left out")
            return
        port = free_port()
        redis = subprocess.Popen(
            ["redis-server", "--port", str(port), "--save", "", "--dir", folder], stdout=subprocess.DEVNULL
        )
        try:
            address = {"REDIS_URL": f"redis://127.0.0.1:{port}"}
            run("Two processes, Redis", 2, environment | address, sessions, dossiers, asked)
        finally:
            redis.terminate()
            redis.wait()


if __name__ == "__main__":
    main()
