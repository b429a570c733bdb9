"""The living page of the design system: every component in every state, drawn by the product's own tags and templates.

Names, dossiers and sums are invented here and stored nowhere.
"""

from datetime import date, datetime, timedelta

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.models import AgendaItem, ItemState, Meeting, MeetingState, Proclamation, Verdict
from dossiers.inbox import Row
from dossiers.lifecycle import STAGES
from dossiers.page import Ball, Fact, Stage
from okote_flow import clock
from okote_flow.charts import Curve, SeatMark, SeatState
from okote_flow.directory.access import offices_of
from okote_flow.menu import DESIGN_KEEPERS
from okote_flow.refusals import Refusal
from okote_flow.requests import MemberRequest

COLOURS = (
    ("marque", "Quetsche"), ("cit", "Citoyens"), ("ent", "Entreprises"), ("col", "Collectivités"),
    ("ok", "Succès"), ("info", "Information"), ("attn", "Attention"), ("dang", "Danger"),
)  # fmt: skip
OUTCOMES = (
    ("ok", "circle-check", "Favorable"), ("attn", "flag", "Favorable sous réserve"),
    ("dang", "circle-x", "Non retenu"), ("neutre", "calendar-pause", "Ajourné"),
    ("neutre", "archive", "Abandonné"), ("e3", "door-exit", "Déport"), ("neutre", "user-share", "Pouvoir"),
    ("dang", "clock-exclamation", "2 jours de retard"), ("info", "clock", "En vérification"),
)  # fmt: skip
SEATS = (
    ("HO", SeatState.ROOM), ("AK", SeatState.ROOM), ("CR", SeatState.ROOM), ("ES", SeatState.ROOM),
    ("BW", SeatState.REMOTE), ("LB", SeatState.REMOTE), ("DL", SeatState.REMOTE), ("GH", SeatState.PROXY),
    ("MH", SeatState.PROXY), ("PS", SeatState.RECUSED), ("RA", SeatState.ABSENT),
)  # fmt: skip
VOTES = (
    ("fav", "thumb-up", "Favorable", 5), ("res", "flag", "Favorable sous réserve", 1),
    ("def", "thumb-down", "Défavorable", 1), ("abs", "circle-minus", "Abstention", 0),
)  # fmt: skip


class ExampleForm(forms.Form):
    """Each kind of field, filled in wrongly on the page."""

    use_required_attribute = False

    amount = forms.CharField(label="Montant demandé", help_text="Entre 3\u00a0000\u00a0€ et 30\u00a0000\u00a0€.")
    territory = forms.ChoiceField(label="Territoire", choices=[("", "Choisissez"), ("nord", "Nord Alsace")])
    choice = forms.ChoiceField(
        label="Avis", widget=forms.RadioSelect, choices=[("yes", "Oui"), ("part", "En partie"), ("no", "Non")]
    )
    summary = forms.CharField(label="Le projet en quelques phrases", widget=forms.Textarea, required=False)
    promise = forms.BooleanField(label="Je m’engage à donner des nouvelles")

    def clean_amount(self) -> str:
        raise forms.ValidationError("120\u00a0000\u00a0€ dépasse le plafond de 30\u00a0000\u00a0€.")


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    if not offices_of(request.user) & DESIGN_KEEPERS:
        raise Http404
    today = clock.today()
    context = {
        "colours": COLOURS,
        "stages": [(number, name) for number, (name, _) in STAGES.items()],
        "outcomes": OUTCOMES,
        "form": ExampleForm({"amount": "120\u00a0000"}),
        "refusals": [Refusal("quorum", "Il manque une personne\u00a0: 5 présentes, 6 requises.")],
        "notes": notes(),
        "votes": VOTES,
        **dossier_parts(today),
        **task_rows(today),
        **money_parts(),
        **committee_parts(),
    }
    return render(request, "system/page.html", context)


def notes() -> list[Message]:
    """One message of each level, as after an act."""
    return [
        Message(constants.SUCCESS, "Votre avis est rendu."),
        Message(constants.INFO, "La séance commence dans dix minutes."),
        Message(constants.WARNING, "Le devis est illisible\u00a0: déposez-le de nouveau."),
        Message(constants.ERROR, "Ce n’est pas possible maintenant. Rien n’a été modifié."),
    ]


def dossier_parts(today: date) -> dict[str, object]:
    """Who has the ball, the path, the history."""
    at = clock.now()
    due = today + timedelta(days=4)
    return {
        "balls": [
            Ball("a-vous", "C’est à vous\u00a0: il manque le RIB", "Ajoutez-le", due, "#boutons", "Ajouter le RIB"),
            Ball("autre", "C’est au comité d’engagement", "Décision attendue", due, "", ""),
            Ball("fini", "C’est fait\u00a0: 12\u00a0600\u00a0€ versés", "Racontez la suite.", None, "", ""),
        ],
        "path": [stage(number, at) for number in STAGES],
        "facts": [
            Fact(at - timedelta(days=1), "Avis territorial favorable", "Simone Exemple", "Le besoin est réel."),
            Fact(at - timedelta(days=9), "Dossier recevable", "Mathieu Exemple", ""),
            Fact(at - timedelta(days=14), "Dossier déposé", "Wanda Exemple", "OKT-2022-000"),
        ],
    }


def stage(number: int, at: datetime) -> Stage:
    """The path of a dossier that stands at the fourth step."""
    name, icon = STAGES[number]
    css = "fait" if number < 4 else "encours" if number == 4 else "avenir"
    reached = at - timedelta(days=5 * (4 - number)) if number <= 4 else None
    return Stage(number, name, icon, css, "Inscrit en séance" if number == 4 else "", reached)


def task_rows(today: date) -> dict[str, object]:
    """Rows of the inbox: overdue, today, later, without a date, free, just taken, done."""
    owner, url = "Paul Exemple", reverse("inbox")

    def row(label: str, title: str, stage: int, due: int | None, owner: str = "") -> Row:
        due_on = None if due is None else today + timedelta(days=due)
        return Row(
            0, label, title, "Ondes de quartier, Mulhouse", 9_600_00, stage, STAGES[stage][1], url, due_on, owner,
            False, "",
        )  # fmt: skip

    return {
        "late_rows": [row("Rendre mon avis", "Radio d’essai", 3, -2)],
        "rows": [
            row("Rendre mon avis", "Atelier d’essai", 3, 0),
            row("Préparer le décompte", "Potager d’essai", 6, 1),
            row("Voter", "Fournil d’essai", 4, 7),
            row("Solder le dossier", "Crèche d’essai", 7, None),
        ],
        "taken_rows": [row("Examiner la recevabilité", "Atelier d’essai", 2, 3, owner)],
        "done_rows": [row("Enregistrer l’avis du comité", "Toit d’essai", 3, None)],
    }


def money_parts() -> dict[str, object]:
    """Lanes before the threshold, after it, complete; a year's course."""
    return {
        "counters": [
            ("Avant le seuil", counter(44, promised=True)),
            ("Seuil franchi", counter(82, promised=False)),
            ("Objectif atteint", counter(100, promised=False)),
        ],
        "curve": Curve(
            "Dons des citoyens, cumul",
            ((0, 0), (30, 7_480_00), (58, 16_920_00), (89, 24_300_00), (119, 36_150_00), (131, 43_007_00)),
            100_000_00,
        ),
    }


def counter(percent: int, *, promised: bool) -> dict[str, object]:
    goal_cents = 4_200_00
    lanes = [("cit", "Citoyens", None), ("ent", "Entreprises", goal_cents), ("col", "Collectivités", goal_cents)]
    return {
        "campaign": {"threshold_bps": 7500},
        "threshold_percent": "75",
        "threshold_tick": "75",
        "lanes": [
            {
                "css": css,
                "label": label,
                "cents": goal_cents * percent // 100,
                "cap_cents": cap_cents,
                "percent": percent,
                "promised": promised and css != "cit",
            }
            for css, label, cap_cents in lanes
        ],
    }


def committee_parts() -> dict[str, object]:
    """Seats, meetings, points and decisions in each of their states."""
    return {
        "seats": [SeatMark(initials, state) for initials, state in SEATS],
        "meetings": [Meeting(state=state) for state in MeetingState],
        "items": [AgendaItem(state=state) for state in ItemState],
        "verdicts": [Proclamation(verdict=verdict) for verdict in Verdict],
    }
