"""The committees of the cast, and short ways to the places where their tests begin.

In Nord Alsace Serge is secretary, Marc, Nadia and Paul sit, Irma advises. In the engagement committee Claire presides,
Victor is her vice-chair, Esther keeps the record, Ines and Jules sit, Quentin is the qualified partner for food.
"""

import copy
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from committees import actions
from committees.models import Capacity, Choice, CommitteeKind, MarkValue, Overall, Poll, PresenceMode, Role, Seat
from dossiers import actions as dossiers
from dossiers import joints
from dossiers.models import Criterion, Dossier
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.directory.models import Partner, PartnerKind, User
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from tests.conftest import OPENING
from tests.tape import PLAYER
from tests.world import World

FREE = {"cea": 15_000_00, "ems": 35_000_00}


def later(**delta):
    return clock.frozen(clock.now() + timedelta(**delta))


def codes(act, *args, **kwargs):
    """The codes with which an act is refused, and that nothing was written."""
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return [refusal.code for refusal in caught.value.refusals]


def answers(**changes):
    """Six answers to six criteria, with the remarks they need."""
    said = dict.fromkeys(Criterion.objects.all(), MarkValue.YES)
    for code, value in changes.items():
        said[Criterion.objects.get(code=code)] = MarkValue(value)
    remarks = {criterion: "Voici pourquoi." for criterion, value in said.items() if value != MarkValue.YES}
    return {"marks": said, "remarks": remarks, "overall": Overall.FAVOURABLE}


class Bench:
    """Both committees with their people; dossiers that have walked already await whoever asks for one."""

    serge: User
    marc: User
    nadia: User
    paul: User
    irma: User
    claire: User
    victor: User
    esther: User
    ines: User
    jules: User
    quentin: User

    def __init__(self, world):
        self.world, self.waiting, self.ready = world, [], []
        self.ct = actions.found_committee(
            kind=CommitteeKind.TERRITORIAL, code="ct-nord", name="Comité Nord Alsace", territory=world.nord, by=None
        )
        self.ce = actions.found_committee(
            kind=CommitteeKind.ENGAGEMENT, code="ce", name="Comité d’engagement CeA", by=None
        )
        self.seat(self.ct, "Serge", Role.SECRETARY)
        for name in ("Marc", "Nadia", "Paul"):
            self.seat(self.ct, name, Role.MEMBER)
        self.seat(self.ct, "Irma", Role.EXPERT)
        self.seat(self.ce, "Claire", Role.CHAIR)
        self.seat(self.ce, "Victor", Role.VICE_CHAIR)
        self.seat(self.ce, "Esther", Role.SECRETARY)
        for name in ("Ines", "Jules"):
            self.seat(self.ce, name, Role.MEMBER)
        self.seat(self.ce, "Quentin", Role.QUALIFIED, theme=Theme.FOOD)
        self.ems = Partner.objects.create(code="ems", name="Eurométropole de Strasbourg", kind=PartnerKind.AUTHORITY)

    def seat(self, committee, name, role, **more):
        person = self.world.person(name)
        mandate = actions.install(
            committee, user=person, role=role, by=None, label=f"Siège de {name}", code=f"siege-{name.lower()}", **more
        )
        setattr(self, name.lower(), person)
        return mandate

    def seat_of(self, person):
        return Seat.objects.get(mandates__user=person, mandates__capacity=Capacity.HOLDER)

    def admitted(self, theme=None) -> Dossier:
        """A dossier before the territorial committee."""
        return self.waiting.pop() if self.waiting and theme is None else self._admit(theme)

    def at_engagement(self, theme=None) -> Dossier:
        """A dossier before the engagement committee."""
        return self.ready.pop() if self.ready and theme is None else self._favour(self._admit(theme))

    def _admit(self, theme=None) -> Dossier:
        world = self.world
        dossier = world.draft()
        if theme is not None:
            dossiers.edit_project(dossier, by=world.alice, theme=theme)
        dossier = dossiers.submit(dossier, by=world.alice)
        dossiers.find_competence(dossier, competent=True, ground="Insertion", by=world.odile)
        return dossiers.admit(dossier, by=world.odile)

    def _favour(self, dossier) -> Dossier:
        for person in (self.marc, self.nadia):
            actions.give_sheet(dossier, by=person, **answers())
        actions.record_opinion(dossier, favourable=True, reason="Un projet utile.", by=self.serge)
        return Dossier.objects.get(pk=dossier.pk)

    def planned(self, *dossier_list, days=7):
        """A meeting of the engagement committee, convened, with these dossiers on its agenda."""
        what = ("planned", days, *(dossier.pk for dossier in dossier_list))
        return PLAYER.again(what, lambda: self._plan(dossier_list, clock.now() + timedelta(days=days)))

    def _plan(self, dossier_list, at):
        meeting = actions.plan_meeting(self.ce, scheduled_at=at, place="Salle Doller", by=self.esther)
        items = [actions.add_item(meeting, dossier=dossier, by=self.esther) for dossier in dossier_list]
        actions.convene(meeting, by=self.esther)
        return meeting, items

    @property
    def voters(self):
        return [self.claire, self.victor, self.ines, self.jules]

    @contextmanager
    def sitting(self, *dossier_list, present=None, call=True):
        """The meeting's day: open, these people there, its first item called."""
        meeting, items = self.planned(*dossier_list)
        people = self.voters if present is None else present
        with clock.frozen(meeting.scheduled_at):
            what = ("opened", call, *(person.pk for person in people))
            meeting, items = PLAYER.again(what, lambda: self._sit_down(meeting, items, people, call=call))
            yield SimpleNamespace(meeting=meeting, items=items, item=items[0], dossier=dossier_list[0])

    def _sit_down(self, meeting, items, people, *, call):
        actions.open_meeting(meeting, by=self.esther)
        for person in people:
            self.arrive(meeting, person)
        if call:
            items[0] = actions.open_item(items[0], by=self.esther)
        return meeting, items

    def arrive(self, meeting, person, mode=PresenceMode.ROOM):
        return actions.record_presence(meeting, seat=self.seat_of(person), mode=mode, by=self.esther)

    def leave(self, meeting, person):
        return actions.record_leave(meeting, seat=self.seat_of(person), by=self.esther)

    def open_poll(self, item, cents=3_000_00, conditions=None, by=None) -> Poll:
        return actions.open_poll(item, ceilings={self.ems: cents}, conditions=conditions or {}, by=by or self.claire)

    def vote(self, poll, **said):
        for name, choice in said.items():
            actions.cast_ballot(poll, choice=Choice(choice), by=getattr(self, name))

    def voted(self, item, conditions=None, **said) -> Poll:
        """A poll, opened, voted and closed."""
        poll = self.open_poll(item, conditions=conditions)
        self.vote(poll, **said)
        return actions.close_poll(poll, by=self.claire)


def stage(django_db_blocker, *, waiting=0, ready=0):
    """One walk for all tests of a file, undone after the last: yields what `seated` copies for each of them."""
    with django_db_blocker.unblock(), clock.frozen(OPENING), transaction.atomic():
        bench = PLAYER.found("bench", lambda: Bench(World()))
        bench.waiting = [PLAYER.again("admit", bench._admit) for _ in range(waiting)]
        bench.ready = [PLAYER.again("favour", lambda: bench._favour(bench._admit())) for _ in range(ready)]
        with PLAYER.on(("bench", waiting, ready)):
            yield bench
        transaction.set_rollback(True)


def seated(bench, monkeypatch) -> Bench:
    """The cast for one test, in a world where partners hold what FREE says."""
    monkeypatch.setattr(joints, "_free", [lambda partner, dossier: FREE.get(partner.code, 0)])
    own: Bench = copy.deepcopy(bench)
    PLAYER.start("bench")
    return own
