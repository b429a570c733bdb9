"""The dossier as a story for people: who did what, when, why, and with which documents, by stage and by day.

What a reader is told is what `page.told_to` lets them know of; documents are those whose page is theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from django.urls import reverse

from dossiers import comparing, joints, looks, page
from dossiers.joints import Beside, Paper
from dossiers.lifecycle import STAGE_OF, STAGES, State
from dossiers.models import Attachment, Dossier, DossierSnapshot, Occasion
from dossiers.models.content import AttachmentKind
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.access import Line
from okote_flow.journal.kinds import Kind
from okote_flow.sheets import Cells, Column, Row, Sheet

FAMILIES = {
    "etapes": ("Étapes", "flag"),
    "echanges": ("Échanges", "message-2"),
    "decisions": ("Décisions", "gavel"),
    "argent": ("Argent", "coin-euro"),
    "documents": ("Documents", "file-text"),
    "dossier": ("Contenu du dossier", "edit"),
}
"""What a reader may keep to; a fact may belong to several."""
ICONS = ("documents", "decisions", "argent", "echanges", "etapes", "dossier")
"""Whose icon a fact bears: the first of these that it belongs to, documents aside."""
EXCHANGES = frozenset(
    {
        Kind.QUESTION_ASKED, Kind.QUESTION_REMOVED, Kind.QUESTION_ANSWERED, Kind.DOSSIER_ASK_COMPLEMENTS,
        Kind.DOSSIER_ANSWER_COMPLEMENTS, Kind.DOSSIER_SEND_BACK, Kind.DOSSIER_REWORK, Kind.EXPIRY_ANNOUNCED,
    }
)  # fmt: skip
DECISIONS = frozenset(
    {
        Kind.COMPETENCE_FOUND, Kind.CEILING_FIXED, Kind.DECISION_RECORDED, Kind.DOSSIER_ADMIT, Kind.DOSSIER_DROP,
        Kind.DOSSIER_REJECT_INADMISSIBLE, Kind.DOSSIER_FAVOUR, Kind.DOSSIER_DECLINE_TERRITORIAL, Kind.DOSSIER_POSTPONE,
        Kind.DOSSIER_REWORK, Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE, Kind.DOSSIER_CANCEL,
    }
)  # fmt: skip
PAPERS = frozenset(
    {Kind.ATTACHMENT_ADDED, Kind.ATTACHMENT_REMOVED, Kind.REPORT_RECEIVED, Kind.REPORT_SENT_BACK, Kind.LETTER_SENT}
)
MONEY = frozenset({Kind.DOSSIER_OPEN_CAMPAIGN, Kind.DOSSIER_SUCCEED, Kind.DOSSIER_FAIL, Kind.DOSSIER_SETTLE,
                   Kind.DOSSIER_PAY_ALL})  # fmt: skip
CONTENT = frozenset({Kind.DOSSIER_EDITED, Kind.DOSSIER_RELABELLED})
BY_PREFIX = {
    "message": "echanges",
    "committee": "decisions",
    "letter": "decisions",
    "minutes": "decisions",
    "funding": "argent",
}
HANDED_OVER = {Kind.DOSSIER_SUBMIT: Occasion.SUBMIT, Kind.DOSSIER_ANSWER_COMPLEMENTS: Occasion.ANSWER}
FIELDS = comparing.PROJECT | {
    "organization": "structure", "budget": "budget", "siret": "SIRET",
    "republican_commitment": "engagement républicain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened, as people tell it; `times` when the same was done again and again that day."""

    at: datetime
    stage: int
    what: str
    who: str
    why: str
    families: frozenset[str]
    papers: tuple[Paper, ...] = ()
    fields: tuple[str, ...] = ()
    times: int = 1

    @property
    def icon(self) -> str:
        own = next((name for name in ICONS[1:] if name in self.families), "documents")
        return FAMILIES[own][1]

    @property
    def day(self) -> date:
        return self.at.astimezone(clock.PARIS).date()

    @property
    def changed(self) -> str:
        return ", ".join(self.fields)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader keeps to; empty is everything."""

    families: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    newest_first: bool = False

    def keeps(self, deed: Deed) -> bool:
        if self.families and not self.families & deed.families:
            return False
        return (self.since is None or deed.day >= self.since) and (self.until is None or deed.day <= self.until)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What happened while the dossier stood at one stage, day by day."""

    number: int
    name: str
    icon: str
    days: list[tuple[date, list[Deed]]] = field(default_factory=list)

    @property
    def first(self) -> date:
        return min(day for day, _ in self.days)

    @property
    def last(self) -> date:
        return max(day for day, _ in self.days)

    @property
    def count(self) -> int:
        return sum(len(deeds) for _, deeds in self.days)


def deeds(user: User, dossier: Dossier) -> list[Deed]:
    """Everything that this reader may be told, the oldest first: a constant number of queries."""
    lines = page.lines_of(user, dossier)
    shelf = Shelf(user, dossier, lines)
    stage, told = 1, []
    for line in lines:
        told.append(_deed(user, line, stage, shelf))
        stage = stage_after(line, stage)
    return list(_together(told))


def stage_after(line: Line, before: int) -> int:
    """The stage in which a fact left the dossier: a step is told in the stage that it ends."""
    after = str(line.facts.get("after", ""))
    if after not in State.values or State(after) not in STAGE_OF or after == State.CLOSED:
        return before
    return before if after == State.COMPLEMENTS_REQUESTED else STAGE_OF[State(after)]


def _deed(user: User, line: Line, stage: int, shelf: "Shelf") -> Deed:
    papers, why = shelf.papers_of(line), shelf.why_of(line) or page.said(line)
    families = families_of(Kind(line.kind)) | ({"documents"} if papers else frozenset())
    who = "vous" if line.signature == str(user) else line.signature
    fields = tuple(shelf.field(name) for name in _listed(line.facts.get("fields")))
    return Deed(line.at, stage, line.label, who, why, families, papers, fields)


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def families_of(kind: Kind) -> frozenset[str]:
    prefix = kind.value.partition(".")[0]
    found = {BY_PREFIX[prefix]} if prefix in BY_PREFIX else set()
    for name, kinds in SETS.items():
        if kind in kinds:
            found.add(name)
    if "condition" in kind.value:
        found.add("decisions")
    return frozenset(found or {"etapes"})


SETS = {
    "etapes": page.STEP_KINDS,
    "echanges": EXCHANGES,
    "decisions": DECISIONS,
    "argent": MONEY,
    "documents": PAPERS,
    "dossier": CONTENT,
}


def _together(told: Iterable[Deed]) -> Iterator[Deed]:
    """What the same person did again and again on one day is told once, with all that it changed."""
    last: Deed | None = None
    for deed in told:
        if last is not None and _alike(last, deed):
            fields = tuple(dict.fromkeys((*last.fields, *deed.fields)))
            last = replace(last, times=last.times + 1, fields=fields, papers=(*last.papers, *deed.papers))
            continue
        if last is not None:
            yield last
        last = deed
    if last is not None:
        yield last


def _alike(one: Deed, other: Deed) -> bool:
    return _mark(one) == _mark(other)


def _mark(deed: Deed) -> tuple[object, ...]:
    return (deed.day, deed.stage, deed.what, deed.who, deed.why, deed.families)


class Shelf:
    """The documents and words that go with the facts of a dossier, read at once for all of them."""

    def __init__(self, user: User, dossier: Dossier, lines: Sequence[Line]) -> None:
        self.dossier = dossier
        self._beside = self._index(joints.beside(user, dossier))
        self._pieces = {piece.sha256: piece for piece in dossier.attachments.filter(removed_at=None).order_by("pk")}
        self._versions = self._by_fact(lines, looks.versions(dossier))
        self._names = looks.names()

    def _index(self, found: Iterable[Beside]) -> dict[tuple[str, object], Beside]:
        self._keys = {}
        index: dict[tuple[str, object], Beside] = {}
        for one in found:
            self._keys[one.kind.value] = one.name
            index[one.kind.value, one.value] = one
        return index

    @staticmethod
    def _by_fact(lines: Sequence[Line], versions: Sequence[DossierSnapshot]) -> dict[int, DossierSnapshot]:
        """Number of a fact -> what was handed over by it: both come in the same order."""
        acts = [line for line in lines if line.kind in {kind.value for kind in HANDED_OVER}]
        found = {}
        left = list(versions)
        for line in acts:
            if left and left[0].occasion == HANDED_OVER[Kind(line.kind)]:
                found[line.seq] = left.pop(0)
        return found

    def why_of(self, line: Line) -> str:
        known = self._known(line)
        return known.why if known else ""

    def _known(self, line: Line) -> Beside | None:
        name = self._keys.get(line.kind)
        return self._beside.get((line.kind, line.facts.get(name))) if name else None

    def papers_of(self, line: Line) -> tuple[Paper, ...]:
        known = self._known(line)
        return (*self._piece(line), *self._version(line), *self._report(line), *(known.papers if known else ()))

    def _piece(self, line: Line) -> Iterator[Paper]:
        piece: Attachment | None = self._pieces.get(str(line.facts.get("sha256", "")))
        if line.kind == Kind.ATTACHMENT_ADDED and piece is not None:
            label = f"{AttachmentKind(piece.kind).label}\u00a0: {piece.name}"
            yield Paper(label, reverse("dossiers:download", args=[piece.pk]))

    def _version(self, line: Line) -> Iterator[Paper]:
        version = self._versions.get(line.seq)
        if line.kind == Kind.DOSSIER_SUBMIT:
            yield Paper("Accusé de réception", reverse("dossiers:receipt", args=[self.dossier.pk]))
        if version is not None and version.number > 1:
            here = reverse("dossiers:compare", args=[self.dossier.pk])
            yield Paper("Ce qui a changé", f"{here}?de={version.number - 1}&a={version.number}")

    def _report(self, line: Line) -> Iterator[Paper]:
        if line.kind == Kind.REPORT_RECEIVED:
            yield Paper("Bilan", reverse("dossiers:report_page", args=[self.dossier.pk]))

    def field(self, name: str) -> str:
        """A field of the form in words: "Intitulé du projet", "critère 2, Innovation"."""
        prefix, _, code = name.partition(":")
        if prefix == "criterion":
            return f"critère {self._names.get(code, code)}"
        return page.lower(FIELDS.get(name, name))


def chapters(told: Iterable[Deed], wanted: Wanted) -> list[Chapter]:
    """What is kept, by stage in the order of time, the newest first where that is wanted."""
    kept = [deed for deed in told if wanted.keeps(deed)]
    kept = kept[::-1] if wanted.newest_first else kept
    return [
        Chapter(number, *STAGES[number], [(day, list(some)) for day, some in groupby(run, lambda deed: deed.day)])
        for number, run in groupby(kept, lambda deed: deed.stage)
    ]


def counts(told: Sequence[Deed], wanted: Wanted) -> dict[str, int]:
    """How many deeds each family has in the period: only of what this reader is told."""
    in_period = [deed for deed in told if replace(wanted, families=frozenset()).keeps(deed)]
    return {name: sum(name in deed.families for deed in in_period) for name in FAMILIES}


COLUMNS = (
    Column("Date", Cells.INSTANT, 18),
    Column("Étape", width=22),
    Column("Ce qui s’est passé", width=44),
    Column("Fois", Cells.NUMBER, 6),
    Column("Par qui", width=26),
    Column("Pourquoi", width=50),
    Column("Champs modifiés", width=40),
    Column("Documents", width=40),
    Column("Genres", width=26),
)


def sheet(user: User, dossier: Dossier, wanted: Wanted) -> Sheet:
    """The same story as a table, of the same facts."""
    kept = [deed for deed in deeds(user, dossier) if wanted.keeps(deed)]
    rows = kept[::-1] if wanted.newest_first else kept
    return Sheet(f"histoire-{dossier.label}".replace(" ", "-").lower(), "Histoire", COLUMNS, map(_row, rows))


def _row(deed: Deed) -> Row:
    families = ", ".join(label for name, (label, _) in FAMILIES.items() if name in deed.families)
    papers = ", ".join(paper.label for paper in deed.papers)
    stage, _ = STAGES[deed.stage]
    return (deed.at, stage, deed.what, deed.times, deed.who, deed.why, deed.changed, papers, families)
