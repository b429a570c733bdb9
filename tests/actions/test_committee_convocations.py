"""Called to a meeting: who is, what they answer, to whom they lend their voice, and when that counts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees import actions
from committees.models import Answer, Choice, Convocation, Proxy, Recusal
from committees.models.screening import RecusalGround
from committees.rolls import call_roll
from okote_flow import clock
from okote_flow.journal.models import Event
from tests.actions.committee_cast import codes, seated, stage

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


def give(bench, meeting, giver, holder, fallback=None, by=None, **more):
    seats = {"giver": giver, "holder": holder, "fallback": fallback}
    seats = {name: bench.seat_of(person) if person else None for name, person in seats.items()}
    return actions.give_proxy(meeting, by=by or giver, **seats, **more)


def heard(item):
    """Seat -> the seat that votes for it."""
    roll = call_roll(item).roll
    return {seat: roll.voice_of(seat) for seat in roll.standings if roll.voice_of(seat)}


# Called


def test_every_seat_that_is_held_is_called_once_by_its_name_at_the_time(bench, meeting):
    called = Convocation.objects.filter(meeting=meeting)

    assert sorted(one.user.first_name for one in called) == [
        "Claire", "Esther", "Ines", "Jules", "Quentin", "Victor",
    ]  # fmt: skip
    assert {one.sent_at for one in called} == {clock.now()}
    assert {one.answer for one in called} == {Answer.NONE}


def test_who_is_called_answers_and_answers_again(bench, meeting):
    actions.answer_convocation(meeting, answer=Answer.REMOTE, by=bench.ines)
    actions.answer_convocation(meeting, answer=Answer.EXCUSED, by=bench.ines)

    assert Convocation.objects.get(meeting=meeting, user=bench.ines).answer == Answer.EXCUSED
    assert Event.objects.filter(kind="meeting.answered").count() == 2


def test_who_is_not_called_does_not_answer(bench, meeting):
    assert codes(actions.answer_convocation, meeting, answer=Answer.ROOM, by=bench.marc) == ["not-called"]
    assert codes(actions.answer_convocation, meeting, answer=Answer.NONE, by=bench.ines) == ["answer-missing"]


def test_after_the_meeting_nobody_answers_nor_lends_a_voice(bench, meeting):
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        actions.close_meeting(meeting, by=bench.esther)

        assert codes(actions.answer_convocation, meeting, answer=Answer.ROOM, by=bench.ines) == ["meeting-state"]
        assert codes(give, bench, meeting, bench.ines, bench.jules) == ["meeting-state"]


# Lending a voice


def test_who_lends_their_voice_is_excused_and_the_holder_is_told(bench, meeting):
    proxy = give(bench, meeting, bench.ines, bench.jules, bench.victor)

    assert (proxy.state, proxy.given_by) == ("active", bench.ines)
    assert Convocation.objects.get(meeting=meeting, user=bench.ines).answer == Answer.EXCUSED
    assert set(Event.objects.get(kind="meeting.proxy_given").facts["people"]) == {"giver", "holder", "fallback"}


def test_who_comes_after_all_takes_their_proxy_back(bench, meeting):
    proxy = give(bench, meeting, bench.ines, bench.jules)
    actions.answer_convocation(meeting, answer=Answer.ROOM, by=bench.ines)

    proxy.refresh_from_db()
    assert proxy.state == "revoked"
    give(bench, meeting, bench.ines, bench.victor)


@pytest.mark.parametrize(
    ("before", "giver", "holder", "fallback", "code"),
    [
        ([], "ines", "ines", None, "own-proxy"),
        ([], "ines", "jules", "jules", "same-fallback"),
        ([], "ines", "esther", None, "proxy-without-voice"),
        ([], "ines", "marc", None, "proxy-without-voice"),
        ([], "esther", "ines", None, "not-on-roll"),
        ([("ines", "jules")], "ines", "victor", None, "proxy-already-given"),
        ([("ines", "jules")], "jules", "victor", None, "proxy-chain"),
        ([("ines", "jules")], "victor", "ines", None, "proxy-chain"),
        ([("ines", "jules")], "victor", "jules", None, "one-proxy-each"),
        ([("ines", "jules", "claire")], "victor", "claire", None, "one-proxy-each"),
    ],
)
def test_a_voice_is_lent_once_to_one_who_has_one_and_never_passed_on(
    bench, meeting, before, giver, holder, fallback, code
):
    for names in before:
        give(bench, meeting, *(getattr(bench, name) for name in names))
    people = [getattr(bench, name) for name in (giver, holder)]

    assert codes(give, bench, meeting, *people, getattr(bench, fallback) if fallback else None) == [code]


def test_only_the_giver_lends_their_voice_but_a_paper_is_entered_with_its_proof(bench, meeting):
    assert codes(give, bench, meeting, bench.ines, bench.jules, by=bench.jules) == ["not-your-seat"]
    assert codes(give, bench, meeting, bench.ines, bench.jules, by=bench.esther) == ["paper-missing"]

    proxy = give(bench, meeting, bench.ines, bench.jules, by=bench.esther, proof="Papier signé, reçu le 16 mai")
    assert (proxy.given_by, proxy.proof) == (bench.esther, "Papier signé, reçu le 16 mai")


def test_a_proxy_is_revoked_by_its_giver_or_the_secretary_once(bench, meeting):
    proxy = give(bench, meeting, bench.ines, bench.jules)

    assert codes(actions.revoke_proxy, proxy, by=bench.jules) == ["not-your-seat"]
    actions.revoke_proxy(proxy, by=bench.ines)
    assert codes(actions.revoke_proxy, proxy, by=bench.ines) == ["proxy-over"]
    again = give(bench, meeting, bench.ines, bench.victor)
    assert actions.revoke_proxy(again, by=bench.esther).state == "revoked"


def test_the_database_refuses_a_chain_a_second_proxy_and_a_deletion(bench, meeting):
    given = give(bench, meeting, bench.ines, bench.jules)
    common = {"meeting": meeting, "given_by": bench.ines, "person": bench.ines}
    for giver, holder in ((bench.jules, bench.victor), (bench.victor, bench.ines), (bench.ines, bench.victor)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proxy.objects.create(giver=bench.seat_of(giver), holder=bench.seat_of(holder), **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(giver=bench.seat_of(bench.victor), holder=bench.seat_of(bench.victor), **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        given.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.update(holder=bench.seat_of(bench.victor))
    with pytest.raises(IntegrityError), transaction.atomic():
        Convocation.objects.update(sent_at=meeting.scheduled_at)
    actions.revoke_proxy(given, by=bench.ines)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.update(state="active", revoked_at=None)


# When it counts


def test_a_lent_voice_counts_while_its_holder_is_there_and_sleeps_when_the_giver_comes(bench):
    meeting, (item,) = bench.planned(bench.at_engagement())
    give(bench, meeting, bench.ines, bench.jules, bench.victor)
    ines, jules, victor = (bench.seat_of(person).pk for person in (bench.ines, bench.jules, bench.victor))
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        assert ines not in heard(item), "nobody is there to speak for her"
        bench.arrive(meeting, bench.victor)
        assert heard(item)[ines] == victor, "the fallback, while the holder is away"
        bench.arrive(meeting, bench.jules)
        assert heard(item)[ines] == jules
        Recusal.objects.create(
            dossier=item.dossier, user=bench.jules, ground=RecusalGround.PRUDENCE, declared_by=bench.jules
        )
        assert heard(item)[ines] == victor, "the fallback, where the holder stands aside"
        bench.arrive(meeting, bench.ines)
        assert heard(item)[ines] == ines


def test_the_voice_of_a_recused_giver_is_not_heard_on_that_item(bench):
    meeting, (item,) = bench.planned(bench.at_engagement())
    give(bench, meeting, bench.ines, bench.jules)
    Recusal.objects.create(
        dossier=item.dossier, user=bench.ines, ground=RecusalGround.PRUDENCE, declared_by=bench.ines
    )
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        bench.arrive(meeting, bench.jules)

        assert bench.seat_of(bench.ines).pk not in heard(item)


def test_a_voice_that_was_lent_is_not_the_next_holder_s(bench, meeting):
    item = meeting.items.get()
    give(bench, meeting, bench.ines, bench.jules)
    seat = bench.seat_of(bench.ines)
    actions.end_mandate(seat.mandates.get(), by=None)
    actions.give_mandate(seat, user=bench.world.zoe, by=None, starts_on=clock.today() + timedelta(days=1))
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        bench.arrive(meeting, bench.jules)

        assert seat.pk not in heard(item), "Zoe has lent her voice to nobody"
        give(bench, meeting, bench.world.zoe, bench.jules)
        assert heard(item)[seat.pk] == bench.seat_of(bench.jules).pk
    assert [proxy.state for proxy in Proxy.objects.filter(giver=seat)] == ["revoked", "active"]
    assert Convocation.objects.get(meeting=meeting, seat=seat).user == bench.ines, "her answer stays hers"


def test_who_is_there_does_not_lend_their_voice(bench, meeting):
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        bench.arrive(meeting, bench.ines)

        assert codes(give, bench, meeting, bench.ines, bench.jules) == ["giver-present"]
        bench.leave(meeting, bench.ines)
        give(bench, meeting, bench.ines, bench.jules)


def test_whoever_carries_a_voice_casts_its_ballot_beside_their_own(bench):
    dossier = bench.at_engagement()
    meeting, (item,) = bench.planned(dossier)
    give(bench, meeting, bench.ines, bench.jules)
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        for person in (bench.claire, bench.jules):
            bench.arrive(meeting, person)
        poll = bench.open_poll(actions.open_item(item, by=bench.esther))
        bench.vote(poll, claire="against", jules="for")
        actions.cast_ballot(poll, choice=Choice.FOR, seat=bench.seat_of(bench.ines), by=bench.jules)
        result = actions.close_poll(poll, by=bench.claire).result

    assert (result.n_represented, result.n_favourable, result.n_against, result.adopted) == (1, 2, 1, True)
    assert codes(actions.cast_ballot, poll, choice=Choice.FOR, seat=bench.seat_of(bench.ines), by=bench.ines)
