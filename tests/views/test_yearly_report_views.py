"""Reports on their pages: who reads what, writing beside the figures, two at once, paper, tables, packs."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from dossiers.lifecycle import State
from okote_flow.reports import actions
from okote_flow.reports.models import Report
from tests.views.crowd import queries_of
from tests.yearly import again, drafted, presented, steering_meeting, written

pytestmark = pytest.mark.django_db


def as_(client, person):
    client.force_login(person)
    return client


def page(name, *args):
    return reverse(f"reports:{name}", args=args)


def test_who_reads_what(alsace, client):
    draft = drafted(alsace)
    review = presented(alsace)  # the same, presented
    cea, ems = presented(alsace, alsace.cea), presented(alsace, alsace.ems)
    another = drafted(alsace)
    assert draft == review

    for person, shown in (
        (alsace.odile, {review, cea, ems, another}),
        (alsace.audrey, {review, cea, ems, another}),
        (alsace.steve, {review}),
        (alsace.claire, {review}),
        (alsace.paula, {cea}),
        (alsace.marc, set()),
        (alsace.serge, set()),
        (alsace.zoe, set()),
        (alsace.alice, set()),
    ):
        as_(client, person)
        for report in (review, cea, ems, another):
            expected = 200 if report in shown else 404
            assert client.get(page("report", report.pk)).status_code == expected, (person, report)
            assert client.get(page("pdf", report.pk)).status_code == expected, (person, report)


def test_words_are_written_beside_the_figures(alsace, client):
    alsace.dossier(State.CAMPAIGN)
    report = drafted(alsace)
    as_(client, alsace.odile)

    answer = client.post(page("write", report.pk, "introduction"), {"text": "Douze mois.", "seen": "text:0"})

    assert answer.status_code == 302
    shown = client.get(page("report", report.pk)).content.decode()
    assert "Douze mois." in shown
    assert 'value="text:1"' in shown
    assert "Dons des citoyens" in shown
    assert "<textarea" not in as_(client, alsace.audrey).get(page("report", report.pk)).content.decode()


def test_a_page_that_was_left_open_shows_both_texts_and_loses_none(alsace, client):
    report = drafted(alsace)
    actions.write_section(report, code="introduction", text="Le texte d’Omar.", version=0, by=alsace.omar)
    as_(client, alsace.odile)

    answer = client.post(page("write", report.pk, "introduction"), {"text": "Le mien.", "seen": "text:0"})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Le texte d’Omar." in shown
    assert "Le mien." in shown
    assert 'value="text:1"' in shown
    again_ = client.post(page("write", report.pk, "introduction"), {"text": "Les deux.", "seen": "text:1"})
    assert again_.status_code == 302


def test_a_script_saves_and_is_told_of_a_conflict(alsace, client):
    report = drafted(alsace)
    url, sent = page("write", report.pk, "introduction"), {"text": "Un.", "seen": "text:0"}
    as_(client, alsace.odile)

    saved = client.post(url, sent, headers={"Accept": "application/json"})
    late = client.post(url, sent | {"text": "Deux."}, headers={"Accept": "application/json"})
    wrong = client.post(url, {"text": "Trois.", "seen": "x"}, headers={"Accept": "application/json"})

    assert (saved.json()["state"], saved.json()["seen"]) == ("saved", "text:1")
    assert (late.status_code, late.json()["state"]) == (409, "conflict")
    assert (wrong.status_code, wrong.json()["state"]) == (422, "mistyped")
    actions.withdraw_report(report, reason="Trop tôt.", by=alsace.didier)
    closed = client.post(url, sent | {"seen": "text:1", "text": "x"}, headers={"Accept": "application/json"})
    assert (closed.status_code, closed.json()["state"]) == (409, "refused")
    assert report.sections.get(code="introduction").text == "Un."


def test_who_does_not_write_is_refused(alsace, client):
    report = written(alsace)

    for person, name in ((alsace.audrey, "new"), (alsace.steve, "new")):
        assert as_(client, person).get(page(name)).status_code == 409
    assert as_(client, alsace.odile).get(page("present", report.pk)).status_code == 409
    assert as_(client, alsace.odile).get(page("withdraw", report.pk)).status_code == 409
    assert as_(client, alsace.zoe).post(page("write", report.pk, "introduction"), {}).status_code == 404


def test_the_director_presents_it_and_a_reader_reads_what_was_frozen(alsace, client):
    alsace.dossier(State.CAMPAIGN)
    report = written(alsace)
    meeting = steering_meeting(alsace, convened=True)
    as_(client, alsace.didier)
    assert "Présenter" in client.get(page("present", report.pk)).content.decode()

    done = client.post(page("present", report.pk), {"version": report.version, "meeting": meeting.pk})

    assert done.status_code == 302
    shown = as_(client, alsace.steve).get(page("report", report.pk)).content.decode()
    assert again(report).snapshot.sha256 in shown
    assert "Étendre à toute l’Alsace." in shown
    made = client.get(page("pdf", report.pk))
    assert made.content == bytes(again(report).snapshot.pdf)
    assert "attachment" in made["Content-Disposition"]


def test_a_report_that_changed_is_read_again_before_it_is_presented(alsace, client):
    report = written(alsace)
    as_(client, alsace.didier)

    answer = client.post(page("present", report.pk), {"version": report.version - 1, "meeting": ""})

    assert answer.status_code == 409
    assert f'name="version" value="{report.version}"' in answer.content.decode()
    assert again(report).is_draft


def test_what_is_withdrawn_says_why_and_no_more_outside(alsace, client):
    report = presented(alsace)
    as_(client, alsace.didier).post(page("withdraw", report.pk), {"reason": "Un montant faux."})

    shown = as_(client, alsace.steve).get(page("report", report.pk)).content.decode()
    assert "Un montant faux." in shown
    assert "Les objectifs" not in shown
    assert client.get(page("pdf", report.pk)).status_code == 404
    assert client.get(page("table_csv", report.pk, "objectifs")).status_code == 404
    assert "Les objectifs" in as_(client, alsace.audrey).get(page("report", report.pk)).content.decode()


def test_a_table_leaves_typed(alsace, client):
    alsace.dossier(State.CAMPAIGN)
    report = presented(alsace)
    as_(client, alsace.steve)

    csv = b"".join(client.get(page("table_csv", report.pk, "enveloppes")).streaming_content).decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get(page("table_xlsx", report.pk, "enveloppes")).content))

    assert csv.splitlines()[0].startswith("Enveloppe;Prévu;Voté")
    assert "50000,00" in csv
    row = next(row for row in book.active.iter_rows(values_only=True) if row[0] and "Collectivité" in row[0])
    assert row[2] == 50_000
    assert client.get(page("table_csv", report.pk, "inconnu")).status_code == 404


def test_words_are_read_version_after_version_inside(alsace, client):
    report = written(alsace)

    assert (
        "Douze mois." in as_(client, alsace.audrey).get(page("wordings", report.pk, "introduction")).content.decode()
    )
    assert as_(client, alsace.odile).get(page("wordings", report.pk, "inconnu")).status_code == 404
    done = presented(alsace)
    assert as_(client, alsace.steve).get(page("wordings", done.pk, "introduction")).status_code == 404


def test_a_report_begins_on_its_page(alsace, client):
    as_(client, alsace.odile)

    for wrong in ({}, {"starts_on": "2022-01-02"}, {"starts_on": "2022-01-01", "partner": "inconnu"}):
        assert client.post(page("new"), wrong).status_code == 422
    twice = [client.post(page("new"), {"starts_on": "2022-01-01", "partner": "cea"})["Location"] for _ in "12"]

    assert twice[0] == twice[1] == page("report", Report.objects.get().pk)


def test_a_page_takes_the_same_queries_whatever_the_dossiers(alsace, client):
    alsace.dossier(State.FOLLOW_UP)
    report, meeting = written(alsace), steering_meeting(alsace)
    as_(client, alsace.omar)
    pages = [page("index"), page("report", report.pk), page("pack", meeting.pk)]
    few = [queries_of(client, one) for one in pages]

    for state in (State.FOLLOW_UP, State.CAMPAIGN, State.REJECTED, State.CAMPAIGN_FAILED):
        alsace.dossier(state)
    presented(alsace, alsace.ems)
    actions.freeze_pack(meeting, by=alsace.odile)
    many = [queries_of(client, one) for one in pages]

    assert many[:2] == few[:2]
    assert many[2] <= few[2]


def test_a_pack_is_read_by_those_of_the_meeting(alsace, client):
    meeting = steering_meeting(alsace, convened=True)
    assert "pas encore prêt" in as_(client, alsace.steve).get(page("pack", meeting.pk)).content.decode()
    assert client.get(page("pack_today_pdf", meeting.pk)).status_code == 404
    assert client.post(page("freeze_pack", meeting.pk)).status_code == 409

    assert as_(client, alsace.omar).post(page("freeze_pack", meeting.pk)).status_code == 302
    assert client.get(page("pack_today_pdf", meeting.pk)).content.startswith(b"%PDF-")

    shown = as_(client, alsace.steve).get(page("pack", meeting.pk)).content.decode()
    assert "Bilan de l’année" in shown
    assert client.get(page("pack_pdf", meeting.pk, 1)).content.startswith(b"%PDF-")
    assert client.get(page("pack_pdf", meeting.pk, 2)).status_code == 404
    assert "Dossier de séance" in client.get(reverse("committees:meeting", args=[meeting.pk])).content.decode()
    for stranger in (alsace.marc, alsace.serge, alsace.paula, alsace.zoe):
        assert as_(client, stranger).get(page("pack", meeting.pk)).status_code == 404
        assert client.get(page("pack_pdf", meeting.pk, 1)).status_code == 404
