"""The register of actions: every verb of the house by its name, for rehearsal and for docs/actions.md."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Action:
    """One verb: what it is called, what it takes, what it may refuse."""

    name: str
    call: Callable[..., Any]
    refuses: tuple[str, ...]

    @property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.call)

    @property
    def types(self) -> dict[str, Any]:
        """Parameter name -> annotated type."""
        return get_type_hints(inspect.unwrap(self.call))

    @property
    def target(self) -> str | None:
        """The name of the parameter that the verb acts on, if it has one: the only positional parameter."""
        for parameter in self.signature.parameters.values():
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
                return parameter.name
        return None


ACTIONS: dict[str, Action] = {}


def action(name: str, *, refuses: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb of the house: one transaction, registered under `name` (`app.verb`).

    The first parameter is the object; the others are keyword-only and include `by` (None is the clock).
    `refuses` names the codes that it may refuse with, besides those of every step.
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                return function(*args, **kwargs)

        assert name not in ACTIONS or ACTIONS[name].call.__qualname__ == function.__qualname__, f"{name} twice"
        ACTIONS[name] = Action(name, run, refuses)
        return run

    return register
