"""Seats and mandates: terms, powers, and that guardian says the same as the house."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import access, actions
from committees.models import Committee, CommitteeKind, Mandate, Role
from committees.models.bodies import KEEP, OPINE, POWERS, PRESIDE, SCREEN, VIEW, VOTE
from dossiers.models import DossierProcess
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from tests.actions.committee_cast import codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


PERMISSIONS = (VIEW, SCREEN, OPINE, VOTE, PRESIDE, KEEP)


def powers(user, committee):
    return {name for name in PERMISSIONS if access.may(user, name, committee)}


def test_a_seat_gives_the_powers_of_its_role_on_its_own_committee_alone(bench):
    found = {
        name: (powers(getattr(bench, name), bench.ct), powers(getattr(bench, name), bench.ce))
        for name in ("serge", "marc", "irma", "claire", "victor", "esther", "ines", "quentin")
    }

    assert found == {
        "serge": ({VIEW, OPINE, KEEP}, set()),
        "marc": ({VIEW, SCREEN}, set()),
        "irma": ({VIEW, SCREEN}, set()),
        "claire": (set(), {VIEW, VOTE, PRESIDE}),
        "victor": (set(), {VIEW, VOTE, PRESIDE}),
        "esther": (set(), {VIEW, KEEP}),
        "ines": (set(), {VIEW, VOTE}),
        "quentin": (set(), {VIEW, VOTE}),
    }


def test_every_role_of_every_committee_has_its_powers():
    assert set(POWERS) == {(kind, role) for kind in CommitteeKind for role in Role}


def agrees(people):
    """Guardian's own answer for everybody, every permission and every committee, beside ours."""
    for person in people:
        fresh = type(person).objects.get(pk=person.pk)
        for committee in Committee.objects.all():
            for name in PERMISSIONS:
                theirs = fresh.has_perm(f"committees.{name}", committee)
                assert theirs == access.may(fresh, name, committee), (person, name, committee)
    return True


def test_guardian_agrees_with_the_terms_of_office(bench):
    everybody = [bench.serge, bench.marc, bench.irma, bench.claire, bench.esther, bench.quentin, bench.world.zoe]

    assert agrees(everybody)
    with later(days=3):
        actions.end_mandate(Mandate.objects.get(user=bench.marc), by=None)
        assert agrees(everybody)
        assert powers(bench.marc, bench.ct) == set()


def test_a_term_that_begins_or_ends_by_its_date_is_followed_without_an_act(bench):
    tomorrow = clock.today() + timedelta(days=1)
    seat = actions.add_seat(bench.ct, role=Role.MEMBER, by=None)
    actions.give_mandate(seat, user=bench.world.zoe, by=None, starts_on=tomorrow, ends_on=tomorrow)

    seen = [(powers(bench.world.zoe, bench.ct), actions.follow_terms())]
    for _ in range(2):
        with later(days=len(seen)):
            changed = actions.follow_terms()
            seen.append((powers(bench.world.zoe, bench.ct), changed))
            assert agrees([bench.world.zoe])

    assert seen == [(set(), 0), ({VIEW, SCREEN}, 1), (set(), 1)]


def test_an_account_that_is_closed_has_no_power_left(bench):
    bench.claire.is_active = False
    bench.claire.save()

    assert powers(bench.claire, bench.ce) == set()


def test_only_the_administrator_founds_seats_and_mandates(bench):
    odile, zoe = bench.world.odile, bench.world.zoe
    seat = bench.seat_of(bench.marc)

    assert codes(actions.found_committee, kind=CommitteeKind.STEERING, code="x", name="X", by=odile) == [
        "not-administrator"
    ]
    assert codes(actions.add_seat, bench.ct, role=Role.MEMBER, by=odile) == ["not-administrator"]
    assert codes(actions.give_mandate, seat, user=zoe, by=odile) == ["not-administrator"]
    assert codes(actions.end_mandate, Mandate.objects.get(seat=seat), by=odile) == ["not-administrator"]
    appoint(zoe, office=Office.ADMINISTRATOR, by=None)
    assert actions.found_committee(kind=CommitteeKind.STEERING, code="copil", name="Pilotage", by=zoe).pk


def test_a_committee_is_founded_once_and_only_territorial_ones_have_a_territory(bench):
    nord = bench.world.nord
    found = {"by": None, "name": "Autre"}

    assert codes(actions.found_committee, kind=CommitteeKind.TERRITORIAL, code="autre", territory=nord, **found) == [
        "committee-there"
    ]
    assert codes(actions.found_committee, kind=CommitteeKind.ENGAGEMENT, code="autre", **found) == ["committee-there"]
    assert codes(actions.found_committee, kind=CommitteeKind.TERRITORIAL, code="autre", **found) == [
        "territory-missing"
    ]
    assert codes(actions.found_committee, kind=CommitteeKind.STEERING, code="autre", territory=nord, **found) == [
        "territory-missing"
    ]


def test_a_seat_has_one_holder_at_any_date(bench):
    seat, zoe = bench.seat_of(bench.marc), bench.world.zoe
    held = Mandate.objects.get(seat=seat)

    assert codes(actions.give_mandate, seat, user=zoe, by=None, starts_on=date(2030, 1, 1)) == ["seat-taken"]
    with later(days=10):
        actions.end_mandate(held, by=None)
        assert actions.give_mandate(seat, user=zoe, by=None).pk


def test_the_database_itself_refuses_a_second_holder(bench):
    held = Mandate.objects.get(user=bench.marc)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(seat=held.seat, user=bench.world.zoe, group=held.group, starts_on=date(2030, 1, 1))
    other = Mandate.objects.get(user=bench.nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=other.pk).update(seat=held.seat)


def test_a_person_has_one_voice_in_a_committee_and_may_also_keep_its_record(bench):
    second = actions.add_seat(bench.ct, role=Role.MEMBER, by=None)
    desk = actions.add_seat(bench.ct, role=Role.SECRETARY, by=None)

    assert codes(actions.give_mandate, second, user=bench.marc, by=None) == ["one-voice-each"]
    assert actions.give_mandate(desk, user=bench.marc, by=None).pk
    assert powers(bench.marc, bench.ct) == {VIEW, SCREEN, OPINE, KEEP}


def test_a_qualified_partner_has_a_theme_and_a_secretary_no_voice(bench):
    assert codes(actions.add_seat, bench.ce, role=Role.QUALIFIED, by=None) == ["theme-missing"]
    assert codes(actions.add_seat, bench.ce, role=Role.MEMBER, theme=Theme.FOOD, by=None) == ["theme-missing"]
    assert codes(actions.add_seat, bench.ce, role=Role.SECRETARY, votes=True, by=None) == ["no-voice-for-role"]
    assert actions.add_seat(bench.ce, role=Role.MEMBER, votes=False, by=None).votes is False


def test_a_term_ends_after_it_begins(bench):
    seat = actions.add_seat(bench.ct, role=Role.MEMBER, by=None)

    assert codes(
        actions.give_mandate, seat, user=bench.world.zoe, by=None, starts_on=date(2022, 5, 2), ends_on=date(2022, 5, 1)
    ) == ["term-reversed"]


def test_who_joins_a_committee_gets_the_tasks_and_who_leaves_loses_them(bench):
    dossier = bench.admitted()

    with later(days=1):
        actions.end_mandate(Mandate.objects.get(user=bench.marc), by=None)
        actions.give_mandate(bench.seat_of(bench.marc), user=bench.world.zoe, by=None)

        asked = DossierProcess.objects.filter(dossier=dossier, duty="screening", status="NEW")
        assert {process.person for process in asked} == {bench.nadia, bench.paul, bench.world.zoe}
