"""Reads a scenario: its cast, its stories put into one order of time, what it expects. Pure: text in, values out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from okote_flow.operations.scenario import THE_CLOCK, Patron, Person, Scenario, Step
from okote_flow.operations.scenario_shapes import Shape, instead
from okote_flow.operations.scenario_templates import RawStep, Template, Templates, expand, read_templates
from okote_flow.operations.scenario_text import read
from okote_flow.operations.scenario_times import moment
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused

FOUNDING_PROGRAMME = "data/okote-2021-2023.toml"
Beside = Callable[[str], str]
"""The text of a file that stands beside the scenario, by its name."""
EXPECTABLE = (
    *("dossiers", "meetings", "polls", "results", "recusals", "balances", "pledges", "gifts"),
    *("tasks", "notifications", "counts"),
)


def parse(text: str, file: str, beside: Beside | None = None) -> Scenario:
    """The scenario that a file describes; `beside` reads the files that it includes.

    Raises Refused with the first thing that is wrong, and its place.
    """
    shape = Shape(read(text, file), file)
    parts = Parts()
    for name in shape.series("include"):
        if beside is None or not isinstance(name, str):
            raise Refused([refuse("scenario-kind-wrong", where=file, name="include", kind="une liste de fichiers")])
        inner = Shape(read(beside(name), name), name)
        parts.add(inner)
        inner.close()
    parts.add(shape)
    start, daily = _clock(shape)
    steps = [step for story in _stories(shape) for step in _timed(story, parts.templates, start)]
    scenario = Scenario(
        file=file,
        title=shape.text("title", required=True),
        programme=shape.text("programme") or FOUNDING_PROGRAMME,
        start=start,
        sweeps_daily=daily,
        cast=tuple(parts.cast.values()),
        patrons=tuple(parts.patrons.values()),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        expected=_expected(shape),
    )
    shape.close()
    return scenario


@dataclass(slots=True)
class Parts:
    """What files may share: cast, patrons, templates. Of two with one name the later wins."""

    cast: dict[str, Person] = field(default_factory=dict)
    patrons: dict[str, Patron] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)

    def add(self, shape: Shape) -> None:
        self.cast |= _cast(shape)
        self.patrons |= {code: _patron(code, name, shape.where) for code, name in shape.table("patrons").items()}
        self.templates |= read_templates(shape)


def _patron(code: str, name: Any, where: str) -> Patron:
    if not isinstance(name, str):
        raise Refused([refuse("scenario-kind-wrong", where=where, name=code, kind="un nom d’entreprise")])
    return Patron(code, name)


def _cast(shape: Shape) -> dict[str, Person]:
    return {alias: _person(alias, value, shape.where) for alias, value in shape.table("cast").items()}


def _clock(shape: Shape) -> tuple[datetime, bool]:
    """`clock: 2022-01-03 09:00`, or `clock: {start: …, sweep: daily}`."""
    if not isinstance(shape.values.get("clock"), dict):
        return _moment(shape.text("clock", required=True), None, shape.where), False
    inner = Shape(shape.value("clock"), f"{shape.where}, clock")
    start = _moment(inner.text("start", required=True), None, inner.where)
    sweep = inner.text("sweep")
    inner.close()
    if sweep not in ("", "daily"):
        near = instead(sweep, ["daily"])
        raise Refused([refuse("scenario-value-wrong", where=inner.where, name="sweep", value=sweep, instead=near)])
    return start, sweep == "daily"


def _moment(text: str, before: datetime | None, where: str) -> datetime:
    at = moment(text, before)
    if at is None:
        raise Refused([refuse("scenario-time-wrong", where=where, value=text)])
    return at


def _person(alias: str, value: Any, file: str) -> Person:
    shape = Shape(value, f"{file}, rôle «\u00a0{alias}\u00a0»")
    if alias == THE_CLOCK:
        raise Refused([refuse("scenario-alias-twice", where=shape.where, name=alias)])
    person = Person(
        alias=alias,
        name=shape.text("name", required=True),
        email=shape.text("email") or f"{alias}@okote.test",
        offices=tuple(_office(office) for office in shape.series("offices")),
        mandates=tuple(Shape(mandate, shape.where).values for mandate in shape.series("mandates")),
        organization=shape.table("organization") or None,
    )
    shape.close()
    if not person.email.endswith(".test"):
        near = f" (les adresses d’un scénario finissent par .test\u00a0: {alias}@okote.test)"
        raise Refused(
            [refuse("scenario-value-wrong", where=shape.where, name="email", value=person.email, instead=near)]
        )
    return person


def _office(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {"office": value}


def _stories(shape: Shape) -> Iterator[tuple[str, list[Any], dict[str, Any]]]:
    """(place, steps, blanks) of each story; `steps` alone is a play of one story."""
    lone = shape.series("steps")
    if lone:
        yield shape.where, lone, {}
    for number, value in enumerate(shape.series("stories"), 1):
        inner = Shape(value, f"{shape.where}, histoire {number}")
        title = inner.text("title", required=True)
        yield f"{shape.where}, «\u00a0{title}\u00a0»", inner.series("steps", required=True), inner.table("with")
        inner.close()


def _timed(story: tuple[str, list[Any], dict[str, Any]], templates: Templates, start: datetime) -> Iterator[Step]:
    """The steps of one story with their instants: none goes back."""
    where, steps, blanks = story
    at = start
    for raw in expand(steps, templates, blanks, where):
        text = Shape(raw.table, raw.where).text("at")
        then = _moment(text, at, raw.where) if text else at
        if then < at:
            raise Refused([refuse("scenario-time-backwards", where=raw.where, at=then, before=at)])
        at = then
        if raw.table.keys() != {"at"}:
            yield _step(raw, at)


def _step(raw: RawStep, at: datetime) -> Step:
    shape = Shape(raw.table, raw.where)
    shape.text("at")
    step = Step(
        where=raw.where,
        at=at,
        do=shape.text("do", required=True),
        by=shape.text("by"),
        on=shape.value("on"),
        arguments=shape.table("with"),
        alias=shape.text("as"),
        expected=_codes(shape),
        says=shape.text("says"),
        told=_told(shape),
    )
    shape.close()
    return step


def _told(shape: Shape) -> tuple[str, ...] | None:
    """`told: [alice, odile]`: everybody whom the act tells something; `[]` is nobody."""
    names = shape.series("told")
    if not all(isinstance(name, str) for name in names):
        raise Refused([refuse("scenario-kind-wrong", where=shape.where, name="told", kind="une liste de rôles")])
    return tuple(names) if "told" in shape.values else None


def _codes(shape: Shape) -> tuple[str, ...]:
    """`expect: ok`, a refusal's code, or a list of codes."""
    value = shape.value("expect")
    wanted = [value] if isinstance(value, str) else (value or [])
    if not isinstance(wanted, list) or not all(isinstance(code, str) for code in wanted):
        raise Refused(
            [refuse("scenario-kind-wrong", where=shape.where, name="expect", kind="ok, un code ou une liste de codes")]
        )
    return tuple(code for code in wanted if code != "ok")


def _expected(shape: Shape) -> dict[str, dict[str, Any]]:
    """The section `expect`: what must be so at the end, by kind."""
    inner = Shape(shape.table("expect"), f"{shape.where}, expect")
    found = {kind: inner.table(kind) for kind in EXPECTABLE if kind in inner.values}
    for kind in EXPECTABLE:
        inner.value(kind)
    inner.close()
    return found
