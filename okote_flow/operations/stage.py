"""Sets the stage for a scenario: its file read and verified, its programme loaded, its cast introduced."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from okote_flow import clock
from okote_flow.operations import demo, programme_loading, scenario_check, scenario_file, verbs
from okote_flow.operations.final_state import Recorder, State
from okote_flow.operations.programme_file import parse
from okote_flow.operations.rehearsal import Rehearsal, Told
from okote_flow.operations.scenario import Scenario
from okote_flow.operations.scenario_cast import introduce
from okote_flow.operations.scenario_names import Names
from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused


@dataclass(frozen=True, slots=True)
class Play:
    """A scenario about to be played, once."""

    scenario: Scenario
    names: Names
    rehearsal: Rehearsal
    keep: bool

    def tell(self, until: int | None = None) -> Iterator[Told]:
        """Play, and tell each step. Kept in a demo world, the play leaves the world at its last hour."""
        count = len(self.scenario.steps)
        if until is not None and not 1 <= until <= count:
            raise Refused([refuse("scenario-step-unknown", name=until, count=count)])
        yield from self.rehearsal.play(until)
        if self.keep and settings.DEMO:
            demo.set_now(self.rehearsal.now)

    def state(self) -> State:
        with clock.frozen(self.rehearsal.now):
            return Recorder(self.names).state()


def prepare(path: Path, *, keep: bool) -> Play:
    """Read, verify, load, introduce. Raises Refused before anything is written when the file is wrong."""
    scenario = scenario_file.parse(_read(path), str(path), lambda name: _read(path.parent / name))
    actions = verbs.actions()
    scenario_check.verify(scenario, actions)
    programme = parse(_read(_found(scenario.programme, path)))
    names = Names()
    with transaction.atomic():
        with clock.frozen(min(clock.local(programme_loading.effective_on(programme), 9), scenario.start)):
            programme_loading.load(programme)
        with clock.frozen(scenario.start):
            introduce(scenario, actions, names)
    return Play(scenario, names, Rehearsal(scenario, actions, names), keep)


def _found(programme: str, scenario: Path) -> Path:
    """Beside the scenario, or from the root of the house."""
    beside = scenario.parent / programme
    return beside if beside.exists() else settings.BASE_DIR / programme


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Refused([refuse("scenario-unreadable", where=path, reason=error.strerror)]) from error
    except UnicodeDecodeError as error:
        raise Refused([refuse("scenario-unreadable", where=path, reason="ce n’est pas de l’UTF-8")]) from error
