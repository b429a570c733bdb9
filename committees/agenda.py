"""The points of a meeting in their order, and the order that would spare departures, as one reader may know them."""

from dataclasses import dataclass
from enum import StrEnum

from committees import access, rules, sequence
from committees.models import AgendaItem, FreeItem, FreeItemState, ItemState, Meeting
from committees.rolls import all_standing_aside, rolls_to_come
from committees.room import AgendaLine
from committees.rulesets import voting_rule_of
from committees.sequence import Aside, Stop
from okote_flow.directory.models import User


class Way(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: about a dossier (`line`) or not (`free`)."""

    item: AgendaItem | FreeItem
    line: AgendaLine | None = None

    @property
    def free(self) -> FreeItem | None:
        return self.item if isinstance(self.item, FreeItem) else None

    @property
    def is_to_come(self) -> bool:
        return self.item.state in (ItemState.PLANNED, FreeItemState.PLANNED)

    @property
    def is_hidden(self) -> bool:
        return self.line is not None and self.line.dossier is None


@dataclass(frozen=True, slots=True)
class Called:
    """A point as an order calls it: how many leave for it, whether it would lack its quorum by recusals alone."""

    point: Point
    leaving: int
    short: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The present order of what is to come beside the one that is proposed."""

    now: list[Called]
    then: list[Called]

    @property
    def leaving_now(self) -> int:
        return sum(one.leaving for one in self.now)

    @property
    def leaving_then(self) -> int:
        return sum(one.leaving for one in self.then)

    @property
    def order(self) -> str:
        return written([one.point for one in self.then])

    @property
    def changes(self) -> bool:
        return self.now != self.then


def points(meeting: Meeting, lines: list[AgendaLine]) -> list[Point]:
    """All that stands on the agenda, in its order."""
    about = [Point(line.item, line) for line in lines]
    free = [Point(item) for item in meeting.free_items.all()]
    return sorted([*about, *free], key=lambda point: point.item.position)


def written(ordered: list[Point]) -> str:
    """An order as a form carries it."""
    return ",".join(point.item.key for point in ordered)


def moved(shown: list[Point], key: str, way: Way) -> list[str]:
    """The order of what is to come with one point a place up or down; as it was where there is no such place."""
    keys = [point.item.key for point in shown if point.is_to_come]
    if key not in keys:
        return []
    here = keys.index(key)
    there = here + (1 if way is Way.DOWN else -1)
    if 0 <= there < len(keys):
        keys[here], keys[there] = keys[there], keys[here]
    return keys


def proposal(user: User, meeting: Meeting, shown: list[Point]) -> Proposal:
    """The order proposed, from what its reader may know.

    Of a point from which they stand aside they know that they leave for it, and nothing of who else does: neither the
    order nor the count is told from more than that.
    """
    coming = [point for point in shown if point.is_to_come]
    called = next((point for point in shown if point.item.state == ItemState.OPENED), None)
    watched = [point.line for point in [*coming, called] if point and point.line and not point.is_hidden]
    rolls = rolls_to_come(meeting, [line.item for line in watched])
    asides = all_standing_aside([line.item.dossier for line in watched])
    sits = {mandate.user_id for mandate in access.seated(meeting.committee)}
    rule = voting_rule_of(meeting)

    def stop(point: Point | None) -> Stop:
        if point is None or point.line is None:
            return Stop()
        if point.is_hidden:
            return Stop(frozenset({user.pk} & sits))
        item = point.line.item
        short = item.pk in rolls and rules.lost_by_recusals(rolls[item.pk].roll, rule)
        return Stop(frozenset(sits & asides[item.dossier_id].keys()), short)

    stops, out = [stop(point) for point in coming], stop(called).aside
    present = tuple(range(len(stops)))
    return Proposal(
        _called(coming, stops, present, out), _called(coming, stops, sequence.proposed(stops, out=out), out)
    )


def _called(coming: list[Point], stops: list[Stop], order: sequence.Order, out: Aside) -> list[Called]:
    rooms = [out, *(stops[place].aside for place in order)]
    return [
        Called(coming[place], len(stops[place].aside - before), stops[place].short)
        for place, before in zip(order, rooms, strict=False)
    ]
