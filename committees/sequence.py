"""In which order points are called so that recused members leave the room as seldom as may be. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

EXACT = 12  # points up to which every order is weighed; beyond, a good one is looked for
Aside = frozenset[int]
NOBODY: Aside = frozenset()


@dataclass(frozen=True, slots=True)
class Stop:
    """One point: who stands aside from it, and whether it keeps its quorum with everybody else there."""

    aside: Aside = NOBODY
    short: bool = False


Order = tuple[int, ...]


def departures(stops: Sequence[Stop], order: Sequence[int] | None = None, *, out: Aside = NOBODY) -> int:
    """How often somebody leaves the room. Whoever stands aside from two points in a row leaves once.

    `out` are those who are outside already, for the point that is being dealt with.
    """
    called = stops if order is None else [stops[place] for place in order]
    rooms = [out, *(stop.aside for stop in called)]
    return sum(len(after - before) for before, after in pairwise(rooms))


def proposed(stops: Sequence[Stop], *, out: Aside = NOBODY) -> Order:
    """The places of the points in the order that is proposed.

    Quorum first: a point that would lack it only holds the others up, it comes after them. Then the fewest departures.
    Among equal orders, the one that keeps the present order longest.
    """
    present = tuple(sorted(range(len(stops)), key=lambda place: (stops[place].short, place)))
    if departures(stops, present, out=out) == _least(stops, out):
        return present
    return _exact(stops, out) if len(stops) <= EXACT else _good(stops, present, out)


def _least(stops: Sequence[Stop], out: Aside) -> int:
    """No order has fewer: everybody concerned who is inside leaves at least once."""
    return len(NOBODY.union(*(stop.aside for stop in stops)) - out)


def _exact(stops: Sequence[Stop], out: Aside) -> Order:
    """By the fewest departures that remain after each set of points called and the last of them (Held and Karp)."""
    count = len(stops)
    leaves = [[len(after.aside - before.aside) for after in stops] for before in stops]
    leaves.append([len(after.aside - out) for after in stops])
    firm = sum(1 << place for place, stop in enumerate(stops) if not stop.short)
    rest = [[0] * (1 << count) for _ in range(count + 1)]  # last one called -> set called -> departures to come
    for called in range((1 << count) - 2, -1, -1):
        onward = _open_to(stops, called, firm)
        for last in range(count + 1):
            if called == 0 if last == count else called >> last & 1:
                costs = leaves[last]
                rest[last][called] = min(costs[one] + rest[one][called | 1 << one] for one in onward)
    order: list[int] = []
    called, last = 0, count
    while len(order) < count:
        wanted = rest[last][called]
        last = next(
            one for one in _open_to(stops, called, firm) if leaves[last][one] + rest[one][called | 1 << one] == wanted
        )
        called |= 1 << last
        order.append(last)
    return tuple(order)


def _open_to(stops: Sequence[Stop], called: int, firm: int) -> list[int]:
    """The points that may come next: those that keep their quorum before the others."""
    waits = called & firm == firm
    return [place for place, stop in enumerate(stops) if not called >> place & 1 and (waits or not stop.short)]


def _good(stops: Sequence[Stop], present: Order, out: Aside) -> Order:
    """The nearest point next, then points and stretches are moved as long as that saves a departure."""
    best = min(present, _nearest(stops, present, out), key=lambda order: departures(stops, order, out=out))
    cost = departures(stops, best, out=out)
    while True:
        better = next(
            (one for one in _neighbours(stops, best) if departures(stops, one, out=out) < cost),
            None,
        )
        if better is None:
            return best
        best, cost = better, departures(stops, better, out=out)


def _nearest(stops: Sequence[Stop], present: Order, out: Aside) -> Order:
    order: list[int] = []
    left, before = list(present), out
    while left:
        firm = [one for one in left if not stops[one].short] or left
        nearest = min(firm, key=lambda one: len(stops[one].aside - before))
        before = stops[nearest].aside
        left.remove(nearest)
        order.append(nearest)
    return tuple(order)


def _neighbours(stops: Sequence[Stop], order: Order) -> Iterator[Order]:
    """Every order with one stretch turned round or moved elsewhere, the points short of quorum still last."""
    firm = sum(not stops[place].short for place in order)
    for low, high in ((0, firm), (firm, len(order))):
        for start in range(low, high):
            for end in range(start + 2, high + 1):
                yield order[:start] + order[start:end][::-1] + order[end:]
            for size in (1, 2, 3):
                stretch, others = order[start : start + size], order[low:start] + order[start + size : high]
                if start + size <= high:
                    for place in range(len(others) + 1):
                        yield order[:low] + others[:place] + stretch + others[place:] + order[high:]
