"""Reads a scenario against the house before anything is played: every action, argument, alias and code must exist."""

from dataclasses import dataclass
from difflib import get_close_matches
from inspect import Parameter
from typing import Any, get_args

from django.db.models import Model

from okote_flow import clock
from okote_flow.acts import Action
from okote_flow.directory.models import User
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.scenario import CLOCKWORK, THE_CLOCK, Scenario, Step
from okote_flow.operations.scenario_names import field_of, natural_key
from okote_flow.operations.scenario_shapes import instead
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import SENTENCES, Refusal, Refused

TYPO = 0.8  # so near to an alias that the alias is meant


@dataclass(slots=True)
class Known:
    """The aliases given before a step, with the kind of what they stand for; and those given anywhere."""

    kinds: dict[str, Any]
    ever: set[str]

    @property
    def cast(self) -> set[str]:
        return {alias for alias, kind in self.kinds.items() if kind is User}

    def of(self, model: type[Model]) -> list[str]:
        """The aliases that may stand for a row of a model. One whose kind is not known may stand for any."""
        return [alias for alias, kind in self.kinds.items() if not _is_row(kind) or issubclass(kind, model)]


def verify(scenario: Scenario, actions: dict[str, Action]) -> None:
    """Raises Refused with the first complaint of every step that has one."""
    found: list[Refusal] = []
    known = Known({person.alias: User for person in scenario.cast}, {step.alias for step in scenario.steps})
    for step in scenario.steps:
        try:
            _step(step, actions, known)
        except Refused as refused:
            found += refused.refusals[:1]
        if step.alias:
            known.kinds[step.alias] = actions[step.do].types.get("return") if step.do in actions else None
    if found:
        raise Refused(found)


def _step(step: Step, actions: dict[str, Action], known: Known) -> None:
    for code in step.expected:
        if code not in SENTENCES:
            near = instead(code, SENTENCES)
            raise Refused([refuse("scenario-code-unknown", where=step.where, name=code, instead=near)])
    if step.alias in known.kinds:
        raise Refused([refuse("scenario-alias-twice", where=step.where, name=step.alias)])
    for name in step.told or ():
        if name not in known.cast:
            near = instead(name, known.cast)
            raise Refused([refuse("scenario-alias-unknown", where=step.where, name=name, instead=near)])
    if step.do in CLOCKWORK:
        return
    if step.do not in actions:
        near = instead(step.do, [*actions, *CLOCKWORK])
        raise Refused([refuse("scenario-action-unknown", where=step.where, name=step.do, instead=near)])
    action = actions[step.do]
    _actor(step, action, known.cast)
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
        who = "est l’affaire de l’horloge\u00a0: écrivez «\u00a0clock\u00a0» dans «\u00a0by\u00a0»"
        raise Refused([refuse("scenario-actor-wrong", where=step.where, action=step.do, who=who)])


def may_be_the_clock(action: Action) -> bool:
    wanted = action.types.get("by")
    return wanted is type(None) or type(None) in get_args(wanted)


def _may_be_nothing(action: Action) -> bool:
    """Whether an action may be done on nothing, as a report of the whole programme is."""
    return type(None) in get_args(action.types.get(action.target or ""))


def _target(step: Step, action: Action) -> None:
    if action.target is None and step.on is not None:
        raise Refused([refuse("scenario-target-needless", where=step.where, action=step.do)])
    if action.target is not None and step.on is None and not _may_be_nothing(action):
        raise Refused([refuse("scenario-target-missing", where=step.where, action=step.do)])


def _arguments(step: Step, action: Action, known: Known) -> None:
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


def _is_named(model: type[Model], value: Any, where: str, known: Known) -> Any:
    """Whether a row could be meant: an alias given before, fields that exist, or a key that is no alias."""
    if isinstance(value, dict):
        for name in value:
            field_of(model, name, where)
        return value
    fitting = known.of(model)
    if value in fitting:
        return value
    near = get_close_matches(str(value), fitting, 1, TYPO)
    if natural_key(model) is None or value in known.ever or value in known.kinds or near:
        hint = instead(str(value), fitting)
        raise Refused([refuse("scenario-alias-unknown", where=where, name=value, instead=hint)])
    return value


def _is_row(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)
