"""What the administration keeps: which fields each thing has, how they stand in its history, what it must obey."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from dossiers.holidays import holiday
from dossiers.models import Call, Cohort, Dossier, Programme, SpecialDay
from okote_flow import clock
from okote_flow.administration.models import Thing
from okote_flow.administration.rules import places as rules
from okote_flow.administration.sentences import refuse
from okote_flow.directory.models import Intermunicipality, Municipality, Territory
from okote_flow.refusals import Refusal

Plain = dict[str, str | int | bool | None]
KEY_OF: dict[type[models.Model], str] = {Territory: "code", Intermunicipality: "siren", Call: "code"}
"""How history names what a thing belongs to."""
OWNERS = {"territory": "Territoire", "epci": "Intercommunalité", "call": "Appel"}


@dataclass(frozen=True, slots=True)
class Spec:
    """One sort of things. `key` is the field by which addresses and history know it; it never changes."""

    model: type[models.Model]
    key: str
    fields: tuple[str, ...]
    uses: Callable[[Any], Iterator[bool]]  # whether something needs it still
    check: Callable[[Any], Iterator[Refusal]]
    new: Callable[[], Any] | None = None

    def fresh(self) -> Any:
        """A row that is not saved yet."""
        return self.new() if self.new is not None else self.model()

    def find(self, key: str) -> Any | None:
        """The row, held until the transaction ends."""
        return self.model._default_manager.select_for_update(of=("self",)).filter(**{self.key: key}).first()

    def label_of(self, name: str) -> str:
        if name in OWNERS:
            return OWNERS[name]
        said = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        return said[:1].upper() + said[1:]

    def state(self, row: Any) -> Plain:
        return {name: _plain(getattr(row, name)) for name in self.fields}

    def put(self, row: Any, values: Mapping[str, Any]) -> None:
        for name in self.fields:
            if name in values:
                setattr(row, name, self._value(name, values[name]))

    def _value(self, name: str, value: Any) -> Any:
        """What history kept, as the column wants it."""
        column = self.model._meta.get_field(name)
        if isinstance(column, models.ForeignKey) and isinstance(value, str):
            owner: Any = column.related_model
            return owner._default_manager.get(**{KEY_OF[owner]: value})
        if isinstance(value, str) and isinstance(column, models.DateTimeField):
            return datetime.fromisoformat(value)
        if isinstance(value, str) and isinstance(column, models.DateField):
            return date.fromisoformat(value)
        return value


def _plain(value: Any) -> str | int | bool | None:
    if isinstance(value, models.Model):
        return str(getattr(value, KEY_OF[type(value)]))
    if isinstance(value, date | datetime):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | bool)
    return value


# What must be true of a thing before it is saved


def _common(row: Any, spec: Spec) -> Iterator[Refusal]:
    if not str(row.name).strip():
        yield refuse("reference-missing-text", label="Nom")
    key = getattr(row, spec.key)
    others = spec.model._default_manager.exclude(pk=row.pk)
    if not str(key).strip():
        yield refuse("reference-missing-text", label=spec.label_of(spec.key))
    elif others.filter(**{spec.key: key}).exists():
        yield refuse("thing-known", label=spec.label_of(spec.key), value=key)


def _check_place(row: Any) -> Iterator[Refusal]:
    """An end of use is not in the past; an EPCI has a SIREN, a commune a code."""
    if row.ends_on is not None and row.ends_on < clock.today() and _is_new_end(row):
        yield refuse("reference-ends-early")
    if isinstance(row, Territory) and Territory.objects.exclude(pk=row.pk).filter(name=row.name).exists():
        yield refuse("thing-known", label="Nom", value=row.name)
    if isinstance(row, Intermunicipality):
        yield from rules.siren_refusals(row.siren)
    if isinstance(row, Municipality):
        yield from rules.insee_refusals(row.insee)


def _is_new_end(row: Any) -> bool:
    known = type(row).objects.filter(pk=row.pk).values_list("ends_on", flat=True).first()
    return bool(known != row.ends_on)


def _check_call(row: Call) -> Iterator[Refusal]:
    yield from rules.call_refusals(row.opens_on, row.closes_on, row.webinar_at)
    was = Call.objects.filter(pk=row.pk).values_list("territory", flat=True).first()
    if row.pk and was != row.territory_id and Dossier.objects.filter(call=row.pk).exists():
        yield refuse("call-crowded")


def _check_cohort(row: Cohort) -> Iterator[Refusal]:
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        yield refuse("call-reversed")
    taken = Dossier.objects.filter(cohort=row.pk).count() if row.pk else 0
    if row.cohort_size < max(taken, 1):
        yield refuse("cohort-crowded")


def _check_day(row: SpecialDay) -> Iterator[Refusal]:
    yield from rules.day_refusals(row.day, clock.today())
    yield from rules.usual_refusals(row.day, holiday(row.day), is_off=row.is_off)


# What still needs it


def _uses_territory(row: Territory) -> Iterator[bool]:
    for name in ("intermunicipalities", "municipalities", "dossiers", "committees", "calls"):
        yield getattr(row, name).exists()


def _uses_epci(row: Intermunicipality) -> Iterator[bool]:
    yield row.municipalities.exists()


def _uses_call(row: Call) -> Iterator[bool]:
    yield row.cohorts.exists()
    yield row.dossiers.exists()


def _uses_cohort(row: Cohort) -> Iterator[bool]:
    yield row.dossiers.exists()


def _uses_nothing(row: Any) -> Iterator[bool]:
    yield from ()


SPECS: dict[Thing, Spec] = {
    Thing.TERRITORY: Spec(
        Territory, "code", ("code", "name", "is_priority", "source", "ends_on"), _uses_territory, _check_place
    ),
    Thing.EPCI: Spec(
        Intermunicipality, "siren", ("siren", "name", "territory", "source", "ends_on"), _uses_epci, _check_place
    ),
    Thing.TOWN: Spec(
        Municipality, "insee", ("insee", "name", "territory", "epci", "ends_on"), _uses_nothing, _check_place
    ),
    Thing.CALL: Spec(
        Call,
        "code",
        ("code", "name", "territory", "opens_on", "closes_on", "webinar_at", "webinar_link", "ends_on"),
        _uses_call,
        _check_call,
        lambda: Call(programme=Programme.objects.order_by("starts_on", "pk").last()),
    ),
    Thing.COHORT: Spec(
        Cohort, "code", ("code", "name", "call", "cohort_size", "starts_on", "ends_on"), _uses_cohort, _check_cohort
    ),
    Thing.DAY: Spec(SpecialDay, "day", ("day", "is_off", "name"), _uses_nothing, _check_day),
}
"""The grid is kept by versions of its own (`actions.grids`)."""


def refusals(thing: Thing, row: Any) -> Iterator[Refusal]:
    """Why a thing cannot stand like this."""
    spec = SPECS[thing]
    yield from _common(row, spec)
    yield from spec.check(row)


def is_used(thing: Thing, row: Any) -> bool:
    return any(SPECS[thing].uses(row))
