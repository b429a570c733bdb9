"""Answering a convocation on a phone, and the page that says who was called and who speaks for whom."""

import pytest
from django.urls import reverse

from committees import actions
from committees.models import Convocation, Proxy
from notifications.models import Delivery
from okote_flow import clock
from tests.actions.committee_cast import seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def meeting(bench):
    return bench.planned(bench.at_engagement())[0]


def answer_of(meeting, person):
    return Convocation.objects.get(meeting=meeting, user=person).answer


def test_the_meeting_asks_a_member_for_their_answer_and_keeps_it(bench, meeting):
    assert "Répondre à la convocation" in text(get(bench.ines, "meeting", meeting.pk))

    assert post(bench.ines, "answer_convocation", meeting.pk, answer="remote").status_code == 302

    assert answer_of(meeting, bench.ines) == "remote"
    assert "Je suis à distance · changer" in text(get(bench.ines, "meeting", meeting.pk))
    form = get(bench.ines, "answer_convocation", meeting.pk).context["form"]
    assert form["answer"].value() == "remote"


def test_before_its_day_the_page_of_a_meeting_says_who_announced_what_and_takes_no_presence(bench, meeting):
    post(bench.ines, "answer_convocation", meeting.pk, answer="remote")
    page = text(get(bench.esther, "meeting", meeting.pk))
    assert "Sera à distance" in page and "Pas de réponse" in page
    assert "Dans la salle" not in page and "Absence" not in page
    with clock.frozen(meeting.scheduled_at):
        assert "Dans la salle" in text(get(bench.esther, "meeting", meeting.pk))


def test_a_voice_is_lent_on_the_same_page_and_taken_back(bench, meeting):
    seat = bench.seat_of(bench.jules)
    post(bench.ines, "answer_convocation", meeting.pk, answer="proxy", holder=seat.pk)

    proxy = Proxy.objects.get()
    assert (proxy.holder, answer_of(meeting, bench.ines)) == (seat, "excused")
    assert "Vous avez donné pouvoir" in text(get(bench.ines, "answer_convocation", meeting.pk))
    page = text(get(bench.ines, "convocations", meeting.pk))
    assert "à Jules" in page and url("revoke_proxy", proxy.pk) in page
    assert url("revoke_proxy", proxy.pk) not in text(get(bench.jules, "convocations", meeting.pk))
    post(bench.ines, "revoke_proxy", proxy.pk)
    assert Proxy.objects.get().state == "revoked"


def test_what_is_missing_or_refused_is_said_and_what_was_typed_stays(bench, meeting):
    missing = post(bench.ines, "answer_convocation", meeting.pk, answer="proxy")
    assert missing.status_code == 422
    assert "Choisissez à qui vous donnez pouvoir." in text(missing)

    actions.give_proxy(meeting, giver=bench.seat_of(bench.victor), holder=bench.seat_of(bench.jules), by=bench.victor)
    refused = post(bench.ines, "answer_convocation", meeting.pk, answer="proxy", holder=bench.seat_of(bench.jules).pk)
    assert form_codes(refused) == ["one-proxy-each"]
    assert f'<option value="{bench.seat_of(bench.jules).pk}" selected>' in text(refused)


def test_who_has_no_voice_answers_without_lending_one(bench, meeting):
    page = text(get(bench.esther, "answer_convocation", meeting.pk))

    assert "Je viens" in page
    assert "donne pouvoir" not in page


def test_who_was_not_called_has_no_such_page(bench, meeting):
    assert get(bench.marc, "answer_convocation", meeting.pk).status_code == 404


def test_the_secretary_reads_who_was_called_and_enters_a_proxy_on_paper(bench, meeting):
    page = text(get(bench.esther, "convocations", meeting.pk))
    assert "6 sièges convoqués, aucune réponse." in page
    seats = {"giver": bench.seat_of(bench.ines).pk, "holder": bench.seat_of(bench.jules).pk}

    assert post(bench.esther, "convocations", meeting.pk, **seats).status_code == 422
    assert post(bench.esther, "convocations", meeting.pk, **seats, proof="Papier reçu le 16 mai").status_code == 302

    assert "Papier reçu le 16 mai" in text(get(bench.esther, "convocations", meeting.pk))
    assert "Enregistrer un pouvoir sur papier" not in text(get(bench.ines, "convocations", meeting.pk))
    stranger = post(
        bench.ines, "convocations", meeting.pk, **seats | {"giver": bench.seat_of(bench.victor).pk}, proof="x"
    )
    assert form_codes(stranger)[0] == "not-your-seat"


def test_after_the_meeting_the_answers_stand(bench, meeting):
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        actions.close_meeting(meeting, by=bench.esther)

        assert "les réponses ne changent plus" in text(get(bench.ines, "answer_convocation", meeting.pk))
        assert "6 sièges convoqués" in text(get(bench.esther, "convocations", meeting.pk))


@pytest.mark.parametrize("lent", [0, 2])
def test_the_page_takes_as_many_queries_with_proxies_as_without(bench, meeting, lent, django_assert_max_num_queries):
    for giver, holder in [(bench.ines, bench.jules), (bench.victor, bench.claire)][:lent]:
        actions.give_proxy(meeting, giver=bench.seat_of(giver), holder=bench.seat_of(holder), by=giver)
    with django_assert_max_num_queries(32):
        get(bench.esther, "convocations", meeting.pk)


def test_a_convocation_is_answered_from_the_first_page(bench, meeting):
    def inbox(person):
        return text(as_(person).get(reverse("inbox")))

    page = inbox(bench.ines)
    assert "Viendrez-vous" in page and url("answer_convocation", meeting.pk) in page
    assert "Je donne pouvoir" in page
    assert "Je donne pouvoir" not in inbox(bench.esther) and "Je ne viens pas" in inbox(bench.esther)
    assert "Viendrez-vous" not in inbox(bench.marc)
    post(bench.ines, "answer_convocation", meeting.pk, answer="room")
    assert "Viendrez-vous" not in inbox(bench.ines)
    actions.cancel_meeting(meeting, reason="Neige", by=bench.esther)
    assert "Viendrez-vous" not in inbox(bench.jules)


def test_the_proof_of_one_convocation_is_read_by_its_person_and_who_prepares_the_meeting(
    bench, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        meeting = bench.planned(bench.at_engagement())[0]
    called = Convocation.objects.get(meeting=meeting, user=bench.ines)
    mail = Delivery.objects.get(notification__recipient=bench.ines, notification__event__kind="meeting.convened")
    Delivery.objects.filter(pk=mail.pk).update(error="550 boîte pleine", tries=2, address="ines@exemple.test")

    for person in (bench.ines, bench.esther, bench.claire):
        page = text(get(person, "convocation", called.pk))
        assert "550 boîte pleine" in page and "ines@exemple.test" in page and "pas encore lue" in page
    for person in (bench.jules, bench.quentin, bench.marc, bench.world.didier, bench.world.alice):
        assert get(person, "convocation", called.pk).status_code == 404
    assert url("convocation", called.pk) in text(get(bench.esther, "convocations", meeting.pk))
    assert url("convocation", called.pk) not in text(get(bench.jules, "convocations", meeting.pk))
