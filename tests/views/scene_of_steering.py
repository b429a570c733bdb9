"""The arguments of the addresses of the dashboard."""

from collections.abc import Callable
from typing import Any

STEERING: dict[str, Callable[[Any], dict[str, Any]]] = {
    "steering:table": lambda scene: {"which": "etapes", "form": "csv"},
    "steering:behind": lambda scene: {"which": "accompagnes", "year": 2022},
    "steering:behind_file": lambda scene: {"which": "accompagnes", "year": 2022, "form": "xlsx"},
    "figures:file": lambda scene: {"form": "csv"},
}
