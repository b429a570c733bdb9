"""The pages of the committees: each button once done and once refused, nothing for strangers, constant queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees import actions
from committees.models import (
    Committee,
    Mandate,
    Opinion,
    Recusal,
    RecusalGround,
    Role,
    ScreeningSheet,
)
from dossiers.lifecycle import State
from dossiers.models import Criterion, Dossier
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.directory.models import Office
from tests.actions.committee_cast import answers, later, seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, refusals, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=2, ready=3)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


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
    assert get(bench.serge, "end_mandate", "ct-nord", mandate.pk).status_code == 200  # the bureau names its members
    assert get(bench.ines, "end_mandate", "ct-nord", mandate.pk).status_code == 404
    with later(days=2):
        assert post(admin, "end_mandate", "ct-nord", mandate.pk).status_code == 302
    mandate.refresh_from_db()
    assert mandate.ends_on == clock.today() + timedelta(days=1)


# Screening


def sheet_form(act, **changes):
    said = answers(**changes)
    form = {f"mark_{criterion.pk}": value for criterion, value in said["marks"].items()}
    return (
        form
        | {f"remark_{criterion.pk}": remark for criterion, remark in said["remarks"].items()}
        | {
            "act": act,
            "link": "no",
            "overall": "favourable",
        }
    )


def test_a_member_saves_gives_and_takes_back_a_sheet(bench):
    dossier = bench.admitted()
    project = Criterion.objects.get(code="project")

    page = get(bench.marc, "screening", dossier.pk)
    assert "Rendre mon avis" in text(page) and "Conserverie solidaire" in text(page)
    assert post(bench.marc, "screening", dossier.pk, act="save", **{f"mark_{project.pk}": "no"}).status_code == 302
    assert ScreeningSheet.objects.get(user=bench.marc, dossier=dossier).marks.get(criterion=project).value == "no"
    refused = post(bench.marc, "screening", dossier.pk, act="give", **{f"mark_{project.pk}": "no"})
    assert sorted(set(form_codes(refused))) == [
        "criterion-unjudged",
        "link-unsaid",
        "overall-missing",
        "remark-missing",
    ]
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
    assert "Secret de Nadia" in page and "Avis partagés" in page


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
