"""The list of what left: how it is searched, filtered and counted, in a fixed number of queries."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Q, QuerySet

from notifications.families import Family
from notifications.models import Delivery, DeliveryStatus

PILLS = {
    DeliveryStatus.QUEUED: ("info", "clock"),
    DeliveryStatus.SENT: ("ok", "check"),
    DeliveryStatus.FAILED: ("dang", "alert-circle"),
    DeliveryStatus.BOUNCED: ("dang", "arrow-back-up"),
    DeliveryStatus.DROPPED: ("neutre", "circle-x"),
}
NAMES = {
    DeliveryStatus.QUEUED: "En attente",
    DeliveryStatus.SENT: "Partis",
    DeliveryStatus.FAILED: "Non partis",
    DeliveryStatus.BOUNCED: "Revenus",
    DeliveryStatus.DROPPED: "Sans objet",
}


class SearchForm(forms.Form):
    q = forms.CharField(label="Personne ou adresse", required=False, max_length=100)
    famille = forms.ChoiceField(label="Famille", required=False, choices=[("", "Toutes"), *Family.choices])
    etat = forms.ChoiceField(required=False, choices=[("", "Tous"), *DeliveryStatus.choices], widget=forms.HiddenInput)

    def asked(self, name: str) -> str:
        """What was asked for; nothing that is not one of the choices."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""

    def query(self, **changed: str) -> str:
        """The address of the same list, some of it asked otherwise."""
        values = {name: self.asked(name) for name in self.fields} | changed
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    count: int
    query: str
    is_current: bool


def search(found: QuerySet[Delivery], form: SearchForm) -> QuerySet[Delivery]:
    """By person and family: what the counts of the filters are of."""
    for word in form.asked("q").split():
        names = Q(notification__recipient__first_name__icontains=word)
        names |= Q(notification__recipient__last_name__icontains=word)
        found = found.filter(names | Q(notification__recipient__email__icontains=word) | Q(address__icontains=word))
    family = form.asked("famille")
    return found.filter(notification__family=family) if family else found


def of_status(found: QuerySet[Delivery], form: SearchForm) -> QuerySet[Delivery]:
    status = form.asked("etat")
    return found.filter(status=status) if status else found


def with_rows(found: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """With what a line shows."""
    return found.select_related("notification__recipient", "notification__dossier")


def filters(found: QuerySet[Delivery], form: SearchForm) -> list[Filter]:
    """All, then one per state, with how many; in one query."""
    rows = found.order_by().values_list("status").annotate(count=Count("pk"))
    counts: dict[str, int] = dict(rows)
    current = form.asked("etat")
    everything = Filter("Tous", sum(counts.values()), form.query(etat=""), not current)
    return [everything] + [
        Filter(name, counts.get(status, 0), form.query(etat=status.value), current == status)
        for status, name in NAMES.items()
    ]
