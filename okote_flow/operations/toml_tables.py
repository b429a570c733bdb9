"""A TOML file read table by table, in which every complaint names its line."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from okote_flow.refusals import Refusal, Refused, sentences


def sentences_by_line(table: dict[str, str]) -> Callable[..., Refusal]:
    """Refusals that begin with the line they are about."""
    return sentences({code: "ligne {line}\u00a0: " + text for code, text in table.items()})


refuse = sentences_by_line(
    {
        "file-unreadable": "le fichier n’est pas du TOML lisible.",
        "file-key-unknown": "la clé «\u00a0{path}\u00a0» n’est pas connue{instead}.",
        "file-key-missing": "il manque la clé «\u00a0{path}\u00a0».",
        "file-kind-wrong": "«\u00a0{path}\u00a0» doit être {kind}.",
        "file-amount-negative": "«\u00a0{path}\u00a0» ne peut pas être négatif.",
        "file-value-unknown": "«\u00a0{path}\u00a0» ne connaît pas «\u00a0{value}\u00a0»{instead}.",
    }
)

Path = tuple[str | int, ...]
Choice = TypeVar("Choice", bound=StrEnum)
Built = TypeVar("Built")

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=\s*(\[\s*(#.*)?$)?")
_ROW = re.compile(r"\s*[^\s#]")
_END_OF_ROWS = re.compile(r"\s*\]")
_AT_LINE = re.compile(r"\(at line (\d+)")


def spell(path: Path) -> str:
    """("partners", 1, "siren") -> "partners[2].siren": people count from one."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def instead(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 1)
    return f" (vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?)" if near else ""


class Lines:
    """Where each table, key and row of a file stands. tomllib does not say."""

    def __init__(self, text: str) -> None:
        self._at: dict[Path, int] = {}
        self._count: dict[Path, int] = {}
        self._here: Path = ()
        self._rows: Path | None = None
        for number, line in enumerate(text.splitlines(), 1):
            self._read(number, line)

    def _read(self, number: int, line: str) -> None:
        if self._rows is not None and (_ROW.match(line) or _END_OF_ROWS.match(line)):
            self._read_row(number, line)
        elif header := _HEADER.match(line):
            self._here = self._resolve(header[2].split("."), repeated=header[1] == "[[")
            self._at[self._here] = number
        elif key := _KEY.match(line):
            self._at[(*self._here, key[1])] = number
            self._rows = (*self._here, key[1]) if key[2] else None

    def _read_row(self, number: int, line: str) -> None:
        assert self._rows is not None
        if _END_OF_ROWS.match(line):
            self._rows = None
            return
        self._at[(*self._rows, self._next(self._rows))] = number

    def _next(self, path: Path) -> int:
        self._count[path] = self._count.get(path, -1) + 1
        return self._count[path]

    def _resolve(self, names: list[str], *, repeated: bool) -> Path:
        """[[territories.intermunicipalities]] -> ("territories", 3, "intermunicipalities", 0)."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._count:
                path = (*path, self._count[path])
        path = (*path, names[-1])
        return (*path, self._next(path)) if repeated else path

    def of(self, *path: str | int) -> int:
        """The line of a path, or of the nearest thing around it that has one."""
        while path and path not in self._at:
            path = path[:-1]
        return self._at.get(path, 1)

    def span(self, *path: str | int) -> str:
        """Where the rows of a table stand, in words: "lignes 12 à 18"."""
        rows = sorted(line for known, line in self._at.items() if known[:-1] == path)
        if not rows:
            return f"ligne {self.of(*path)}"
        return f"ligne {rows[0]}" if len(rows) == 1 else f"lignes {rows[0]} à {rows[-1]}"


@dataclass(slots=True)
class Table:
    """One table, read key by key. What is wrong is written into `faults`, and reading goes on with a stand-in."""

    values: Mapping[str, object]
    lines: Lines
    path: Path = ()
    faults: list[Refusal] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def _fault(self, code: str, *path: str | int, **facts: object) -> None:
        whole = (*self.path, *path)
        self.faults.append(refuse(code, line=self.lines.of(*whole), path=spell(whole), **facts))

    def _take(self, key: str, kind: type, words: str) -> object | None:
        """The value of a key if it is there and of that kind. bool is not int here, nor datetime date."""
        self.known.add(key)
        if key not in self.values:
            self._fault("file-key-missing", key)
            return None
        value = self.values[key]
        mistaken = (isinstance(value, bool) and kind is int) or (isinstance(value, datetime) and kind is date)
        if mistaken or not isinstance(value, kind):
            self._fault("file-kind-wrong", key, kind=words)
            return None
        return value

    def text(self, key: str) -> str:
        value = self._take(key, str, "un texte")
        return value if isinstance(value, str) else ""

    def text_if_any(self, key: str) -> str:
        self.known.add(key)
        return self.text(key) if key in self.values else ""

    def number(self, key: str) -> int:
        value = self._take(key, int, "un nombre entier")
        if not isinstance(value, int):
            return 0
        if value < 0:
            self._fault("file-amount-negative", key)
        return value

    def cents(self, key: str) -> int:
        """An amount, in whole euros in the file."""
        return self.number(key) * 100

    def day(self, key: str) -> date:
        value = self._take(key, date, "une date (2021-09-20)")
        return value if isinstance(value, date) else date.min

    def flag(self, key: str) -> bool:
        return self._take(key, bool, "true ou false") is True

    def flag_if_any(self, key: str) -> bool:
        self.known.add(key)
        return self.flag(key) if key in self.values else False

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        value = self.text(key)
        known = [member.value for member in kind]
        if value in known:
            return kind(value)
        if key in self.values:
            self._fault("file-value-unknown", key, value=value, instead=instead(value, known))
        return next(iter(kind))

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self._take(key, list, "une liste de nombres entiers")
        found = value if isinstance(value, list) else []
        if not all(type(one) is int for one in found):
            self._fault("file-kind-wrong", key, kind="une liste de nombres entiers")
            return ()
        return tuple(found)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, list, "une liste de textes")
        found = value if isinstance(value, list) else []
        if not all(isinstance(one, str) for one in found):
            self._fault("file-kind-wrong", key, kind="une liste de textes")
            return ()
        return tuple(found)

    def _inner(self, values: Mapping[str, object], *path: str | int) -> "Table":
        return Table(values, self.lines, (*self.path, *path), self.faults)

    def _build(self, build: "Callable[[Table], Built]", values: Mapping[str, object], *path: str | int) -> Built:
        inner = Table(values, self.lines, (*self.path, *path), self.faults)
        built = build(inner)
        inner.close()
        return built

    def one(self, key: str, build: "Callable[[Table], Built]") -> Built:
        """What `build` makes of the table under `key`."""
        value = self._take(key, dict, "une table")
        return self._build(build, value if isinstance(value, dict) else {}, key)

    def each(self, key: str, build: "Callable[[Table], Built]") -> tuple[Built, ...]:
        """What `build` makes of every table in the list under `key`."""
        value = self._take(key, list, "une liste de tables")
        built = []
        for index, one in enumerate(value if isinstance(value, list) else []):
            if isinstance(one, dict):
                built.append(self._build(build, one, key, index))
            else:
                self._fault("file-kind-wrong", key, index, kind="une table")
        return tuple(built)

    def cents_by_year(self, years: tuple[int, ...]) -> dict[int, int]:
        """Year -> cents: exactly the programme's years."""
        return {year: self.cents(str(year)) for year in years}

    def close(self) -> None:
        """Say which keys nobody asked for."""
        for key in self.values:
            if key not in self.known:
                self._fault("file-key-unknown", key, instead=instead(key, sorted(self.known)))


def open_tables(text: str) -> Table:
    """The file as its outermost table. Raises Refused("file-unreadable")."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Refused([refuse("file-unreadable", line=line)]) from error
    return Table(values, Lines(text))
