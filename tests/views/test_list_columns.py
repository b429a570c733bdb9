"""The columns of the list of dossiers, their order and the view it opens with: all in the address, without script."""

import re

import pytest
from django.http import Http404, QueryDict

from dossiers import table
from dossiers.models import Dossier
from okote_flow.tables import actions, registry
from okote_flow.tables.models import SavedView
from tests.views.crowd import queries_of, submitted

pytestmark = pytest.mark.django_db
LIST = "/dossiers/"


def heads(client, **asked):
    return [head.key for head in client.get(LIST, asked).context["heads"]]


def titles(answer):
    return [dossier.title for dossier, _ in answer.context["rows"]]


def sorted_heads(answer):
    """The heads that say their order, as a reader of the page finds them."""
    found = re.findall(r'<th scope="col"[^>]*? aria-sort="(\w+)"[^>]*><a[^>]*>([^<]+)', text(answer))
    return {label: order for order, label in found}


def text(answer):
    return answer.content.decode()


@pytest.fixture
def three(world, client):
    dossiers = submitted(world, 3)
    for dossier, title, cents in zip(dossiers, ("Cuisine", "Atelier", "Bocal"), (300_00, 100_00, 200_00), strict=True):
        Dossier.objects.filter(pk=dossier.pk).update(title=title, goal_cents=cents)
    client.force_login(world.odile)
    return dossiers


# Columns


def test_the_usual_columns_are_shown_where_none_was_chosen(client, three):
    assert set(heads(client)) == set(table.ON_SCREEN)
    assert heads(client)[0] == "projet"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("etat,numero", ["projet", "numero", "etat"]),
        ("objectif", ["projet", "objectif"]),
        ("projet", ["projet"]),
        ("etat,mot_de_passe,officer__password", ["projet", "etat"]),
    ],
)
def test_the_address_says_which_columns_stand_there(client, three, said, shown):
    assert heads(client, colonnes=said) == shown


def test_unknown_columns_alone_leave_the_usual_ones(client, three):
    assert set(heads(client, colonnes="jamais,vu")) == set(table.ON_SCREEN)


def test_boxes_that_were_ticked_are_the_columns(client, three):
    answer = client.get(f"{LIST}?colonnes=etat&colonnes=theme")

    assert [head.key for head in answer.context["heads"]] == ["projet", "theme", "etat"]
    ticked = re.findall(r'name="colonnes" value="(\w+)" checked', text(answer))
    assert ticked == ["theme", "etat"]


def test_every_column_of_the_screen_has_a_cell(client, three):
    every = ",".join(field.key for field in table.SCREEN)
    answer = client.get(LIST, {"colonnes": every})

    [row, *_] = re.findall(r'<tr role="row"><td.*?</tr>', text(answer), re.DOTALL)
    assert len(re.findall(r'role="(?:cell|rowheader)"', row)) == len(table.SCREEN) + 1  # and its box
    assert len(answer.context["heads"]) == len(table.SCREEN)


def test_columns_change_no_row_and_no_count(client, three):
    few, many = client.get(LIST, {"colonnes": "etat"}), client.get(LIST, {"mes": ""})

    assert titles(few) == titles(many)
    assert few.context["count"] == 3
    assert "pour cette recherche" not in text(few)


def test_every_column_at_once_takes_the_same_queries_whatever_the_rows(client, world, three):
    address = f"{LIST}?colonnes={','.join(field.key for field in table.SCREEN)}"
    few = queries_of(client, address)
    submitted(world, 20)

    assert queries_of(client, address) == few


# Order


@pytest.mark.parametrize(
    ("key", "rising"),
    [
        ("projet", ["Atelier", "Bocal", "Cuisine"]),
        ("objectif", ["Atelier", "Bocal", "Cuisine"]),
        ("numero", ["Cuisine", "Atelier", "Bocal"]),
    ],
)
def test_a_head_sorts_upward_then_downward_and_says_so(client, three, key, rising):
    def follow(answer):
        [head] = [head for head in answer.context["heads"] if head.key == key]
        assert f"?{head.query}".replace("&", "&amp;") in text(answer)
        return client.get(f"{LIST}?{head.query}")

    up = follow(client.get(LIST, {"colonnes": "projet,objectif,numero"}))
    down = follow(up)
    again = follow(down)

    assert (titles(up), list(sorted_heads(up).values())) == (rising, ["ascending"])
    assert (titles(down), list(sorted_heads(down).values())) == (rising[::-1], ["descending"])
    assert titles(again) == rising
    assert [head.key for head in down.context["heads"]] == ["projet", "numero", "objectif"]  # columns stay


def test_a_head_keeps_the_filters(client, three):
    [head] = [head for head in client.get(LIST, {"mini": "150"}).context["heads"] if head.key == "projet"]

    answer = client.get(f"{LIST}?{head.query}")

    assert titles(answer) == ["Bocal", "Cuisine"]
    assert sorted_heads(answer) == {"Projet": "ascending"}


def test_a_column_that_is_not_indexed_is_no_order(client, three):
    found = {head.key: head.query for head in client.get(LIST, {"colonnes": "etat,suivi,commune"}).context["heads"]}

    assert [key for key, query in found.items() if not query] == ["commune", "etat", "suivi"]


def test_every_order_of_a_head_is_one_that_the_list_knows():
    for up, down in table.SORTED_BY.values():
        assert {up, down} <= set(table.listing.SORTS)
    assert set(table.SORTED_BY) <= {field.key for field in table.SCREEN}


# Filters


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"mini": "200"}, {"Bocal", "Cuisine"}),
        ({"maxi": "200,00"}, {"Atelier", "Bocal"}),
        ({"mini": "200", "maxi": "200"}, {"Bocal"}),
        ({"mini": "x", "maxi": "-3"}, {"Atelier", "Bocal", "Cuisine"}),
        ({"theme": "food"}, {"Atelier"}),
        ({"theme": "jamais"}, {"Atelier", "Bocal", "Cuisine"}),
        ({"commune": " haguenau "}, {"Cuisine"}),
        ({"annee": "2022"}, {"Atelier", "Bocal", "Cuisine"}),
        ({"annee": "2021"}, set()),
        ({"annee": "1"}, {"Atelier", "Bocal", "Cuisine"}),
    ],
)
def test_the_list_is_filtered(client, world, three, asked, found):
    Dossier.objects.filter(title="Atelier").update(theme="food")
    Dossier.objects.filter(title="Cuisine").update(city="Haguenau")

    answer = client.get(LIST, asked)

    assert set(titles(answer)) == found
    assert answer.context["count"] == len(found)
    assert answer.context["chips"][0].number == str(len(found))


def test_the_list_is_filtered_by_who_follows_and_by_a_selection(client, world, three):
    Dossier.objects.filter(pk=three[1].pk).update(officer=world.odile)

    assert titles(client.get(LIST, {"suivi": world.odile.pk})) == ["Atelier"]
    assert set(titles(client.get(LIST, {"choix": f"{three[0].pk},{three[2].pk}"}))) == {"Cuisine", "Bocal"}


def test_the_address_of_a_question_says_all_of_it(client, world, three):
    question = "q=a&etat=submitted&theme=food&annee=2022&commune=Haguenau&mini=1&maxi=2,50&tri=titre&colonnes=etat"

    assert client.get(f"{LIST}?{question}").context["query"] == question


# Views


def saved(world, query, name="Ma vue"):
    return actions.save_view(of="dossiers", name=name, query=query, is_shared=False, by=world.odile)


def test_a_saved_view_is_applied_and_marked(client, world, three):
    saved(world, "mini=200&tri=titre&colonnes=projet,objectif")
    [tab] = client.get(LIST).context["vues"].tabs

    answer = client.get(tab.url)

    assert titles(answer) == ["Bocal", "Cuisine"]
    assert [head.key for head in answer.context["heads"]] == ["projet", "objectif"]
    assert answer.context["vues"].tabs[0].is_here
    assert not answer.context["vues"].is_changed
    assert client.get(tab.url + "&maxi=250").context["vues"].is_changed


def test_the_list_opens_with_the_view_that_was_chosen_for_it(client, world, three):
    view = saved(world, "mini=200&tri=titre")
    actions.choose_default(view, is_default=True, by=world.odile)

    opened = client.get(LIST, follow=True)

    assert opened.redirect_chain == [(f"{LIST}?mini=200&tri=titre&vue={view.pk}", 302)]
    assert client.get(LIST, headers={"Okote-Live": "1"}).status_code == 200


def test_whatever_view_opens_every_dossier_is_one_click_away(client, world, three):
    actions.choose_default(saved(world, "delai=retard"), is_default=True, by=world.odile)

    answer = client.get(LIST, follow=True)

    assert titles(answer) == []
    assert f'href="{LIST}"' not in text(answer).split("<main")[-1].replace(f'action="{LIST}', "")
    chip = re.search(r'href="([^"]+)"[^>]*>Tous <', text(answer))
    empty = re.search(r'href="([^"]+)"[^>]*>Voir tous les dossiers', text(answer))
    for link in (chip, empty):
        assert link
        everything = client.get(link[1].replace("&amp;", "&"))
        assert (everything.status_code, len(titles(everything))) == (200, 3)


def test_a_view_of_nothing_leaves_the_list_as_it_is(client, world, three):
    actions.choose_default(saved(world, ""), is_default=True, by=world.odile)

    assert client.get(LIST).status_code == 200


def test_a_view_with_words_that_the_list_forgot_still_opens(client, world, three):
    view = SavedView.objects.create(
        owner=world.odile, list="dossiers", name="Vieille", query="couleur=bleu&tri=hasard"
    )
    actions.choose_default(view, is_default=True, by=world.odile)

    assert len(titles(client.get(LIST, follow=True))) == 3


# The rows of a file


def test_no_column_is_read_row_by_row(world, django_assert_num_queries):
    submitted(world, 30)
    fields = registry.tables()["dossiers"].chosen(QueryDict(""))
    seen = Dossier.objects.order_by("pk")

    with django_assert_num_queries(1):
        assert len(list(registry.picked(seen, fields))) == 30


@pytest.mark.parametrize("said", ["", "0x1", "-1", "１２", "9" * 16, "1 "])
def test_a_key_of_an_address_is_a_number_or_nothing(said):
    with pytest.raises(Http404):
        registry.number(QueryDict(mutable=True) | {"cle": said}, "cle")
