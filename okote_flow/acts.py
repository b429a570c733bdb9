"""The register of actions: every verb of the house by its name, for rehearsal and for docs/actions.md."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

from django.db import DataError, transaction

from okote_flow import arguments
from okote_flow.refusals import Refusal, Refused, require

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
Follower = Callable[[frozenset[str]], None]
_followers: list[Follower] = []
_touched: ContextVar[set[str] | None] = ContextVar("touched", default=None)


def follow(follower: Follower) -> None:
    """What an upper app writes at the end of an act, in its transaction, about the subjects that the act touched."""
    if follower not in _followers:
        _followers.append(follower)


def touch(subject: str) -> None:
    """The act under way has changed this subject; outside of any act, whoever follows is told at once."""
    touched = _touched.get()
    if touched is None:
        _tell(frozenset([subject]))
    else:
        touched.add(subject)


@contextmanager
def act() -> Iterator[None]:
    """Acts within an act are one: what follows is written once, when the outermost has done its own writing."""
    if _touched.get() is not None:
        yield
        return
    touched: set[str] = set()
    token = _touched.set(touched)
    try:
        yield
    finally:
        _touched.reset(token)
    _tell(frozenset(touched))


def _tell(touched: frozenset[str]) -> None:
    for follower in _followers if touched else ():
        follower(touched)


def _argument_refusals(values: tuple[object, ...], named: dict[str, object]) -> Iterator[Refusal]:
    """What no act takes: a closed account, a text that no database holds, a number or a date beyond all use."""
    if getattr(named.get("by"), "is_active", True) is False:
        yield arguments.refuse("account-closed")
    for value in (*values, *named.values()):
        yield from arguments.refusals(value)


def action(name: str, *, refuses: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb of the house: one transaction, registered under `name` (`app.verb`).

    The first parameter is the object; the others are keyword-only and include `by` (None is the clock).
    `refuses` names the codes that it may refuse with, besides those of every step.
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            require(_argument_refusals(args[1:], kwargs))
            try:
                with transaction.atomic(), act():
                    return function(*args, **kwargs)
            except DataError as error:  # PostgreSQL: longer than its column
                raise Refused([arguments.refuse("value-unfit")]) from error

        assert name not in ACTIONS or ACTIONS[name].call.__qualname__ == function.__qualname__, f"{name} twice"
        ACTIONS[name] = Action(name, run, refuses)
        return run

    return register
