"""The whole house on the programme of the report: everybody, both committees, voted envelopes, dossiers in any state.

Alice carries a project in Nord Alsace; Bruno is a member of her organization. At Alsace Active Odile is officer (Omar
another), Didier director, Tess treasurer. Serge is secretary of Nord Alsace's committee, Tom and Tania sit there;
Sonia is secretary of Sud Alsace's. Claire chairs the engagement committee, Victor and Vera are vice-chairs, Esther its
secretary, Marc and Nadia sit, Quentin is qualified partner for food. Steve steers, Paula answers for the CeA's money,
Archie keeps the archives, Audrey audits, Adam administers accounts. Zoe has nothing to do with any of it.

`World` is the small one, quicker to build: tests of one app need no more.
"""

from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import transaction

from committees import actions as committees
from committees.models import Committee, Role
from dossiers.lifecycle import State
from dossiers.models import Dossier, Programme, RulesVersion
from dossiers.models.content import Section
from dossiers.models.dossier import Theme
from funding import actions as funding
from funding.models import Envelope
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Membership, Office, Partner, PartnerKind, Territory, User
from okote_flow.operations import programme_loading
from okote_flow.operations.programme_figures import ProgrammeFile
from okote_flow.operations.programme_file import parse
from tests import strides
from tests.tape import PLAYER
from tests.world import World

SINCE = date(2021, 10, 1)
OFFICES = {
    "Odile": Office.OFFICER,
    "Omar": Office.OFFICER,
    "Didier": Office.DIRECTOR,
    "Tess": Office.TREASURER,
    "Archie": Office.ARCHIVIST,
    "Audrey": Office.AUDITOR,
    "Adam": Office.ADMINISTRATOR,
}
SEATS = {
    "Serge": ("territorial-nord-alsace", Role.SECRETARY),
    "Tom": ("territorial-nord-alsace", Role.MEMBER),
    "Tania": ("territorial-nord-alsace", Role.MEMBER),
    "Sonia": ("territorial-sud-alsace", Role.SECRETARY),
    "Claire": ("engagement", Role.CHAIR),
    "Victor": ("engagement", Role.VICE_CHAIR),
    "Vera": ("engagement", Role.VICE_CHAIR),
    "Esther": ("engagement", Role.SECRETARY),
    "Marc": ("engagement", Role.MEMBER),
    "Nadia": ("engagement", Role.MEMBER),
    "Quentin": ("engagement", Role.QUALIFIED),
    "Steve": ("steering", Role.MEMBER),
}
CAST = ("Alice", "Bruno", *OFFICES, *SEATS, "Paula", "Zoe")


@cache
def report() -> ProgrammeFile:
    """The programme's file, read and checked once."""
    return parse((settings.BASE_DIR / "data/okote-2021-2023.toml").read_text(encoding="utf-8"))


class Alsace(World):
    """Everybody by first name, in lower case: `alsace.tania`. Walking moves time forward; it stays there."""

    def __init__(self) -> None:
        self._time = ExitStack()
        programme_loading.load(report())
        self.programme = Programme.objects.get()
        self.rules = RulesVersion.objects.get()
        self.nord, self.sud = (Territory.objects.get(code=code) for code in ("nord-alsace", "sud-alsace"))
        self.cea, self.ems = (Partner.objects.get(code=code) for code in ("cea", "ems"))
        self.firm = Partner.objects.create(
            code="menuiserie", name="Menuiserie des Exemples", kind=PartnerKind.COMPANY, is_fictional=True
        )
        for name in CAST:
            setattr(self, name.lower(), self.person(name))
        self._give_offices()
        self._give_seats()
        self.cea_2022 = self._vote(self.cea, 50_000_00)
        self.ems_2022 = self._vote(self.ems, 35_000_00)

    def __getattr__(self, name: str) -> User:
        """For the type checker: the cast is set by name."""
        raise AttributeError(name)

    def _give_offices(self) -> None:
        for name, office in OFFICES.items():
            appoint(getattr(self, name.lower()), office=office, by=None, starts_on=SINCE)
        appoint(self.paula, office=Office.PARTNER_FINANCE, partner=self.cea, by=None, starts_on=SINCE)

    def _give_seats(self) -> None:
        for name, (code, role) in SEATS.items():
            committees.install(
                Committee.objects.get(code=code),
                user=getattr(self, name.lower()),
                role=role,
                theme=Theme.FOOD if role == Role.QUALIFIED else None,
                by=None,
                starts_on=SINCE,
            )

    def _vote(self, partner: Partner, cents: int) -> Envelope:
        """This year's envelope of the report, voted and covered by an agreement that lets it be passed on."""
        envelope = Envelope.objects.get(partner=partner, year=2022)
        agreement = funding.sign_agreement(
            partner,
            reference=f"DÉMO-{partner.code}",
            deliberation_ref=f"DÉMO CP-{partner.code}",
            deliberated_on=date(2021, 12, 1),
            starts_on=date(2022, 1, 1),
            section=Section(envelope.section),
            allows_pass_on=True,
            by=None,
        )
        return funding.vote_envelope(
            envelope, cents=cents, deliberation_ref=f"DÉMO CP-{partner.code}", agreement=agreement, by=None
        )

    # Time

    def travel(self, to: datetime) -> None:
        """From now on it is that time."""
        self._time.enter_context(clock.frozen(to))

    def forward(self, **delta: int) -> None:
        self.travel(clock.now() + timedelta(**delta))

    def come_back(self) -> None:
        """To the time at which the test began."""
        self._time.close()

    # Dossiers

    def draft(self) -> Dossier:
        return self._walk(("draft", "of two"), self._draft)

    def _draft(self) -> Dossier:
        dossier = super().draft()
        assert dossier.organization is not None
        Membership.objects.get_or_create(organization=dossier.organization, user=self.bruno)
        return dossier

    def dossier(self, state: State = State.DRAFT) -> Dossier:
        """One that walked to this state by the same actions as in real life."""
        if state == State.DRAFT:
            return self.draft()
        return self.take(strides.INTO[state])

    def ready(self, step: str) -> Dossier:
        """One on the eve of this step: nothing but the act itself is missing."""
        return self._walk(("ready", step), lambda: self._prepare(step))

    def take(self, step: str) -> Dossier:
        """One for which this step has just been taken."""
        return self._walk(("take", step), lambda: self._step(step))

    def _walk(self, what: tuple[str, str], walk: Callable[[], Dossier]) -> Dossier:
        dossier, at = PLAYER.again(what, lambda: (walk(), clock.now()))
        if at != clock.now():
            self.travel(at)
        walked: Dossier = dossier
        return walked

    def _prepare(self, step: str) -> Dossier:
        stride = strides.STRIDES[step]
        dossier = self.dossier(stride.start)
        stride.prepare(self, dossier)
        return again(dossier)

    def _step(self, step: str) -> Dossier:
        dossier = self.ready(step)
        strides.STRIDES[step].take(self, dossier)
        return again(dossier)


class LentHouse:
    """One house for many tests: built once in a transaction that stays open around theirs, it is lent as it was built.

    Founding it takes longer than most tests. A test with real transactions cannot have it: close it first.
    """

    def __init__(self) -> None:
        self._house: Alsace | None = None
        self._outer = transaction.atomic()

    def open(self) -> None:
        if self._house is None:
            self._outer = transaction.atomic()
            self._outer._from_testcase = True  # type: ignore[attr-defined]  # acts may be durable inside it
            self._outer.__enter__()
            self._house = PLAYER.found("house", Alsace)

    def lend(self) -> Alsace | None:
        """The house as it was built, whatever the last borrower did to it; None while it is closed."""
        if self._house is not None:
            PLAYER.start("house")
        return deepcopy(self._house)

    def close(self) -> None:
        if self._house is not None:
            self._house = None
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)


def again(dossier: Dossier) -> Dossier:
    """As a new request would find it."""
    return Dossier.objects.for_page().get(pk=dossier.pk)
