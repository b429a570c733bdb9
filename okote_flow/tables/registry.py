"""The tables that leave as files, and the lists of which views are kept. Apps register theirs in ready()."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from okote_flow.directory.models import User
from okote_flow.sheets import Cells, Column, Row, Sheet, Value

CHUNK = 2000
Rows = Iterable[Row]
COLUMNS = "colonnes"
"""The word of an address that says which columns."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table. With `needs`, these columns of the database are all that is read for it, and `value` is
    called with them; without, `value` is called with the whole object."""

    key: str
    label: str
    cells: Cells = Cells.TEXT
    needs: tuple[str, ...] = ()
    value: Callable[..., Value] | None = None
    shown: bool = True  # in the file, where nothing was chosen
    width: int = 16

    @property
    def column(self) -> Column:
        return Column(self.label, self.cells, self.width)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: who may open it, how many rows it has for somebody, and these rows. `query` is that of its list.

    `check` raises Http404 to whom it is not shown. `count` need not count beyond `limit` (None: count all of them).
    """

    name: str
    title: str
    fields: Sequence[Field]
    check: Callable[[User, QueryDict], None]
    count: Callable[[User, QueryDict, int | None], int]
    rows: Callable[[User, QueryDict, Sequence[Field]], Rows]
    back: str = ""  # the name of its page
    file_name: Callable[[User, QueryDict], str] | None = None
    always: tuple[str, ...] = ()  # columns that stand in every file

    def chosen(self, query: QueryDict) -> list[Field]:
        """The columns that an address asks for, in their own order; those shown by default when it asks for none."""
        asked = {key for said in query.getlist(COLUMNS) for key in said.split(",")}
        if not asked & {field.key for field in self.fields}:
            return [field for field in self.fields if field.shown]
        return [field for field in self.fields if field.key in asked or field.key in self.always]

    def sheet(self, user: User, query: QueryDict, name: str) -> Sheet:
        """For a reader whom `check` let in."""
        fields = self.chosen(query)
        return Sheet(name, self.title, [field.column for field in fields], self.rows(user, query, fields))


@dataclass(frozen=True, slots=True)
class List:
    """A list whose views are kept. `clean` gives back of a query what the list understands."""

    name: str
    title: str
    page: str  # the name of its address
    clean: Callable[[QueryDict], str]


_tables: dict[str, Table] = {}
_lists: dict[str, List] = {}


def register(table: Table) -> None:
    assert _tables.get(table.name, table).title == table.title, f"{table.name} is there already"
    _tables[table.name] = table


def keep_views(of: List) -> None:
    """Let views of this list be saved."""
    _lists[of.name] = of


def tables() -> Mapping[str, Table]:
    return _tables


def lists() -> Mapping[str, List]:
    return _lists


# How rows are made


def picked(found: QuerySet[Any], fields: Sequence[Field]) -> Iterator[Row]:
    """Rows of a query, read in pieces: only what the columns need, and no query for each row."""
    needs = list(dict.fromkeys(need for field in fields for need in field.needs))
    makers = [_maker(field, needs) for field in fields]
    for row in found.values_list(*needs).iterator(chunk_size=CHUNK):
        yield [make(row) for make in makers]


def _maker(field: Field, needs: Sequence[str]) -> Callable[[Any], Value]:
    places = [needs.index(need) for need in field.needs]
    assert places, f"{field.key} names nothing to read"
    get, value = itemgetter(*places), field.value
    if value is None:
        return get
    if len(places) == 1:
        place = places[0]
        return lambda row: value(row[place])
    return lambda row: value(*get(row))


def told(found: Iterable[Any], fields: Sequence[Field]) -> Iterator[Row]:
    """Rows of objects that are at hand."""
    makers = [field.value for field in fields if field.value is not None]
    assert len(makers) == len(fields), "a column of objects says how it is read"
    for one in found:
        yield [make(one) for make in makers]


def laid(rows: Rows, of: Sequence[Field], fields: Sequence[Field]) -> Rows:
    """Of rows that hold every column of a table, those that were chosen."""
    if len(of) == len(fields):
        return rows
    places = [of.index(field) for field in fields]
    return ([row[place] for place in places] for row in rows)


def anybody(user: User, query: QueryDict) -> None:
    """What everybody may open, be it empty for them."""


def short(user: User, query: QueryDict, limit: int | None) -> int:
    """How many rows a table has that never has many: not worth counting."""
    return 0


def number(query: QueryDict, word: str) -> int:
    """The key that an address names. Raises Http404 when it names none."""
    said = query.get(word, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Http404
    return int(said)


def counted(found: QuerySet[Any], limit: int | None) -> int:
    """How many rows there are, not counted beyond a limit."""
    return found.count() if limit is None else found[:limit].count()
