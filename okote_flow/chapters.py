"""A document made of chapters: sentences, tables with typed columns, charts drawn from whole numbers.

It is plain data, so that it can be frozen as JSON, and the page, the PDF and the exported tables say the same. An app
below may contribute a chapter to another's document without being imported by it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from okote_flow import sheets
from okote_flow.cents import euros
from okote_flow.sheets import Cells, Sheet

Plain = dict[str, Any]
Columns = Sequence[tuple[str, Cells]]
Row = Sequence[Any]  # of str, int and None
Rows = list[Any]
NUMERIC = (Cells.CENTS, Cells.NUMBER)

_contributions: dict[str, list[Callable[..., Plain | None]]] = {}


def contribute(document: str, chapter_of: Callable[..., Plain | None]) -> None:
    """Let `chapter_of(thing)` add a chapter to a document about that thing; None adds nothing."""
    known = _contributions.setdefault(document, [])
    if chapter_of not in known:
        known.append(chapter_of)


def contributed(document: str, thing: object) -> list[Plain]:
    found = (chapter_of(thing) for chapter_of in _contributions.get(document, []))
    return [chapter for chapter in found if chapter is not None]


def chapter(code: str, title: str, lead: Iterable[str] = (), blocks: Iterable[Plain] = (), *, text: str = "") -> Plain:
    """Sentences that say nothing are left out. `text` names the words that people write under it, where they do."""
    said = [f"{one[0].upper()}{one[1:]}" for one in lead if one]
    return {"code": code, "title": title, "lead": said, "blocks": list(blocks), "text": text}


def table(
    code: str,
    title: str,
    columns: Columns,
    rows: Iterable[Row],
    *,
    total: Row | None = None,
    chart: Plain | None = None,
) -> Plain:
    """Its first column names the row. Days are written 2022-05-12, as JSON keeps them."""
    return {
        "code": code,
        "title": title,
        "columns": [{"label": label, "cells": cells.value} for label, cells in columns],
        "rows": [list(row) for row in rows],
        "total": list(total) if total is not None else None,
        "chart": chart,
    }


# ------------------------------------------------------------------------------------------------------------- charts


def bullets(rows: Iterable[Plain], *, said: str) -> Plain:
    """Figures against their targets: label, value, target, expected (or None), money, colour."""
    return {"kind": "bullets", "rows": list(rows), "said": said}


def bars(
    rows: Iterable[tuple[str, int]], *, said: str, colour: str = "plum", money: bool = False, each: Sequence[str] = ()
) -> Plain:
    """Lengths from one zero; `each` gives one colour for each of them."""
    shown: list[Plain] = [
        {"label": label, "value": value, "shown": euros(value) if money else str(value)} for label, value in rows
    ]
    for row, own in zip(shown, each, strict=False):
        row["colour"] = own
    return {"kind": "bars", "rows": shown, "colour": colour, "said": said}


def stacks(rows: Iterable[Plain], *, said: str) -> Plain:
    """Envelopes: label, total, paid, accrued, reserved, in cents, all on the scale of the largest."""
    return {"kind": "stacks", "rows": list(rows), "said": said}


def curve(points: Iterable[tuple[str, int]], *, goal_cents: int, said: str) -> Plain:
    """An amount that adds up month by month: (label, cents)."""
    return {"kind": "curve", "points": [list(point) for point in points], "goal_cents": goal_cents, "said": said}


# ------------------------------------------------------------------------------------------------------------ reading


def shown(value: str | int | None, cells: Cells) -> str:
    """A cell as people read it."""
    if value is None or value == "":
        return ""
    if cells is Cells.CENTS and isinstance(value, int):
        return euros(value)
    if cells is Cells.DAY:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return f"{value:,}".replace(",", "\u00a0") if isinstance(value, int) else value


def legible(block: Plain) -> Plain:
    """A table whose cells are words, with what a page or a typesetter asks of it."""
    kinds = [Cells(column["cells"]) for column in block["columns"]]
    return block | {
        "columns": [
            {"label": column["label"], "right": kind in NUMERIC}
            for column, kind in zip(block["columns"], kinds, strict=True)
        ],
        "rows": [_words(row, kinds) for row in block["rows"]],
        "total": _words(block["total"], kinds) if block["total"] is not None else None,
    }


def _words(row: Row, kinds: Sequence[Cells]) -> list[str]:
    return [shown(value, kind) for value, kind in zip(row, kinds, strict=True)]


def tables_of(chapters: Iterable[Mapping[str, Any]]) -> list[Plain]:
    """Every table of a document, in its order."""
    return [block for one in chapters for block in one["blocks"]]


def sheet(block: Plain, name: str) -> Sheet:
    """A table of a document, to leave the house."""
    kinds = [Cells(column["cells"]) for column in block["columns"]]
    rows = [*block["rows"], *([block["total"]] if block["total"] is not None else [])]
    return Sheet(
        name=name,
        title=block["title"],
        columns=[sheets.Column(column["label"], kind) for column, kind in zip(block["columns"], kinds, strict=True)],
        rows=[_typed(row, kinds) for row in rows],
    )


def _typed(row: Row, kinds: Sequence[Cells]) -> list[sheets.Value]:
    return [
        date.fromisoformat(str(value)) if kind is Cells.DAY and value else value
        for value, kind in zip(row, kinds, strict=True)
    ]
