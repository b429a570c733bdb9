"""Templates of a scenario: steps written once, with $blanks, and used as often as the play needs them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from okote_flow.operations.scenario_shapes import Shape, instead
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused

BLANK = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
MAX_NESTING = 8


@dataclass(frozen=True, slots=True)
class RawStep:
    """One step after its blanks are filled. Without `do` it only moves the time of its story."""

    where: str
    table: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """Steps with blanks; `defaults` are the values of those that may be left out."""

    steps: list[Any]
    defaults: dict[str, Any]

    @property
    def blanks(self) -> set[str]:
        """Every blank that the steps or the defaults name."""
        return set(_blanks_in(self.steps)) | set(_blanks_in(list(self.defaults.values())))


Templates = Mapping[str, Template]


def read_templates(shape: Shape) -> dict[str, Template]:
    """The section `templates`: name -> a list of steps, or {with: defaults, steps: list}."""
    found = {}
    for name, value in shape.table("templates").items():
        if isinstance(value, list):
            found[name] = Template(value, {})
        else:
            inner = Shape(value, f"{shape.where}, modèle «\u00a0{name}\u00a0»")
            found[name] = Template(inner.series("steps", required=True), inner.table("with"))
            inner.close()
    return found


def expand(
    steps: list[Any], templates: Templates, blanks: Mapping[str, Any], where: str, path: tuple[str, ...] = ()
) -> Iterator[RawStep]:
    """Steps with every `use` replaced by what it stands for, and every blank filled. Raises Refused."""
    for number, step in enumerate(steps, 1):
        place = f"{where}, étape {number}"
        filled = fill(step, blanks, place)
        if isinstance(filled, dict) and "use" in filled:
            yield from _use(filled, templates, place, path)
        else:
            yield RawStep(place, Shape(filled, place).values)


def _use(table: dict[str, Any], templates: Templates, where: str, path: tuple[str, ...]) -> Iterator[RawStep]:
    shape = Shape(table, where)
    name, given = shape.text("use", required=True), shape.table("with")
    items = shape.series("each") if "each" in table else [None]
    if shape.text("at"):
        yield RawStep(where, {"at": table["at"]})
    shape.close()
    if name not in templates:
        raise Refused([refuse("scenario-template-unknown", where=where, name=name, instead=instead(name, templates))])
    if name in path or len(path) >= MAX_NESTING:
        raise Refused([refuse("scenario-template-circular", where=where, name=name)])
    template = templates[name]
    for number, item in enumerate(items, 1):
        values = given | _of_item(item, number)
        _check_used(template, values, where)
        blanks = _with_defaults(template, values, where)
        yield from expand(template.steps, templates, blanks, f"{where}, {name}", (*path, name))


def _of_item(item: Any, number: int) -> dict[str, Any]:
    """What one item of `each` fills: its own names, or $it; and $n, its place from 1."""
    if item is None:
        return {}
    return (item if isinstance(item, dict) else {"it": item}) | {"n": number}


def _check_used(template: Template, values: dict[str, Any], where: str) -> None:
    for name in values:
        if name not in template.blanks and name != "n":
            near = instead(name, template.blanks)
            raise Refused([refuse("scenario-blank-unused", where=where, name=name, instead=near)])


def _with_defaults(template: Template, values: dict[str, Any], where: str) -> dict[str, Any]:
    """Defaults may name blanks that are given, not each other."""
    defaults = {name: fill(value, values, where) for name, value in template.defaults.items() if name not in values}
    return defaults | values


def fill(value: Any, blanks: Mapping[str, Any], where: str) -> Any:
    """A value with its blanks filled: a lone blank takes any value, one inside a text becomes text."""
    if isinstance(value, dict):
        return {fill(key, blanks, where): fill(inner, blanks, where) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, blanks, where) for inner in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    alone = BLANK.fullmatch(value)
    if alone:
        return _value(alone, blanks, where)
    return BLANK.sub(lambda found: str(_value(found, blanks, where)), value)


def _value(found: re.Match[str], blanks: Mapping[str, Any], where: str) -> Any:
    name = found[1] or found[2]
    if name not in blanks:
        raise Refused([refuse("scenario-blank-unknown", where=where, name=name, instead=instead(name, blanks))])
    return blanks[name]


def _blanks_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _blanks_in(key)
            yield from _blanks_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _blanks_in(inner)
    elif isinstance(value, str):
        yield from (found[1] or found[2] for found in BLANK.finditer(value))
