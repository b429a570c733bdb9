"""What a dossier's page says: who has the ball, how far it has come, what happened."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse

from dossiers import access, stages
from dossiers.lifecycle import ENDS, STAGE_OF, STAGES, STEPS, Keeper, State, steps_from
from dossiers.models import Dossier, DossierProcess
from dossiers.stages import DUTIES
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.journal.access import Line, story
from okote_flow.journal.kinds import Kind

STEP_KINDS = frozenset(Kind(row.kind) for row in STEPS.values())
PREPARED = frozenset({Kind.QUESTION_ASKED, Kind.OPINION_RECORDED, Kind.DEBATE_ASKED, Kind.TALLY_ENTERED})
OF_ONE_MEMBER = frozenset(
    {Kind.SHEET_SAVED, Kind.SHEET_GIVEN, Kind.SHEET_TAKEN_BACK, Kind.BALLOT_CAST, Kind.BALLOT_LATE, Kind.VOTE_ASKED}
    | {Kind.CONFLICT_SUSPECTED, Kind.CONFLICT_DISMISSED}
)
OF_THREAD = frozenset({Kind.MESSAGE_SENT, Kind.MESSAGE_RETRACTED})
NOISE = frozenset({Kind.TASK_CLAIMED, Kind.TASK_RELEASED, Kind.MATCH_CHANGED, Kind.DEADLINE_NEAR})
OF_THE_HOUSE = frozenset(  # who is late, and what a bank or a provider says of a donor, is between colleagues
    {Kind.DEADLINE_MISSED, Kind.DEADLINE_SILENCE, Kind.REFUND_RETURNED, Kind.REFUND_REFUSED}
)
ENDINGS = ("withdraw", "renounce", "cancel")  # always possible, never what a dossier waits for
RECENT = 12  # facts that the page shows before one asks for all


@dataclass(frozen=True, slots=True)
class Ball:
    """The first sentence of the page. `whose` is a-vous, autre or fini."""

    whose: str
    title: str
    detail: str
    due_on: date | None
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the seven steps; `css` is fait, encours or avenir."""

    number: int
    name: str
    icon: str
    css: str
    detail: str
    reached_at: datetime | None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the history; `times` when the same was done again and again on that day."""

    at: datetime
    label: str
    who: str
    detail: str
    times: int = 1


def ball(user: User, dossier: Dossier) -> Ball:
    """Who is to act now: the reader, somebody else, or nobody any more."""
    waiting = [] if dossier.is_over else list(stages.open_processes(dossier).order_by("due_on", "pk"))
    return ball_among(user, dossier, waiting, frozenset() if dossier.is_over else access.keys_of(user, dossier))


def ball_among(user: User, dossier: Dossier, waiting: list[DossierProcess], keys: frozenset[Keeper]) -> Ball:
    """The same, when the open tasks and the reader's keys are known already."""
    if dossier.is_over:
        return Ball("fini", f"C’est fini\u00a0: {lower(dossier.get_state_display())}", "", None, "", "")
    mine = [one for one in waiting if one.person_id in (None, user.pk) and Keeper(one.keeper) in keys]
    if mine:
        return _yours(mine[0], dossier)
    if dossier.status == State.DRAFT and Keeper.APPLICANT in keys:
        url = reverse("dossiers:submit", args=[dossier.pk])
        return Ball(
            "a-vous",
            "C’est à vous\u00a0: complétez puis déposez",
            "Rien n’est encore envoyé.",
            None,
            url,
            "Voir ce qui manque",
        )
    return _others(waiting, dossier)


def _yours(process: DossierProcess, dossier: Dossier) -> Ball:
    duty = DUTIES[process.duty]
    url = reverse(duty.page, args=[dossier.pk])
    here = reverse("dossiers:dossier", args=[dossier.pk])
    title = f"C’est à vous\u00a0: {lower(duty.label)}"
    return Ball("a-vous", title, "", process.due_on, f"{here}#actions" if url == here else url, duty.label)


def _others(waiting: list[DossierProcess], dossier: Dossier) -> Ball:
    if waiting:
        keeper, what = Keeper(waiting[0].keeper), DUTIES[waiting[0].duty].label
        return Ball("autre", f"C’est {to(keeper, dossier)}", what, waiting[0].due_on, "", "")
    keepers = [row.keeper for row in steps_from(dossier.status) if row.name not in ENDINGS]
    if not keepers or keepers[0] is Keeper.CLOCK:
        return Ball("autre", f"{dossier.get_state_display()}\u00a0: rien à faire pour le moment", "", None, "", "")
    return Ball("autre", f"C’est {to(keepers[0], dossier)}", "", None, "", "")


def to(keeper: Keeper, dossier: Dossier) -> str:
    """ "au porteur du projet", "à la trésorerie d’Alsace Active"; the officer in charge by name."""
    if keeper is Keeper.OFFICER:
        return f"à {dossier.officer}" if dossier.officer else "à l’équipe d’Alsace Active"
    label = keeper.label
    return f"au {label.removeprefix('le ')}" if label.startswith("le ") else f"à {label}"


def lower(text: str) -> str:
    """As it stands inside a sentence; an acronym keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def path(dossier: Dossier, lines: list[Line]) -> list[Stage]:
    """The seven steps, with the day on which each was reached."""
    reached = _reached(lines)
    return [
        Stage(
            number,
            name,
            icon,
            _css(number, dossier),
            _detail(number, dossier),
            reached.get(number),
            left_at=reached.get(number + 1),
        )
        for number, (name, icon) in STAGES.items()
    ]


def _css(number: int, dossier: Dossier) -> str:
    if dossier.status == State.CLOSED and _was_paid(dossier):
        return "fait"
    if number == dossier.stage:
        return "encours"
    return "fait" if number < dossier.stage else "avenir"


def _was_paid(dossier: Dossier) -> bool:
    return dossier.stage == STAGE_OF[State.CLOSED]


def _detail(number: int, dossier: Dossier) -> str:
    return dossier.get_state_display() if number == dossier.stage else ""


def _reached(lines: list[Line]) -> dict[int, datetime]:
    """Stage -> the instant of the first step that led into it."""
    found: dict[int, datetime] = {1: lines[0].at} if lines else {}
    for line in lines:
        after = line.facts.get("after")
        if after in State.values and State(str(after)) in STAGE_OF:
            found.setdefault(STAGE_OF[State(str(after))], line.at)
    return found


def told_to(user: User, dossier: Dossier) -> frozenset[Kind]:
    """What of the history a reader is shown: holders see no preparations, nobody but staff sees one member's acts.

    Messages are told to those who read them, and internal notes likewise.
    """
    kinds = frozenset(Kind) - NOISE
    if not offices_of(user) & access.SEE_ALL:
        kinds -= OF_ONE_MEMBER | OF_THE_HOUSE
    standing = access.standing(user, dossier)
    if not standing.reads:
        kinds -= OF_THREAD
    if not standing.reads_notes:
        kinds -= {Kind.NOTE_WRITTEN}
    return kinds - PREPARED - OF_THE_HOUSE if access.is_own(user, dossier) else kinds


def lines_of(user: User, dossier: Dossier) -> list[Line]:
    return story(dossier.subject, kinds=told_to(user, dossier))


def history(lines: list[Line]) -> list[Fact]:
    """The newest first; the same thing done by the same person on the same day is told once, with how many times."""
    facts: list[Fact] = []
    for line in lines:
        fact = Fact(line.at, line.label, line.signature, said(line))
        if facts and _same_day(facts[-1], fact):
            fact = replace(fact, times=facts.pop().times + 1)
        facts.append(fact)
    return facts[::-1]


def _same_day(one: Fact, other: Fact) -> bool:
    days = [fact.at.astimezone(clock.PARIS).date() for fact in (one, other)]
    return days[0] == days[1] and (one.label, one.who, one.detail) == (other.label, other.who, other.detail)


def said(line: Line) -> str:
    """What a fact says in words: a reason, the name of a piece, what was decided."""
    for name in ("reason", "condition", "reference", "name", "number"):
        if line.facts.get(name):
            return str(line.facts[name])
    return ""


def shown_state(dossier: Dossier) -> tuple[str, str]:
    """The pill of the state: its css and its icon."""
    if dossier.status in ENDS:
        return ("ok", "circle-check") if dossier.status == State.CLOSED else ("neutre", "circle-x")
    return (f"e{dossier.stage}", STAGES[dossier.stage][1])
