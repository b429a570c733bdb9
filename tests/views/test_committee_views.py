"""The pages of the committees: each button once done and once refused, nothing for strangers, constant queries."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees import access, actions, room
from committees.models import (
    AgendaItem,
    Ballot,
    Committee,
    Mandate,
    Meeting,
    Opinion,
    Poll,
    Presence,
    Proclamation,
    Recusal,
    RecusalGround,
    Role,
    ScreeningSheet,
    ShowOfHands,
)
from dossiers.lifecycle import State
from dossiers.models import Criterion, Dossier
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from tests.actions.committee_cast import answers, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=2, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def as_(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name, *args):
    return reverse(f"committees:{name}", args=args)


def get(person, name, *args):
    return as_(person).get(url(name, *args))


def post(person, name, *args, **data):
    return as_(person).post(url(name, *args), data)


def text(response):
    return response.content.decode()


def refusals(response):
    """The codes shown on a page of refusal."""
    assert response.status_code == 409
    return [refusal.code for refusal in response.context["refusals"]]


def form_codes(response):
    assert response.status_code == 409
    return [error.code for error in response.context["form"].errors.as_data()["__all__"]]


# Committees and mandates


def test_a_member_reads_who_sits_in_their_committee_and_until_when(bench):
    page = get(bench.marc, "committee", "ct-nord")

    assert "Siège de Nadia" in text(page) and "Nadia Muster" in text(page)
    assert "Comité Nord Alsace" in text(get(bench.marc, "committees"))
    assert get(bench.marc, "committee", "ce").status_code == 404
    assert get(bench.world.alice, "committee", "ct-nord").status_code == 404
    assert get(bench.world.odile, "committee", "ce").status_code == 200


def test_the_administrator_seats_somebody_and_ends_a_mandate(bench):
    admin = bench.world.person("Ada")
    appoint(admin, office=Office.ADMINISTRATOR, by=None)
    form = {"user": bench.world.zoe.pk, "role": "member", "label": "Siège de Zoe", "theme": "", "starts_on": ""}

    assert post(bench.serge, "install", "ct-nord", **form).status_code == 404
    assert post(admin, "install", "ct-nord", **form).status_code == 302
    mandate = Mandate.objects.get(user=bench.world.zoe)
    assert form_codes(post(admin, "install", "ct-nord", **form)) == ["one-voice-each"]
    assert get(admin, "end_mandate", "ct-nord", mandate.pk).status_code == 200
    assert get(bench.serge, "end_mandate", "ct-nord", mandate.pk).status_code == 404
    with later(days=2):
        assert post(admin, "end_mandate", "ct-nord", mandate.pk).status_code == 302
    mandate.refresh_from_db()
    assert mandate.ends_on == clock.today() + timedelta(days=1)


# Screening


def sheet_form(act, **changes):
    said = answers(**changes)
    form = {f"mark_{criterion.pk}": value for criterion, value in said["marks"].items()}
    return form | {f"remark_{criterion.pk}": remark for criterion, remark in said["remarks"].items()} | {"act": act}


def test_a_member_saves_gives_and_takes_back_a_sheet(bench):
    dossier = bench.admitted()
    project = Criterion.objects.get(code="project")

    page = get(bench.marc, "screening", dossier.pk)
    assert "Rendre mon avis" in text(page) and "Conserverie solidaire" in text(page)
    assert post(bench.marc, "screening", dossier.pk, act="save", **{f"mark_{project.pk}": "no"}).status_code == 302
    assert ScreeningSheet.objects.get(user=bench.marc, dossier=dossier).marks.get(criterion=project).value == "no"
    refused = post(bench.marc, "screening", dossier.pk, act="give", **{f"mark_{project.pk}": "no"})
    assert sorted(set(form_codes(refused))) == ["criterion-unjudged", "remark-missing"]
    assert post(bench.marc, "screening", dossier.pk, **sheet_form("give", project="no")).status_code == 302
    given = get(bench.marc, "screening", dossier.pk)
    assert "Reprendre ma grille" in text(given) and "Voici pourquoi." in text(given)
    assert post(bench.marc, "take_back_sheet", dossier.pk).status_code == 302
    assert refusals(post(bench.marc, "take_back_sheet", dossier.pk)) == ["sheet-not-given"]


def test_a_sealed_sheet_is_on_no_page_before_ones_own_is_given(bench):
    dossier = bench.admitted()
    said = answers(impacts="no")
    said["remarks"] = dict.fromkeys(said["remarks"], "Secret de Nadia")
    actions.give_sheet(dossier, by=bench.nadia, **said)

    for person, name in ((bench.marc, "screening"), (bench.serge, "opinion"), (bench.serge, "screening")):
        assert "Secret de Nadia" not in text(get(person, name, dossier.pk))
    actions.give_sheet(dossier, by=bench.marc, **answers())
    page = text(get(bench.marc, "screening", dossier.pk))
    assert "Secret de Nadia" in page and "avis partagés" in page


def test_the_examination_is_not_shown_to_holders_strangers_nor_other_committees(bench):
    dossier = bench.admitted()

    for person in (bench.world.alice, bench.world.zoe, bench.claire):
        for name in ("screening", "opinion", "recuse", "engagement", "vote"):
            assert get(person, name, dossier.pk).status_code == 404
    assert "disabled" in text(get(bench.world.odile, "screening", dossier.pk))


def test_the_secretary_records_the_opinion(bench):
    dossier = bench.admitted()
    form = {"favourable": "oui", "reason": "Un projet utile."}

    assert "Enregistrer l’avis" in text(get(bench.serge, "opinion", dossier.pk))
    assert form_codes(post(bench.serge, "opinion", dossier.pk, **form)) == ["sheets-missing"]
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())
    assert form_codes(post(bench.marc, "opinion", dossier.pk, **form)) == ["not-yours"]
    assert post(bench.serge, "opinion", dossier.pk, favourable="", reason="").status_code == 422
    assert post(bench.serge, "opinion", dossier.pk, **form).status_code == 302
    assert Opinion.objects.filter(dossier=dossier).get().verdict == "favourable"
    assert "Un projet utile." in text(get(bench.serge, "opinion", dossier.pk))


def test_fewer_sheets_are_explained_on_the_page_once_they_are_due(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers())

    with later(days=11):
        assert "Pourquoi moins de grilles" in text(get(bench.serge, "opinion", dossier.pk))
        form = {"favourable": "non", "reason": "Hors sujet.", "early_reason": "Congés"}
        assert post(bench.serge, "opinion", dossier.pk, **form).status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).state == State.REJECTED


# Recusal


def test_one_stands_aside_and_the_page_is_gone(bench):
    dossier = bench.admitted()

    assert "Se déporter" in text(get(bench.marc, "recuse", dossier.pk))
    assert post(bench.marc, "recuse", dossier.pk, ground="").status_code == 422
    done = post(bench.marc, "recuse", dossier.pk, ground="prudence", note="Mon frère y travaille.")
    assert done.url == reverse("inbox")
    for name in ("recuse", "screening", "opinion", "engagement"):
        assert get(bench.marc, name, dossier.pk).status_code == 404


def test_a_secretary_makes_a_member_stand_aside_and_a_member_nobody_else(bench):
    dossier = bench.admitted()
    form = {"ground": "prudence", "user": bench.nadia.pk}

    assert post(bench.marc, "recuse", dossier.pk, **form).status_code == 422
    assert post(bench.serge, "recuse", dossier.pk, **form).status_code == 302
    assert Recusal.objects.get().user == bench.nadia


def test_the_recused_member_finds_nothing_of_the_dossier_and_their_twin_does(bench):
    dossier, other = bench.at_engagement(), bench.at_engagement()
    Dossier.objects.filter(pk=dossier.pk).update(title="Fanfare ambulante")
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)
    with bench.sitting(dossier, other) as here:
        bench.open_poll(here.item)
        pages = [
            url("meetings"),
            url("meeting", here.meeting.pk),
            url("committee", "ce"),
            url("item", here.item.pk),
            url("engagement", dossier.pk),
            url("vote", dossier.pk),
            reverse("dossiers:dossier", args=[dossier.pk]),
            reverse("dossiers:list"),
            reverse("inbox"),
        ]
        traces = ("Fanfare ambulante", dossier.number, dossier.organization.name)

        def found_by(person):
            answers_ = [as_(person).get(page, follow=True) for page in pages]
            return sum(trace in text(answer) for answer in answers_ for trace in traces if answer.status_code == 200)

        Dossier.objects.filter(pk=other.pk).update(organization=None)
        assert found_by(bench.ines) == 0
        assert found_by(bench.jules) >= 8
        assert "Point réservé" in text(get(bench.ines, "meeting", here.meeting.pk))


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
    assert post(bench.esther, "add_item", meeting.pk, dossier="0").status_code == 302
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


def test_a_member_votes_on_the_meeting_page_and_reads_their_own_vote_alone(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.open_poll(here.item)
        assert get(bench.ines, "vote", here.dossier.pk).url == url("meeting", here.meeting.pk)
        page = text(get(bench.ines, "meeting", here.meeting.pk))
        assert page.count('type="radio"') == 4 and "<fieldset" in page
        assert post(bench.ines, "cast_ballot", poll.pk, client_uuid=uuid.uuid4()).status_code == 302
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


# The dossier's page


def panel(person, dossier):
    page = text(as_(person).get(reverse("dossiers:dossier", args=[dossier.pk])))
    found = page.split('aria-labelledby="t-comites"')
    return found[1].split("</section>")[0] if len(found) > 1 else None


def test_members_and_staff_read_the_committees_work_on_the_dossiers_page(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers())

    for person in (bench.marc, bench.serge, bench.world.odile):
        assert "1 sur 3" in panel(person, dossier)
    assert "Examiner" in panel(bench.marc, dossier)
    assert "Avis du comité" in panel(bench.serge, dossier)
    assert panel(bench.world.alice, dossier) is None


def test_a_holder_reads_what_was_decided_and_neither_sheets_nor_counts(bench):
    with bench.sitting(bench.at_engagement()) as here:
        poll = bench.voted(here.item, claire="against", ines="against")
        actions.proclaim(poll, by=bench.claire, reason="Hors d’Alsace")

        shown = panel(bench.world.alice, here.dossier)
        assert "Un projet utile." in shown and "Hors d’Alsace" in shown
        assert "grille" not in shown and "Sièges" not in shown and "Muster" not in shown
        assert "Sièges délibératifs" in panel(bench.ines, here.dossier)


# Speed


def queries(person, page):
    client = as_(person)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def test_pages_ask_the_same_number_of_questions_whatever_their_size(bench):
    first = bench.at_engagement()
    with bench.sitting(first) as here:
        poll = bench.open_poll(here.item)
        bench.vote(poll, claire="for", ines="against")
        pages = [
            (bench.claire, url("meetings")),
            (bench.claire, url("meeting", here.meeting.pk)),
            (bench.ines, url("meeting", here.meeting.pk)),
            (bench.claire, url("item", here.item.pk)),
            (bench.claire, url("committee", "ce")),
            (bench.claire, url("engagement", first.pk)),
        ]
        small = [queries(*page) for page in pages]

        actions.void_poll(poll, reason="Nouveau tour", by=bench.claire)
        for number in range(4):
            person = bench.seat(bench.ce, f"Renfort{number}", Role.MEMBER).user
            bench.arrive(here.meeting, person)
        bigger = actions.open_poll(here.item, ceilings={bench.ems: 1_00, bench.world.cea: 2_00}, by=bench.claire)
        bench.vote(bigger, claire="for", ines="against", jules="abstain", renfort1="for", renfort2="for")
        bench.planned(bench.at_engagement(), bench.at_engagement(), days=9)

        assert [queries(*page) for page in pages] == small


def test_the_examination_asks_the_same_number_of_questions_whatever_the_sheets(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers())
    pages = [(bench.marc, url("screening", dossier.pk)), (bench.marc, reverse("dossiers:dossier", args=[dossier.pk]))]
    small = [queries(*page) for page in pages]

    for number in range(4):
        person = bench.seat(bench.ct, f"Renfort{number}", Role.MEMBER).user
        actions.give_sheet(dossier, by=person, **answers(impacts="no", project="partly"))
    assert [queries(*page) for page in pages] == small


def test_every_committee_is_reached_from_the_list(bench):
    assert {committee.code for committee in Committee.objects.all()} == {"ct-nord", "ce"}
    page = text(get(bench.world.odile, "committees"))
    assert url("committee", "ct-nord") in page and url("committee", "ce") in page
