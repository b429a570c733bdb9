"""How a scenario calls rows: by the alias it gave them, by their natural key, or by their fields."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import ForeignKey, Model

from okote_flow.operations.scenario_shapes import Shape, instead
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused


class Names:
    """What the aliases of a play stand for. Rows are read afresh each time: others may have changed them."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def __contains__(self, alias: str) -> bool:
        return alias in self._known

    def bind(self, alias: str, value: Any) -> None:
        self._known[alias] = value

    def get(self, alias: str) -> Any:
        value = self._known[alias]
        return type(value)._default_manager.get(pk=value.pk) if isinstance(value, Model) else value

    def items(self, model: type[Model]) -> list[tuple[str, Any]]:
        """The aliases that stand for rows of a model."""
        return [(alias, self.get(alias)) for alias, value in self._known.items() if isinstance(value, model)]

    def find(self, model: type[Model], value: Any, where: str) -> Any:
        """The row that a scenario means. Raises Refused("scenario-alias-unknown", "scenario-row-missing", …)."""
        if isinstance(value, dict):
            return self._by_fields(model, value, where)
        if isinstance(value, str) and isinstance(self._known.get(value), model):
            return self.get(value)
        key = natural_key(model)
        if key is None:
            near = instead(str(value), [alias for alias, _ in self.items(model)])
            raise Refused([refuse("scenario-alias-unknown", where=where, name=value, instead=near)])
        try:
            return key(value)
        except (ObjectDoesNotExist, ValueError) as error:
            raise _missing(model, value, where, instead(str(value), self._known)) from error

    def _by_fields(self, model: type[Model], fields: dict[str, Any], where: str) -> Any:
        """The newest row with these fields; a field that points to a row is called as rows are."""
        wanted = {}
        for name, value in Shape(fields, where).values.items():
            field = field_of(model, name, where)
            is_row = isinstance(field, ForeignKey) and not isinstance(value, bool | type(None))
            wanted[name] = self.find(field.related_model, value, where) if is_row else value
        row = model._default_manager.filter(**wanted).order_by("-pk").first()
        if row is None:
            raise _missing(model, fields, where, "")
        return row


def field_of(model: type[Model], name: str, where: str) -> Any:
    """A field of the table itself. Raises Refused("scenario-key-unknown")."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist as error:
        near = instead(name, [field.name for field in model._meta.concrete_fields])
        raise Refused([refuse("scenario-key-unknown", where=where, name=name, instead=near)]) from error


def natural_key(model: type[Model]) -> Callable[[Any], Model] | None:
    return getattr(model._default_manager, "get_by_natural_key", None)


def _missing(model: type[Model], value: Any, where: str, near: str) -> Refused:
    name = str(model._meta.verbose_name)
    return Refused([refuse("scenario-row-missing", where=where, model=name, value=value, instead=near)])
