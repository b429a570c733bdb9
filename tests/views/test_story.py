"""The story of a dossier: the same facts as its history, by stage and day, with papers; differences of versions."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import RecusalGround
from dossiers import actions, page, telling
from dossiers.models import Criterion
from dossiers.models.content import Side
from dossiers.telling import Wanted
from okote_flow.journal.kinds import Kind
from tests.views.scene import letter_sent

pytestmark = pytest.mark.django_db


def read(client, name, dossier, reader, query=""):
    client.force_login(reader)
    return client.get(f"{reverse(f'dossiers:{name}', args=[dossier.pk])}{query}")


def text(response):
    return response.content.decode()


def test_each_reader_is_told_what_their_history_tells_and_nothing_else(alsace):
    dossier = alsace.ready("close")
    actions.write_note(dossier, text="Entre nous.", key="n", files=[], colleagues=[], by=alsace.odile)
    for name in ("alice", "odile", "tania", "marc", "steve", "audrey", "archie", "paula"):
        reader = alsace.again(getattr(alsace, name))
        told = telling.deeds(reader, dossier)
        facts = page.lines_of(reader, dossier)

        assert sum(deed.times for deed in told) == len(facts), name
        assert {deed.what for deed in told} == {fact.label for fact in facts}, name
    assert Kind.NOTE_WRITTEN.label in {deed.what for deed in telling.deeds(alsace.odile, dossier)}
    for name in ("alice", "tania", "marc", "steve", "paula"):
        assert Kind.NOTE_WRITTEN.label not in {deed.what for deed in telling.deeds(getattr(alsace, name), dossier)}


def test_a_stranger_and_whoever_stands_aside_are_told_nothing(alsace, client):
    dossier = alsace.ready("endorse")
    committees.recuse(dossier, user=alsace.marc, ground=RecusalGround.PRUDENCE, by=alsace.claire)
    for name in ("story", "story_csv", "story_xlsx", "compare"):
        for reader in (alsace.zoe, alsace.again(alsace.marc), alsace.adam):
            assert read(client, name, dossier, reader).status_code == 404
    assert read(client, "story", dossier, alsace.nadia).status_code == 200


def test_the_story_goes_by_stage_and_day_with_its_papers(alsace, client):
    dossier = alsace.ready("close")

    shown = text(read(client, "story", dossier, alsace.alice))

    for word in ("Dépôt", "Comité territorial", "Comité d’engagement", "Campagne", "Versement"):
        assert f">{word}<span" in shown
    assert reverse("dossiers:receipt", args=[dossier.pk]) in shown
    assert "Avis de versement" in shown
    assert "· vous," in shown
    assert "Décompte</a>" not in shown
    assert "Décompte</a>" in text(read(client, "story", dossier, alsace.tess))


def test_a_letter_stands_beside_its_fact_for_who_reads_it(alsace):
    dossier = alsace.ready("open_campaign")
    letter_sent(alsace, dossier)
    for reader in (alsace.alice, alsace.odile):
        sent = [deed for deed in telling.deeds(reader, dossier) if deed.what == Kind.LETTER_SENT.label]
        assert [paper.label for deed in sent for paper in deed.papers if paper.label.startswith("Lettre")]
    verdict = next(deed for deed in telling.deeds(alsace.alice, dossier) if deed.what == Kind.VERDICT_PROCLAIMED.label)
    assert verdict.why


def test_kinds_and_period_are_chosen(alsace, client):
    dossier = alsace.ready("close")
    told = telling.deeds(alsace.odile, dossier)
    money = telling.chapters(told, Wanted(families=frozenset({"argent"})))
    last = max(deed.day for deed in told)

    assert money
    assert all("argent" in deed.families for chapter in money for _, deeds in chapter.days for deed in deeds)
    assert {day for chapter in telling.chapters(told, Wanted(since=last)) for day, _ in chapter.days} == {last}
    newest = telling.chapters(told, Wanted(newest_first=True))
    assert newest[0].number >= newest[-1].number
    odd = read(client, "story", dossier, alsace.odile, "?genre=x&du=hier&au=99999-01-01&ordre=%00")
    assert odd.status_code == 200
    none = text(read(client, "story", dossier, alsace.odile, "?au=1999-01-01"))
    assert "Rien de tel n’est arrivé" in none


def test_the_tables_hold_the_same_facts(alsace, client):
    dossier = alsace.ready("close")
    told = telling.deeds(alsace.odile, dossier)

    response = read(client, "story_csv", dossier, alsace.odile)
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) >= len(told) + 1
    book = openpyxl.load_workbook(BytesIO(read(client, "story_xlsx", dossier, alsace.odile).content))
    assert book.active.max_row == len(told) + 1
    assert f"histoire-{dossier.number.lower()}" in response["Content-Disposition"]


def test_the_page_takes_as_many_queries_whatever_happened(alsace, client, django_assert_max_num_queries):
    dossier = alsace.ready("close")
    read(client, "story", dossier, alsace.odile)
    for number in range(20):
        actions.write_message(dossier, text=f"Mot {number}", key=str(number), files=[], by=alsace.alice)

    with django_assert_max_num_queries(45):
        read(client, "story", dossier, alsace.odile)


# Versions


@pytest.fixture
def asked(alsace):
    dossier = alsace.dossier("submitted")
    alice = alsace.alice
    question = actions.ask_question(dossier, text="Quelle surface ?", by=alsace.odile)
    dossier = actions.ask_complements(dossier, by=alsace.odile)
    actions.edit_project(dossier, by=alice, summary="Une conserverie de village qui sauve les surplus.")
    better = "Autrement, et mieux : voici comment, dans le détail et pour longtemps."
    actions.answer_criterion(dossier, criterion=Criterion.objects.first(), text=better, by=alice)
    actions.add_budget_line(dossier, side=Side.EXPENSE, label="Bocaux", cents=500_00, by=alice)
    alsace.piece(dossier)
    actions.answer_question(question, text="Cent mètres.", by=alice)
    return dossier


def test_what_is_not_handed_in_yet_is_compared_with_what_was(alsace, client, asked):
    shown = text(read(client, "compare", asked, alsace.alice))

    assert "le dossier d’aujourd’hui, pas encore remis" in shown
    for said in ("village", "Autrement,", "Bocaux", "devis.pdf", "500 €", "+500"):
        assert said in shown.replace("\u00a0", " "), said
    assert '<ins><span class="visually-hidden">ajouté : </span>' in shown.replace("\u00a0", " ")
    assert '<del><span class="visually-hidden">retiré : </span>' in shown.replace("\u00a0", " ")


def test_the_story_leads_to_what_an_answer_changed(alsace, client, asked):
    actions.add_budget_line(asked, side=Side.RESOURCE, label="Adhésions", cents=500_00, by=alsace.alice)
    actions.answer_complements(asked, by=alsace.alice)

    shown = text(read(client, "story", asked, alsace.odile))
    address = f"{reverse('dossiers:compare', args=[asked.pk])}?de=1&amp;a=2"
    assert address in shown
    assert text(read(client, "compare", asked, alsace.odile, "?de=1&a=2")).count("<tfoot") == 2
    for odd in ("?de=9&a=x", "?de=2&a=2", "?de=%00", "?a=aujourdhui"):
        assert read(client, "compare", asked, alsace.odile, odd).status_code == 200
