"""Reports and packs as plain data, and on paper."""

from datetime import datetime
from typing import Any

from okote_flow import chapters, documents
from okote_flow.cents import euros
from okote_flow.chapters import Plain
from okote_flow.reports import figures, partner_year, review
from okote_flow.reports.models import Report
from okote_flow.reports.parts import long_day

TEMPLATE = "pdf/yearly.typ"
SHORT = {
    "janvier": "janv.", "février": "févr.", "avril": "avr.", "juillet": "juil.", "septembre": "sept.",
    "octobre": "oct.", "novembre": "nov.", "décembre": "déc.",
}  # fmt: skip


def content_of(report: Report) -> Plain:
    """As it would be presented now."""
    span = figures.span_of(report.period)
    found = partner_year.chapters_of(span, report.partner) if report.partner else review.chapters_of(span)
    texts = {section.code: section.text for section in report.sections.all()}
    for chapter in found:
        chapter["written"] = texts.get(chapter["text"], "")
    return {
        "title": report.title,
        "headline": f"Du {long_day(report.starts_on)} au {long_day(report.ends_on)}",
        "standing": f"Chiffres arrêtés au {long_day(span.day)}"
        + ("." if span.is_over else ", avant la fin de la période."),
        "day": span.day.isoformat(),
        "edition": report.edition,
        "chapters": found,
    }


def legible(content: Plain) -> Plain:
    """The same, every cell in words, every text in paragraphs."""
    return content | {
        "chapters": [
            chapter
            | {
                "blocks": [_block(block) for block in chapter["blocks"]],
                "paragraphs": paragraphs(chapter.get("written", "")),
            }
            for chapter in content["chapters"]
        ]
    }


def _block(block: Plain) -> Plain:
    """A table in words, and what its chart says on paper beside its lengths."""
    chart = block["chart"]
    if chart is not None and chart["kind"] == "stacks":
        chart = chart | {"rows": [row | {"shown": euros(row["total"])} for row in chart["rows"]]}
    if chart is not None and chart["kind"] == "curve":
        months = [label.split()[0] for label, _ in chart["points"]]
        highest = max([chart["goal_cents"], *(cents for _, cents in chart["points"])])
        chart = chart | {"months": [SHORT.get(month, month) for month in months], "highest": euros(highest)}
    return chapters.legible(block) | {"chart": chart}


def paragraphs(text: str) -> list[str]:
    """What somebody wrote, part by part between empty lines."""
    plain = text.replace("\r\n", "\n").strip()
    return [" ".join(part.split("\n")) for part in plain.split("\n\n") if part.strip()]


def pdf(content: Plain, *, at: datetime, note: str) -> bytes:
    """`note` says what this paper is: a draft, or what was frozen, and when."""
    data: dict[str, Any] = {"standing": "", **legible(content), "note": note, **documents.imprint()}
    return documents.pdf(TEMPLATE, data, at=at)
