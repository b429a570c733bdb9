"""Plays a scenario through the very actions that the screens use, and says what happened, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError
from django.db.models import Model

from okote_flow import clock
from okote_flow.acts import Action
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import hearing, sweep
from okote_flow.operations.coercion import Coercion
from okote_flow.operations.hearing import Heard
from okote_flow.operations.scenario import CLOCKWORK, THE_CLOCK, Scenario, Step
from okote_flow.operations.scenario_names import Names
from okote_flow.refusals import Refused
from okote_flow.tags import instant

BREAKS = (
    PermissionDenied,
    ObjectDoesNotExist,
    DatabaseError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What an act may raise beside a refusal: a fault of the house or of the scenario, told as a surprise."""
SWEEP_AT = timedelta(minutes=5)  # after midnight: what ends with a day has ended


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one step, as a sentence. `surprise` says what differs from what the scenario expects."""

    number: int
    at: datetime
    sentence: str
    surprise: str = ""
    heard: tuple[Heard, ...] = ()

    @property
    def line(self) -> str:
        heard = "".join(f"\n     → {one.line}" for one in self.heard)
        mark = f"\n     SURPRISE\u00a0: {self.surprise}" if self.surprise else ""
        return f"{self.number:4}. {instant(self.at)} · {self.sentence}{heard}{mark}"


class Rehearsal:
    """One play: the house's actions, the names given so far, and the time it is."""

    def __init__(self, scenario: Scenario, actions: dict[str, Action], names: Names) -> None:
        self.scenario = scenario
        self.names = names
        self.now = scenario.start
        self._actions = actions
        self._coercion = Coercion(names.find)

    def play(self, until: int | None = None) -> Iterator[Told]:
        """Every step in the order of time, up to the first surprise. `until` is the number of the last one played."""
        for number, step in enumerate(self.scenario.steps, 1):
            if until is not None and number > until:
                return
            self._let_pass(step.at)
            last = hearing.last_event()
            with clock.frozen(step.at):
                told = self._step(number, step, last)
                told = self._with_who_heard(told, step, hearing.since(last))
            yield told
            if told.surprise:
                return

    def _let_pass(self, at: datetime) -> None:
        """Time goes on; where the scenario wants it, each night does what has come due."""
        if self.scenario.sweeps_daily:
            night = _night_after(self.now)
            while night <= at:
                with clock.frozen(night):
                    sweep.run()
                night = _night_after(night)
        self.now = at

    def _with_who_heard(self, told: Told, step: Step, heard: tuple[Heard, ...]) -> Told:
        if step.told is None or told.surprise:
            return replace(told, heard=heard)
        wanted = {str(self.names.get(alias)) for alias in step.told}
        found = {one.person for one in heard}
        missing, others = ", ".join(sorted(wanted - found)), ", ".join(sorted(found - wanted))
        said = [f"n’est pas prévenu\u00a0: {missing}"] if missing else []
        said += [f"ne devait pas être prévenu\u00a0: {others}"] if others else []
        surprise = "\u00a0; ".join(said)
        return replace(told, heard=heard, surprise=f"{surprise}, {step.where}" if said else "")

    def _step(self, number: int, step: Step, last: int) -> Told:
        if step.do in CLOCKWORK:
            report = sweep.run()
            return Told(number, step.at, f"L’échéance\u00a0: {report.summary}", "; ".join(report.failed))
        try:
            result = self._act(step)
        except Refused as refused:
            return self._refused(number, step, refused)
        except BREAKS as error:
            return Told(number, step.at, self._said(step, "échoue"), f"{type(error).__name__} {error} ({step.where})")
        if step.alias:
            self.names.bind(step.alias, result)
        surprise = f"devait être refusé ({', '.join(step.expected)}), {step.where}" if step.expected else ""
        return Told(number, step.at, self._said(step, self._what_happened(step, last, result)), surprise)

    def _act(self, step: Step) -> Any:
        """Call the action as its form would: by name, with values read by its annotations."""
        action = self._actions[step.do]
        given = {
            name: self._coercion.argument(value, action.types.get(name), name, step.where)
            for name, value in step.arguments.items()
        }
        if "by" in action.signature.parameters:
            given["by"] = None if step.by in ("", THE_CLOCK) else self.names.get(step.by)
        if action.target is None:
            return action.call(**given)
        target = self._coercion.argument(step.on, action.types[action.target], action.target, step.where)
        return action.call(target, **given)

    def _refused(self, number: int, step: Step, refused: Refused) -> Told:
        codes = [refusal.code for refusal in refused.refusals]
        reasons = " ".join(refusal.message for refusal in refused.refusals)
        wanted = sorted(set(step.expected)) == sorted(set(codes))
        surprise = "" if wanted else f"refusé ({', '.join(codes)}), {step.where}"
        if wanted and step.says not in reasons:
            surprise = f"devait dire «\u00a0{step.says}\u00a0», {step.where}"
        return Told(number, step.at, self._said(step, f"{step.do}, refusé. {reasons}"), surprise)

    def _said(self, step: Step, what: str) -> str:
        who = "L’échéance" if step.by in ("", THE_CLOCK) else str(self.names.get(step.by))
        return f"{who}\u00a0: {what}"

    def _what_happened(self, step: Step, last: int, result: Any) -> str:
        """The facts that the act wrote down, in the journal's words, and the thing it was about."""
        kinds = Event.objects.filter(pk__gt=last).order_by("pk").values_list("kind", flat=True)
        told = ", ".join(dict.fromkeys(Kind(kind).label for kind in kinds)) or step.do
        about = self._about(step, result)
        return f"{told} ({about})" if about else told

    def _about(self, step: Step, result: Any) -> str:
        if isinstance(step.on, str) and step.on in self.names:
            return str(self.names.get(step.on))
        return str(result) if isinstance(result, Model) else ""


def _night_after(at: datetime) -> datetime:
    day = at.astimezone(clock.PARIS).date() + timedelta(days=1)
    return clock.local(day) + SWEEP_AT
