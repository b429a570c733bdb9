"""What a change of rules would have done, line by line, and the sentence that sums the lines up. Pure.

An effect is kept as lines so that each reader is told of their own dossiers alone: sums are made of what is shown.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from okote_flow.cents import euros


class Group(StrEnum):
    """What is lived again at once: rules of one group act together."""

    CAMPAIGNS = "campaigns"
    FEES = "fees"
    ADVANCE = "advance"
    VOTES = "votes"
    NOTICE = "notice"
    SHEETS = "sheets"
    DEADLINES = "deadlines"
    GOALS = "goals"
    POSTPONEMENTS = "postponements"
    REPORTS = "reports"


TITLES = {
    Group.CAMPAIGNS: "Campagnes passées, rejouées don par don",
    Group.FEES: "Frais des campagnes réussies",
    Group.ADVANCE: "Part versée avant le bilan",
    Group.VOTES: "Votes passés, recomptés",
    Group.NOTICE: "Convocations envoyées",
    Group.SHEETS: "Grilles réunies avant un avis",
    Group.DEADLINES: "Échéances passées et en cours",
    Group.GOALS: "Objectifs des dossiers déposés",
    Group.POSTPONEMENTS: "Ajournements",
    Group.REPORTS: "Bilans remis",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier, meeting or vote for which something would have been otherwise.

    `turn` is 1 where it would have gone better (a success more), -1 where worse, 0 where only amounts differ.
    """

    label: str
    before: str
    after: str
    turn: int = 0
    dossier: int | None = None
    committee: str = ""  # code, where it is about no dossier
    partners: Mapping[str, int] = field(default_factory=dict)  # name -> cents more or less
    cents: int = 0  # another amount that differs: a fee, what is held back


@dataclass(frozen=True, slots=True)
class Finding:
    """What one group of changed rules would have done; `among` are all the dossiers it was tried on."""

    group: Group
    lead: str  # "Avec 70 %", or "Avec ces règles"
    lines: tuple[Line, ...]
    among: tuple[int, ...] = ()
    meetings: tuple[str, ...] = ()  # codes of committees, one for each meeting tried
    note: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        lines = tuple(Line(**line) for line in stored["lines"])
        rest = {name: tuple(stored[name]) for name in ("among", "meetings")}
        return cls(Group(stored["group"]), stored["lead"], lines, note=stored["note"], **rest)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def for_reader(self, dossiers: Collection[int], committees: Collection[str]) -> Self:
        """Only what is about dossiers and meetings that a reader may open."""
        lines = tuple(one for one in self.lines if _is_theirs(one, dossiers, committees))
        among = tuple(pk for pk in self.among if pk in dossiers)
        meetings = tuple(code for code in self.meetings if code in committees)
        return type(self)(self.group, self.lead, lines, among, meetings, self.note)

    @property
    def title(self) -> str:
        return TITLES[self.group]

    @property
    def tried(self) -> int:
        return len(self.among) + len(self.meetings)

    @property
    def partners(self) -> dict[str, int]:
        """Partner -> cents more or less over all lines, the largest difference first."""
        sums: Counter[str] = Counter()
        for line in self.lines:
            for name, cents in line.partners.items():
                sums[name] += cents
        found = {name: cents for name, cents in sums.items() if cents}
        return dict(sorted(found.items(), key=lambda pair: (-abs(pair[1]), pair[0])))

    @property
    def sentence(self) -> str:
        if not self.tried:
            return f"{self.lead}\u00a0: {NOTHING[self.group]}"
        return f"{self.lead}, {SAYERS[self.group](self)}"


def _is_theirs(line: Line, dossiers: Collection[int], committees: Collection[str]) -> bool:
    return line.dossier in dossiers if line.dossier is not None else line.committee in committees


NOTHING = {
    Group.CAMPAIGNS: "aucune campagne n’est encore finie.",
    Group.FEES: "aucune campagne n’a encore réussi.",
    Group.ADVANCE: "aucune campagne n’a encore réussi.",
    Group.VOTES: "aucun vote n’a encore été tenu sous les règles du programme.",
    Group.NOTICE: "aucune séance n’a encore été convoquée sous les règles du programme.",
    Group.SHEETS: "aucun avis territorial n’est encore rendu.",
    Group.DEADLINES: "aucune échéance de ce genre n’a encore couru.",
    Group.GOALS: "aucun dossier n’est encore déposé.",
    Group.POSTPONEMENTS: "aucun dossier n’a encore été ajourné.",
    Group.REPORTS: "aucun bilan n’est encore remis.",
}


def lead(changes: Iterable[str]) -> str:
    """How a sentence begins: by the one value that changes, or by all of them together. Values as people read them."""
    said = list(changes)
    return f"Avec {said[0]}" if len(said) == 1 else "Avec ces règles"


def counted(count: int, one: str, many: str) -> str:
    return f"{count}\u00a0{one if count < 2 else many}"


def _turned(lines: Iterable[Line]) -> tuple[int, int]:
    turns = [line.turn for line in lines]
    return turns.count(1), turns.count(-1)


def _campaigns(finding: Finding) -> str:
    won, lost = _turned(finding.lines)
    parts = []
    if won:
        parts.append(f"{counted(won, 'campagne', 'campagnes')} de plus {_would(won)} réussi")
    if lost:
        parts.append(f"{counted(lost, 'campagne', 'campagnes')} de plus {_would(lost)} échoué")
    if not parts:
        parts.append(
            f"aucune des {counted(finding.tried, 'campagne finie', 'campagnes finies')} n’aurait fini autrement"
        )
    return "\u00a0; ".join([", ".join(parts), *_money(finding.partners)]) + "."


def _would(count: int) -> str:
    return "aurait" if count < 2 else "auraient"


def _money(partners: Mapping[str, int]) -> list[str]:
    """ "3 150 € de plus pour la CeA, 200 € de moins pour la ville"."""
    said = [
        f"{euros(abs(cents))} de {'plus' if cents > 0 else 'moins'} pour {name}" for name, cents in partners.items()
    ]
    return [", ".join(said)] if said else []


def _amount(what: str, none: str) -> Callable[[Finding], str]:
    def say(finding: Finding) -> str:
        cents = sum(line.cents for line in finding.lines)
        if not finding.lines:
            return none
        difference = f"{euros(abs(cents))} de {'plus' if cents > 0 else 'moins'}"
        return f"{difference} {what}, sur {counted(len(finding.lines), 'campagne', 'campagnes')}."

    return say


Words = tuple[str, str]
"""Of one, of several."""


def _flips(subject: Words, better: Words, worse: Words, among: Words) -> Callable[[Finding], str]:
    """Sentences that count how many of what was tried would have gone better or worse."""

    def say(finding: Finding) -> str:
        up, down = _turned(finding.lines)
        pairs = ((up, better), (down, worse))
        said = [f"{counted(n, *subject)} {_would(n)} {what[n > 1]}" for n, what in pairs if n]
        return f"sur {counted(finding.tried, *among)}, {', '.join(said) or 'rien n’aurait été autrement'}."

    return say


SAYERS: dict[Group, Callable[[Finding], str]] = {
    Group.CAMPAIGNS: _campaigns,
    Group.FEES: _amount("de frais sur les dons", "les frais auraient été les mêmes."),
    Group.ADVANCE: _amount("versés avant le bilan", "les versements auraient été les mêmes."),
    Group.VOTES: _flips(
        ("vote", "votes"),
        ("été favorable de plus", "été favorables de plus"),
        ("été perdu, faute de quorum ou de voix", "été perdus, faute de quorum ou de voix"),
        ("vote", "votes"),
    ),
    Group.NOTICE: _flips(
        ("séance", "séances"),
        ("été convoquée à temps", "été convoquées à temps"),
        ("été convoquée trop tard", "été convoquées trop tard"),
        ("convocation", "convocations"),
    ),
    Group.SHEETS: _flips(
        ("avis", "avis"),
        ("pu être rendu sans motif", "pu être rendus sans motif"),
        ("demandé un motif ou attendu", "demandé un motif ou attendu"),
        ("avis rendu", "avis rendus"),
    ),
    Group.DEADLINES: _flips(
        ("échéance", "échéances"),
        ("été tenue à temps", "été tenues à temps"),
        ("été dépassée", "été dépassées"),
        ("échéance", "échéances"),
    ),
    Group.GOALS: _flips(
        ("objectif", "objectifs"),
        ("été sans alerte", "été sans alerte"),
        ("reçu une alerte", "reçu une alerte"),
        ("dossier déposé", "dossiers déposés"),
    ),
    Group.POSTPONEMENTS: _flips(
        ("dossier", "dossiers"),
        ("pu être ajourné encore", "pu être ajournés encore"),
        ("manqué d’un ajournement", "manqué d’un ajournement"),
        ("dossier ajourné", "dossiers ajournés"),
    ),
    Group.REPORTS: _flips(
        ("bilan", "bilans"),
        ("demandé moins d’explications", "demandé moins d’explications"),
        ("demandé plus d’explications", "demandé plus d’explications"),
        ("bilan remis", "bilans remis"),
    ),
}
assert SAYERS.keys() == TITLES.keys() == NOTHING.keys() == set(Group)
