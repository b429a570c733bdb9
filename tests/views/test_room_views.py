"""The room of a meeting: what each has to do, the corridor, the projection, breaks, what is left for later."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from committees import actions, hall
from committees.models import (
    AgendaItem,
    Ballot,
    Entitlement,
    FreeItem,
    Meeting,
    MeetingState,
    Poll,
    Presence,
    PresenceMode,
    RecusalGround,
    Role,
    Visibility,
)
from okote_flow import clock
from tests.actions.committee_cast import later, seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, refusals, text, url
from tests.views.crowd import queries_of
from tests.views.read_page import read as read_page
from tests.views.reading import read
from tests.views.test_weight import MOST, weight_of, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=12)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    first = bench.at_engagement()
    first.title = "Verger des Trois Buttes"
    first.save(update_fields=["title"])
    with bench.sitting(first, bench.at_engagement(), call=False) as found:
        yield found


def room(person, meeting):
    return read(text(get(person, "room", meeting.pk)))


def projected(person, meeting):
    return read(text(get(person, "projection", meeting.pk)))


def secrets_of(dossier):
    """Words of a dossier that nobody who stands aside from it may read."""
    return (dossier.title, dossier.number, str(dossier.organization), str(dossier.applicant), f"dossier:{dossier.pk}")


# What each has to do


def test_who_presides_without_quorum_is_told_what_to_do(bench, here):
    post(bench.claire, "call_item", here.item.pk)
    for person in bench.voters[1:]:
        bench.leave(here.meeting, person)
    assert "Le quorum manque au point 1" in room(bench.claire, here.meeting)
    assert "mettez-le au vote" not in room(bench.claire, here.meeting)


def test_a_partner_without_a_voice_on_the_point_is_told_so_and_asks_for_no_vote(bench, here):
    post(bench.quentin, "record_presence", here.meeting.pk, seat=bench.seat_of(bench.quentin).pk, mode="room")
    post(bench.claire, "call_item", here.item.pk)

    assert "Votre siège n’a pas de voix sur ce point" in room(bench.quentin, here.meeting)
    assert "Demander une autre façon de voter" not in room(bench.quentin, here.meeting)
    page = room(bench.ines, here.meeting)
    assert "Votre siège n’a pas" not in page and "Demander une autre façon de voter" in page
    assert f"présidée par {bench.claire}" in page


def test_a_member_says_that_they_are_there_and_goes(bench, here):
    bench.leave(here.meeting, bench.ines)
    assert "dites que vous êtes là" in room(bench.ines, here.meeting)
    seat = bench.seat_of(bench.ines).pk

    answer = post(bench.ines, "record_presence", here.meeting.pk, seat=seat, mode="remote", page="salle")
    assert answer.url == url("room", here.meeting.pk)
    assert Presence.objects.now().get(user=bench.ines).mode == "remote"
    page = room(bench.ines, here.meeting)
    assert "Rien à faire" in page and "Je sors" in page and "Présences" not in page
    post(bench.ines, "record_presence", here.meeting.pk, seat=seat, mode="left", page="salle")
    assert not Presence.objects.now().filter(user=bench.ines).exists()


def test_the_secretary_takes_presences_in_one_list_and_calls_the_next_point(bench, here):
    page = text(get(bench.esther, "room", here.meeting.pk))
    assert page.count('name="seat"') == 7  # every seat once, and her own again
    assert 'aria-pressed="true"' in page and "dites que vous êtes là" in read(page)
    bench.arrive(here.meeting, bench.esther)
    assert "Appelez le point 1." in room(bench.esther, here.meeting)
    bench.leave(here.meeting, bench.claire)
    bench.leave(here.meeting, bench.victor)
    page = text(get(bench.esther, "room", here.meeting.pk))
    assert "Personne ne peut présider" in page and 'disabled aria-describedby="non-suivant"' in page
    bench.arrive(here.meeting, bench.claire)

    answer = post(bench.esther, "call_item", here.item.pk, page="salle")
    assert answer.url == url("room", here.meeting.pk)
    assert "Point 1 en discussion" in room(bench.esther, here.meeting)


def test_the_chair_opens_closes_and_proclaims_from_the_room_and_comes_back_to_it(bench, here):
    back = url("room", here.meeting.pk)
    post(bench.claire, "call_item", here.item.pk, page="salle")
    assert "Vous présidez le point 1" in room(bench.claire, here.meeting)
    form = f"{url('open_poll', here.item.pk)}?page=salle"
    assert form in text(get(bench.claire, "room", here.meeting.pk))
    assert f'href="{back}">Revenir' in text(as_(bench.claire).get(form))
    blocks = {f"blocks_{number}": "campaign" for number in (1, 2, 3)}
    assert as_(bench.claire).post(f"{url('open_poll', here.item.pk)}?page=salle", blocks).url == back
    poll = Poll.objects.get()
    assert "Votez maintenant, point 1" in room(bench.claire, here.meeting)
    for person in bench.voters:
        cast = {"choice": "for", "client_uuid": uuid.uuid4(), "page": "salle"}
        assert post(person, "cast_ballot", poll.pk, **cast).url == back
    assert "Le scrutin est ouvert\u00a0: vous le clorez." in room(bench.claire, here.meeting)
    assert post(bench.claire, "extend_poll", poll.pk, minutes=5, page="salle").url == back
    assert 'data-okote-reste="300"' in text(get(bench.claire, "room", here.meeting.pk))
    assert post(bench.claire, "close_poll", poll.pk, page="salle").url == back
    assert "Proclamez la décision du point 1." in room(bench.claire, here.meeting)
    assert as_(bench.claire).post(f"{url('proclaim', poll.pk)}?page=salle", {}).url == back
    assert "Appelez le point 2." in room(bench.claire, here.meeting)


def test_an_empty_ballot_comes_back_in_the_room(bench, here):
    poll = bench.open_poll(actions.open_item(here.item, by=bench.esther))

    answer = post(bench.ines, "cast_ballot", poll.pk, client_uuid=uuid.uuid4(), page="salle")
    assert answer.status_code == 422
    assert 'id="salle"' in text(answer) and "Votre choix\u00a0: Choisissez." in text(answer)
    assert not Ballot.objects.exists()


def test_the_room_says_when_the_meeting_is_not_open_yet_or_over(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    assert "pas encore ouverte" in room(bench.ines, meeting)
    with clock.frozen(meeting.scheduled_at):
        actions.open_meeting(meeting, by=bench.esther)
        actions.close_meeting(meeting, by=bench.esther)
        assert "La séance est terminée." in room(bench.ines, meeting)
        assert "La séance est terminée" in projected(bench.ines, meeting)


def test_the_quorum_of_each_point_stands_beside_it_with_its_margin(bench, here):
    assert room(bench.ines, here.meeting).count("Quorum\u00a0: 4 pour 2, perdu si 3 personnes sortent") == 2
    for person in (bench.victor, bench.jules):
        bench.leave(here.meeting, person)
    assert "2 pour 2, perdu si une personne sort" in room(bench.ines, here.meeting)
    bench.leave(here.meeting, bench.ines)
    actions.open_item(here.item, by=bench.esther)
    assert "1 voix présente pour 2 requises, sur 4 sièges\u00a0; il manque 1 voix." in room(bench.ines, here.meeting)
    assert "il manque 1 voix" in projected(bench.ines, here.meeting)


def test_who_sits_on_the_point_and_how_is_drawn_and_listed(bench, here):
    bench.leave(here.meeting, bench.jules)
    seat, holder = bench.seat_of(bench.jules), bench.seat_of(bench.victor)
    actions.give_proxy(here.meeting, giver=seat, holder=holder, by=bench.jules)
    bench.arrive(here.meeting, bench.ines, PresenceMode.REMOTE)
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.claire)
    actions.open_item(here.item, by=bench.esther)

    page = text(get(bench.ines, "room", here.meeting.pk))
    assert "4 sièges\u00a0: en salle 1, à distance 1, pouvoir 1, déport 1" in page
    assert "Pouvoir à Victor Muster" in page and '<text y="4">IM</text>' in page
    bench.leave(here.meeting, bench.victor)
    assert "absence 2" in text(get(bench.ines, "room", here.meeting.pk))
    assert "sièges\u00a0:" not in text(get(bench.claire, "room", here.meeting.pk))


# Who stands aside


@pytest.mark.parametrize("voting", [False, True])
def test_the_recused_wait_in_the_corridor_and_read_nothing_of_the_point(bench, here, voting):
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.jules)
    item = actions.open_item(here.item, by=bench.esther)
    if voting:
        bench.open_poll(item)

    for name in ("room", "projection"):
        aside, twin = (text(get(person, name, here.meeting.pk)) for person in (bench.jules, bench.ines))
        assert not [word for word in secrets_of(here.dossier) if word in aside], name
        assert here.dossier.title in twin and f"dossier:{here.dossier.pk}" in twin, name
        assert "Point 1 en cours" in aside and "requise" not in aside and "Scrutin" not in aside, name
        assert ("Scrutin ouvert" in twin or "Vote en cours" in twin) == voting, name
        live = as_(bench.jules).get(url(name, here.meeting.pk), headers={"Okote-Live": "1"})
        assert not [word for word in secrets_of(here.dossier) if word in text(live)], name
    page = room(bench.jules, here.meeting)
    assert "Point 1 en cours sans vous" in page and "Retour au point 2." in page


def test_the_corridor_has_no_way_back_to_a_point_that_is_closed_to_its_reader_too(bench, here):
    for item in here.items:
        actions.recuse(item.dossier, ground=RecusalGround.PRUDENCE, by=bench.jules)
    actions.open_item(here.item, by=bench.esther)

    assert "Retour à la fin de ce point." in room(bench.jules, here.meeting)


def test_a_recused_chair_has_no_lever_in_the_corridor(bench, here):
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.claire)
    assert "Le point 1 s’appelle sans vous" in room(bench.claire, here.meeting)
    assert "Sortent avant le point 1\u00a0: Claire Muster." in room(bench.esther, here.meeting)
    actions.open_item(here.item, by=bench.esther)

    page = room(bench.claire, here.meeting)
    assert not [word for word in ("Suspendre", "Lever la séance", "Présences") if word in page]
    assert "Suspendre" in room(bench.victor, here.meeting)
    assert form_codes(post(bench.claire, "suspend_meeting", here.meeting.pk)) == ["recused"]


def test_strangers_know_of_no_room(bench, here):
    for person in (bench.world.alice, bench.world.zoe, bench.marc):
        for name in ("room", "projection", "suspend_meeting", "carry_over"):
            assert get(person, name, here.meeting.pk).status_code == 404
    assert Client().get(url("room", here.meeting.pk)).status_code == 302


# What is projected


def test_the_projection_shows_the_point_its_vote_and_its_result_and_nothing_of_its_reader(bench, here):
    assert "Points passés\u00a0: 0 sur 2" in projected(bench.esther, here.meeting)
    assert here.dossier.title not in projected(bench.esther, here.meeting)  # who stands aside has not left yet
    poll = bench.open_poll(actions.open_item(here.item, by=bench.esther))
    bench.vote(poll, ines="for")
    page = text(get(bench.claire, "projection", here.meeting.pk))
    assert "1 voix reçue sur 4" in page and here.dossier.title in page
    assert "<form" not in page and "Claire" not in page and "data-okote-cloche" not in page
    bench.vote(poll, claire="for", jules="against")
    actions.close_poll(poll, by=bench.claire)
    page = text(get(bench.claire, "projection", here.meeting.pk))
    assert "<caption" in page and Poll.objects.get().result.explanation in page
    assert "Ines" not in page and "Jules" not in page


def test_how_many_have_voted_in_secret_is_for_the_chair_alone(bench, here):
    lea = bench.seat(bench.ce, "Lea", Role.MEMBER).user
    bench.arrive(here.meeting, lea)
    item = actions.open_item(here.item, by=bench.esther)
    poll = actions.open_poll(item, ceilings={}, visibility=Visibility.SECRET, by=bench.claire)
    actions.cast_secret(poll, choice="for", confirmed=True, by=bench.ines)

    for person in (bench.claire, bench.esther, bench.jules):
        assert "1 voix reçue" not in projected(person, here.meeting)
    assert "1 voix reçue sur 5" in room(bench.claire, here.meeting)
    for person in (bench.esther, bench.jules, bench.ines):
        page = room(person, here.meeting)
        assert "1 voix reçue" not in page and "A voté" not in page


# Breaks


def test_a_break_is_taken_and_ended_on_the_page(bench, here):
    poll = bench.open_poll(actions.open_item(here.item, by=bench.esther))
    assert "Suspendre la séance" in text(get(bench.claire, "suspend_meeting", here.meeting.pk))
    assert "disabled" in text(get(bench.ines, "suspend_meeting", here.meeting.pk))
    assert form_codes(post(bench.ines, "suspend_meeting", here.meeting.pk)) == ["not-yours"]
    assert post(bench.claire, "suspend_meeting", here.meeting.pk, minutes=0).status_code == 422
    answer = post(bench.claire, "suspend_meeting", here.meeting.pk, minutes=15, reason="Déjeuner")
    assert answer.url == url("room", here.meeting.pk)

    page = text(get(bench.ines, "room", here.meeting.pk))
    assert "Séance suspendue depuis 10\u00a0h, reprise prévue à 10\u00a0h\u00a015" in read(page)
    assert 'type="radio"' not in page and "le vote reprend avec elle" in page
    assert "Séance suspendue" in projected(bench.ines, here.meeting)
    assert "Suspendue depuis" in text(get(bench.ines, "meeting", here.meeting.pk))
    cast = {"choice": "for", "client_uuid": uuid.uuid4(), "page": "salle"}
    assert refusals(post(bench.ines, "cast_ballot", poll.pk, **cast)) == ["meeting-suspended"]
    assert "Reprendre la séance" in room(bench.claire, here.meeting)
    assert refusals(post(bench.ines, "resume_meeting", here.meeting.pk)) == ["not-yours"]
    with later(minutes=15):
        assert post(bench.claire, "resume_meeting", here.meeting.pk, page="salle").url == url("room", here.meeting.pk)
        assert 'type="radio"' in text(get(bench.ines, "room", here.meeting.pk))


def test_what_is_left_is_carried_over_on_its_page(bench, here):
    page = text(get(bench.esther, "carry_over", here.meeting.pk))
    assert "disabled" in page
    actions.close_meeting(here.meeting, by=bench.esther)
    assert url("carry_over", here.meeting.pk) in text(get(bench.esther, "meeting", here.meeting.pk))
    assert url("carry_over", here.meeting.pk) not in text(get(bench.ines, "meeting", here.meeting.pk))
    at = clock.now() + timedelta(days=9)
    to = actions.plan_meeting(bench.ce, scheduled_at=at, place="Colmar", by=bench.esther)

    assert post(bench.esther, "carry_over", here.meeting.pk, to="").status_code == 422
    assert post(bench.ines, "carry_over", here.meeting.pk, to=to.pk).status_code == 422  # a draft is not hers to see
    assert post(bench.esther, "carry_over", here.meeting.pk, to=to.pk).url == url("meeting", to.pk)
    assert to.items.count() == 2
    assert url("carry_over", here.meeting.pk) not in text(get(bench.esther, "meeting", here.meeting.pk))


# A long agenda and a full room


def test_thirty_members_and_twelve_points_take_the_queries_of_four_and_two(bench):
    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as small:
        pages = [url(name, small.meeting.pk) for name in ("room", "projection", "meeting")]
        few = {who: [_queries(bench, who, page) for page in pages] for who in ("claire", "esther", "ines")}
        actions.close_meeting(small.meeting, by=bench.esther)
    for number in range(26):
        bench.seat(bench.ce, f"Membre{number}", Role.MEMBER)
    others = [getattr(bench, f"membre{number}") for number in range(26)]
    ready = [bench.at_engagement() for _ in range(11)]
    with bench.sitting(*ready, small.dossier, present=[*bench.voters, *others]) as large:
        actions.recuse(ready[1], ground=RecusalGround.PRUDENCE, by=bench.jules)
        pages = [url(name, large.meeting.pk) for name in ("room", "projection", "meeting")]
        many = {who: [_queries(bench, who, page) for page in pages] for who in few}

        assert many == few
        assert len(hall.hall(bench.ines, Meeting.objects.get(state=MeetingState.OPEN)).lines) == 12


def test_a_vote_and_its_result_take_the_queries_of_a_small_room(bench):
    """Every fragment that follows a vote: the room, its projection, the meeting, the item, the paper."""

    def counts(here):
        poll = bench.open_poll(here.item)
        lines = Entitlement.objects.filter(poll=poll, status="eligible").exclude(user__in=[bench.claire, bench.ines])
        carried = lines.first()
        lines.filter(pk=carried.pk).update(standing="represented", caster=bench.ines)
        pages = [url(name, here.meeting.pk) for name in ("room", "projection", "meeting")]
        pages += [url(name, here.item.pk) for name in ("item", "enter_paper_tally")]
        people = ("claire", "esther", "ines")
        found = {(who, at): _queries(bench, who, page) for who in people for at, page in enumerate(pages)}
        bench.vote(poll, claire="for", ines="against")
        actions.close_poll(poll, by=bench.claire)
        return found | {
            (who, at, "counted"): _queries(bench, who, page) for who in people for at, page in enumerate(pages)
        }

    with bench.sitting(bench.at_engagement(), bench.at_engagement()) as small:
        few = counts(small)
        actions.proclaim(small.item.polls.get(), by=bench.claire)
        actions.close_meeting(small.meeting, by=bench.esther)
    others = [bench.seat(bench.ce, f"Banc{number}", Role.MEMBER).user for number in range(26)]
    ready = [bench.at_engagement() for _ in range(10)]
    again = AgendaItem.objects.get(pk=small.items[1].pk).dossier
    with bench.sitting(*ready, again, present=[*bench.voters, *others]) as large:
        assert counts(large) == few
        page = as_(bench.ines).get(url("room", large.meeting.pk))
        links = set(filter(None, read_page(text(page)).links))
        assert zipped(page.content) + sum(map(weight_of, links)) <= MOST


def _queries(bench, who, page):
    return queries_of(as_(getattr(bench, who)), page)


def test_a_point_about_no_dossier_stands_in_the_room_too(bench):
    with bench.sitting(bench.at_engagement()) as here:
        FreeItem.objects.create(meeting=here.meeting, position=9, title="Calendrier")

        assert "Calendrier" in text(get(bench.ines, "room", here.meeting.pk))
