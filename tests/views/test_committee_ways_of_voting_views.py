"""Pages of the ways of voting: urn, proxies, hands, countdown, late ballot."""

import uuid
from datetime import timedelta

import pytest

from committees.models import Ballot, Entitlement, Poll, PollResult, Role, Urn, VoteRequest
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations import sweep
from tests.actions.committee_cast import seated, stage
from tests.views.committee_pages import form_codes, get, post, refusals, text

pytestmark = pytest.mark.django_db
SAID = ("for", "for_with_conditions", "against")


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=1)


@pytest.fixture
def here(walked, monkeypatch):
    bench = seated(walked, monkeypatch)
    bench.seat(bench.ce, "Lea", Role.MEMBER)
    with bench.sitting(bench.at_engagement(), present=[*bench.voters, bench.lea]) as here:
        here.bench = bench
        yield here


def ballot(choice="for", **more):
    return {"choice": choice, "client_uuid": str(uuid.uuid4()), **more}


def opened(here, way, **more):
    sent = {f"blocks_{number}": "campaign" for number in (1, 2, 3)} | {"visibility": way, **more}
    sent[f"ceiling_{here.bench.ems.pk}"] = "3 000"
    assert post(here.bench.claire, "open_poll", here.item.pk, **sent).status_code == 302
    return Poll.objects.get()


def test_a_secret_vote_is_confirmed_on_a_page_as_long_for_every_choice(here):
    bench, poll = here.bench, opened(here, "secret")
    page = text(get(bench.ines, "meeting", here.meeting.pk))
    assert "ce n’est pas un isoloir" in page and page.count('type="radio"') == 3
    assert "Reste si ce vote est favorable" in page and "32\u202f000" in page.replace("\u00a0", "\u202f")

    pages = [
        post(bench.ines, "cast_ballot", poll.pk, **ballot(one)) for one in ("for", "for_with_conditions", "against")
    ]
    assert not any("Par pouvoir" in text(page) for page in pages)
    carried = Entitlement.objects.filter(poll=poll, user=bench.lea)
    carried.update(caster=bench.ines)
    lent = post(bench.ines, "cast_ballot", poll.pk, **ballot("for", seat=carried.get().seat_id))
    assert f"Par pouvoir, pour {bench.lea}" in text(lent)
    carried.update(caster=None)
    assert len({len(page.content) for page in pages}) == 1 and Urn.objects.get().ballots == 0
    answers = {
        len(post(person, "cast_ballot", poll.pk, **ballot(one, confirmed="1")).content)
        for person, one in ((bench.ines, "for"), (bench.jules, "against"), (bench.lea, "for_with_conditions"))
    }
    assert answers == {0}
    assert refusals(post(bench.ines, "cast_ballot", poll.pk, **ballot("against", confirmed="1"))) == ["vote-final"]
    assert "Votre bulletin est déposé." in text(get(bench.ines, "meeting", here.meeting.pk))
    for person in (bench.claire, bench.victor):
        post(person, "cast_ballot", poll.pk, **ballot(confirmed="1"))
    post(bench.claire, "close_poll", poll.pk)
    page = text(get(bench.ines, "meeting", here.meeting.pk))
    assert "Qui a pris part au vote" in page and "Qui a voté quoi" not in page
    assert "on ne peut pas dire si un bulletin seul a décidé" in page


def test_a_proxy_has_its_own_ballot_on_the_same_page(here):
    bench, poll = here.bench, opened(here, "public")
    lea = Entitlement.objects.filter(poll=poll, user=bench.lea)
    lea.update(standing="represented", caster=bench.ines)
    page = text(get(bench.ines, "meeting", here.meeting.pk))
    assert "Par pouvoir, pour Lea" in page and page.count("<fieldset") == 2 and page.count('type="radio"') == 6

    assert refusals(post(bench.jules, "cast_ballot", poll.pk, **ballot(seat=lea.get().seat_id))) == ["not-your-seat"]
    post(bench.ines, "cast_ballot", poll.pk, **ballot("against", seat=lea.get().seat_id))
    assert Ballot.objects.get().entitlement == lea.get()
    assert "portée par un pouvoir" in text(get(bench.lea, "meeting", here.meeting.pk))


def test_a_late_ballot_is_told_the_time_and_noted_without_what_it_said(here):
    bench = here.bench
    poll = opened(here, "public")
    assert post(bench.claire, "extend_poll", poll.pk, minutes="2").status_code == 302
    assert post(bench.claire, "extend_poll", poll.pk, minutes="x").status_code == 302
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        answer = post(bench.ines, "cast_ballot", poll.pk, **ballot("against"))
        assert answer.status_code == 409 and refusals(answer) == ["poll-closed"]
        noted = Event.objects.get(kind=Kind.BALLOT_LATE)
        assert "against" not in str(noted.facts) and noted.facts["poll"] == poll.pk
        assert "temps de vote est écoulé" in text(get(bench.ines, "meeting", here.meeting.pk))


def test_hands_are_entered_by_the_secretary(here):
    bench = here.bench
    hands = {"hands_for": 4, "hands_for_with_conditions": 0, "hands_against": 1, "hands_abstain": 0}
    blocks = {f"blocks_{number}": "campaign" for number in (1, 2, 3)}
    assert "Mains comptées" in text(get(bench.esther, "count_hands", here.item.pk))
    assert "disabled" in text(get(bench.ines, "count_hands", here.item.pk))
    short = post(bench.esther, "count_hands", here.item.pk, **blocks, **hands | {"hands_for": 3})
    assert form_codes(short) == ["hands-mismatch"] and 'value="3"' in text(short)
    assert post(bench.esther, "count_hands", here.item.pk, **blocks, **hands).status_code == 302
    assert PollResult.objects.get().adopted


def test_a_way_of_voting_is_asked_for_on_the_page(here):
    bench = here.bench
    assert "Vote secret\u00a0: 0 sur 2" in text(get(bench.ines, "meeting", here.meeting.pk))
    post(bench.ines, "ask_vote", here.item.pk, wish="secret")
    post(bench.ines, "ask_vote", here.item.pk, wish="withdrawal")
    assert [str(one) for one in VoteRequest.objects.all()] == ["Vote secret"]


def test_the_sweep_closes_a_written_consultation(here):
    bench = here.bench
    end = clock.now() + timedelta(days=2)
    poll = opened(here, "written", closes_at=end.astimezone(clock.PARIS).strftime("%Y-%m-%dT%H:%M"))
    bench.vote(poll, claire="for", victor="for", ines="for")
    with clock.frozen(end + timedelta(minutes=1)):
        sweep.run()
    assert PollResult.objects.get(poll=poll).adopted


def test_decisive_ballots_are_named_to_the_members(here):
    bench = here.bench
    bench.voted(here.item, claire="for", victor="for", ines="against", jules="against", lea="for")
    assert "Bulletin décisif à lui seul" in text(get(bench.ines, "meeting", here.meeting.pk))
