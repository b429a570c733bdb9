"""A report as a page shows it: its tables in words, its charts as the tags of the house draw them."""

from okote_flow.chapters import Plain
from okote_flow.charts import FIRST_DAYS, YEAR, Curve, share
from okote_flow.reports import paper

CSS = {"plum": "marque", "blue": "col", "teal": "ent", "amber": "cit"}


def legible(content: Plain) -> Plain:
    shown = paper.legible(content)
    for chapter in shown["chapters"]:
        for block in chapter["blocks"]:
            block["lines"] = [_cells(block["columns"], row) for row in block["rows"]]
            block["last"] = _cells(block["columns"], block["total"]) if block["total"] is not None else None
            if block["chart"] is not None:
                block["chart"] = _drawn(block["chart"], block["title"])
    return shown


def _cells(columns: list[Plain], row: list[str]) -> list[Plain]:
    return [column | {"word": word} for column, word in zip(columns, row, strict=True)]


def _drawn(chart: Plain, title: str) -> Plain:
    if chart["kind"] == "bullets":
        return chart | {"rows": [row | {"css": CSS[row["colour"]]} for row in chart["rows"]]}
    if chart["kind"] == "bars":
        highest = max([1, *(row["value"] for row in chart["rows"])])
        rows = [
            row | {"percent": share(row["value"], highest) // 100, "css": CSS[row.get("colour", chart["colour"])]}
            for row in chart["rows"]
        ]
        return chart | {"rows": rows}
    if chart["kind"] == "stacks":
        return chart | {"scale": max([1, *(row["total"] for row in chart["rows"])])}
    return chart | {"curve": _curve(chart, title) if chart["months"][:1] == ["janv."] else None}


def _curve(chart: Plain, title: str) -> Curve:
    """Of a calendar year; the end of each month."""
    days = [day - 1 for day in (*FIRST_DAYS[1:], YEAR)]
    points = [(day, cents) for day, (_, cents) in zip(days, chart["points"], strict=False)]
    return Curve(title, ((0, 0), *points), chart["goal_cents"])
