"""The room kit on its pages: what is printed and for whom, a sheet read in twice, the forms over a running vote."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from committees import actions, kit, paper_votes
from committees.models import Choice, Entitlement, Poll, PollState, Presence, PresenceMode, RecusalGround, VoteRequest
from dossiers.models.conditions import Nature, Owner, Terms
from dossiers.models.exchange import Gate
from okote_flow import clock, documents
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.actions.committee_cast import later, seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, refusals, text, url
from tests.views.reading import read

pytestmark = pytest.mark.django_db
GATES = {f"blocks_{number}": "campaign" for number in (1, 2, 3)}


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, ready=2)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def here(bench):
    first = bench.at_engagement()
    first.title = "Verger des Trois Buttes"
    first.save(update_fields=["title"])
    with bench.sitting(first, bench.at_engagement()) as found:
        yield found


def sums(here, *counts, blank=0, **more):
    hands = {f"hands_{choice}": count for choice, count in zip(Choice, counts, strict=True)}
    return {"code": str(paper_votes.code_of(here.item)), "blank": blank, **hands, **GATES, **more}


# The kit


def test_the_kit_holds_the_roll_and_a_sheet_for_each_point(bench, here):
    data = kit.kit(bench.esther, here.meeting)
    assert len(data["roll"]) == 6 and [sheet["position"] for sheet in data["sheets"]] == [1, 2]
    first = data["sheets"][0]
    assert first["code"] == str(paper_votes.code_of(here.item)) and first["seats"] == 4
    assert "Eurométropole de Strasbourg" in first["partners"]
    answer = get(bench.esther, "room_kit_pdf", here.meeting.pk)
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    one = get(bench.claire, "tally_sheet_pdf", here.item.pk)
    assert one.content.startswith(b"%PDF") and "point-1.pdf" in one["Content-Disposition"]


def test_the_kit_is_upright_and_read_aloud(bench, here):
    made = documents.pdf("pdf/kit.typ", kit.kit(bench.esther, here.meeting), at=here.meeting.scheduled_at)
    assert b"pdfuaid" in made  # claimed only when the export found it kept
    assert re.search(rb"/MediaBox ?\[0 0 595\.2\d* 841", made)  # A4, upright


def test_whoever_stands_aside_finds_nothing_of_the_point_in_the_kit(bench, here):
    actions.recuse(here.dossier, ground=RecusalGround.PRUDENCE, by=bench.esther)
    said = json.dumps(kit.kit(bench.esther, here.meeting), ensure_ascii=False)
    assert [sheet["position"] for sheet in json.loads(said)["sheets"]] == [2]
    assert here.dossier.title not in said and here.dossier.number not in said
    assert get(bench.esther, "tally_sheet_pdf", here.item.pk).status_code == 404
    assert get(bench.esther, "enter_paper_tally", here.item.pk).status_code == 404
    told = kit.kit(bench.claire, here.meeting)
    assert len(told["sheets"]) == 2


def test_members_and_strangers_print_no_kit(bench, here):
    for person in (bench.ines, bench.serge, here.dossier.applicant):
        assert get(person, "room_kit_pdf", here.meeting.pk).status_code == 404
        assert get(person, "tally_sheet_pdf", here.item.pk).status_code == 404
    assert url("room_kit_pdf", here.meeting.pk) in text(get(bench.esther, "meeting", here.meeting.pk))
    assert url("room_kit_pdf", here.meeting.pk) not in text(get(bench.ines, "meeting", here.meeting.pk))


def test_a_territorial_meeting_has_a_roll_and_no_tally_sheet(bench):
    meeting, _ = bench.planned(bench.at_engagement())
    meeting.committee.kind = "territorial"
    assert kit.kit(bench.esther, meeting)["sheets"] == []


# Reading a sheet in


def test_two_persons_read_a_sheet_on_the_page(bench, here):
    page = url("enter_paper_tally", here.item.pk)
    assert page in text(get(bench.esther, "room", here.meeting.pk))
    assert page not in text(get(bench.ines, "room", here.meeting.pk))
    answer = as_(bench.esther).post(page, sums(here, 3, 0, 1, 0))
    assert answer.status_code == 200 and "attend celle d’une autre personne" in read(text(answer))
    assert not Poll.objects.exists()

    seen = read(text(as_(bench.victor).get(page)))
    assert "Une première saisie, de Esther" in seen and "attend la vôtre" in seen
    answer = as_(bench.victor).post(page, sums(here, 2, 0, 2, 0))
    assert "Les deux dernières saisies diffèrent" in read(text(answer)) and not Poll.objects.exists()
    both = as_(bench.esther).get(page)
    assert both.context["differences"] == [("Favorable", 3, 2), ("Défavorable", 1, 2)]
    assert "Aucune ne compte" in read(text(both))

    as_(bench.victor).post(page, sums(here, 3, 0, 1, 0))
    done = as_(bench.esther).post(f"{page}?page=salle", sums(here, 3, 0, 1, 0))
    assert done.url == url("room", here.meeting.pk)
    result = read(text(get(bench.ines, "item", here.item.pk)))
    assert "Vote tenu sur papier" in result and "Adopté" in result


def test_a_roll_call_is_read_in_by_name(bench, here):
    page = f"{url('enter_paper_tally', here.item.pk)}?noms=1"
    names = {f"seat_{bench.seat_of(person).pk}": "for" for person in bench.voters}
    given = {"code": str(paper_votes.code_of(here.item)), **GATES, **names}
    assert "Siège de Ines" in text(as_(bench.esther).get(page))
    as_(bench.esther).post(page, given)
    assert as_(bench.claire).post(page, given).status_code == 302
    assert Poll.objects.get().visibility == "roll_call"


def test_what_is_typed_stays_when_the_sheet_is_refused(bench, here):
    page = url("enter_paper_tally", here.item.pk)
    answer = as_(bench.esther).post(page, sums(here, 7, 0, 1, 0))
    assert form_codes(answer) == ["sheet-sum"] and 'value="7"' in text(answer)
    answer = as_(bench.esther).post(page, sums(here, 3, 0, 1, 0, code="12-1"))
    assert form_codes(answer) == ["sheet-misread"] and 'value="12-1"' in text(answer)
    assert as_(bench.esther).post(page, GATES).status_code == 422
    assert "disabled" in text(as_(bench.ines).get(page))


# Forms over a running vote


def test_an_amendment_voids_the_round_and_opens_the_next_on_its_page(bench, here):
    poll = bench.open_poll(here.item)
    room = text(get(bench.claire, "room", here.meeting.pk))
    assert url("amend_poll", poll.pk) in room
    assert url("amend_poll", poll.pk) not in text(get(bench.ines, "room", here.meeting.pk))
    page = text(get(bench.claire, "amend_poll", poll.pk))
    field = f"ceiling_{bench.ems.pk}"
    assert "3\u00a0000" in page and "chacun vote de nouveau" in page
    assert "disabled" in text(get(bench.ines, "amend_poll", poll.pk))

    same = post(bench.claire, "amend_poll", poll.pk, **GATES, **{field: "3000", "reason": "Rien."})
    assert form_codes(same) == ["nothing-amended"]
    assert post(bench.claire, "amend_poll", poll.pk, **GATES, **{field: "2500"}).status_code == 422
    done = post(bench.claire, "amend_poll", poll.pk, **GATES, **{field: "2500", "reason": "Moins.", "page": "salle"})
    assert done.url == url("room", here.meeting.pk)
    poll.refresh_from_db()
    assert poll.state == PollState.VOID and Poll.objects.get(state="open").round == 2


def test_an_amendment_begins_with_every_term_of_its_conditions(bench, here):
    terms = Terms(Gate.PAYOUT, Nature.MONEY, Owner.OFFICER, clock.today() + timedelta(days=40))
    poll = actions.open_poll(here.item, ceilings={}, by=bench.claire, conditions={"Le prêt.": terms})

    begun = get(bench.claire, "amend_poll", poll.pk).context["form"].initial

    asked = [begun[f"{name}_1"] for name in ("condition", "blocks", "nature", "owner", "due_on")]
    assert asked == ["Le prêt.", terms.blocks, terms.nature, terms.owner, terms.due_on]


def test_a_voice_is_given_back_on_its_page(bench, here):
    poll = bench.open_poll(here.item)
    assert "Aucune voix n’est à rendre" in read(text(get(bench.claire, "reassign_voice", poll.pk)))
    line = Entitlement.objects.filter(poll=poll, user=bench.jules)
    line.update(standing="represented", caster=bench.ines)
    assert "Rendre une voix" in text(get(bench.claire, "room", here.meeting.pk))
    seat = bench.seat_of(bench.jules).pk
    assert post(bench.claire, "reassign_voice", poll.pk, seat=bench.seat_of(bench.victor).pk).status_code == 422
    assert form_codes(post(bench.ines, "reassign_voice", poll.pk, seat=seat)) == ["not-yours"]
    assert post(bench.claire, "reassign_voice", poll.pk, seat=seat).status_code == 302
    assert line.get().caster is None


def test_a_holder_asks_to_withdraw_and_the_presidency_stops_the_vote(bench, here):
    alice, dossier = here.dossier.applicant, here.dossier
    page = url("ask_withdrawal", dossier.pk)
    assert "vous pouvez le retirer vous-même" in read(text(as_(alice).get(page)))
    poll = bench.open_poll(here.item)
    assert page in text(as_(alice).get(reverse("dossiers:dossier", args=[dossier.pk])))
    assert as_(bench.ines).get(page).status_code == 404
    assert refusals(post(bench.claire, "acknowledge_withdrawal", poll.pk)) == ["no-withdrawal-asked"]
    assert as_(alice).post(page, {}).status_code == 422
    assert as_(alice).post(page, {"reason": "Le local est vendu."}).status_code == 302
    assert VoteRequest.objects.get().reason == "Le local est vendu."
    assert "Votre demande est transmise" in read(text(as_(alice).get(page)))

    assert "Prendre acte" in text(get(bench.claire, "room", here.meeting.pk))
    assert "Prendre acte" not in text(get(bench.ines, "room", here.meeting.pk))
    assert "Le local est vendu." in text(get(bench.claire, "acknowledge_withdrawal", poll.pk))
    assert post(bench.claire, "acknowledge_withdrawal", poll.pk, page="salle").url == url("room", here.meeting.pk)
    poll.refresh_from_db()
    assert poll.state == PollState.VOID and not hasattr(poll, "result")
    assert reverse("dossiers:withdraw", args=[dossier.pk]) in text(as_(alice).get(page))


def test_after_the_decision_a_holder_is_led_to_renounce(bench, here):
    poll = bench.voted(here.item, claire="for", ines="for")
    actions.proclaim(poll, by=bench.claire)
    said = text(as_(here.dossier.applicant).get(url("ask_withdrawal", here.dossier.pk)))
    assert (
        reverse("dossiers:ask_renounce", args=[here.dossier.pk]) in said
        and "<form method" not in said.split("main")[1]
    )


# A connection, a late ballot


def test_a_lost_connection_is_noted_in_the_room_and_its_member_told(bench, here):
    bench.arrive(here.meeting, bench.jules, PresenceMode.REMOTE)
    seat = bench.seat_of(bench.jules).pk
    assert text(get(bench.esther, "room", here.meeting.pk)).count('value="lost"') == 1
    post(bench.esther, "record_presence", here.meeting.pk, seat=seat, mode="lost", page="salle")
    assert Presence.objects.now().get(user=bench.jules).lost_at is not None
    assert "connexion perdue depuis" in read(text(get(bench.esther, "room", here.meeting.pk)))
    assert "Votre connexion est notée perdue" in read(text(get(bench.jules, "room", here.meeting.pk)))
    poll = bench.open_poll(here.item)
    assert refusals(post(bench.claire, "close_poll", poll.pk)) == ["connection-grace"]
    with later(seconds=120):
        assert post(bench.claire, "close_poll", poll.pk).status_code == 302
        assert "connexion perdue" in read(text(get(bench.claire, "item", here.item.pk)))


def test_a_late_ballot_is_told_when_the_vote_closed_and_led_on_to_the_result(bench, here):
    poll = bench.voted(here.item, claire="for", ines="for")
    answer = post(bench.jules, "cast_ballot", poll.pk, choice="against", client_uuid=uuid.uuid4())

    assert refusals(answer) == ["poll-closed"]
    page = text(answer)
    assert (
        f"{poll.closed_at.astimezone(clock.PARIS):%d/%m/%Y à %H:%M:%S}" in page
        and "plus aucun bulletin n’y est compté" in page
    )
    assert f'href="{url("item", here.item.pk)}"' in page  # without a script
    assert f'hx-get="{url("item", here.item.pk)}"' in page and here.meeting.subject in page  # with one
    late = Event.objects.get(kind=Kind.BALLOT_LATE)
    assert "against" not in str(late.facts) and "Défavorable" not in str(late.facts)
