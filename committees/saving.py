"""Saving a sheet as its page sends it: several verbs in one transaction; handing it in comes after."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from committees import access, actions
from committees.forms import SheetForm
from committees.models import MarkValue, Overall, ScreeningSheet
from committees.sentences import refuse
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal, require

CONFLICT = "sheet-edited-meanwhile"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that two tabs say differently."""

    label: str
    stored: str
    typed: str


@transaction.atomic
def save(dossier: Dossier, form: SheetForm, *, by: User) -> ScreeningSheet:
    """Keep everything that the form holds, finished or not."""
    sheet = actions.save_sheet(dossier, by=by, **form.arguments())
    if form.cleaned_data["link"] == "no":
        sheet = actions.declare_no_link(dossier, by=by)
    for criterion, place, quote in form.cited():
        actions.cite(dossier, criterion=criterion, element=place, quote=quote, by=by)
    evidence = access.own_evidence(by, dossier, form.cleaned_data["drop"])
    if evidence is not None:
        actions.drop_evidence(evidence, by=by)
    return sheet


def give(dossier: Dossier, form: SheetForm, *, by: User) -> ScreeningSheet:
    """Keep it, then hand it in: refused, it stays saved as it is."""
    sheet = save(dossier, form, by=by)
    require([*link_refusals(sheet), *actions.giving_refusals(sheet)])
    return actions.give_sheet(dossier, by=by)


def link_refusals(sheet: ScreeningSheet) -> Iterator[Refusal]:
    """On the page one says first that nothing binds them to the project."""
    if sheet.no_link_at is None:
        yield refuse("link-unsaid")


def differences(sheet: ScreeningSheet, form: SheetForm) -> list[Difference]:
    """Where what is stored is not what was typed, in the words of the page."""
    stored = {mark.criterion_id: mark for mark in sheet.marks.all()}
    found: list[Difference] = []
    for criterion in form.criteria:
        mark, typed = stored.get(criterion.pk), form.cleaned_data
        was = _say(mark.value if mark else "", mark.remark if mark else "")
        now = _say(typed[f"mark_{criterion.pk}"], typed[f"remark_{criterion.pk}"])
        if was != now:
            found.append(Difference(criterion.name, was, now))
    if sheet.overall != form.cleaned_data["overall"]:
        was, now = (Overall(value).label for value in (sheet.overall, form.cleaned_data["overall"]))
        found.append(Difference("Avis d’ensemble", was, now))
    return found


def _say(value: str, remark: str) -> str:
    label = MarkValue(value).label if value else "sans réponse"
    said = " ".join(remark.split())
    return f"{label}, «\u00a0{said}\u00a0»" if said else label


def renew(form: SheetForm, version: int) -> None:
    """The next sending is made on the present version; what was picked or taken off is done."""
    picked = {f"{name}_{one.pk}": "" for one in form.criteria for name in ("cite", "quote")}
    form.data = {**form.data.dict(), **picked, "drop": "", "seen": str(version)}  # type: ignore[attr-defined]
