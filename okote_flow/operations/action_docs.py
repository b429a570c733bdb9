"""Writes docs/actions.md: every action of the house, its arguments and refusals, and how a scenario plays them."""

import inspect
import re
import types
from collections.abc import Iterator, Sequence
from typing import Any, Union, get_args, get_origin

from django.conf import settings
from django.db.models import Model

from dossiers.lifecycle import STEPS, Step
from okote_flow.acts import Action
from okote_flow.operations.scenario_check import arguments_of, may_be_the_clock
from okote_flow.operations.scenario_names import natural_key
from okote_flow.refusals import SENTENCES

GUIDE = settings.BASE_DIR / "okote_flow" / "operations" / "scenario_guide.md"
EXAMPLE = settings.BASE_DIR / "data" / "scenarios" / "example.yaml"
EVERY_STEP = ("not-yours", "wrong-state", "moved-meanwhile")
PLAIN = {"str": "text", "int": "whole number", "bool": "true or false", "File": "file", "datetime": "date and hour"}
BLANK = re.compile(r"\{(\w+)[^}]*\}")


def page(actions: dict[str, Action]) -> str:
    """The whole page, the same for the same code."""
    guide = GUIDE.read_text("utf-8").replace("{example}", EXAMPLE.read_text("utf-8").strip())
    parts = [guide.strip(), "", "## Actions", ""]
    rooms = sorted({name.partition(".")[0] for name in actions})
    for room in rooms:
        parts += [f"### {room}", ""]
        for name, action in actions.items():
            if name.startswith(f"{room}."):
                parts += [*_entry(action), ""]
    return "\n".join(parts).rstrip() + "\n"


def _entry(action: Action) -> Iterator[str]:
    yield f"#### `{action.name}`"
    yield ""
    meaning = _meaning(action)
    if meaning:
        yield meaning
        yield ""
    yield f"- on: {_kind(action.types[action.target]) if action.target else 'nothing'}"
    yield f"- by: {_actor(action)}"
    for name, parameter in arguments_of(action).items():
        yield f"- `{name}`: {_value(name, action)}{_default(parameter.default)}"
    gives = action.types.get("return")
    yield f"- `as` names: {_kind(gives)}"
    yield from _refusals(action)


def _meaning(action: Action) -> str:
    """The docstring; a step of the life without one is told by the table."""
    step = _step(action)
    told = inspect.getdoc(inspect.unwrap(action.call)) or (step.meaning if step else "")
    return told or (f"«\u00a0{step.label}\u00a0»." if step else "")


def _step(action: Action) -> Step | None:
    room, _, verb = action.name.partition(".")
    return STEPS.get(verb) if room == "dossiers" else None


def _actor(action: Action) -> str:
    if "by" not in action.signature.parameters:
        return "nobody"
    if action.types.get("by") is type(None):
        return "the clock only"
    return "somebody, or the clock" if may_be_the_clock(action) else "somebody"


def _refusals(action: Action) -> Iterator[str]:
    codes = dict.fromkeys((*(EVERY_STEP if _step(action) else ()), *action.refuses))
    if codes:
        yield "- refuses:"
    for code in codes:
        yield f"  - `{code}`: {_sentence(code)}"


def _value(name: str, action: Action) -> str:
    if name.endswith("_cents") or name == "cents":
        return "an amount (`12 600 €`, or whole cents)"
    return _kind(action.types.get(name, str))


def _sentence(code: str) -> str:
    """The French sentence, its blanks named."""
    return BLANK.sub(r"{\1}", SENTENCES[code])


def _default(value: object) -> str:
    """What is taken when the argument is not given."""
    if value is inspect.Parameter.empty:
        return ""
    plain = _plain(value)
    return f"; `{plain}` unless given" if value and plain else "; may be left out"


def _plain(value: object) -> str:
    return str(getattr(value, "value", value))


def _kind(wanted: Any) -> str:
    """An annotation in the words of a scenario's author."""
    if get_origin(wanted) in (Union, types.UnionType):
        return " or ".join(_kind(part) for part in get_args(wanted) if part is not types.NoneType)
    if get_origin(wanted) in (list, tuple, dict, Sequence):
        inner = ", ".join("…" if part is Ellipsis else _kind(part) for part in get_args(wanted))
        return f"{'list' if get_origin(wanted) is Sequence else get_origin(wanted).__name__} of ({inner})"
    kind = get_origin(wanted) or wanted
    if kind is types.NoneType:
        return "nothing"
    if not isinstance(kind, type):
        return "anything"
    return _single(kind)


def _single(kind: type) -> str:
    if issubclass(kind, Model):
        return f"{kind.__name__} (alias{', or its key' if natural_key(kind) else ''})"
    if hasattr(kind, "__members__"):
        return " | ".join(f"`{_plain(member)}`" for member in kind)  # type: ignore[attr-defined]
    return PLAIN.get(kind.__name__, kind.__name__)
