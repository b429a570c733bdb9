"""Tables as files: at once while they are short, prepared when they are long, for whoever may see their rows."""

import csv
from io import BytesIO, StringIO

import pytest
from asgiref.sync import async_to_sync
from django.http import Http404
from django.test import AsyncClient
from django.urls import reverse
from openpyxl import load_workbook

from dossiers.models import Dossier
from okote_flow.tables import access, actions, registry, serving
from okote_flow.tables.models import ExportJob, ExportState, SavedView
from okote_flow.tables.tasks import make_exports
from tests.views.crowd import queries_of, submitted
from tests.views.read_page import text_of

pytestmark = pytest.mark.django_db
CSV, XLSX, PREPARE = "/tableaux/dossiers.csv", "/tableaux/dossiers.xlsx", "/tableaux/preparer/"


def rows_of(answer):
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def ask(client, question="tableau=dossiers&format=csv"):
    return client.post(f"{PREPARE}?{question}")


def page(job, act=""):
    return f"/tableaux/prepares/{job.pk}/{act}"


@pytest.fixture
def few(monkeypatch):
    """Two rows are the most that leave at once."""
    assert serving.AT_ONCE == 5_000
    monkeypatch.setattr(serving, "AT_ONCE", 2)


@pytest.fixture
def three(world):
    dossiers = submitted(world, 3)
    Dossier.objects.filter(pk=dossiers[1].pk).update(theme="food", title="Fournil")
    return dossiers


# At once


def test_a_short_table_is_streamed_as_it_is_made(client, world, three):
    client.force_login(world.odile)

    answer = client.get(CSV)

    assert answer.streaming
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="dossiers-2022-03-01.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    assert len(rows_of(answer)) == 3


@pytest.mark.parametrize(
    "question", [{}, {"theme": "food"}, {"tri": "titre-inverse"}, {"theme": "health"}, {"mes": "on"}]
)
def test_a_file_has_the_rows_of_the_list_in_their_order(client, world, three, question):
    client.force_login(world.odile)
    shown = [dossier.title for dossier, _ in client.get("/dossiers/", question or {"vue": "0"}).context["rows"]]

    assert [row["Projet"] for row in rows_of(client.get(CSV, question))] == shown
    book = load_workbook(BytesIO(client.get(XLSX, question).content)).active
    assert [row[1] for row in book.iter_rows(min_row=2, values_only=True)] == shown


def test_a_file_has_the_columns_that_were_chosen_and_no_unknown_one(client, world, three):
    client.force_login(world.odile)

    [row, *_] = rows_of(client.get(CSV, {"colonnes": "projet,mot_de_passe,officer__password,main"}))
    [usual, *_] = rows_of(client.get(CSV, {"colonnes": "officer__password"}))

    assert list(row) == ["Numéro", "Projet", "Qui a la main", "Données"]
    assert list(usual) == [field.label for field in registry.tables()["dossiers"].fields if field.shown]


def test_a_selection_leaves_alone(client, world, three):
    client.force_login(world.odile)

    assert len(rows_of(client.get(CSV, {"choix": [three[0].pk, three[2].pk]}))) == 2


def test_a_file_shows_to_each_what_is_theirs(client, alsace):
    alsace.take("admit")
    for person, rows in ((alsace.odile, 1), (alsace.alice, 1), (alsace.serge, 1), (alsace.sonia, 0), (alsace.zoe, 0)):
        client.force_login(person)
        assert len(rows_of(client.get(CSV))) == rows


@pytest.mark.parametrize(
    "address",
    [
        "/tableaux/jamais-vu.csv", "/tableaux/dossiers.pdf", f"{PREPARE}?tableau=dossiers&format=pdf",
        f"{PREPARE}?tableau=jamais-vu&format=csv", PREPARE, "/tableaux/vues/nouvelle/?liste=jamais-vue",
        "/tableaux/prepares/99999/", "/tableaux/prepares/99999/fichier/", "/tableaux/vues/99999/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client, world, address):
    client.force_login(world.odile)

    assert client.get(address).status_code == 404


def test_every_table_answers_everybody_with_a_file_or_not_at_all(client, alsace):
    alsace.take("admit")
    for person in (alsace.odile, alsace.audrey, alsace.zoe):
        client.force_login(person)
        for name in registry.tables():
            answer = client.get(f"/tableaux/{name}.csv")
            assert answer.status_code in (200, 404), name
            text_of(answer)


def test_who_is_nobody_is_asked_who_they_are(client, world):
    assert client.get(CSV).status_code == 302
    assert "/compte/" in client.get(CSV).url


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_a_file_takes_the_same_queries_whatever_the_rows(client, world, address):
    client.force_login(world.odile)
    submitted(world, 5)
    few = queries_of(client, address)
    submitted(world, 95)

    assert queries_of(client, address) == few


def test_an_asynchronous_server_gets_the_same_file(world, three):
    client = AsyncClient()
    client.force_login(world.odile)

    async def read():
        answer = await client.get(CSV)
        assert answer.is_async
        return "".join([piece.decode() async for piece in answer.streaming_content])

    assert async_to_sync(read)().count("\r\n") == 4


# Prepared


def test_a_long_table_goes_to_the_page_that_has_it_prepared(client, world, three, few):
    client.force_login(world.odile)

    answer = client.get(CSV, {"tri": "titre"}, follow=True)

    assert answer.redirect_chain == [(f"{PREPARE}?tableau=dossiers&format=csv&tri=titre", 302)]
    assert answer.context["count"] == 3
    assert client.get(CSV, {"theme": "food"}).status_code == 200
    assert not ExportJob.objects.exists()  # nothing was asked yet


def test_two_clicks_lead_to_one_preparation(client, world, three):
    client.force_login(world.odile)

    first, second = ask(client), ask(client)

    job = ExportJob.objects.get()
    assert first.url == second.url == page(job)


def test_the_question_comes_along(client, world, three):
    client.force_login(world.odile)

    ask(client, "tableau=dossiers&format=xlsx&theme=food&colonnes=projet&page=2")
    make_exports.call()

    job = ExportJob.objects.get()
    assert (job.query, job.ending, job.rows_done) == ("theme=food&colonnes=projet", "xlsx", 1)


def test_a_question_that_is_too_long_is_refused_whole(client, world):
    client.force_login(world.odile)
    question = "&".join(["tableau=dossiers&format=csv", *[f"choix={number}" for number in range(10_000, 10_100)]])

    answer = ask(client, question)

    assert answer.status_code == 409
    assert [refusal.code for refusal in answer.context["refusals"]] == ["question-too-long"]
    assert not ExportJob.objects.exists()


def test_the_page_says_how_far_it_is_without_script(client, world, three):
    client.force_login(world.odile)
    ask(client)
    job = ExportJob.objects.get()
    waiting = client.get(page(job)).content.decode()
    ExportJob.objects.filter(pk=job.pk).update(state=ExportState.RUNNING, rows_done=30, rows_total=40)
    running = client.get(page(job)).content.decode()
    ExportJob.objects.filter(pk=job.pk).update(state=ExportState.PENDING)
    make_exports.call()
    ready = client.get(page(job)).content.decode()

    assert "attend son tour" in waiting
    assert 'value="75"' in running
    assert f'href="{page(job)}"' in running
    assert f'action="{page(job, "arreter/")}"' in running
    assert f'href="{page(job, "fichier/")}"' in ready
    assert "hx-trigger" not in ready  # it asks no more


def test_the_file_is_taken_by_its_asker_alone(client, world, three):
    client.force_login(world.odile)
    ask(client)
    job = ExportJob.objects.get()
    assert client.get(page(job, "fichier/")).status_code == 404
    make_exports.call()

    answer = client.get(page(job, "fichier/"))

    assert len(rows_of(answer)) == 3
    assert answer["Content-Disposition"] == 'attachment; filename="dossiers-2022-03-01.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    client.force_login(world.didier)
    for act in ("", "fichier/"):
        assert client.get(page(job, act)).status_code == 404
    for act in ("arreter/", "reprendre/"):
        assert client.post(page(job, act)).status_code == 404
    assert job not in client.get("/tableaux/").context["page_obj"].object_list


def test_a_table_that_was_closed_meanwhile_is_not_taken(client, world, three, monkeypatch):
    def check(user, query):
        raise Http404

    client.force_login(world.odile)
    ask(client)
    make_exports.call()
    table = registry.tables()["dossiers"]
    closed = registry.Table(table.name, table.title, table.fields, check, table.count, table.rows)
    monkeypatch.setitem(registry._tables, "dossiers", closed)

    assert client.get(page(ExportJob.objects.get(), "fichier/")).status_code == 404
    assert client.get(CSV).status_code == 404
    assert ask(client).status_code == 404


def test_it_is_stopped_and_tried_again_from_its_page(client, world, three):
    client.force_login(world.odile)
    ask(client)
    job = ExportJob.objects.get()

    assert client.post(page(job, "arreter/")).url == page(job)
    again = client.post(page(job, "arreter/"))
    assert again.status_code == 409
    assert [refusal.code for refusal in again.context["refusals"]] == ["export-not-open"]
    assert "a été arrêtée" in client.get(page(job)).content.decode()
    client.post(page(job, "reprendre/"))

    assert ExportJob.objects.get().state == ExportState.PENDING
    assert client.get(page(job, "arreter/")).status_code == 405


def test_a_failure_says_why(client, world):
    job = actions.ask_export(table="jamais-vu", title="Essai", ending="csv", query="", by=world.odile)
    make_exports.call()
    client.force_login(world.odile)

    assert "ne vous est plus ouvert" in client.get(page(job)).content.decode()


def test_the_list_of_what_was_prepared_takes_the_same_queries_whatever_it_holds(client, world):
    def some(count, since):
        for number in range(count):
            one = actions.ask_export(
                table="dossiers", title="Dossiers", ending="csv", query=f"q={since}{number}", by=world.odile
            )
            actions.cancel_export(one, by=world.odile)

    client.force_login(world.odile)
    some(2, "a")
    few = queries_of(client, "/tableaux/")
    some(18, "b")

    assert queries_of(client, "/tableaux/") == few
    assert len(client.get("/tableaux/").context["rows"]) == 20


# Views of a list


def keep(client, question="delai=retard", **said):
    return client.post(f"/tableaux/vues/nouvelle/?liste=dossiers&{question}", said)


def test_the_question_at_hand_is_kept_with_what_the_list_understands(client, world):
    client.force_login(world.odile)
    save_url = client.get("/dossiers/?delai=retard&etat=inconnu&page=1").context["vues"].save_url

    answer = client.post(save_url, {"name": "En retard"})

    view = SavedView.objects.get()
    assert (view.query, view.is_shared) == ("delai=retard", False)
    assert answer.url == f"/dossiers/?delai=retard&vue={view.pk}"


def test_a_refused_name_stays_in_its_field(client, world):
    client.force_login(world.odile)
    keep(client, name="En retard")

    taken, blank = keep(client, "delai=semaine", name="En retard"), keep(client, name="   ")

    assert (taken.status_code, blank.status_code) == (409, 422)
    assert 'value="En retard"' in taken.content.decode()
    assert SavedView.objects.count() == 1


def test_a_question_that_is_too_long_is_no_view(client, world):
    client.force_login(world.odile)
    chosen = ",".join(str(number) for number in range(100_000, 100_200))

    answer = keep(client, f"choix={chosen}", name="Beaucoup")

    assert answer.status_code == 409
    assert "trop longue" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_only_who_works_here_is_offered_to_share(client, alsace):
    for person, offered in ((alsace.odile, True), (alsace.alice, False)):
        client.force_login(person)
        assert (
            'name="is_shared"' in client.get("/tableaux/vues/nouvelle/?liste=dossiers").content.decode()
        ) is offered
    refused = keep(client, name="À tous", is_shared="on")

    assert refused.status_code == 409


def test_a_shared_view_shows_to_each_reader_what_is_theirs(client, alsace):
    dossier = alsace.take("admit")
    client.force_login(alsace.odile)
    keep(client, "etat=en-cours", name="En cours", is_shared="on")
    for person, rows in ((alsace.odile, [dossier]), (alsace.serge, [dossier]), (alsace.sonia, [])):
        client.force_login(person)
        [tab] = client.get("/dossiers/").context["vues"].tabs
        answer = client.get(tab.url)
        assert [one for one, _ in answer.context["rows"]] == rows
        assert answer.context["count"] == len(rows)
        assert answer.context["chips"][0].number == str(len(rows))


def test_a_view_is_changed_and_deleted_by_who_made_it_and_comes_back(client, world):
    client.force_login(world.odile)
    keep(client, name="En retard", is_shared="on")
    view = SavedView.objects.get()
    client.force_login(world.didier)
    assert client.get(f"/tableaux/vues/{view.pk}/").status_code == 404
    refused = client.post(f"/tableaux/vues/{view.pk}/supprimer/")
    assert [refusal.code for refusal in refused.context["refusals"]] == ["view-not-yours"]
    assert client.post(f"/tableaux/vues/{view.pk}/remettre/").status_code == 404

    client.force_login(world.odile)
    assert client.post(f"/tableaux/vues/{view.pk}/", {"name": "Urgent"}).status_code == 302
    gone = client.post(f"/tableaux/vues/{view.pk}/supprimer/", follow=True)
    assert f"/tableaux/vues/{view.pk}/remettre/" in gone.content.decode()
    assert access.views_for(world.odile).count() == 0
    client.post(f"/tableaux/vues/{view.pk}/remettre/")

    assert [(one.name, one.is_shared) for one in access.views_for(world.odile)] == [("Urgent", False)]


@pytest.mark.parametrize("key", ["", "x", "²", "9" * 30, "-1"])
def test_what_was_deleted_is_offered_back_for_a_real_key_only(client, world, key):
    client.force_login(world.odile)

    answer = client.get("/tableaux/vues/", {"supprimee": key})

    assert (answer.status_code, answer.context["gone"]) == (200, None)


def test_the_page_of_views_takes_the_same_queries_whatever_it_holds(client, world):
    def some(count):
        SavedView.objects.bulk_create(
            SavedView(owner=world.tess, list="dossiers", name=f"Vue {count} {number}", query="mes=on", is_shared=True)
            for number in range(count)
        )

    client.force_login(world.odile)
    some(2)
    pages = [reverse("tables:views"), "/dossiers/?mes=on"]
    few = [queries_of(client, one) for one in pages]
    some(20)

    assert [queries_of(client, one) for one in pages] == few
