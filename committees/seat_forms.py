"""What the pages of a committee's seats ask: what a seat is, and who is named to it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from committees.models import Role, Seat
from committees.models.bodies import PRESIDING, SUBSTITUTABLE, VOTING
from dossiers.models.dossier import Theme
from okote_flow.directory.models import User
from okote_flow.fields import DayInput


class SeatForm(forms.Form):
    """A new seat, without anybody on it yet."""

    role = forms.ChoiceField(label="Rôle")
    label = forms.CharField(label="Nom du siège", max_length=120, help_text="Par exemple\u00a0: Ville de Colmar.")
    theme = forms.ChoiceField(
        label="Thématique",
        choices=[("", "Aucune"), *Theme.choices],
        required=False,
        help_text="Pour un partenaire qualifié, et lui seul.",
    )
    votes = forms.BooleanField(label="Voix délibérative", required=False, initial=True)
    substitutable = forms.BooleanField(
        label="Peut avoir un suppléant", required=False, help_text="Pour les membres et l’expertise."
    )

    def __init__(self, roles: list[Role], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """As `add_seat` takes them."""
        given = dict(self.cleaned_data)
        theme = given.pop("theme")
        return given | {"role": Role(given["role"]), "theme": Theme(theme) if theme else None}


class EditSeatForm(forms.Form):
    """Another name, rank, theme or voice; only what a seat of this role can have."""

    label = forms.CharField(label="Nom du siège", max_length=120)
    rank = forms.IntegerField(
        label="Rang", min_value=1, max_value=9999, help_text="1 est le premier. Les autres sièges se décalent."
    )
    theme = forms.ChoiceField(label="Thématique", choices=Theme.choices)
    votes = forms.BooleanField(
        label="Voix délibérative", required=False, help_text="Les scrutins ouverts ou passés ne changent pas."
    )
    substitutable = forms.BooleanField(label="Peut avoir un suppléant", required=False)

    def __init__(self, seat: Seat, rank: int, data: Any = None) -> None:
        now = {name: getattr(seat, name) for name in ("label", "theme", "votes", "substitutable")}
        super().__init__(data, initial=now | {"rank": rank})
        role = Role(seat.role)
        self.now = rank
        if role != Role.QUALIFIED:
            del self.fields["theme"]
        if role not in VOTING or role in PRESIDING:
            del self.fields["votes"]
        if role not in SUBSTITUTABLE:
            del self.fields["substitutable"]

    def arguments(self) -> dict[str, Any]:
        """As `edit_seat` takes them; a rank that was not touched is none."""
        given = dict(self.cleaned_data)
        if given["rank"] == self.now:
            del given["rank"]
        return given | ({"theme": Theme(given["theme"])} if "theme" in given else {})


class NameForm(forms.Form):
    """Who is named, by the address of their account, and for how long."""

    email = forms.EmailField(
        label="Adresse de courriel du compte", help_text="La personne a déjà un compte, ouvert sur invitation."
    )
    starts_on = forms.DateField(
        label="À partir du", widget=DayInput(), required=False, help_text="Vide\u00a0: dès aujourd’hui."
    )
    ends_on = forms.DateField(
        label="Jusqu’au", widget=DayInput(), required=False, help_text="Vide\u00a0: sans terme fixé."
    )

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.people = people

    def clean_email(self) -> User:
        found = self.people.filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(
                "Aucun compte ouvert n’a cette adresse\u00a0: vérifiez-la, ou demandez à l’administration "
                "des comptes d’inviter la personne."
            )
        return found

    def arguments(self) -> dict[str, Any]:
        """As `give_mandate` takes them."""
        given = dict(self.cleaned_data)
        return given | {"user": given.pop("email")}
