"""The list of dossiers as filtered by its address, for the screen and for paper."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q

from dossiers import joints, page
from dossiers.inbox import WEEK
from dossiers.lifecycle import ENDS, STAGE_OF, Keeper, State, steps_from
from dossiers.models import Ceiling, Dossier, DossierQuerySet
from dossiers.models.dossier import UNDATED
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.tables import paging

FIRST = "priorite"
SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    FIRST: ("À traiter d’abord", ("next_due_on", "state_since", "pk")),
    "recent": ("Mouvement le plus récent", ("-state_since", "-pk")),
    "ancien": ("Attente la plus longue", ("state_since", "pk")),
    "numero": ("Numéro", ("number", "pk")),
    "numero-inverse": ("Numéro, le dernier d’abord", ("-number", "-pk")),
    "titre": ("Nom du projet", ("title", "pk")),
    "titre-inverse": ("Nom du projet, de Z à A", ("-title", "-pk")),
    "objectif": ("Objectif le plus élevé", ("-goal_cents", "-pk")),
    "objectif-bas": ("Objectif le plus bas", ("goal_cents", "pk")),
    "recu": ("Reçu en premier", ("submitted_at", "pk")),
    "recu-inverse": ("Reçu en dernier", ("-submitted_at", "-pk")),
}
RUNNING = "en-cours"
LATE, SOON = "retard", "semaine"
DELAYS = {LATE: "En retard", SOON: "Dans les 7 jours"}
MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a reader asked for; empty means anything."""

    text: str = ""
    state: str = ""
    stage: int | None = None
    territory: int | None = None
    mine: bool = False
    delay: str = ""
    sort: str = FIRST
    theme: str = ""
    year: int | None = None  # of receipt
    officer: int | None = None
    partner: int | None = None
    city: str = ""
    least_cents: int | None = None
    most_cents: int | None = None
    chosen: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: dict[str, Any]) -> "Criteria":
        """From a cleaned filter form."""
        keys = {name: asked[word].pk if asked[word] else None for name, word in KEYS.items()}
        return cls(
            text=asked["q"].strip(),
            state=asked["etat"],
            stage=int(asked["etape"]) if asked["etape"] else None,
            mine=asked["mes"],
            delay=asked["delai"],
            sort=asked["tri"] or FIRST,
            theme=asked["theme"],
            year=asked["annee"],
            city=asked["commune"].strip(),
            least_cents=asked["mini"],
            most_cents=asked["maxi"],
            chosen=asked["choix"],
            columns=asked["colonnes"],
            **keys,
        )

    @property
    def query(self) -> str:
        """The same question in an address."""
        values = {
            "q": self.text,
            "etat": self.state,
            "etape": self.stage,
            "territoire": self.territory,
            "mes": "on" if self.mine else "",
            "delai": self.delay,
            "theme": self.theme,
            "annee": self.year,
            "suivi": self.officer,
            "partenaire": self.partner,
            "commune": self.city,
            "mini": _typed(self.least_cents),
            "maxi": _typed(self.most_cents),
            "choix": ",".join(map(str, self.chosen)),
            "tri": "" if self.sort == FIRST else self.sort,
            "colonnes": ",".join(self.columns),
        }
        return urlencode({name: value for name, value in values.items() if value}, safe=",")

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out, columns and order aside."""
        return replace(self, sort=FIRST, columns=()) != Criteria()


KEYS = {"territory": "territoire", "officer": "suivi", "partner": "partenaire"}


def _typed(cents: int | None) -> str:
    """Whole euros as one types them, or with their cents."""
    if cents is None:
        return ""
    return f"{cents // 100},{cents % 100:02d}" if cents % 100 else str(cents // 100)


class Row(NamedTuple):
    """What a row says besides the dossier: the pill of its state, who has the ball, since and until when, the news."""

    css: str
    icon: str
    who: str
    due_on: date | None
    days: int
    unread: int  # messages


class Chip(NamedTuple):
    """One filter that is a click away, with how many dossiers it shows."""

    label: str
    query: str
    number: str
    is_here: bool


def found(seen: DossierQuerySet, asked: Criteria, user: User) -> DossierQuerySet:
    """Among the dossiers that somebody may see, those they asked for, in their order."""
    return seen.filter(_rule(asked), _mine(asked, user), _delay(asked.delay)).order_by(*SORTS[asked.sort][1])


def row(dossier: Dossier, user: User, unread: int = 0) -> Row:
    days = (clock.now() - dossier.state_since).days
    return Row(*page.shown_state(dossier), who(dossier, user), due_on(dossier.next_due_on), days, unread)


def due_on(day: date) -> date | None:
    """The day as people know it: none where the list only keeps a place."""
    return day if day < UNDATED else None


def who(dossier: Dossier, user: User) -> str:
    """Who has the ball, in a cell of a table; "" when nobody has."""
    keeper = Keeper(dossier.next_keeper) if dossier.next_keeper else _next_keeper(dossier)
    if keeper is None or keeper is Keeper.CLOCK:
        return ""
    if keeper is Keeper.OFFICER:
        name = str(dossier.officer or "L’équipe d’Alsace Active")
        return "Vous" if dossier.officer_id == user.pk else name
    return keeper.label[:1].upper() + keeper.label[1:]


def _next_keeper(dossier: Dossier) -> Keeper | None:
    steps = (step for step in steps_from(dossier.status) if step.name not in page.ENDINGS)
    return next((step.keeper for step in steps), None)


def chips(seen: DossierQuerySet, asked: Criteria, user: User, shown: int) -> list[Chip]:
    """The filters that one asks for most, counted among what the other filters leave; `shown` is the present count."""
    others = seen.filter(_rule(asked), _mine(asked, user))
    labels = {"": "Tous", **DELAYS}
    return [
        Chip(
            label,
            replace(asked, delay=name).query,
            said(shown if name == asked.delay else paging.capped(others.filter(_delay(name)))),
            asked.delay == name,
        )
        for name, label in labels.items()
    ]


def said(number: int) -> str:
    """A count as far as it was counted."""
    return f"{paging.LIMIT}+" if number > paging.LIMIT else str(number)


def _delay(delay: str) -> Q:
    today = clock.today()
    rules = {
        LATE: Q(next_due_on__lt=today),
        SOON: Q(next_due_on__gte=today, next_due_on__lte=today + WEEK),
    }
    return rules.get(delay, Q())


def _rule(asked: Criteria) -> Q:
    rule = _words(asked.text) & _state(asked)
    plain = {"territory": asked.territory, "theme": asked.theme, "officer": asked.officer}
    rule &= Q(**{name: value for name, value in plain.items() if value})
    more: tuple[tuple[object, Callable[[], Q]], ...] = (
        (asked.year, lambda: _year(asked.year or 0)),
        (asked.partner, lambda: Q(pk__in=Ceiling.objects.filter(partner=asked.partner).values("dossier"))),
        (asked.city, lambda: Q(city__in=_spellings(asked.city))),
        (asked.least_cents is not None, lambda: Q(goal_cents__gte=asked.least_cents)),
        (asked.most_cents is not None, lambda: Q(goal_cents__lte=asked.most_cents)),
        (asked.chosen, lambda: Q(pk__in=asked.chosen)),
    )
    for is_asked, condition in more:
        rule &= condition() if is_asked else Q()
    return rule


def _words(text: str) -> Q:
    """By the index of the room of search, or through the columns while there is none."""
    if not text:
        return Q()
    indexed = joints.found_by(text)
    if indexed is not None:
        return indexed
    rule = Q()
    for word in text.split():
        rule &= Q(title__icontains=word) | Q(number__icontains=word) | Q(organization__name__icontains=word)
    return rule


def _state(asked: Criteria) -> Q:
    rule = Q()
    if asked.state == RUNNING:
        rule &= ~Q(state__in=ENDS)
    elif asked.state:
        rule &= Q(state=asked.state)
    return rule & _at_stage(asked.stage) if asked.stage else rule


def _year(year: int) -> Q:
    return Q(
        submitted_at__gte=clock.local(date(year, 1, 1)),
        submitted_at__lt=clock.local(date(year + 1, 1, 1)),
    )


def _spellings(city: str) -> set[str]:
    """As typed, and as a name is written: an index finds a whole word only."""
    return {city, city.capitalize(), city.title(), city.upper()}


def _at_stage(number: int) -> Q:
    """Running dossiers at one of the seven steps; one that answers questions is where it was asked."""
    states = [state for state, stage in STAGE_OF.items() if stage == number and state not in ENDS]
    rule = Q(state__in=[state for state in states if state != State.COMPLEMENTS_REQUESTED])
    return rule | Q(state=State.COMPLEMENTS_REQUESTED, asked_from__in=states)


def _mine(asked: Criteria, user: User) -> Q:
    return Q(officer=user) | Q(applicant=user) if asked.mine else Q()
