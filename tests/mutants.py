"""Removes one guard at a time and sees its named test turn red: `make mutants`.

The list is `tests/mutants.toml`. Each mutant says which guard it takes away (`file`, `old`, `new`: the text `old`
must stand in the file exactly once), which tests must notice (`killed_by`), and on which database (`postgresql` for
locks, with the server of TEST_DATABASE_URL; SQLite otherwise). Mutants run in copies of the tree, several at a time;
a mutant whose tests stay green survives, and the command fails.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = (
    "okote_flow",
    "dossiers",
    "committees",
    "funding",
    "notifications",
    "templates",
    "static",
    "tests",
    "data",
    "docs",
)
FILES = ("manage.py", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One guard taken away."""

    name: str
    file: str
    old: str
    new: str
    killed_by: tuple[str, ...]
    database: str = "sqlite"

    @property
    def environment(self) -> dict[str, str]:
        """Locks are tried on PostgreSQL, each mutant in a database of its own."""
        asked = {"OKOTE_DEBUG": "1", "PYTHONDONTWRITEBYTECODE": "1", "DATABASE_URL": "sqlite://:memory:"}
        if self.database == "postgresql":
            server, _, _ = os.environ["TEST_DATABASE_URL"].rpartition("/")
            asked["DATABASE_URL"] = f"{server}/{self.name[:40]}"
        return dict(os.environ) | asked

    def faults(self) -> Iterator[str]:
        """Why this entry is not a mutant: the guard has moved, or changed."""
        count = (ROOT / self.file).read_text().count(self.old)
        if count != 1:
            yield f"{self.name}: the guard stands {count} times in {self.file}, not once"


def load() -> list[Mutant]:
    rows = tomllib.loads((ROOT / "tests/mutants.toml").read_text())["mutant"]
    return [Mutant(**(row | {"killed_by": tuple(row["killed_by"])})) for row in rows]


def survives(mutant: Mutant) -> str:
    """Empty when the named tests notice; otherwise what was seen."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder)
        for name in KEPT:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, copy / name)
        target = copy / mutant.file
        target.write_text(target.read_text().replace(mutant.old, mutant.new))
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.killed_by],
            cwd=copy,
            env=mutant.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if ran.returncode == 1:
        return ""
    return ran.stdout[-600:] if ran.returncode else "its tests stayed green"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these mutants")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    asked = parser.parse_args()
    mutants = [mutant for mutant in load() if not asked.names or mutant.name in asked.names]
    faults = [fault for mutant in mutants for fault in mutant.faults()]
    print("\n".join(faults), end="\n" if faults else "")
    alive = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        for mutant, seen in zip(mutants, pool.map(survives, mutants), strict=True):
            alive += bool(seen)
            print(f"{'SURVIVES' if seen else 'killed  '} {mutant.name}{': ' + seen if seen else ''}", flush=True)
    print(f"{len(mutants) - alive} killed, {alive} alive of {len(mutants)} mutants")
    return 1 if alive or faults else 0


if __name__ == "__main__":
    sys.exit(main())
