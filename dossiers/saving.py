"""Saving a section of the form: several verbs, one transaction, and nothing of anybody else overwritten.

Each value is compared three ways: what its writer saw, what they typed, what is stored now. What only one of two
people changed is kept from that person; what both changed is told, and merged by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Textarea, TextInput
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from dossiers import actions, programme
from dossiers.forms import draft as forms
from dossiers.forms.acts import AnswersForm, answer_to, file_of
from dossiers.forms.budget import LineForm
from dossiers.forms.draft import SectionForm
from dossiers.models import BudgetLine, Criterion, Dossier, Question
from dossiers.models.content import AttachmentKind, Section
from dossiers.sentences import refuse
from okote_flow.directory.models import LegalForm, User
from okote_flow.fields import AmountField
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import Refused

CONFLICT = "edited-meanwhile"
ONLY_A_PIECE = "Voir la pièce jointe."
KEEP, MINE, THEIRS = "keep-", "mine-", "theirs-"
"""What the page with the two texts sends beside the fields: the choice, and both texts."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Editor:
    """What is saved at once: how its form is made, what is stored of it, which verbs write it."""

    form: Callable[..., Any]
    initial: Callable[[Dossier], Values]
    write: Callable[..., Dossier]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people wrote differently: in words, and as the form holds it."""

    name: str
    label: str
    stored: str
    typed: str
    stored_value: str
    typed_value: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class Last:
    """Who saved last, and when."""

    who: str
    at: datetime


def _write_structure(dossier: Dossier, values: Values, *, by: User) -> Dossier:
    return actions.edit_structure(dossier, by=by, **values | {"legal_form": LegalForm(values["legal_form"])})


def _write_project(dossier: Dossier, values: Values, *, by: User) -> Dossier:
    return actions.edit_project(dossier, by=by, **values)


def _criteria_initial(dossier: Dossier) -> Values:
    return forms.CriteriaForm.initial_of(dossier.answers.select_related("criterion"))


def _criteria(criteria: Sequence[Criterion] = ()) -> Editor:
    """Some criteria, or all of today's. Only the answers that changed are written, and journalled."""

    def form(*args: Any, **kwargs: Any) -> forms.CriteriaForm:
        return forms.CriteriaForm(criteria or programme.criteria(), *args, **kwargs)

    def write(dossier: Dossier, values: Values, *, by: User) -> Dossier:
        for criterion in criteria or programme.criteria():
            text = values.get(forms.field_of(criterion), "")
            if text or dossier.answers.filter(criterion=criterion).exists():
                dossier = actions.answer_criterion(dossier, criterion=criterion, text=text, by=by)
        return dossier

    return Editor(form, _criteria_initial, write)


def of_criterion(criterion: Criterion) -> Editor:
    return _criteria([criterion])


def of_criteria(dossier: Dossier) -> Editor:
    """All those of the dossier's grid."""
    return _criteria(programme.criteria(dossier))


def of_line(line: BudgetLine) -> Editor:
    """A line of the budget where it stands."""

    def form(*args: Any, **kwargs: Any) -> LineForm:
        return LineForm(line, *args, **kwargs)

    def initial(dossier: Dossier) -> Values:
        return LineForm.initial_of(dossier.budget_lines.filter(pk=line.pk).first() or line)

    def write(dossier: Dossier, values: Values, *, by: User) -> Dossier:
        section = Section(values.get("section", line.section))
        return actions.edit_budget_line(line, label=values["label"], cents=values["cents"], section=section, by=by)

    return Editor(form, initial, write)


EDITORS = {
    "structure": Editor(forms.StructureForm, forms.StructureForm.initial_of, _write_structure),
    "project": Editor(forms.ProjectForm, forms.ProjectForm.initial_of, _write_project),
    "criteria": _criteria(),
}


def open_form(editor: Editor, dossier: Dossier, data: QueryDict | None = None) -> Any:
    """The form of what is stored now, bound to what was sent, if anything was."""
    stored = editor.initial(dossier)
    form = editor.form(data, initial=stored | {"seen_version": dossier.version})
    form.initial["seen"] = seal(form, stored)
    return form


def seal(form: SectionForm, stored: Values) -> str:
    """What the page has shown, in short."""
    return " ".join(f"{name}:{mark}" for name, mark in form.marks(stored).items())


def _seen(form: SectionForm) -> dict[str, str]:
    pairs = (part.rpartition(":") for part in form.cleaned_data.get("seen", "").split())
    return {name: mark for name, _, mark in pairs}


@transaction.atomic
def save(dossier: Dossier, form: SectionForm, editor: Editor, *, by: User) -> Dossier:
    """Write what was typed onto what is stored now. Raises Refused(CONFLICT) when both have changed a field."""
    held = actions.lock(dossier)
    stored = editor.initial(held)
    if _both_changed(form, stored, held.version):
        raise Refused([refuse(CONFLICT, version=held.version)])
    return editor.write(held, _merged(form, stored), by=by)


def _both_changed(form: SectionForm, stored: Values, version: int) -> list[str]:
    """The fields of which a page made from an older text would overwrite a newer one."""
    seen, now, typed = _seen(form), form.marks(stored), form.marks(form.values)
    if not seen:  # a page that does not say what it showed: its version must be the present one
        return form.asked if form.cleaned_data["seen_version"] != version else []
    return [
        name for name in form.values if seen.get(name) not in (now[name], typed[name]) and now[name] != typed[name]
    ]


def _merged(form: SectionForm, stored: Values) -> Values:
    theirs = untouched(form, stored)
    return {name: stored.get(name) if name in theirs else typed for name, typed in form.values.items()}


def untouched(form: SectionForm, stored: Values) -> list[str]:
    """The fields that only somebody else changed."""
    seen, now, typed = _seen(form), form.marks(stored), form.marks(form.values)
    return [name for name in form.values if seen.get(name) == typed[name] != now[name]]


def sound_part(form: SectionForm, stored: Values) -> QueryDict:
    """What was sent, with what is stored in the place of what was mistyped."""
    data = sent(form)
    for name in form.errors:
        if name in form.asked:
            data[form.add_prefix(name)] = form.shown(name, stored.get(name))
    return data


def sent(form: SectionForm) -> QueryDict:
    """A copy of what a form is bound to, which may be written in."""
    assert isinstance(form.data, QueryDict), "sections are sent by pages"
    return form.data.copy()


def chosen(data: QueryDict) -> QueryDict:
    """What was sent by the page with the two texts: each field has the text that was chosen for it."""
    picked = data.copy()
    for key, choice in data.items():
        prefix = {"mine": MINE, "theirs": THEIRS}.get(str(choice), "")
        name = key.removeprefix(KEEP)
        if key.startswith(KEEP) and prefix and f"{prefix}{name}" in data:
            picked[name] = str(data[f"{prefix}{name}"])
    return picked


def differences(form: SectionForm, stored: Values) -> list[Difference]:
    """Where what is stored is not what was typed, field by field, in the words of the form."""
    now, typed, theirs = form.marks(stored), form.marks(form.values), untouched(form, stored)
    return [_difference(form, name, stored) for name in form.values if now[name] != typed[name] and name not in theirs]


def _difference(form: SectionForm, name: str, stored: Values) -> Difference:
    field, typed = form.fields[name], form.values[name]
    is_text = isinstance(field.widget, Textarea | TextInput) and not isinstance(field, AmountField)
    return Difference(
        name=form.add_prefix(name),
        label=str(field.label),
        stored=_said(form, name, stored.get(name)),
        typed=_said(form, name, typed),
        stored_value=form.shown(name, stored.get(name)),
        typed_value=form.shown(name, typed),
        is_text=is_text and getattr(field.widget, "input_type", "text") != "date",
    )


def _said(form: SectionForm, name: str, value: Any) -> str:
    """A value as people read it: the label of a choice, an amount, a text."""
    shown = form.shown(name, value)
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", [])}
    return labels.get(shown, shown) if shown else ""


def renew(form: SectionForm, stored: Values, version: int) -> None:
    """Let the next sending of this form be made on the present text: its writer has seen both.

    What only somebody else changed comes into the form as it now is.
    """
    data = sent(form)
    for name in untouched(form, stored):
        data[form.add_prefix(name)] = form.shown(name, stored.get(name))
    data[form.add_prefix("seen_version")] = str(version)
    data[form.add_prefix("seen")] = seal(form, stored)
    form.data = data


def last_saved(dossier: Dossier) -> Last | None:
    lines = story(dossier.subject, kinds=frozenset({Kind.DOSSIER_EDITED, Kind.QUESTION_ANSWERED}))
    return Last(lines[-1].who, lines[-1].at) if lines else None


# Answers to the questions of a request


def of_answers(
    questions: Sequence[Question], files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
) -> Editor:
    """What a holder answers, question by question; a piece comes along when a button sends it."""

    sent_with: Mapping[str, UploadedFile[bytes] | None] = files or {}

    def form(data: QueryDict | None = None, **kwargs: Any) -> AnswersForm:
        return AnswersForm(questions, data, files, **kwargs)

    def initial(dossier: Dossier) -> Values:
        return AnswersForm.initial_of(_as_stored(questions))

    def write(dossier: Dossier, values: Values, *, by: User) -> Dossier:
        for question in _as_stored(questions):
            text, file = values[answer_to(question)].strip(), sent_with.get(file_of(question))
            piece = (
                actions.attach(dossier, kind=AttachmentKind.OTHER, file=file, by=by) if file else question.attachment
            )
            if file or text != question.answer.strip():
                said = text or (ONLY_A_PIECE if piece else "")
                actions.answer_question(question, text=said, attachment=piece, by=by)
        return dossier

    return Editor(form, initial, write)


def _as_stored(questions: Sequence[Question]) -> "QuerySet[Question]":
    return Question.objects.filter(pk__in=[one.pk for one in questions]).select_related("attachment", "dossier")
