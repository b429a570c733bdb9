"""The pages of a meeting: each button once done and once refused, and nothing for strangers."""

import uuid

import pytest

from committees import access, actions, room
from committees.models import (
    AgendaItem,
    Ballot,
    Meeting,
    Poll,
    Presence,
    Proclamation,
    RecusalGround,
    ShowOfHands,
)
from okote_flow import clock
from tests.actions.committee_cast import seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, refusals, text, url
from tests.views.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=2, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


# Meetings


def test_a_meeting_is_planned_filled_convened_and_opened(bench):
    dossier = bench.at_engagement()
    form = {"day": "2022-03-08", "hour": "14:00", "place": "Colmar"}

    assert "Prévoir la séance" in text(get(bench.esther, "plan_meeting", "ce"))
    assert "disabled" in text(get(bench.ines, "plan_meeting", "ce"))
    assert form_codes(post(bench.ines, "plan_meeting", "ce", **form)) == ["not-yours"]
    assert form_codes(post(bench.esther, "plan_meeting", "ce", **form | {"day": "2022-02-01"})) == ["meeting-past"]
    assert post(bench.esther, "plan_meeting", "ce", **form).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.scheduled_at == clock.local(meeting.scheduled_at.date(), 14)
    assert get(bench.ines, "meeting", meeting.pk).status_code == 404
    assert form_codes(post(bench.esther, "convene", meeting.pk)) == ["agenda-empty"]
    assert "Conserverie solidaire" in text(get(bench.esther, "engagement", dossier.pk))
    assert post(bench.esther, "add_item", meeting.pk, dossier=dossier.pk).status_code == 302
    assert post(bench.esther, "add_item", meeting.pk, dossier="0").status_code == 422
    assert meeting.items.count() == 1
    assert "Convoquer les membres" in text(get(bench.esther, "convene", meeting.pk))
    assert post(bench.esther, "convene", meeting.pk).status_code == 302
    assert "Colmar" in text(get(bench.ines, "meetings"))
    assert refusals(post(bench.esther, "open_meeting", meeting.pk)) == ["meeting-not-today"]
    with clock.frozen(meeting.scheduled_at):
        assert post(bench.esther, "open_meeting", meeting.pk).status_code == 302
        assert refusals(post(bench.ines, "close_meeting", meeting.pk)) == ["not-yours"]
        assert post(bench.esther, "close_meeting", meeting.pk).status_code == 302


def test_an_item_is_removed_and_a_meeting_called_off(bench):
    meeting, [item, _] = bench.planned(bench.at_engagement(), bench.at_engagement())

    assert refusals(post(bench.ines, "remove_item", item.pk)) == ["not-yours"]
    assert post(bench.esther, "remove_item", item.pk).status_code == 302
    assert post(bench.esther, "cancel_meeting", meeting.pk, reason="").status_code == 422
    assert form_codes(post(bench.ines, "cancel_meeting", meeting.pk, reason="x")) == ["not-yours"]
    assert "Annuler la séance" in text(get(bench.esther, "cancel_meeting", meeting.pk))
    assert post(bench.esther, "cancel_meeting", meeting.pk, reason="Neige").status_code == 302
    assert "Neige" in text(get(bench.ines, "meeting", meeting.pk))


def test_a_meeting_without_quorum_is_held_again(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire], call=False) as here:
        form = {"day": "2022-03-11", "hour": "10:00", "place": "Colmar"}
        assert "meeting-state" in form_codes(post(bench.esther, "call_again", here.meeting.pk, **form))
        page = as_(bench.esther).post(url("close_meeting", here.meeting.pk), follow=True)

        draft = Meeting.objects.get(second_call_of=here.meeting)
        assert "confirmez sa date" in read(text(page)) and url("meeting", draft.pk) in text(page)
        assert url("meeting", draft.pk) not in text(get(bench.ines, "meeting", here.meeting.pk))
        assert "Le quorum manquait." in text(get(bench.ines, "meeting", here.meeting.pk))
        assert form_codes(post(bench.esther, "call_again", here.meeting.pk, **form)) == ["called-again"]
        actions.cancel_meeting(draft, reason="Neige", by=bench.esther)
        assert url("call_again", here.meeting.pk) in text(get(bench.esther, "meeting", here.meeting.pk))
        assert url("call_again", here.meeting.pk) not in text(get(bench.ines, "meeting", here.meeting.pk))
        assert "sans condition de quorum" in read(text(get(bench.esther, "call_again", here.meeting.pk)))
        assert post(bench.esther, "call_again", here.meeting.pk, **form).status_code == 302
        second = Meeting.objects.exclude(state="cancelled").get(second_call_of=here.meeting)
        assert "Seconde séance" in text(get(bench.esther, "meeting", second.pk))


def test_strangers_and_holders_know_of_no_meeting(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        for person in (bench.world.alice, bench.world.zoe, bench.marc):
            assert get(person, "meeting", here.meeting.pk).status_code == 404
            assert get(person, "item", here.item.pk).status_code == 404
            assert post(person, "cast_ballot", poll.pk, choice="for", client_uuid=uuid.uuid4()).status_code == 404
            assert post(person, "close_poll", poll.pk).status_code == 404
        assert get(bench.world.didier, "meeting", here.meeting.pk).status_code == 200


def test_presence_is_entered_on_the_page(bench):
    with bench.sitting(bench.at_engagement(), present=[bench.claire], call=False) as here:
        seat = bench.seat_of(bench.ines)

        assert post(bench.ines, "record_presence", here.meeting.pk, seat=seat.pk, mode="remote").status_code == 302
        assert Presence.objects.get(seat=seat).mode == "remote"
        assert refusals(post(bench.jules, "record_presence", here.meeting.pk, seat=seat.pk, mode="left")) == [
            "not-yours"
        ]
        assert post(bench.esther, "record_presence", here.meeting.pk, seat=seat.pk, mode="left").status_code == 302
        assert not Presence.objects.now().filter(seat=seat).exists()
        other = bench.seat_of(bench.marc)
        assert post(bench.esther, "record_presence", here.meeting.pk, seat=other.pk, mode="room").status_code == 404


def test_an_item_is_called_and_left(bench):
    with bench.sitting(bench.at_engagement(), call=False) as here:
        assert "Appeler" in text(get(bench.esther, "meeting", here.meeting.pk))
        assert refusals(post(bench.ines, "call_item", here.item.pk)) == ["not-yours"]
        assert post(bench.claire, "call_item", here.item.pk).status_code == 302
        assert "Mettre au vote" in text(get(bench.claire, "meeting", here.meeting.pk))
        assert refusals(post(bench.ines, "leave_item", here.item.pk)) == ["not-yours"]
        assert post(bench.esther, "leave_item", here.item.pk).status_code == 302
        assert AgendaItem.objects.get().state == "planned"


# Votes


def open_form(bench, **more):
    return {
        f"ceiling_{bench.ems.pk}": "3 000",
        "blocks_1": "campaign",
        "blocks_2": "campaign",
        "blocks_3": "payout",
    } | more


def test_the_chair_opens_a_poll_within_free_envelopes(bench):
    with bench.sitting(bench.at_engagement()) as here:
        page = text(get(bench.claire, "open_poll", here.item.pk))
        assert "35\u00a0000" in page and "Ouvrir le scrutin" in page
        assert "disabled" in text(get(bench.ines, "open_poll", here.item.pk))
        too_much = open_form(bench) | {f"ceiling_{bench.ems.pk}": "35 000,01"}
        assert form_codes(post(bench.claire, "open_poll", here.item.pk, **too_much)) == ["over-free-envelope"]
        form = open_form(bench, condition_1="Trouver un local")
        assert post(bench.claire, "open_poll", here.item.pk, **form).status_code == 302
        poll = Poll.objects.get()
        assert (poll.ceilings.get().cents, poll.conditions.get().blocks) == (3_000_00, "campaign")
        assert "Favorable avec réserves" in text(get(bench.ines, "meeting", here.meeting.pk))


def test_a_member_votes_on_the_meeting_page_and_reads_their_own_vote_alone(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        assert get(bench.ines, "vote", here.dossier.pk).url == url("meeting", here.meeting.pk)
        page = text(get(bench.ines, "meeting", here.meeting.pk))
        assert page.count('type="radio"') == 3 and "avec réserves" not in page and "<fieldset" in page
        empty = post(bench.ines, "cast_ballot", poll.pk, client_uuid=uuid.uuid4())
        assert empty.status_code == 422 and "Votre choix\u00a0: Choisissez." in text(empty)
        assert not Ballot.objects.exists()
        cast = {"choice": "against", "client_uuid": str(uuid.uuid4())}
        assert post(bench.ines, "cast_ballot", poll.pk, **cast).status_code == 302
        assert post(bench.ines, "cast_ballot", poll.pk, **cast).status_code == 302
        assert Ballot.objects.get().client_uuid == cast["client_uuid"]
        assert "Votre vote\u00a0: Défavorable" in text(get(bench.ines, "meeting", here.meeting.pk))
        for person in (bench.claire, bench.jules, bench.esther):
            page = text(get(person, "meeting", here.meeting.pk))
            assert "Votre vote\u00a0: Défavorable" not in page and "1 voix reçue sur 4" in page
        assert refusals(post(bench.esther, "cast_ballot", poll.pk, **cast)) == ["not-on-roll"]


def test_nobodys_choice_is_told_while_the_poll_runs(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, ines="against", jules="for")

        running = room.called(bench.claire, access.get_item(bench.claire, here.item.pk)).running
        assert {voter.choice for voter in running.voters} == {""}
        assert (running.voted, running.expected, running.result) == (2, 4, None)
        actions.close_poll(poll, by=bench.claire)
        counted = room.called(bench.ines, access.get_item(bench.ines, here.item.pk)).counted
        assert {voter.choice for voter in counted.voters} == {"", "Favorable", "Défavorable"}


def test_a_count_that_a_recusal_voided_stays_readable(bench):
    with bench.sitting(bench.at_engagement()) as here:
        bench.voted(here.item, claire="for", ines="against")
        actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)

        page = text(get(bench.jules, "item", here.item.pk))
        assert "Tours précédents" in page and "Suffrages exprimés" in page


def test_the_chair_closes_and_proclaims_and_everybody_reads_the_result_and_why(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, claire="for", ines="against", jules="for")
        assert refusals(post(bench.ines, "close_poll", poll.pk)) == ["not-yours"]
        assert post(bench.claire, "close_poll", poll.pk).status_code == 302
        page = text(get(bench.ines, "meeting", here.meeting.pk))
        assert "Adopté" in page and Poll.objects.get().result.explanation in page
        assert "Proclamer" not in page
        assert "fixés sur le dossier" in text(get(bench.claire, "proclaim", poll.pk))
        assert form_codes(post(bench.ines, "proclaim", poll.pk)) == ["not-yours"]
        assert post(bench.claire, "proclaim", poll.pk).status_code == 302
        assert Proclamation.objects.get().verdict == "favourable"
        page = text(get(bench.ines, "item", here.item.pk))
        assert "Qui a voté quoi" in page and "Favorable" in page


def test_an_unfavourable_vote_needs_its_reason_on_the_page(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="against", ines="against")
        assert form_codes(post(bench.claire, "proclaim", poll.pk)) == ["reason-missing"]
        form = {"reason": "Hors d’Alsace", "redirected_to": "Fonds voisin"}
        assert post(bench.claire, "proclaim", poll.pk, **form).status_code == 302
        assert "Fonds voisin" in text(get(bench.jules, "item", here.item.pk))


def test_a_recused_member_has_no_page_of_the_poll_nor_a_button(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.victor)

        cast = {"choice": "for", "client_uuid": uuid.uuid4()}
        assert post(bench.victor, "cast_ballot", poll.pk, **cast).status_code == 404
        assert post(bench.victor, "close_poll", poll.pk).status_code == 404
        for name in ("void_poll", "proclaim"):
            assert get(bench.victor, name, poll.pk).status_code == 404
        for name in ("item", "open_poll", "postpone_item", "rework_item"):
            assert get(bench.victor, name, here.item.pk).status_code == 404
        for name in ("call_item", "leave_item", "remove_item"):
            assert post(bench.victor, name, here.item.pk).status_code == 404


def test_a_poll_is_voided_with_a_reason_and_stays_readable(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        assert "disabled" in text(get(bench.ines, "void_poll", poll.pk))
        assert form_codes(post(bench.ines, "void_poll", poll.pk, reason="x")) == ["not-yours"]
        assert post(bench.claire, "void_poll", poll.pk, reason="").status_code == 422
        assert post(bench.claire, "void_poll", poll.pk, reason="Erreur de montant").status_code == 302
        assert "Erreur de montant" in text(get(bench.ines, "item", here.item.pk))


def test_a_poll_that_loses_its_quorum_says_so_to_the_chair(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        for person in (bench.victor, bench.ines, bench.jules):
            bench.leave(here.meeting, person)
        answer = as_(bench.claire).post(url("close_poll", poll.pk), follow=True)
        assert "Le scrutin est annulé. Quorum non atteint" in text(answer)


@pytest.mark.parametrize(
    ("name", "more"), [("postpone_item", {}), ("rework_item", {"questions": "Quel loyer\u00a0?\n\n"})]
)
def test_hands_are_counted_on_their_page(bench, name, more):
    with bench.sitting(bench.at_engagement()) as here:
        form = {"reason": "Devis", "in_favour": 3, "against": 1, "abstaining": 0} | more
        assert "4 voix sont présentes" in text(get(bench.claire, name, here.item.pk))
        assert form_codes(post(bench.ines, name, here.item.pk, **form)) == ["not-yours"]
        assert form_codes(post(bench.claire, name, here.item.pk, **form | {"abstaining": 2})) == ["hands-mismatch"]
        assert post(bench.claire, name, here.item.pk, **form).status_code == 302
        assert ShowOfHands.objects.get().adopted
