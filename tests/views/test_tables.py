"""Tables on the web: long ones have a page, files are their asker's, views and selections of a list."""

import pytest
from django.test import Client
from django.urls import reverse

from dossiers import bulk
from dossiers.listing import MOST_CHOSEN
from dossiers.models import Dossier, Message, Note
from okote_flow.journal.models import Event
from okote_flow.tables import making, paging, serving
from okote_flow.tables.actions import choose_default, save_view
from okote_flow.tables.models import ExportJob, SavedView
from tests.views.crowd import queries_of, searchable, submitted

pytestmark = pytest.mark.django_db
PREPARE = "/tableaux/preparer/?tableau=dossiers&format=csv"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_long_table_is_prepared_behind_a_button(world, monkeypatch):
    monkeypatch.setattr(serving, "AT_ONCE", 2)
    searchable(submitted(world, 3))
    odile = as_(world.odile)

    page = odile.get(reverse("dossiers:export") + "?q=Projet")
    assert page.status_code == 302 and ExportJob.objects.count() == 0
    first, second = odile.post(page.url), odile.post(page.url)

    assert first.url == second.url
    job = ExportJob.objects.get()
    assert (job.table, job.query, job.state) == ("dossiers", "q=Projet", "pending")
    assert 'hx-trigger="every 2s"' in odile.get(first.url).content.decode()
    making.make_waiting()
    done = odile.get(first.url).content.decode()
    assert job.__class__.objects.get().sha256 in done and "every 2s" not in done
    assert odile.get(reverse("tables:file", args=[job.pk])).getvalue().count(b"\r\n") == 4


def test_a_file_is_for_its_asker_alone(world):
    as_(world.odile).post(PREPARE)
    making.make_waiting()
    pk = ExportJob.objects.get().pk

    for name in ("export", "file"):
        assert as_(world.tess).get(reverse(f"tables:{name}", args=[pk])).status_code == 404
    assert as_(world.tess).post(reverse("tables:cancel", args=[pk])).status_code == 404


def test_a_file_is_refused_once_its_table_is_closed_to_its_asker(world):
    as_(world.tess).post("/tableaux/preparer/?tableau=messages-des-prestataires&format=csv")
    making.make_waiting()
    pk = ExportJob.objects.get(state="done").pk
    assert as_(world.tess).get(reverse("tables:file", args=[pk])).getvalue()
    world.tess.appointments.all().delete()

    assert as_(world.tess).get(reverse("tables:file", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    "path", ["rien.csv", "preparer/?tableau=rien&format=csv", "preparer/?tableau=dossiers&format=exe"]
)
def test_an_unknown_table_is_not_there(world, path):
    assert as_(world.odile).get(f"/tableaux/{path}").status_code == 404


def test_each_way_of_a_table_says_the_same(world):
    submitted(world, 2)
    odile = as_(world.odile)

    assert odile.get("/tableaux/dossiers.csv").getvalue() == odile.get(reverse("dossiers:export")).getvalue()
    assert odile.get("/tableaux/dossiers.xlsx").content[:2] == b"PK"


# The list


def test_a_list_opens_with_the_default_view_and_as_it_is_when_asked(world):
    view = save_view(of="dossiers", name="En retard", query="delai=retard", is_shared=True, by=world.odile)
    choose_default(view, is_default=True, by=world.tess)
    tess = as_(world.tess)

    assert tess.get("/dossiers/").url == f"/dossiers/?delai=retard&vue={view.pk}"
    assert tess.get("/dossiers/?vue=0").status_code == 200
    assert as_(world.odile).get("/dossiers/").status_code == 200


def test_a_view_keeps_what_the_list_understands(world):
    form = {"name": "Mes retards", "is_shared": ""}
    as_(world.odile).post(
        "/tableaux/vues/nouvelle/?liste=dossiers&delai=retard&colonnes=etat&colonnes=commune&x=1", form
    )

    assert SavedView.objects.get().query == "delai=retard&colonnes=commune,etat"


def test_columns_and_order_stand_in_the_address(world):
    submitted(world, 2)
    page = as_(world.odile).get("/dossiers/?colonnes=commune,objectif&tri=objectif")

    assert [head.key for head in page.context["heads"]] == ["projet", "commune", "objectif"]
    assert 'aria-sort="descending"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("theme=food", {"Projet 0"}),
        ("commune=thann", {"Projet 1"}),
        ("mini=100", {"Projet 0"}),
        ("maxi=99,50", {"Projet 1"}),
        ("annee=1990", {"Projet 0", "Projet 1"}),  # not understood: left aside
        ("annee=2020", set()),
    ],
)
def test_more_filters_stand_in_the_address(world, query, titles):
    first, second = submitted(world, 2)
    Dossier.objects.filter(pk=first.pk).update(theme="food", goal_cents=100_00)
    Dossier.objects.filter(pk=second.pk).update(city="Thann", goal_cents=99_50)

    page = as_(world.odile).get(f"/dossiers/?{query}")

    assert {dossier.title for dossier, _ in page.context["rows"]} == titles


def test_beyond_a_limit_nothing_is_counted(world, monkeypatch):
    monkeypatch.setattr(paging, "LIMIT", 3)
    submitted(world, 5)
    page = as_(world.odile).get("/dossiers/")

    assert (page.context["count"], page.context["is_more"]) == (3, True)
    assert "Plus de 3 dossiers" in page.content.decode()


# Several dossiers at once


def together(person, deed, dossiers, **form):
    sent = {"acte": deed, "choix": [one.pk for one in dossiers], "cle": "k", **form}
    return as_(person).post(reverse("dossiers:together"), sent)


def test_each_line_is_done_or_refused_with_its_reason_and_twice_is_once(world):
    omar = world.officer("Omar")
    mine, free, taken = submitted(world, 3)
    Dossier.objects.filter(pk=mine.pk).update(officer=world.odile)
    otto = world.officer("Otto")
    Dossier.objects.filter(pk=taken.pk).update(officer=otto)

    lines = together(world.odile, "confier", [mine, free, taken], officer=omar.pk).context["lines"]

    assert {line.dossier.pk: line.is_ok for line in lines} == {mine.pk: True, free.pk: True, taken.pk: False}
    assert set(Dossier.objects.values_list("officer", flat=True)) == {omar.pk, otto.pk}
    before = Event.objects.count()
    together(world.odile, "confier", [mine, free, taken], officer=omar.pk)
    assert Event.objects.count() == before


@pytest.mark.parametrize(("deed", "model"), [("noter", Note), ("ecrire", Message)])
def test_words_are_written_once_in_each_dossier(world, deed, model):
    two = submitted(world, 2)
    for _ in range(2):
        assert together(world.odile, deed, two, text="Bonjour.").context["good"] == 2

    assert model.objects.count() == 2


def test_a_selection_says_nothing_of_what_its_reader_may_not_see(world):
    hidden, seen = world.draft(), submitted(world, 1)[0]

    page = as_(world.odile).get(reverse("dossiers:together"), {"acte": "noter", "choix": [hidden.pk, seen.pk]})

    assert [line.dossier.pk for line in page.context["lines"]] == [seen.pk]
    assert as_(world.alice).get(reverse("dossiers:together"), {"choix": seen.pk}).status_code == 404


def test_a_preview_costs_the_same_whatever_the_lines(world):
    dossiers = submitted(world, 30)
    odile = as_(world.odile)
    url = reverse("dossiers:together") + "?acte=confier&choix="
    queries_of(odile, url + str(dossiers[0].pk))

    few, many = (queries_of(odile, url + ",".join(str(one.pk) for one in some)) for some in (dossiers[:2], dossiers))

    assert few == many


def test_a_selection_is_not_without_end(world):
    keys = tuple(one.pk for one in submitted(world, MOST_CHOSEN + 5))

    assert bulk.chosen(world.odile, keys).count() == MOST_CHOSEN
