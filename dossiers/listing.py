"""The list of dossiers as filtered: for the screen, for paper and for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from viewflow.workflow.status import PROCESS

from dossiers import page
from dossiers.inbox import WEEK
from dossiers.lifecycle import ENDS, STAGE_OF, Keeper, State, steps_from
from dossiers.models import Dossier, DossierProcess, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.models import User

FIRST = "priorite"
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    FIRST: ("À traiter d’abord", (F("due_on").asc(nulls_last=True), "is_over_rank", "state_since", "pk")),
    "recent": ("Mouvement le plus récent", ("-state_since", "-pk")),
    "ancien": ("Attente la plus longue", ("state_since", "pk")),
    "numero": ("Numéro", (F("number").asc(nulls_last=True), "pk")),
    "titre": ("Nom du projet", ("title", "pk")),
    "objectif": ("Objectif le plus élevé", (F("goal_cents").desc(nulls_last=True), "pk")),
}
RUNNING = "en-cours"
LATE, SOON = "retard", "semaine"
DELAYS = {LATE: "En retard", SOON: "Dans les 7 jours"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    "Numéro", "Projet", "Structure", "Territoire", "Commune", "Étape", "État", "Depuis le", "Reçu le",
    "Objectif (euros)", "Suivi par", "Échéance", "Données",
)  # fmt: skip


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

    @classmethod
    def of(cls, asked: dict[str, Any]) -> "Criteria":
        """From a cleaned filter form."""
        return cls(
            text=asked["q"].strip(),
            state=asked["etat"],
            stage=int(asked["etape"]) if asked["etape"] else None,
            territory=asked["territoire"].pk if asked["territoire"] else None,
            mine=asked["mes"],
            delay=asked["delai"],
            sort=asked["tri"] or FIRST,
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
            "tri": "" if self.sort == FIRST else self.sort,
        }
        return urlencode({name: value for name, value in values.items() if value})


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
    number: int
    is_here: bool


def found(seen: DossierQuerySet, asked: Criteria, user: User) -> DossierQuerySet:
    """Among the dossiers that somebody may see, those they asked for, in their order."""
    rows = with_ball(seen).filter(_rule(asked), _mine(asked, user), _delay(asked.delay))
    return rows.for_page().order_by(*SORTS[asked.sort][1])


def with_ball(seen: DossierQuerySet) -> DossierQuerySet:
    """With the most urgent thing that each awaits: its date and whose it is."""
    waiting = DossierProcess.objects.filter(dossier=OuterRef("pk"), status=PROCESS.NEW)
    first = waiting.order_by(F("due_on").asc(nulls_last=True), "pk")
    ended = Case(When(state__in=ENDS, then=Value(1)), default=Value(0), output_field=IntegerField())
    marked: DossierQuerySet = seen.annotate(
        due_on=Subquery(first.values("due_on")[:1]), waits_for=Subquery(first.values("keeper")[:1]), is_over_rank=ended
    )
    return marked


def row(dossier: Any, user: User, unread: int = 0) -> Row:
    """For a dossier that `found` gave."""
    days = (clock.now() - dossier.state_since).days
    return Row(*page.shown_state(dossier), who(dossier, user), dossier.due_on, days, unread)


def who(dossier: Any, user: User) -> str:
    """Who has the ball, in a cell of a table; "" when nobody has."""
    keeper = Keeper(dossier.waits_for) if dossier.waits_for else _next_keeper(dossier)
    if keeper is None or keeper is Keeper.CLOCK:
        return ""
    if keeper is Keeper.OFFICER:
        name = str(dossier.officer or "L’équipe d’Alsace Active")
        return "Vous" if dossier.officer_id == user.pk else name
    return keeper.label[:1].upper() + keeper.label[1:]


def _next_keeper(dossier: Dossier) -> Keeper | None:
    steps = (step for step in steps_from(dossier.status) if step.name not in page.ENDINGS)
    return next((step.keeper for step in steps), None)


def chips(seen: DossierQuerySet, asked: Criteria, user: User) -> list[Chip]:
    """The filters that one asks for most, counted among what the other filters leave, in one query."""
    rules = {"": Q(), LATE: _delay(LATE), SOON: _delay(SOON)}
    others = with_ball(seen).filter(_rule(asked), _mine(asked, user))
    counts = others.aggregate(**{f"n_{name}": Count("pk", filter=rule) for name, rule in rules.items()})
    labels = {"": "Tous", **DELAYS}
    return [
        Chip(label, replace(asked, delay=name).query, counts[f"n_{name}"], asked.delay == name)
        for name, label in labels.items()
    ]


def _delay(delay: str) -> Q:
    today = clock.today()
    rules = {LATE: Q(due_on__lt=today), SOON: Q(due_on__gte=today, due_on__lte=today + WEEK)}
    return rules.get(delay, Q())


def _rule(asked: Criteria) -> Q:
    rule = Q()
    for word in asked.text.split():
        rule &= Q(title__icontains=word) | Q(number__icontains=word) | Q(organization__name__icontains=word)
    if asked.state == RUNNING:
        rule &= ~Q(state__in=ENDS)
    elif asked.state:
        rule &= Q(state=asked.state)
    if asked.stage:
        rule &= _at_stage(asked.stage)
    return rule & Q(territory=asked.territory) if asked.territory else rule


def _at_stage(number: int) -> Q:
    """Running dossiers at one of the seven steps; one that answers questions is where it was asked."""
    states = [state for state, stage in STAGE_OF.items() if stage == number and state not in ENDS]
    rule = Q(state__in=[state for state in states if state != State.COMPLEMENTS_REQUESTED])
    return rule | Q(state=State.COMPLEMENTS_REQUESTED, asked_from__in=states)


def _mine(asked: Criteria, user: User) -> Q:
    return Q(officer=user) | Q(applicant=user) if asked.mine else Q()


def as_csv(rows: DossierQuerySet, *, fictional: bool) -> str:
    """The list as a file. `fictional` marks every row, as the demo world must."""
    return csv_page(HEAD, (_cells(dossier, fictional) for dossier in rows.iterator(chunk_size=500)))


def csv_page(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that a French spreadsheet opens as it is, and of which it runs nothing."""
    page = StringIO()
    page.write("\ufeff")
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return page.getvalue()


def _cells(dossier: Any, fictional: bool) -> Iterator[str]:
    yield dossier.label
    yield dossier.title
    yield str(dossier.organization or "")
    yield str(dossier.territory or "")
    yield dossier.city
    yield dossier.stage_label
    yield dossier.get_state_display()
    yield day_cell(dossier.state_since)
    yield day_cell(dossier.submitted_at)
    yield cents_cell(dossier.goal_cents)
    yield str(dossier.officer or "")
    yield f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else ""
    yield "fictives" if fictional or dossier.is_fictional else "réelles"


def day_cell(instant: Any) -> str:
    """A day in a file; nothing where there is none."""
    return f"{instant.astimezone(clock.PARIS):%d/%m/%Y}" if instant else ""


def cents_cell(amount_cents: int | None) -> str:
    """Euros in a file, as a spreadsheet of here reads them."""
    return f"{amount_cents // 100},{amount_cents % 100:02d}" if amount_cents else ""


def harmless(cell: str) -> str:
    """What somebody typed is text: no spreadsheet runs it as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
