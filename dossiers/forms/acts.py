"""What an act on a dossier asks of whoever does it. Field names are the parameters of the verb behind."""

from collections.abc import Iterable
from typing import Any

from django import forms

from dossiers.checklist import SECTIONS
from dossiers.forms.draft import ProseField, SectionForm
from dossiers.models import Decision, Question
from okote_flow import clock
from okote_flow.directory.access import holders_of
from okote_flow.directory.models import Office, User
from okote_flow.fields import DayInput

TOLD = "Il figurera dans la notification et dans l’historique du dossier."


def long_text(label: str, *, help_text: str = "", required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ConfirmForm(forms.Form):
    """Nothing to type: the page says what will happen."""


class ReasonForm(forms.Form):
    reason = long_text("Motif", help_text=TOLD)


class OptionalReasonForm(forms.Form):
    reason = long_text("Motif", help_text=f"Facultatif. {TOLD}", required=False)


class WordForm(forms.Form):
    reason = long_text("Mot d’accompagnement", help_text="Facultatif, lu avant les questions.", required=False)


class OfficerForm(forms.Form):
    officer: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label="Qui suit le dossier", queryset=None, empty_label="Choisissez"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = holders_of(Office.OFFICER)  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    """Who takes the project over: `initial["among"]` says among whom."""

    to = forms.TypedChoiceField(label="Qui porte le projet désormais", choices=())
    reason = long_text(
        "Motif", help_text="Il figurera dans l’historique du dossier, que la structure et Alsace Active lisent."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: dict[str, User] = {str(person.pk): person for person in self.initial.get("among", [])}
        self.fields["to"].choices = [("", "Choisissez"), *people.items()]  # type: ignore[attr-defined]
        self.fields["to"].coerce = people.get  # type: ignore[attr-defined]


class CompetenceForm(forms.Form):
    competent = forms.TypedChoiceField(
        label="Le projet relève-t-il des compétences de la Collectivité européenne d’Alsace\u00a0?",
        choices=[("yes", "Oui"), ("no", "Non\u00a0: elle ne pourra pas l’abonder")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ground = long_text("Ce qui le montre", help_text="La compétence visée, ou ce qui manque.")


class DecisionForm(forms.Form):
    purpose = forms.ChoiceField(label="Objet", choices=[("", "Choisissez"), *Decision.Purpose.choices])
    reference = forms.CharField(
        label="Référence", max_length=120, help_text="Celle du relevé de décisions ou de la délibération."
    )
    decided_on = forms.DateField(label="Décidée le", widget=DayInput())
    text = long_text("Décision")

    def clean_purpose(self) -> Decision.Purpose:
        return Decision.Purpose(self.cleaned_data["purpose"])

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise forms.ValidationError("Cette date est à venir\u00a0: une décision s’enregistre une fois prise.")
        return day


class SiretForm(forms.Form):
    siret = forms.CharField(label="SIRET", max_length=20, help_text="14 chiffres, sur l’avis de situation de l’INSEE.")


class QuestionForm(forms.Form):
    section = forms.ChoiceField(
        label="Partie du dossier",
        required=False,
        choices=[("", "Aucune en particulier"), *((code, title) for code, (title, _) in SECTIONS.items())],
        help_text="Le porteur trouve, à côté de la question, un lien vers cette partie.",
    )
    about = forms.CharField(
        label="Précisément",
        max_length=60,
        required=False,
        help_text="Par exemple\u00a0: la ligne «\u00a0Matériel\u00a0».",
    )
    text = forms.CharField(label="Question", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswersForm(SectionForm):
    """An answer and, if need be, a piece for each question of a request. Answers are saved while they are written."""

    def __init__(self, questions: Iterable[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[answer_to(question)] = ProseField(
                label="Votre réponse", max_length=4000, required=False, rows=4
            )
            self.fields[file_of(question)] = forms.FileField(
                label="Joindre une pièce", required=False, allow_empty_file=True
            )

    @staticmethod
    def initial_of(questions: Iterable[Question]) -> dict[str, Any]:
        return {answer_to(question): question.answer for question in questions}

    @property
    def asked(self) -> list[str]:
        """The answers: a piece is sent once, by its button."""
        return [answer_to(question) for question in self.questions]

    def rows(self) -> list[tuple[Question, forms.BoundField, forms.BoundField]]:
        """Each question with its two fields, for the page."""
        return [(question, self[answer_to(question)], self[file_of(question)]) for question in self.questions]

    def gone(self) -> list[str]:
        """What was written to questions that wait no more: sent meanwhile, from another page or by somebody else."""
        return [
            str(text)
            for name, text in self.data.items()
            if name.startswith("answer-") and name not in self.fields and str(text).strip()
        ]


def answer_to(question: Question) -> str:
    """The field of its answer."""
    return f"answer-{question.pk}"


def file_of(question: Question) -> str:
    """The field of the piece that comes with it."""
    return f"file-{question.pk}"
