"""What the screening page says to its reader: the dossier, their own sheet criterion by criterion, what is left."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from committees import access, elements
from committees.anchors import anchors_of
from committees.elements import Contents, Element
from committees.forms import PlaceChoices, SheetForm
from committees.models import Evidence, Mandate, MarkValue, ScreeningSheet
from dossiers import grids
from dossiers.models import Criterion, Dossier
from okote_flow.directory.models import User

TILES = {
    MarkValue.YES: ("oui", "check"),
    MarkValue.PARTLY: ("partie", "circle-half-2"),
    MarkValue.NO: ("non", "x"),
    MarkValue.NOT_APPLICABLE: ("sans", "circle-minus"),
}
OPINIONS = {
    "favourable": ("oui", "thumb-up"),
    "recommendations": ("partie", "message-plus"),
    "unfavourable": ("non", "thumb-down"),
}
HIGHLIGHT = '<mark class="ok-marque-texte">{}<span class="visually-hidden"> (passage que vous citez)</span></mark>'


@dataclass(frozen=True, slots=True)
class Tile:
    """One answer that one may choose, and how it looks."""

    value: str
    label: str
    css: str
    icon: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of the dossier attached to a criterion; `changed` when it no longer says what it said."""

    pk: int
    label: str
    quote: str
    anchor: str
    changed: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of one's own sheet, as the page lays it out."""

    criterion: Criterion
    tiles: list[Tile]
    remark: BoundField
    cite: BoundField
    quote: BoundField
    anchors: list[tuple[str, str]]
    citations: list[Citation]
    lacks: str
    misfit: str  # why the mark that was sent is none
    is_done: bool
    is_current: bool

    @property
    def is_open(self) -> bool:
        """Whether more than the four answers is shown at once."""
        return self.is_current or bool(self.remark.value() or self.citations or self.lacks)


@dataclass(frozen=True, slots=True)
class Progress:
    """Who was asked for a sheet and who has given it."""

    mandate: Mandate
    given: bool


def criteria(dossier: Dossier) -> list[Criterion]:
    """Those of the grid that binds the dossier."""
    return grids.of(dossier)


def own_sheet(user: User, dossier: Dossier) -> ScreeningSheet | None:
    sheets = ScreeningSheet.objects.of_round(dossier).filter(user=user)
    return sheets.prefetch_related("marks__evidence", "marks__criterion").first()


def initial(sheet: ScreeningSheet | None) -> dict[str, object]:
    """A sheet as its form is filled in."""
    if sheet is None:
        return {"seen": 0}
    filled: dict[str, object] = {"seen": sheet.version, "overall": sheet.overall}
    if sheet.no_link_at:
        filled["link"] = "no"
    for mark in sheet.marks.all():
        filled |= {f"mark_{mark.criterion_id}": mark.value, f"remark_{mark.criterion_id}": mark.remark}
    return filled


# --------------------------------------------------------------------------------------------------- one's own sheet


def rows(form: SheetForm, sheet: ScreeningSheet | None, contents: Contents, *, giving: bool) -> list[CriterionRow]:
    """The six criteria; `giving` says beside each what it still lacks, otherwise what cannot be kept."""
    cited = citations(sheet, contents)
    done = {one.pk: not lacking(form, one) for one in form.criteria}
    current = next((key for key, is_done in done.items() if not is_done), None)
    return [
        CriterionRow(
            criterion=one,
            tiles=tiles(form[f"mark_{one.pk}"]),
            remark=form[f"remark_{one.pk}"],
            cite=form[f"cite_{one.pk}"],
            quote=form[f"quote_{one.pk}"],
            anchors=anchors_of(one.code),
            citations=cited.get(one.pk, []),
            lacks=lacking(form, one) if giving else " ".join(map(str, form[f"remark_{one.pk}"].errors)),
            misfit=" ".join(map(str, form[f"mark_{one.pk}"].errors)),
            is_done=done[one.pk],
            is_current=one.pk == current,
        )
        for one in form.criteria
    ]


def lacking(form: SheetForm, criterion: Criterion) -> str:
    """What a criterion still needs, in words; empty when it is done."""
    value, remark = form[f"mark_{criterion.pk}"].value(), form[f"remark_{criterion.pk}"].value() or ""
    if not value:
        return "Choisissez oui, en partie, non ou sans objet."
    return "" if value == MarkValue.YES or remark.strip() else "Expliquez votre avis en une phrase."


def tiles(field: BoundField) -> list[Tile]:
    """The choices of a field as tiles."""
    looks = {**{str(value): look for value, look in TILES.items()}, **OPINIONS}
    choices = getattr(field.field, "choices", [])
    return [Tile(value, label, *looks[str(value)], field.value() == value) for value, label in choices]


def faults(form: SheetForm) -> list[tuple[str, str]]:
    """(anchor, sentence) for what a sheet lacks to be given, in the order of the page."""
    found = (
        [] if form["link"].value() == "no" else [("id_link_0", "Dites d’abord si vous avez un lien avec ce projet.")]
    )
    for one in form.criteria:
        said = lacking(form, one)
        anchor = f"id_remark_{one.pk}" if form[f"mark_{one.pk}"].value() else f"id_mark_{one.pk}_0"
        found += [(anchor, f"{one.name}\u00a0: {said[:1].lower()}{said[1:]}")] if said else []
    return found if form["overall"].value() else [*found, ("id_overall_0", "Avis d’ensemble\u00a0: choisissez.")]


def left(form: SheetForm) -> str:
    """What is still to do before giving one's opinion, as the foot of the sheet says it."""
    values = [form[f"mark_{one.pk}"].value() for one in form.criteria]
    open_ = sum(not value for value in values)
    unexplained = sum(bool(lacking(form, one)) for one in form.criteria) - open_
    parts = [_count(open_, "critère"), _count(unexplained, "remarque")]
    parts += [] if form["overall"].value() else ["l’avis d’ensemble"]
    parts += [] if form["link"].value() == "no" else ["la première question"]
    said = [part for part in parts if part]
    if not said:
        return "Tout est rempli."
    listed = ", ".join(said[:-1]) + f" et {said[-1]}" if said[1:] else said[0]
    return f"Il reste {listed}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}" if number else ""


def citations(sheet: ScreeningSheet | None, contents: Contents) -> dict[int, list[Citation]]:
    """Criterion -> what its writer points at in the dossier."""
    found: dict[int, list[Citation]] = {}
    for mark in sheet.marks.all() if sheet else ():
        found[mark.criterion_id] = [citation(one, contents) for one in mark.evidence.all()]
    return found


def citation(evidence: Evidence, contents: Contents) -> Citation:
    place = contents.by_key.get(evidence.key)
    changed = place is None or place.digest != evidence.digest
    return Citation(evidence.pk, evidence.label, evidence.quote, place.anchor if place else "", changed)


# --------------------------------------------------------------------------------------------------- the reading side


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of the dossier as its reader sees it: with what they cite of it highlighted."""

    place: Element
    text: SafeString


@dataclass(frozen=True, slots=True)
class Reading:
    """The dossier, part by part."""

    summary: Passage
    answers: list[Passage]
    exchanges: list[Passage]
    contents: Contents

    @property
    def total_cents(self) -> int:
        return sum(one.row.amount_cents for one in self.contents.expenses)

    @property
    def resources_cents(self) -> int:
        return sum(one.row.amount_cents for one in self.contents.resources)


def reading(dossier: Dossier, sheet: ScreeningSheet | None, contents: Contents | None = None) -> Reading:
    """A dossier as somebody reads it, their own citations highlighted."""
    contents = contents or elements.of(dossier)
    quotes: dict[str, list[str]] = {}
    for mark in sheet.marks.all() if sheet else ():
        for one in mark.evidence.all():
            quotes.setdefault(one.key, []).append(one.quote)

    def shown(place: Element) -> Passage:
        return Passage(place, highlighted(place.text, quotes.get(place.key, [])))

    return Reading(
        summary=shown(contents.summary),
        answers=[shown(one) for one in contents.answers],
        exchanges=[shown(one) for one in contents.exchanges],
        contents=contents,
    )


def highlighted(text: str, quotes: list[str]) -> SafeString:
    """A text with these passages marked. Passages that overlap one marked before them stay plain."""
    spans: list[tuple[int, int]] = []
    for quote in filter(None, quotes):
        found = elements.words(quote).search(text)
        if found and all(found.end() <= start or end <= found.start() for start, end in spans):
            spans.append(found.span())
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [conditional_escape(text[at:start]), format_html(HIGHLIGHT, text[start:end])]
        at = end
    return mark_safe("".join([*pieces, conditional_escape(text[at:])]))  # noqa: S308 - every piece is escaped


def places(contents: Contents) -> PlaceChoices:
    """What one may cite, by part of the dossier, for a list to choose from."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in contents.by_key.values():
        label = one.label if len(one.label) <= 70 else f"{one.label[:69]}…"
        groups.setdefault(str(one.source.label), []).append((one.key, label))
    return list(groups.items())


def progress(dossier: Dossier) -> list[Progress]:
    """Members with a voice, and whether their sheet is in: that it is, never what it says."""
    given = set(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True))
    return [Progress(mandate, mandate.user_id in given) for mandate in access.voices(dossier)]
