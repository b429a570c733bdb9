"""Short words for the tests of the rules: a roll and its ballots as letters, the codes of refusals."""

import ast
import inspect
import string
from collections.abc import Iterable, Mapping
from types import ModuleType

from committees.rules import Choice, Roll, Standing
from okote_flow.refusals import SENTENCES, Refusal

F, C, A, N = Choice.FOR, Choice.FOR_WITH_CONDITIONS, Choice.AGAINST, Choice.ABSTAIN
CHOICES = {"f": F, "c": C, "a": A, "n": N}
STANDINGS = {
    "P": Standing.PRESENT_ROOM,
    "D": Standing.PRESENT_REMOTE,
    "R": Standing.REPRESENTED,
    "-": Standing.ABSENT,
    "x": Standing.RECUSED,
    "X": Standing.RECUSED_L1111_6,
}


def codes(refusals: Iterable[Refusal]) -> list[str]:
    return [refusal.code for refusal in refusals]


def roll(
    marks: str,
    proxies: Mapping[int, int] | None = None,
    fallbacks: Mapping[int, int] | None = None,
    chair: int | None = 0,
    qualified: Iterable[int] = (),
    substituted: Iterable[int] = (),
) -> Roll:
    """One letter per seat from seat 0: Present, Distant, Represented, - absent, x recused, X under L1111-6 II."""
    standings = {seat: STANDINGS[mark] for seat, mark in enumerate(marks)}
    return Roll(standings, proxies or {}, fallbacks or {}, chair, frozenset(qualified), frozenset(substituted))


def ballots(marks: str) -> dict[int, Choice]:
    """One letter per seat from seat 0: for, with conditions, against, n abstains, . says nothing."""
    return {seat: CHOICES[mark] for seat, mark in enumerate(marks) if mark != "."}


def refusals_said_in(module: ModuleType) -> dict[str, set[str]]:
    """Code -> the facts given with it, read from every `refuse(…)` of a module."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("refuse"):
            facts = {str(keyword.arg) for keyword in node.keywords}
            for leaf in ast.walk(node.args[0]):
                if isinstance(leaf, ast.Constant):
                    found[str(leaf.value)] = facts
    return found


def blanks(code: str) -> set[str]:
    """The facts that the sentence of a code asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
