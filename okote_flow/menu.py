"""The menu: for each person only what they may open, in few queries whatever they hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from committees.access import committees_where
from committees.models.bodies import VIEW
from dossiers import access, inbox
from dossiers.lifecycle import Keeper
from funding.access import BOOKKEEPERS
from notifications.access import unread_count
from okote_flow.administration.access import KEEPERS
from okote_flow.administration.import_access import IMPORTERS
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.foresight.access import may_open as may_foresee
from okote_flow.journal.standing import until_moved
from okote_flow.records.access import READERS as KEEPS_RECORDS
from okote_flow.reports.access import INSIDE, reads_reviews
from okote_flow.steering.access import STEERS
from okote_flow.texts.access import READERS as READERS_OF_TEXTS

READERS = access.SEE_ALL
DESIGN_KEEPERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.ADMINISTRATOR})
"""Who may open the page of all components."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu, in the words of the shells' templates."""

    label: str
    icone: str
    url: str
    courant: bool
    compte: int


@dataclass(frozen=True, slots=True)
class Section:
    titre: str
    entrees: list[Entry]


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from an empty page."""

    label: str
    url: str


class Shell:
    """What one person's pages stand in. Everything is asked once, when a template wants it."""

    def __init__(self, user: User, path: str) -> None:
        self.user = user
        self.path = path

    @cached_property
    def offices(self) -> frozenset[Office]:
        return offices_of(self.user)

    @cached_property
    def has_mandate(self) -> bool:
        return committees_where(self.user, VIEW).exists()

    @property
    def works(self) -> bool:
        """Whether this person holds an office or a seat; the others are holders of projects."""
        return bool(self.offices) or self.has_mandate

    @cached_property
    def foresees(self) -> bool:
        return may_foresee(self.user)

    @cached_property
    def has_projects(self) -> bool:
        return not self.works or access.carries_dossier(self.user)

    @cached_property
    def awaiting(self) -> int:
        """Counted anew when something has happened: nothing comes to an inbox or leaves it without a fact."""
        return until_moved(f"inbox:{self.user.pk}", self._count_awaiting)

    def _count_awaiting(self) -> int:
        keys = inbox.PEOPLE if self.has_mandate else inbox.BY_OFFICE
        known = keys if self.has_projects else tuple(key for key in keys if key is not Keeper.APPLICANT)
        return inbox.count(self.user, known)

    @cached_property
    def unread(self) -> int:
        return unread_count(self.user)

    @property
    def template(self) -> str:
        return "_travail.html" if self.works else "_porteur.html"

    @cached_property
    def sections(self) -> list[Section]:
        found = [Section(title, list(self._entries(lines))) for title, lines in MENU]
        return [section for section in found if section.entrees]

    @property
    def onward(self) -> Way:
        """Where somebody for whom nothing waits may look next."""
        line = next(line for line in ONWARD if line.shown(self))
        return Way(line.label, reverse(line.page))

    def _entries(self, lines: "tuple[Line, ...]") -> Iterator[Entry]:
        for line in lines:
            if line.shown(self):
                url = reverse(line.page)
                count = self.awaiting if line.page == "inbox" else 0
                yield Entry(line.label, line.icon, url, self._is_current(url), count)

    @cached_property
    def _places(self) -> list[str]:
        """The addresses of the menu that this page lies under, the nearest first."""
        urls = {reverse(line.page) for _, lines in MENU for line in lines}
        return sorted((url for url in urls if url != "/" and self.path.startswith(url)), key=len, reverse=True)

    def _is_current(self, url: str) -> bool:
        return self.path == url or url in self._places[:1]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    icon: str
    page: str
    shown: Callable[[Shell], bool]


def everybody(shell: Shell) -> bool:
    return True


def at_work(shell: Shell) -> bool:
    return shell.works


def steers(shell: Shell) -> bool:
    return shell.has_mandate or bool(shell.offices & STEERS)


def foresees(shell: Shell) -> bool:
    return shell.foresees


def reads_reports(shell: Shell) -> bool:
    return bool(shell.offices & {*INSIDE, Office.PARTNER_FINANCE}) or (shell.has_mandate and reads_reviews(shell.user))


def with_seat(shell: Shell) -> bool:
    return shell.has_mandate or bool(shell.offices & {*READERS, Office.ADMINISTRATOR})


def bookkeeper(shell: Shell) -> bool:
    return bool(shell.offices & BOOKKEEPERS)


def answers_for_money(shell: Shell) -> bool:
    return bookkeeper(shell) or partner_finance(shell)


def seated(shell: Shell) -> bool:
    return shell.has_mandate


def auditor(shell: Shell) -> bool:
    return Office.AUDITOR in shell.offices


def partner_finance(shell: Shell) -> bool:
    return Office.PARTNER_FINANCE in shell.offices


def administrator(shell: Shell) -> bool:
    return Office.ADMINISTRATOR in shell.offices


def keeps_references(shell: Shell) -> bool:
    return bool(shell.offices & KEEPERS)


def reads_texts(shell: Shell) -> bool:
    """Those who keep the references find texts on the first page of the administration."""
    return bool(shell.offices & READERS_OF_TEXTS) and not keeps_references(shell)


def imports(shell: Shell) -> bool:
    return bool(shell.offices & IMPORTERS) and not keeps_references(shell)


def keeps_the_design(shell: Shell) -> bool:
    return bool(shell.offices & DESIGN_KEEPERS)


def keeps_records(shell: Shell) -> bool:
    return bool(shell.offices & KEEPS_RECORDS)


def answers_for_mails(shell: Shell) -> bool:
    return bool(shell.offices & {Office.ADMINISTRATOR, Office.OFFICER})


def with_projects(shell: Shell) -> bool:
    return shell.has_projects


MENU: tuple[tuple[str, tuple[Line, ...]], ...] = (
    (
        "",
        (
            Line("Ma corbeille", "inbox", "inbox", everybody),
            Line("Mes projets", "folder", "dossiers:mine", with_projects),
            Line("Dossiers", "folders", "dossiers:list", at_work),
            Line("Réserves", "flag", "dossiers:condition_list", at_work),
            Line("Séances", "gavel", "committees:meetings", with_seat),
        ),
    ),
    (
        "Financement",
        (
            Line("Enveloppes", "stack-2", "funding:envelopes", answers_for_money),
            Line("Conventions", "file-text", "funding:agreements", answers_for_money),
            Line("Fonctionnement", "receipt", "funding:operating", answers_for_money),
            Line("Encaissements", "coins", "funding:cash", bookkeeper),
            Line("Appels de fonds", "file-text", "funding:calls", answers_for_money),
            Line("Reçus fiscaux", "file-check", "funding:tax_issuers", bookkeeper),
            Line("Lots de virements", "send", "funding:batches", bookkeeper),
            Line("Relevés bancaires", "building-bank", "funding:statements", bookkeeper),
            Line("Paiements", "wallet", "funding:payments", bookkeeper),
            Line("Grand livre", "book-2", "funding:ledger", bookkeeper),
        ),
    ),
    (
        "Pilotage",
        (
            Line("Tableau de bord", "chart-histogram", "steering:board", steers),
            Line("Prévision", "trending-up", "foresight:page", foresees),
            Line("Rapports", "report", "reports:index", reads_reports),
            Line("Comités", "users-group", "committees:committees", with_seat),
            Line("Parcours", "arrows-exchange", "dossiers:workflow", everybody),
            Line("Réglages", "adjustments", "dossiers:settings", at_work),
        ),
    ),
    (
        "Administration",
        (
            Line("Administration", "settings", "administration:home", keeps_references),
            Line("Textes", "file-text", "administration:texts", reads_texts),
            Line("Imports", "file-upload", "administration:imports", imports),
            Line("Comptes", "users", "accounts:list", administrator),
            Line("Archives", "archive", "records:index", keeps_records),
            Line("Courriels", "mail", "mails:list", answers_for_mails),
            Line("Motifs et états", "layout-kanban", "system", keeps_the_design),
        ),
    ),
    ("", (Line("Aide", "help-circle", "help:index", everybody),)),
)

ONWARD: tuple[Line, ...] = (
    Line("Voir les comptes", "users", "accounts:list", administrator),
    Line("Ouvrir le grand livre", "book-2", "funding:ledger", auditor),
    Line("Voir vos enveloppes", "stack-2", "funding:envelopes", partner_finance),
    Line("Voir les séances", "gavel", "committees:meetings", seated),
    Line("Voir les dossiers", "folders", "dossiers:list", at_work),
    Line("Voir mes projets", "folder", "dossiers:mine", everybody),
)
"""By order of preference: the first that is shown to this person."""
