"""What opens when a state is entered and closes when it is left. Flows register here at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dossiers import deadlines
from dossiers.lifecycle import Keeper, State
from dossiers.models import Dossier, DossierProcess
from okote_flow.directory.models import User

Opener = Callable[[Dossier], None]


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of task: its code, what it asks in French, whose it is, the page where it is done."""

    code: str
    label: str
    keeper: Keeper
    page: str  # URL name, reversed with the dossier's pk


DUTIES: dict[str, Duty] = {}
ASKING: dict[str, Callable[..., None]] = {}
"""How each duty is opened, by its code."""
_openers: dict[State, list[Opener]] = {}


def on_enter(state: State, opener: Opener) -> None:
    _openers.setdefault(state, []).append(opener)


def enter(dossier: Dossier) -> None:
    for opener in _openers.get(dossier.status, []):
        opener(dossier)


def ask(code: str, dossier: Dossier, **facts: Any) -> None:
    """Let a duty await its keeper."""
    ASKING[code](dossier, **facts)


def open_processes(dossier: Dossier) -> Any:
    return DossierProcess.objects.filter(dossier=dossier, status="NEW")


def leave(dossier: Dossier) -> None:
    """Cancel whatever is still open: the state that asked for it is over."""
    for process in open_processes(dossier):
        process.flow_class.instance.cancel(process)


def finish(dossier: Dossier, code: str, *, by: User, about: int | None = None) -> int:
    """Complete this person's open tasks of that duty; viewflow asks once more whether they may. Gives their count."""
    mine = open_processes(dossier).filter(duty=code)
    if about is not None:
        mine = mine.filter(about=about)
    done = 0
    for process in mine.filter(person=None) | mine.filter(person=by):
        process.flow_class.complete(process, by)
        done += 1
    if done:
        deadlines.close_done(dossier, code, DUTIES[code].label)
    return done


def cancel(dossier: Dossier, code: str, *, person: User | None = None, about: int | None = None) -> None:
    """Close open tasks of that duty, of one person or all, about one thing or any, without their having been done."""
    found = open_processes(dossier).filter(duty=code)
    if about is not None:
        found = found.filter(about=about)
    for process in found if person is None else found.filter(person=person):
        process.flow_class.instance.cancel(process)
    deadlines.close_done(dossier, code, DUTIES[code].label)
