"""Saving a section of the form: several verbs, one transaction, on the version that its writer had before them."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.forms import Form

from dossiers import actions
from dossiers.forms.acts import AnswersForm
from dossiers.forms.draft import CriteriaForm, SectionForm
from dossiers.models import Dossier
from dossiers.models.content import AttachmentKind
from okote_flow.directory.models import User

CONFLICT = "edited-meanwhile"
ONLY_A_PIECE = "Voir la pièce jointe."


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people wrote differently."""

    label: str
    stored: str
    typed: str


@transaction.atomic
def save_structure(dossier: Dossier, form: SectionForm, *, by: User) -> Dossier:
    _check_version(dossier, form, by)
    return actions.edit_structure(dossier, by=by, **form.values)


@transaction.atomic
def save_project(dossier: Dossier, form: SectionForm, *, by: User) -> Dossier:
    return actions.edit_project(dossier, by=by, seen_version=form.cleaned_data["seen_version"], **form.values)


@transaction.atomic
def save_criteria(dossier: Dossier, form: CriteriaForm, *, by: User) -> Dossier:
    """Only the answers that changed are written, and journalled."""
    _check_version(dossier, form, by)
    for name, criterion in form.criteria.items():
        if form.values[name] != form.initial.get(name, ""):
            dossier = actions.answer_criterion(dossier, criterion=criterion, text=form.values[name], by=by)
    return dossier


@transaction.atomic
def save_answers(dossier: Dossier, form: AnswersForm, *, by: User) -> Dossier:
    """The holder's answers to questions, each with its piece."""
    for question, text, file in form.given():
        piece = actions.attach(dossier, kind=AttachmentKind.OTHER, file=file, by=by) if file else question.attachment
        actions.answer_question(question, text=text.strip() or ONLY_A_PIECE, attachment=piece, by=by)
    return dossier


def _check_version(dossier: Dossier, form: SectionForm, by: User) -> None:
    """Nothing is edited, yet the version that was seen must be the present one. Raises Refused(CONFLICT)."""
    actions.edit_project(dossier, by=by, seen_version=form.cleaned_data["seen_version"])


def differences(form: SectionForm, stored: dict[str, Any]) -> list[Difference]:
    """Where what is stored is not what was typed, field by field, in the words of the form."""
    return [
        Difference(str(form.fields[name].label), _said(form, name, stored.get(name)), _said(form, name, typed))
        for name, typed in form.values.items()
        if (stored.get(name) or "") != (typed or "")
    ]


def _said(form: SectionForm, name: str, value: Any) -> str:
    """A value as its field shows it: the label of a choice, an amount, a day."""
    if value in (None, ""):
        return ""
    field = form.fields[name]
    shown = str(field.prepare_value(value))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    return labels.get(shown, shown)


def renew_version(form: Form, version: int) -> None:
    """Let the next sending of this form be made on the present version: its writer has seen both texts."""
    form.data = {**form.data.dict(), "seen_version": str(version)}  # type: ignore[attr-defined]
