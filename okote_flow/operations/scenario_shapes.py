"""Reads a scenario's tables key by key; the first complaint stops the reading and names its place."""

from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused


def instead(word: str, known: Iterable[str]) -> str:
    """The nearest name, as the end of a sentence, or nothing."""
    near = get_close_matches(word, list(known), 1, 0.5)
    return f" (vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?)" if near else ""


class Shape:
    """One table of the file. Every `Refused` that it raises begins with `where`."""

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
            raise Refused([refuse("scenario-kind-wrong", where=where, name=_spell(values), kind="une table")])
        self.values: dict[str, Any] = values
        self.where = where
        self._known: set[str] = set()

    def _take(self, key: str, kind: type | tuple[type, ...], words: str, *, required: bool) -> Any:
        self._known.add(key)
        value = self.values.get(key)
        if value is None:
            if required:
                raise Refused([refuse("scenario-key-missing", where=self.where, name=key)])
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise Refused([refuse("scenario-kind-wrong", where=self.where, name=key, kind=words)])
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; a number, or a date of TOML, is read as text."""
        value = self._take(key, (str, int, date, datetime), "un texte", required=required)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true ou false", required=False))

    def table(self, key: str) -> dict[str, Any]:
        value: dict[str, Any] = self._take(key, dict, "une table", required=False) or {}
        return value

    def series(self, key: str, *, required: bool = False) -> list[Any]:
        value: list[Any] = self._take(key, list, "une liste", required=required) or []
        return value

    def value(self, key: str) -> Any:
        self._known.add(key)
        return self.values.get(key)

    def close(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key in self.values:
            if key not in self._known:
                near = instead(key, self._known)
                raise Refused([refuse("scenario-key-unknown", where=self.where, name=key, instead=near)])


def _spell(value: Any) -> str:
    return str(value)[:40]
