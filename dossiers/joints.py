"""Where upper apps join the dossier without being known to it. Filled by their AppConfig.ready()."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q

from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.refusals import Refusal

Grant = Callable[[User], Q]
"""A person -> the dossiers that one more reason lets them see, or (denial) that nothing lets them see."""


class Since(StrEnum):
    """From when on a seat opens a dossier."""

    ADMITTED = "admitted"
    REACHED = "reached"  # the engagement committee


@dataclass(frozen=True, slots=True)
class Opening:
    """Dossiers that a grant opens from then on: of these territories, or of all (None)."""

    since: Since
    territories: frozenset[int | None] | None = None


Openings = Callable[[User], Iterable[Opening]]
"""A grant said in the two things of a dossier that figures keep beside every count."""
People = Callable[[Dossier], Q]
"""The same rule from the other end: a dossier -> the people (as a condition on users) whom that reason concerns."""
KeeperRule = Callable[[User], Q]
KeeperNames = Callable[[Dossier], Iterable[User]]
Reader = Callable[[Collection[User]], object]
Guard = Callable[[Dossier, dict[str, Any]], Iterator[Refusal]]
Effect = Callable[[Dossier, User | None], None]
Free = Callable[[Partner, Dossier], int]
Erasure = Callable[[Dossier], None]
"""What an upper app has copied of a dossier's words goes when they go."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A date ahead that an upper app knows: meeting, meeting-planned, campaign-end or campaign-decided."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """Who is to bring how much; `lane` is cit, ent or col."""

    lane: str
    name: str
    cents: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a project is to be financed: citizens, companies, authorities, in this order. `note` says how sure it is."""

    sources: tuple[Source, ...]
    threshold_cents: int  # what citizens must give for the campaign to succeed
    note: str

    @property
    def citizens_cents(self) -> int:
        return sum(source.cents for source in self.sources if source.lane == "cit")

    @property
    def total_cents(self) -> int:
        return sum(source.cents for source in self.sources)


Foresight = Callable[[Collection[int]], dict[int, list[Foreseen]]]
"""Dossiers by their keys -> what is ahead of each. One query for all of them."""
Planning = Callable[[Dossier], Plan | None]


@dataclass(frozen=True, slots=True)
class PublicMoney:
    """What one authority has decided for one dossier, in the year whose money it is."""

    dossier_id: int
    funder: str
    year: int
    decided_cents: int
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Sort:
    """Subjects of an upper app that have deadlines: how their row is held, and who must act on them."""

    hold: Callable[[int], object]
    people: Callable[[int], Iterable[User]]


@dataclass(frozen=True, slots=True)
class Paid:
    """What a project was paid so far, in cents, and how much of it came from partners; the rest is citizens' gifts."""

    cents: int = 0
    partners_cents: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes with a fact, and its address for this reader."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What an upper app knows of a fact of the journal: facts of that kind whose `name` is `value`.

    `why` are the words of a decision; all of it is what this reader may read on a page.
    """

    kind: Kind
    name: str
    value: object
    why: str = ""
    papers: tuple[Paper, ...] = ()


Telling = Callable[[User, Dossier], Iterable[Beside]]
Search = Callable[[str], Q]
"""Words as somebody typed them -> the dossiers that answer to them, as a condition on dossiers."""
Paying = Callable[[Dossier], Paid]
PublicMoneyRule = Callable[[Collection[int]], Iterable[PublicMoney]]

grants: list[Grant] = []
all_openings: list[Openings | None] = []  # of each grant; None: only the dossier itself can be asked
denials: list[Grant] = []
granted_people: list[tuple[str, People]] = []
denied_people: list[People] = []
readers: list[Reader] = []
keepers: dict[Keeper, tuple[KeeperRule, KeeperNames]] = {}
guards: dict[str, list[Guard]] = {}
effects: dict[str, list[Effect]] = {}
sorts: dict[str, Sort] = {}
erasures: list[Erasure] = []
_free: list[Free] = []
_foresights: list[Foresight] = []
_planning: list[Planning] = []
_public_money: list[PublicMoneyRule] = []
_paying: list[Paying] = []
_telling: list[Telling] = []
_search: list[Search] = []


def grant(
    rule: Grant, people: People, *, side: str, ahead: Reader | None = None, openings: Openings | None = None
) -> None:
    """More dossiers that a person may see. `people` is the same rule for one dossier and many people (`sight`);
    `side` names whom it makes them: those of one side may know of each other that they read a dossier. `ahead` reads
    what the rule asks of each person, for many at once; `openings` is the rule as figures can ask it."""
    readers.extend([ahead] if ahead else [])
    grants.append(rule)
    all_openings.append(openings)
    granted_people.append((side, people))


def deny(rule: Grant, people: People) -> None:
    """Dossiers that a person may not see nor act on as committee or staff. Wins over every grant."""
    denials.append(rule)
    denied_people.append(people)


def keep(keeper: Keeper, rule: KeeperRule, names: KeeperNames) -> None:
    """Who holds this key: as dossiers of a person, and as persons of a dossier."""
    assert keeper not in keepers, f"{keeper} has its rule already"
    keepers[keeper] = (rule, names)


def guard(step: str, check: Guard) -> None:
    """One more reason to refuse a step. Facts given with the step are passed on; on a page they are {}."""
    guards.setdefault(step, []).append(check)


def effect(step: str, act: Effect) -> None:
    """What an upper app does in the transaction of a step, after the state has changed."""
    effects.setdefault(step, []).append(act)


def erase(act: Erasure) -> None:
    """What to do, in the transaction of its elimination, when the content of a dossier is destroyed."""
    if act not in erasures:
        erasures.append(act)


def sort(prefix: str, *, hold: Callable[[int], object], people: Callable[[int], Iterable[User]]) -> None:
    """Deadlines may be about subjects that begin so: "meeting" for "meeting:3"."""
    sorts[prefix] = Sort(hold, people)


def sort_of(subject: str) -> tuple[Sort, int]:
    """What is known of a subject that is no dossier, and its number."""
    prefix, _, key = subject.partition(":")
    return sorts[prefix], int(key)


def free_amounts(rule: Free) -> None:
    """What a partner may still promise to a dossier, in cents."""
    _free[:] = [rule]


def free_cents(partner: Partner, dossier: Dossier) -> int:
    """Available in the partner's envelope minus ceilings endorsed and not yet reserved (0 when nobody knows)."""
    return _free[0](partner, dossier) if _free else 0


def foresee(rule: Foresight) -> None:
    """Dates ahead of a dossier that only an upper app knows."""
    if rule not in _foresights:
        _foresights.append(rule)


def foreseen(keys: Collection[int]) -> dict[int, list[Foreseen]]:
    """What the upper apps foresee for these dossiers, the nearest first."""
    found: dict[int, list[Foreseen]] = {}
    for rule in _foresights:
        for key, ones in rule(keys).items():
            found.setdefault(key, []).extend(ones)
    return {key: sorted(ones, key=lambda one: one.at) for key, ones in found.items()}


def plans(rule: Planning) -> None:
    """How a dossier is to be financed: the app of the money says it."""
    _planning[:] = [rule]


def plan_of(dossier: Dossier) -> Plan | None:
    """None while no goal is set, or when nobody knows."""
    return _planning[0](dossier) if _planning else None


def public_money(rule: PublicMoneyRule) -> None:
    """What authorities have decided for these dossiers and paid to them."""
    _public_money[:] = [rule]


def public_money_of(dossiers: Collection[int]) -> list[PublicMoney]:
    """For dossiers that the reader may see: the caller has asked."""
    return [one for rule in _public_money for one in rule(dossiers)]


def payments(rule: Paying) -> None:
    """What a project was paid: the app of the money says it."""
    _paying[:] = [rule]


def paid_to(dossier: Dossier) -> Paid:
    """Nothing when nobody knows."""
    return _paying[0](dossier) if _paying else Paid()


def tells(rule: Telling) -> None:
    """Papers and words that go with the facts of a dossier, for one reader; the same few queries whatever it holds."""
    if rule not in _telling:
        _telling.append(rule)


def beside(user: User, dossier: Dossier) -> list[Beside]:
    """For a dossier that this person may see: the caller has asked."""
    return [one for rule in _telling for one in rule(user, dossier)]


def search(rule: Search) -> None:
    """How the words of the list are looked for: by the index of the room of search."""
    _search[:] = [rule]


def found_by(words: str) -> Q | None:
    """None when nobody keeps an index: the list then looks through its own columns."""
    return _search[0](words) if _search else None
