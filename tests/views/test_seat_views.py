"""A committee's seats on their pages; who sits, who does not, and the seat that passes, in the room and on paper."""

import pytest

from committees import actions
from committees.models import Answer, Capacity, Convocation, Mandate, Presence, Role, Seat
from tests.actions.committee_cast import later, seated, stage
from tests.views.committee_pages import form_codes, get, post, refusals, text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    own = seated(walked, monkeypatch)
    own.zoe, own.seat_ines = own.world.zoe, own.seat_of(own.ines)
    return own


@pytest.fixture
def replaced(bench):
    actions.edit_seat(bench.seat_ines, substitutable=True, by=bench.esther)
    actions.give_mandate(bench.seat_ines, user=bench.zoe, capacity=Capacity.SUBSTITUTE, by=bench.esther)
    return bench


def test_the_secretary_creates_a_seat_names_its_holder_and_closes_it_again(bench):
    esther, zoe = bench.esther, bench.zoe
    made = post(esther, "add_seat", "ce", role=Role.MEMBER, label="Ville de Colmar", votes="on", substitutable="on")
    seat = Seat.objects.get(label="Ville de Colmar")
    assert made["Location"].endswith(f"/sieges/{seat.pk}/")
    page = text(get(esther, "seat", "ce", seat.pk))
    assert "Ce siège est vacant." in page
    assert "Personne n’y a encore siégé" in page

    assert post(esther, "name_holder", "ce", seat.pk, email=zoe.email.upper()).status_code == 302
    assert str(zoe) in text(get(esther, "seat", "ce", seat.pk))
    assert refusals(post(esther, "close_seat", "ce", seat.pk)) == ["seat-held"]
    with later(days=1):
        assert post(esther, "end_mandate", "ce", Mandate.objects.get(seat=seat).pk).status_code == 302
        assert post(esther, "close_seat", "ce", seat.pk).status_code == 302
        assert "Rouvrir ce siège" in text(get(esther, "seat", "ce", seat.pk))
        assert "fermé le" in text(get(esther, "committee", "ce"))
        assert post(esther, "reopen_seat", "ce", seat.pk).status_code == 302


def test_an_edited_seat_keeps_what_was_typed_when_it_is_refused(replaced):
    seat = replaced.seat_ines
    sent = {"label": "Région Grand Est", "rank": 4, "votes": "on"}
    refused = post(replaced.esther, "edit_seat", "ce", seat.pk, **sent)

    assert form_codes(refused) == ["substitute-there"]
    assert "Région Grand Est" in text(refused)
    assert post(replaced.esther, "edit_seat", "ce", seat.pk, **sent, substitutable="on").status_code == 302
    seat.refresh_from_db()
    assert seat.label == "Région Grand Est"


def test_somebody_without_an_account_is_not_named(bench):
    sent = post(bench.esther, "name_holder", "ce", bench.seat_ines.pk, email="personne@exemple.test")

    assert sent.status_code == 422
    assert "Aucun compte ouvert n’a cette adresse" in text(sent)
    assert str(bench.ines) in text(sent)


def test_members_read_a_seat_and_change_nothing(bench):
    page = text(get(bench.jules, "seat", "ce", bench.seat_ines.pk))

    assert "Modifier ce siège" not in page
    for name in ("edit_seat", "name_holder", "name_substitute"):
        assert get(bench.jules, name, "ce", bench.seat_ines.pk).status_code == 404
    assert post(bench.jules, "close_seat", "ce", bench.seat_ines.pk).status_code == 404
    assert get(bench.jules, "add_seat", "ce").status_code == 404
    chair = bench.seat_of(bench.claire)
    assert get(bench.esther, "edit_seat", "ce", chair.pk).status_code == 404
    assert get(bench.esther, "seat", "ce", bench.seat_of(bench.marc).pk).status_code == 404


def test_the_substitute_reads_in_which_case_they_come(replaced):
    meeting, _ = replaced.planned(replaced.at_engagement())
    page = text(get(replaced.zoe, "answer_convocation", meeting.pk))
    assert f"Vous siégez si {replaced.ines} ne vient pas" in page
    assert "Je ne viens pas et je donne pouvoir" not in page

    actions.answer_convocation(meeting, answer=Answer.EXCUSED, by=replaced.ines)
    assert f"sa réponse\u00a0: {Answer.EXCUSED.label}" in text(get(replaced.zoe, "answer_convocation", meeting.pk))
    proof = Convocation.objects.get(meeting=meeting, user=replaced.zoe)
    assert f"Suppléance de {replaced.ines}" in text(get(replaced.zoe, "convocation", proof.pk))
    assert "en suppléance" in text(get(replaced.esther, "convocations", meeting.pk))
    assert f"{replaced.zoe}, suppléant d’{replaced.ines}" in text(get(replaced.esther, "attendance", meeting.pk))


def test_the_room_tells_the_second_why_they_do_not_sit_and_passes_the_seat(replaced):
    with replaced.sitting(replaced.at_engagement()) as here:
        room = text(get(replaced.zoe, "room", here.meeting.pk))
        assert "Vous ne siégez pas en ce moment" in room
        assert f"{replaced.ines} siège déjà sur ce siège" in room
        sent = {"seat": replaced.seat_ines.pk, "mode": "room"}
        assert refusals(post(replaced.zoe, "record_presence", here.meeting.pk, **sent)) == ["seat-occupied"]
        assert f"Passer ce siège à {replaced.zoe}" in text(get(replaced.esther, "room", here.meeting.pk))

        passed = post(
            replaced.esther, "hand_over", here.meeting.pk, seat=replaced.seat_ines.pk, mode="room", page="salle"
        )
        assert passed["Location"].endswith("/salle/")
        assert Presence.objects.now().get(seat=replaced.seat_ines).user == replaced.zoe
        assert f"{replaced.zoe}, suppléant d’{replaced.ines}" in text(get(replaced.esther, "room", here.meeting.pk))
        assert "en suppléance" in text(get(replaced.jules, "seat", "ce", replaced.seat_ines.pk))


def test_the_secretary_enters_the_one_who_came(replaced):
    with replaced.sitting(replaced.at_engagement(), present=[replaced.claire]) as here:
        sent = {"seat": replaced.seat_ines.pk, "user": replaced.zoe.pk, "mode": "remote"}
        assert post(replaced.esther, "record_presence", here.meeting.pk, **sent).status_code == 302
        assert Presence.objects.now().get(seat=replaced.seat_ines).user == replaced.zoe
        sent["user"] = replaced.jules.pk
        assert post(replaced.esther, "record_presence", here.meeting.pk, **sent).status_code == 404


def test_whoever_has_two_seats_is_asked_to_choose(bench):
    seat = bench.seat(bench.ce, "Lea", Role.MEMBER, substitutable=True).seat
    actions.give_mandate(seat, user=bench.jules, capacity=Capacity.SUBSTITUTE, by=bench.esther)
    with bench.sitting(bench.at_engagement(), present=[bench.claire, bench.victor]) as here:
        page = text(get(bench.jules, "room", here.meeting.pk))
        assert "Vous avez plusieurs sièges" in page
        assert page.count("Je suis en salle") == 2

        assert post(bench.jules, "record_presence", here.meeting.pk, seat=seat.pk, mode="room").status_code == 302
        page = text(get(bench.jules, "room", here.meeting.pk))
        assert page.count("Je suis en salle") == 1
        assert "une personne occupe un seul siège" in page
