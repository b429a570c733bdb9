"""Seats as their committee keeps them: shaped, ranked, filled, closed, each act reversible and written down."""

from datetime import date, timedelta

import pytest

from committees import actions
from committees.models import Capacity, Mandate, Role, Seat
from committees.models.bodies import PRESIDE
from committees.powers import powers_of
from dossiers.models import DossierProcess
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def administrator(bench):
    return appoint(bench.world.person("Adam"), office=Office.ADMINISTRATOR, by=None).user


def ranks(committee):
    return list(committee.seats.order_by("precedence", "pk").values_list("code", flat=True))


def test_the_bureau_names_members_and_the_administrator_the_bureau(bench):
    zoe, jules = bench.world.zoe, bench.seat_of(bench.jules)
    chair = bench.seat_of(bench.claire)

    assert codes(actions.add_seat, bench.ce, role=Role.MEMBER, by=bench.ines) == ["not-administrator"]
    assert codes(actions.add_seat, bench.ce, role=Role.CHAIR, by=bench.esther) == ["not-administrator"]
    assert codes(actions.edit_seat, chair, label="Autre", by=bench.esther) == ["not-administrator"]
    assert codes(actions.give_mandate, chair, user=zoe, by=bench.esther, replacing=True) == ["not-administrator"]
    assert codes(actions.end_mandate, Mandate.objects.get(seat=chair), by=bench.esther) == ["not-administrator"]
    assert codes(actions.close_seat, jules, by=bench.serge) == ["not-administrator"]
    seat = actions.add_seat(bench.ce, role=Role.MEMBER, label="Ville de Colmar", by=bench.esther)
    assert actions.give_mandate(seat, user=zoe, by=bench.claire).user == zoe
    assert Event.objects.filter(kind=Kind.MANDATE_GIVEN).latest("pk").office == Role.CHAIR
    adam = administrator(bench)
    assert actions.edit_seat(chair, label="Présidente", by=adam).label == "Présidente"


def test_nobody_gives_themselves_a_seat(bench):
    seat = actions.add_seat(bench.ce, role=Role.MEMBER, by=bench.esther)

    assert codes(actions.give_mandate, seat, user=bench.esther, by=bench.esther) == ["own-seat"]
    assert actions.give_mandate(seat, user=bench.esther, by=bench.claire).pk


def test_a_seat_is_edited_and_edited_back(bench):
    seat = bench.seat_of(bench.jules)
    before = Event.objects.count()
    edited = actions.edit_seat(seat, label=" Région ", votes=False, substitutable=True, by=bench.esther)

    assert (edited.label, edited.votes, edited.substitutable) == ("Région", False, True)
    assert Event.objects.count() == before + 1
    said = Event.objects.filter(kind=Kind.SEAT_EDITED).latest("pk").facts
    assert said["before"] == {"label": "Siège de Jules", "votes": True, "substitutable": False}
    assert said["after"] == {"label": "Région", "votes": False, "substitutable": True}
    back = actions.edit_seat(edited, label="Siège de Jules", votes=True, substitutable=False, by=bench.esther)
    assert codes(actions.edit_seat, back, label="Siège de Jules", by=bench.esther) == ["seat-unchanged"]
    assert codes(actions.edit_seat, back, label="  ", by=bench.esther) == ["seat-unnamed"]


def test_a_seat_moves_to_another_rank_and_the_others_make_room(bench):
    jules = bench.seat_of(bench.jules)
    assert ranks(bench.ce) == [f"siege-{name}" for name in ("claire", "victor", "esther", "ines", "jules", "quentin")]

    actions.edit_seat(jules, rank=1, by=bench.esther)
    assert ranks(bench.ce) == [f"siege-{name}" for name in ("jules", "claire", "victor", "esther", "ines", "quentin")]
    actions.edit_seat(jules, rank=99, by=bench.esther)
    assert ranks(bench.ce)[-1] == "siege-jules"
    assert list(bench.ce.seats.order_by("precedence").values_list("precedence", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_who_presides_first_follows_the_rank(bench):
    adam = administrator(bench)
    with bench.sitting(bench.at_engagement(), call=False) as here:
        here.meeting.refresh_from_db()
        assert here.meeting.presiding == bench.seat_of(bench.claire)

        actions.edit_seat(bench.seat_of(bench.victor), rank=1, by=adam)
        here.meeting.refresh_from_db()
        assert here.meeting.presiding == bench.seat_of(bench.victor)


@pytest.mark.parametrize(
    ("who", "change", "refused"),
    [
        ("quentin", {"substitutable": True}, ["named-for-themselves"]),  # CRPA R133-3
        ("claire", {"votes": False}, ["presidency-votes"]),
        ("esther", {"votes": True}, ["no-voice-for-role"]),
        ("esther", {"substitutable": True}, ["named-for-themselves"]),
        ("jules", {"theme": Theme.FOOD}, ["theme-missing"]),
    ],
)
def test_each_kind_of_seat_admits_what_it_may_be(bench, who, change, refused):
    adam = administrator(bench)

    assert codes(actions.edit_seat, bench.seat_of(getattr(bench, who)), by=adam, **change) == refused


def test_a_qualified_partner_changes_theme(bench):
    seat = actions.edit_seat(bench.seat_of(bench.quentin), theme=Theme.CULTURE, by=bench.esther)

    assert seat.theme == Theme.CULTURE


def test_nobody_gets_a_second_voice_by_an_edited_seat(bench):
    desk = actions.add_seat(bench.ce, role=Role.MEMBER, votes=False, by=bench.esther)
    actions.give_mandate(desk, user=bench.jules, by=bench.esther)

    assert codes(actions.edit_seat, desk, votes=True, by=bench.esther) == ["one-voice-each"]


def test_a_substitute_is_named_where_the_seat_admits_one(bench):
    seat, zoe = bench.seat_of(bench.ines), bench.world.zoe
    named = {"capacity": Capacity.SUBSTITUTE, "by": bench.esther}
    assert codes(actions.give_mandate, seat, user=zoe, **named) == ["not-substitutable"]
    actions.edit_seat(seat, substitutable=True, by=bench.esther)

    assert codes(actions.give_mandate, seat, user=bench.ines, **named) == ["own-substitute"]
    given = actions.give_mandate(seat, user=zoe, **named)
    assert codes(actions.give_mandate, seat, user=bench.jules, **named) == ["seat-taken"]
    assert codes(actions.edit_seat, seat, substitutable=False, by=bench.esther) == ["substitute-there"]
    with later(days=1):
        actions.end_mandate(given, by=bench.esther)
        assert powers_of(zoe) == ()
        assert actions.edit_seat(seat, substitutable=False, by=bench.esther).substitutable is False


def test_whoever_has_a_voice_may_replace_somebody_else(bench):
    seat = actions.edit_seat(bench.seat_of(bench.ines), substitutable=True, by=bench.esther)

    assert actions.give_mandate(seat, user=bench.jules, capacity=Capacity.SUBSTITUTE, by=bench.esther).pk


def test_a_successor_follows_the_day_after(bench):
    seat, zoe = bench.seat_of(bench.jules), bench.world.zoe
    with later(days=10):
        given = actions.give_mandate(seat, user=zoe, by=bench.esther, replacing=True)

        former = Mandate.objects.get(seat=seat, user=bench.jules)
        assert (former.ends_on, given.starts_on) == (clock.today() - timedelta(days=1), clock.today())
        assert powers_of(bench.jules) == ()
        people = Event.objects.filter(kind=Kind.MANDATE_GIVEN).latest("pk").facts["people"]
        assert set(people) == {"holder", "replaced"}


def test_nobody_is_replaced_on_their_first_day(bench):
    seat = bench.seat_of(bench.jules)

    assert codes(actions.give_mandate, seat, user=bench.world.zoe, by=bench.esther, replacing=True) == ["seat-taken"]
    assert codes(
        actions.give_mandate, seat, user=bench.world.zoe, by=bench.esther, replacing=True, starts_on=date(2000, 1, 1)
    ) == ["seat-taken"]


def test_a_seat_is_closed_once_empty_and_opened_again(bench):
    seat = bench.seat_of(bench.jules)
    assert codes(actions.close_seat, seat, by=bench.esther) == ["seat-held"]
    assert codes(actions.reopen_seat, seat, by=bench.esther) == ["seat-not-closed"]
    with later(days=1):
        actions.end_mandate(Mandate.objects.get(seat=seat), by=bench.esther)
        assert actions.close_seat(seat, by=bench.esther).closed_on == clock.today()

        assert codes(actions.close_seat, seat, by=bench.esther) == ["seat-closed"]
        assert codes(actions.give_mandate, seat, user=bench.world.zoe, by=bench.esther) == ["seat-closed"]
        actions.reopen_seat(seat, by=bench.esther)
        assert actions.give_mandate(seat, user=bench.world.zoe, by=bench.esther).pk


def test_a_seat_held_from_tomorrow_on_is_not_closed(bench):
    seat = actions.add_seat(bench.ce, role=Role.MEMBER, by=bench.esther)
    actions.give_mandate(seat, user=bench.world.zoe, by=bench.esther, starts_on=clock.today() + timedelta(days=1))

    assert codes(actions.close_seat, seat, by=bench.esther) == ["seat-held"]


def test_a_voice_given_to_a_territorial_seat_is_asked_for_its_sheet(bench):
    dossier = bench.admitted()
    seat = actions.edit_seat(bench.seat_of(bench.marc), votes=False, by=bench.serge)
    asked = DossierProcess.objects.filter(dossier=dossier, duty="screening", status="NEW")
    assert bench.marc.pk not in asked.values_list("person", flat=True)

    actions.edit_seat(seat, votes=True, by=bench.serge)
    assert bench.marc.pk in asked.values_list("person", flat=True)


def test_a_substitute_of_a_territorial_seat_is_not_asked_for_the_holders_sheet(bench):
    dossier = bench.admitted()
    seat = actions.edit_seat(bench.seat_of(bench.marc), substitutable=True, by=bench.serge)
    actions.give_mandate(seat, user=bench.world.zoe, capacity=Capacity.SUBSTITUTE, by=bench.serge)

    asked = DossierProcess.objects.filter(dossier=dossier, duty="screening", status="NEW").values_list(
        "person", flat=True
    )
    assert set(asked) == {bench.marc.pk, bench.nadia.pk, bench.paul.pk}


def test_nobody_becomes_presiding_by_a_members_seat(bench):
    seat = actions.add_seat(bench.ce, role=Role.MEMBER, by=bench.esther)
    actions.give_mandate(seat, user=bench.world.zoe, by=bench.esther)

    assert PRESIDE not in {one.permission for one in powers_of(bench.world.zoe)}
    assert Seat.objects.get(pk=seat.pk).role == Role.MEMBER


def test_nobody_gives_a_voice_to_the_seat_they_sit_on(bench):
    seat = bench.seat(bench.ce, "Lea", Role.MEMBER, substitutable=True).seat
    Seat.objects.filter(pk=seat.pk).update(votes=False)
    actions.give_mandate(seat, user=bench.esther, capacity=Capacity.SUBSTITUTE, by=None)

    assert codes(actions.edit_seat, seat, votes=True, by=bench.esther) == ["own-seat"]
    assert actions.edit_seat(seat, votes=True, by=bench.claire).votes
