"""Turns what a scenario says into what an action takes, by the action's own annotations."""

import base64
import binascii
import dataclasses
import types
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.core.files.base import ContentFile, File
from django.db.models import Model

from okote_flow import clock
from okote_flow.cents import parse_euros
from okote_flow.operations.scenario_shapes import Shape, instead
from okote_flow.operations.scenario_times import moment
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused

FindRow = Callable[[type[Model], Any, str], Any]
"""(model, what the scenario calls it, place) -> the row."""


@dataclasses.dataclass(frozen=True, slots=True)
class Coercion:
    """How values become arguments. `find` knows the rows by name; without it rows stay as they are named."""

    find: FindRow

    def argument(self, value: Any, wanted: Any, name: str, where: str) -> Any:
        """One argument. Raises Refused("scenario-value-wrong") and what `find` raises."""
        if value is None and _may_be_none(wanted):
            return None
        if get_origin(wanted) in (Union, types.UnionType):
            return self._one_of(value, wanted, name, where)
        if get_origin(wanted) in (list, tuple, dict, Sequence):
            return self._many(value, wanted, name, where)
        kind = get_origin(wanted) or wanted
        if not isinstance(kind, type):
            return value
        return self._single(value, kind, name, where)

    def _one_of(self, value: Any, wanted: Any, name: str, where: str) -> Any:
        """The first reading of a union that fits."""
        readings = [kind for kind in get_args(wanted) if kind is not types.NoneType]
        for kind in readings[:-1]:
            try:
                return self.argument(value, kind, name, where)
            except Refused:
                continue
        return self.argument(value, readings[-1], name, where)

    def _many(self, value: Any, wanted: Any, name: str, where: str) -> Any:
        kind, inner = get_origin(wanted), get_args(wanted)
        if kind is dict and isinstance(value, dict):
            return {
                self.argument(key, inner[0], name, where): self.argument(item, inner[1], _amount(name, inner), where)
                for key, item in value.items()
            }
        if kind is dict or not isinstance(value, list):
            raise _wrong(value, name, where)
        if kind in (list, Sequence) or inner[-1] is Ellipsis:
            return (tuple if kind is tuple else list)(self.argument(item, inner[0], name, where) for item in value)
        if len(value) != len(inner):
            raise _wrong(value, name, where)
        return tuple(self.argument(item, part, name, where) for item, part in zip(value, inner, strict=True))

    def _single(self, value: Any, kind: type, name: str, where: str) -> Any:
        if issubclass(kind, Model):
            return self.find(kind, value, where)
        if dataclasses.is_dataclass(kind):
            return self._dataclass(value, kind, where)
        for parent, read in READERS:
            if issubclass(kind, parent):
                return read(value, kind, name, where)
        return value

    def _dataclass(self, value: Any, kind: type, where: str) -> Any:
        shape, types_of = Shape(value, where), get_type_hints(kind)
        given = {}
        for item in dataclasses.fields(kind):
            if shape.value(item.name) is not None:
                given[item.name] = self.argument(shape.value(item.name), types_of[item.name], item.name, where)
            elif item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING:
                raise Refused([refuse("scenario-key-missing", where=where, name=item.name)])
        shape.close()
        return kind(**given)


def _may_be_none(wanted: Any) -> bool:
    return wanted is None or wanted is types.NoneType or types.NoneType in get_args(wanted)


def _amount(name: str, inner: tuple[Any, ...]) -> str:
    """Whole numbers by partner are always money."""
    return "cents" if inner[1] is int else name


def _wrong(value: Any, name: str, where: str, near: str = "") -> Refused:
    return Refused([refuse("scenario-value-wrong", where=where, name=name, value=str(value)[:60], instead=near)])


def _enum(value: Any, kind: type[Enum], name: str, where: str) -> Any:
    """By value: "officer", not Office.OFFICER."""
    known = {str(member.value): member for member in kind}
    if str(value) not in known:
        raise _wrong(value, name, where, instead(str(value), known))
    return known[str(value)]


def _flag(value: Any, kind: type, name: str, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, name, where)
    return value


def _whole(value: Any, kind: type, name: str, where: str) -> int:
    """A whole number; an amount may be said as people say it: "12 600 €"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and name.endswith("cents"):
        try:
            return parse_euros(value)
        except Refused as refused:
            raise _wrong(value, name, where) from refused
    raise _wrong(value, name, where)


def _instant(value: Any, kind: type, name: str, where: str) -> datetime:
    at = value if isinstance(value, datetime) else moment(str(value), clock.now())
    if at is None:
        raise _wrong(value, name, where)
    return at if at.tzinfo else at.replace(tzinfo=clock.PARIS)


def _day(value: Any, kind: type, name: str, where: str) -> date:
    return _instant(value, kind, name, where).astimezone(clock.PARIS).date()


def _text(value: Any, kind: type, name: str, where: str) -> str:
    if isinstance(value, dict | list | bool) or value is None:
        raise _wrong(value, name, where)
    return str(value)


def _file(value: Any, kind: type, name: str, where: str) -> File[bytes]:
    """{name: statuts.pdf, content: "%PDF-…"}, or {name: …, base64: …}."""
    shape = Shape(value, where)
    title, text, coded = shape.text("name", required=True), shape.text("content"), shape.text("base64")
    shape.close()
    try:
        content = base64.b64decode(coded, validate=True) if coded else text.encode()
    except binascii.Error as error:
        raise _wrong(coded, name, where) from error
    return ContentFile(content, name=title)


READERS: tuple[tuple[type, Callable[[Any, Any, str, str], Any]], ...] = (
    (Enum, _enum),
    (bool, _flag),
    (int, _whole),
    (datetime, _instant),
    (date, _day),
    (str, _text),
    (File, _file),
)
