"""Reads a scenario against the house before anything is played: every action, argument, alias and code must exist."""

from collections.abc import Iterator
from inspect import Parameter
from typing import Any, get_args

from django.db.models import Model

from okote_flow import clock
from okote_flow.acts import Action
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.scenario import CLOCKWORK, THE_CLOCK, Scenario, Step
from okote_flow.operations.scenario_names import field_of, natural_key
from okote_flow.operations.scenario_shapes import instead
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import SENTENCES, Refusal, Refused


def verify(scenario: Scenario, actions: dict[str, Action]) -> None:
    """Raises Refused with the first complaint of every step that has one."""
    found: list[Refusal] = []
    known: dict[str, Any] = {}
    for person in scenario.cast:
        known[person.alias] = None
    cast = set(known)
    for step in scenario.steps:
        try:
            _step(step, actions, cast, known)
        except Refused as refused:
            found += refused.refusals[:1]
        if step.alias:
            known[step.alias] = actions[step.do].types.get("return") if step.do in actions else None
    if found:
        raise Refused(found)


def _step(step: Step, actions: dict[str, Action], cast: set[str], known: dict[str, Any]) -> None:
    for code in step.expected:
        if code not in SENTENCES:
            near = instead(code, SENTENCES)
            raise Refused([refuse("scenario-code-unknown", where=step.where, name=code, instead=near)])
    if step.alias and step.alias in cast | known.keys():
        raise Refused([refuse("scenario-alias-twice", where=step.where, name=step.alias)])
    if step.do in CLOCKWORK:
        return
    if step.do not in actions:
        near = instead(step.do, [*actions, *CLOCKWORK])
        raise Refused([refuse("scenario-action-unknown", where=step.where, name=step.do, instead=near)])
    action = actions[step.do]
    _actor(step, action, cast)
    _target(step, action)
    _arguments(step, action, known)


def _actor(step: Step, action: Action, cast: set[str]) -> None:
    """The clock acts where `by` may be None, nobody acts where there is no `by`, else somebody of the cast."""
    by = action.signature.parameters.get("by")
    if by is None or step.by == THE_CLOCK or not step.by:
        needs_somebody = by is not None and not may_be_the_clock(action)
        if needs_somebody:
            who = "demande que quelqu’un agisse\u00a0: dites qui avec «\u00a0by\u00a0»"
            raise Refused([refuse("scenario-actor-wrong", where=step.where, action=step.do, who=who)])
        return
    if step.by not in cast:
        near = instead(step.by, [*cast, THE_CLOCK])
        raise Refused([refuse("scenario-alias-unknown", where=step.where, name=step.by, instead=near)])
    if action.types.get("by") is type(None):
        who = "est l’affaire de l’horloge\u00a0: écrivez «\u00a0by: clock\u00a0»"
        raise Refused([refuse("scenario-actor-wrong", where=step.where, action=step.do, who=who)])


def may_be_the_clock(action: Action) -> bool:
    wanted = action.types.get("by")
    return wanted is type(None) or type(None) in get_args(wanted)


def _target(step: Step, action: Action) -> None:
    if action.target is None and step.on is not None:
        raise Refused([refuse("scenario-target-needless", where=step.where, action=step.do)])
    if action.target is not None and step.on is None:
        raise Refused([refuse("scenario-target-missing", where=step.where, action=step.do)])


def _arguments(step: Step, action: Action, known: dict[str, Any]) -> None:
    """Names first, then values as far as they can be read without playing."""
    takes = arguments_of(action)
    for name in step.arguments:
        if name not in takes:
            near = instead(name, takes)
            raise Refused(
                [refuse("scenario-argument-unknown", where=step.where, action=step.do, name=name, instead=near)]
            )
    for name, parameter in takes.items():
        if parameter.default is Parameter.empty and name not in step.arguments:
            raise Refused([refuse("scenario-argument-missing", where=step.where, action=step.do, name=name)])
    dry = Coercion(lambda model, value, where: _is_named(model, value, where, known))
    with clock.frozen(step.at):
        if action.target is not None:
            dry.argument(step.on, action.types.get(action.target), action.target, step.where)
        for name, value in step.arguments.items():
            dry.argument(value, action.types.get(name), name, step.where)


def arguments_of(action: Action) -> dict[str, Parameter]:
    """What may stand under `with`: all but the target and `by`."""
    parameters = action.signature.parameters.items()
    return {name: parameter for name, parameter in parameters if name not in (action.target, "by")}


def _is_named(model: type[Model], value: Any, where: str, known: dict[str, Any]) -> Any:
    """Whether a row could be meant: an alias given before, fields that exist, or a natural key."""
    if isinstance(value, dict):
        for name in value:
            field_of(model, name, where)
        return value
    if value in known and _fits(known[value], model):
        return value
    if natural_key(model) is None:
        near = instead(str(value), _fitting(known, model))
        raise Refused([refuse("scenario-alias-unknown", where=where, name=value, instead=near)])
    return value


def _fits(kind: Any, model: type[Model]) -> bool:
    """An alias whose kind is not known to be a row fits any model until the play."""
    return not (isinstance(kind, type) and issubclass(kind, Model)) or issubclass(kind, model)


def _fitting(known: dict[str, Any], model: type[Model]) -> Iterator[str]:
    return (alias for alias, kind in known.items() if _fits(kind, model))
