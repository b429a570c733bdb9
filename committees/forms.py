"""What the committees' pages ask."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django import forms
from django.db.models import QuerySet

from committees.condition_forms import CONDITIONS, condition_fields, terms_of
from committees.models import Choice, MarkValue, Meeting, Overall, PresenceMode, RecusalGround, Role, Visibility
from dossiers.models import Criterion, Dossier, DossierQuerySet
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.directory.models import Partner, User
from okote_flow.fields import AmountField, DayInput

WAYS = [(way.value, way.label) for way in Visibility if way != Visibility.HANDS]
PlaceChoices: TypeAlias = "list[tuple[str, str | list[tuple[str, str]]]]"


def text(
    label: str, *, rows: int = 3, required: bool = True, help_text: str = "", most: int = 4000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PlanForm(forms.Form):
    """A meeting to come."""

    day = forms.DateField(label="Jour", widget=DayInput())
    hour = forms.TimeField(label="Heure", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    place = forms.CharField(label="Lieu", max_length=200)
    remote_link = forms.URLField(
        label="Lien pour suivre à distance",
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text="Seuls les membres et l’équipe le voient, sur la page de la séance.",
    )

    def arguments(self) -> dict[str, Any]:
        """As `plan_meeting` takes them."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        at = datetime.combine(day, hour, tzinfo=clock.PARIS)
        return {
            "scheduled_at": at,
            "place": self.cleaned_data["place"],
            "remote_link": self.cleaned_data["remote_link"],
        }


class EditMeetingForm(PlanForm):
    """Another time, place or link; once the meeting is convened, with a reason."""

    reason = text("Motif du changement", rows=2, required=False, most=1000)

    def __init__(self, meeting: Meeting, data: Any = None) -> None:
        at = meeting.scheduled_at.astimezone(clock.PARIS)
        said = {"day": at.date(), "hour": at.time(), "place": meeting.place, "remote_link": meeting.remote_link}
        super().__init__(data, initial=said)
        if meeting.convened_at is None:
            del self.fields["reason"]
        else:
            self.fields[
                "reason"
            ].help_text = "Si la date ou le lieu changent\u00a0: les membres le reçoivent aussitôt."

    def arguments(self) -> dict[str, Any]:
        """As `edit_meeting` takes them."""
        return super().arguments() | {"reason": self.cleaned_data.get("reason", "")}


class ConveneForm(forms.Form):
    urgent_reason = text(
        "Motif de l’urgence",
        rows=2,
        required=False,
        most=1000,
        help_text="Seulement si la séance se tient dans moins de cinq jours.",
    )


class ReasonForm(forms.Form):
    reason = text("Motif", rows=2, most=2000)


class SuspendForm(forms.Form):
    """A break, with the hour at which one comes back if it is known."""

    minutes = forms.IntegerField(
        label="Reprise dans",
        required=False,
        min_value=1,
        max_value=60 * 24 * 30,
        help_text="En minutes. Laissez vide si vous ne savez pas encore.",
    )
    reason = text(
        "Motif",
        rows=2,
        required=False,
        most=1000,
        help_text="Tous les membres le lisent\u00a0: ne nommez pas de dossier.",
    )

    def arguments(self) -> dict[str, Any]:
        """As `suspend_meeting` takes them."""
        minutes = self.cleaned_data["minutes"]
        ends = clock.now() + timedelta(minutes=minutes) if minutes else None
        return {"resumes_at": ends, "reason": self.cleaned_data["reason"]}


class CarryForm(forms.Form):
    """The later meeting that takes what this one did not reach."""

    def __init__(self, meetings: QuerySet[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ModelChoiceField(
            meetings, label="Séance", empty_label="Choisissez une séance à venir"
        )


class ItemForm(forms.Form):
    """A dossier to put on an agenda."""

    dossier: "forms.ModelChoiceField[Dossier]"

    def __init__(self, dossiers: DossierQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossier"] = forms.ModelChoiceField(dossiers, label="Dossier", empty_label="Choisissez un dossier")


class HandOverForm(forms.Form):
    seat = forms.IntegerField()
    mode = forms.ChoiceField(choices=PresenceMode.choices)


class PresenceForm(HandOverForm):
    user = forms.IntegerField(required=False)
    mode = forms.ChoiceField(choices=[*PresenceMode.choices, ("left", "Départ"), ("lost", "Connexion perdue")])


class BallotForm(forms.Form):
    """One choice among four. The hidden number makes a second click the same ballot."""

    choice = forms.ChoiceField(
        label="Votre choix",
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez."},
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    seat = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)  # whose proxy one carries
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)  # of a secret ballot, on its own page

    def offer(self, choices: Collection[Choice]) -> None:
        """Show these choices only, in their order."""
        shown = [(value, label) for value, label in Choice.choices if value in choices]
        self.fields["choice"].choices = shown  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"choice": Choice(self.cleaned_data["choice"]), "client_uuid": str(self.cleaned_data["client_uuid"])}


class PollForm(forms.Form):
    """The ceilings and the conditions put to the vote."""

    def __init__(self, partners: dict[Partner, int], *args: Any, **kwargs: Any) -> None:
        """`partners` -> what each envelope holds free, in cents."""
        super().__init__(*args, **kwargs)
        self.partners = {f"ceiling_{partner.pk}": partner for partner in partners}
        for name, partner in self.partners.items():
            free = AmountField().prepare_value(partners[partner])
            self.fields[name] = AmountField(
                label=f"Plafond de {partner.name}",
                required=False,
                may_be_zero=True,
                help_text=f"Libre\u00a0: {free}\u00a0€",
            )
        for number in CONDITIONS:
            self.fields |= condition_fields(number)
        self.fields["visibility"] = forms.ChoiceField(
            label="Façon de voter", choices=WAYS, required=False, initial=Visibility.PUBLIC, widget=forms.RadioSelect
        )
        self.fields["closes_at"] = forms.DateTimeField(
            label="Fin du vote",
            required=False,
            help_text="Obligatoire pour une consultation écrite. La présidence peut prolonger un vote.",
            input_formats=["%Y-%m-%dT%H:%M"],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        )

    def ceilings(self) -> list[forms.BoundField]:
        return [self[name] for name in self.partners]

    def conditions(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in condition_fields(number)] for number in CONDITIONS]

    def arguments(self) -> dict[str, Any]:
        """As `open_poll` takes them."""
        way = Visibility(self.cleaned_data["visibility"] or Visibility.PUBLIC)
        return self.proposal() | {"visibility": way, "closes_at": self.cleaned_data["closes_at"]}

    def proposal(self) -> dict[str, Any]:
        """The ceilings and the conditions alone."""
        given = self.cleaned_data
        written = {given[f"condition_{number}"]: terms_of(given, number) for number in CONDITIONS}
        return {
            "ceilings": {partner: given[name] for name, partner in self.partners.items() if given[name]},
            "conditions": {said: terms for said, terms in written.items() if said},
        }


class CountForm(PollForm):
    """The main vote by show of hands, counted in the room."""

    def __init__(self, partners: dict[Partner, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(partners, *args, **kwargs)
        del self.fields["visibility"], self.fields["closes_at"]
        for choice in Choice:
            self.fields[f"hands_{choice}"] = forms.IntegerField(
                label=choice.label, min_value=0, max_value=1000, initial=0
            )

    def hands(self) -> list[forms.BoundField]:
        return [self[f"hands_{choice}"] for choice in Choice]

    def arguments(self) -> dict[str, Any]:
        """As `count_hands` takes them."""
        return self.proposal() | {"hands": {choice: self.cleaned_data[f"hands_{choice}"] for choice in Choice}}


class ExtendForm(forms.Form):
    minutes = forms.IntegerField(label="Prolonger de", min_value=1, max_value=60 * 24 * 30)


class ProclaimForm(forms.Form):
    reason = text("Motif", required=False, help_text="Demandé quand le dossier n’est pas adopté.")
    redirected_to = forms.CharField(
        label="Réorienté vers",
        max_length=200,
        required=False,
        help_text="Qui peut mieux aider ce projet, s’il n’est pas adopté.",
    )


class HandsForm(forms.Form):
    """A show of hands, counted in the room."""

    reason = text("Motif")
    in_favour = forms.IntegerField(label="Pour", min_value=0)
    against = forms.IntegerField(label="Contre", min_value=0)
    abstaining = forms.IntegerField(label="Abstentions", min_value=0)


class ReworkForm(HandsForm):
    questions = text("Questions au porteur", required=False, help_text="Une par ligne.")

    def clean_questions(self) -> list[str]:
        said: str = self.cleaned_data["questions"]
        return [line.strip() for line in said.splitlines() if line.strip()]


class SheetForm(forms.Form):
    """One's link with the project, the six criteria, the overall opinion; what is empty stays to be done."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)
    drop = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    link = forms.ChoiceField(
        label="Avez-vous un lien avec ce projet ou cette association\u00a0?",
        choices=[("no", "Non, aucun lien"), ("yes", "Oui, je me déporte")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )

    def __init__(self, criteria: list[Criterion], places: PlaceChoices, *args: Any, **kwargs: Any) -> None:
        """`places` are those of the dossier that one may cite, by part."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        nothing: PlaceChoices = [("", "Choisissez dans le dossier")]
        for criterion in criteria:
            key = criterion.pk
            self.fields[f"mark_{key}"] = forms.ChoiceField(
                label=criterion.name, choices=MarkValue.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"remark_{key}"] = text("Votre remarque", rows=2, required=False, most=2000)
            self.fields[f"cite_{key}"] = forms.CharField(
                label="Élément du dossier",
                required=False,
                max_length=40,
                widget=forms.Select(choices=[*nothing, *places], attrs={"class": "form-control"}),
            )
            self.fields[f"quote_{key}"] = forms.CharField(
                label="Passage cité", required=False, max_length=1000, widget=forms.HiddenInput
            )
        self.fields["overall"] = forms.ChoiceField(
            label="Avis d’ensemble",
            choices=[choice for choice in Overall.choices if choice[0]],
            required=False,
            widget=forms.RadioSelect,
        )

    def arguments(self) -> dict[str, Any]:
        """As `save_sheet` takes them."""
        given = self.cleaned_data
        marks = {one: given[f"mark_{one.pk}"] for one in self.criteria}
        return {
            "marks": {one: MarkValue(value) if value else None for one, value in marks.items()},
            "remarks": {one: given[f"remark_{one.pk}"] for one in self.criteria},
            "overall": Overall(given["overall"]),
            "seen": given["seen"],
        }

    def cited(self) -> list[tuple[Criterion, str, str]]:
        """(criterion, place, passage) newly picked from the dossier."""
        given = self.cleaned_data
        picked = ((one, given[f"cite_{one.pk}"], given[f"quote_{one.pk}"]) for one in self.criteria)
        return [(one, place, quote) for one, place, quote in picked if place]

    def leaves(self) -> bool:
        """Whether its writer stands aside instead."""
        return bool(self.cleaned_data["link"] == "yes")


class OpinionForm(forms.Form):
    favourable = forms.TypedChoiceField(
        label="Avis du comité",
        choices=[("oui", "Favorable"), ("non", "Défavorable")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    reason = text("Motifs de l’avis", rows=8, help_text="Le porteur les lira.")
    early_reason = text(
        "Pourquoi moins de grilles que requis",
        rows=2,
        required=False,
        most=1000,
        help_text="Seulement après l’échéance des grilles.",
    )


class RecusalForm(forms.Form):
    """Who stands aside, and why."""

    ground = forms.ChoiceField(label="Motif", choices=RecusalGround.choices, widget=forms.RadioSelect)
    note = text("Précision", rows=2, required=False, most=1000, help_text="Lue par le secrétariat seulement.")

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        """`people` are those whom the reader may make stand aside, besides themselves."""
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(
            people, label="Qui se déporte", required=False, empty_label="Moi-même"
        )
        self.order_fields(["user", "ground", "note"])

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"ground": RecusalGround(given["ground"]), "note": given["note"], "user": given["user"]}


class InstallForm(forms.Form):
    """A seat and its first holder."""

    role = forms.ChoiceField(label="Rôle", choices=Role.choices)
    label = forms.CharField(label="Nom du siège", max_length=120, required=False)
    theme = forms.ChoiceField(
        label="Thématique",
        choices=[("", "Aucune"), *Theme.choices],
        required=False,
        help_text="Pour un partenaire qualifié.",
    )
    starts_on = forms.DateField(label="À partir du", widget=DayInput(), required=False)
    ends_on = forms.DateField(label="Jusqu’au", widget=DayInput(), required=False)

    def __init__(self, people: QuerySet[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"] = forms.ModelChoiceField(people, label="Personne", empty_label="Choisissez un compte")
        self.order_fields(["user"])

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        theme = given.pop("theme")
        return given | {"role": Role(given["role"]), "theme": Theme(theme) if theme else None}


class EndForm(forms.Form):
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput(), required=False)
