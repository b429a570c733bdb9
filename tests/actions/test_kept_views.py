"""Views of a list: kept under a name, shared by who works here, deleted and put back, each by who made it."""

import pytest
from django.http import Http404

from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.tables import access, actions
from okote_flow.tables.models import SavedView
from tests.actions.committee_cast import codes

pytestmark = pytest.mark.django_db


def save(by, name="En retard", query="delai=retard", *, is_shared=False, of="dossiers"):
    return actions.save_view(of=of, name=name, query=query, is_shared=is_shared, by=by)


def edit(view, by, name="En retard", *, is_shared=False):
    return actions.edit_view(view, name=name, is_shared=is_shared, by=by)


def kinds(view):
    return list(Event.objects.filter(subject=view.subject).order_by("pk").values_list("kind", flat=True))


def seen(user):
    return [view.name for view in access.views_for(user, "dossiers")]


def test_a_question_is_kept_under_a_name(world):
    view = save(world.odile, "  En \n retard ")

    assert (view.name, view.query, view.is_shared) == ("En retard", "delai=retard", False)
    assert seen(world.odile) == ["En retard"]
    assert kinds(view) == []  # one's own affair


def test_the_same_once_more_changes_nothing(world):
    assert save(world.odile, is_shared=True) == save(world.odile, is_shared=True)
    assert SavedView.objects.count() == 1
    assert Event.objects.filter(kind=Kind.VIEW_SHARED).count() == 1


def test_a_name_stands_for_one_question_of_a_person_in_a_list(world):
    save(world.odile)

    assert codes(save, world.odile, query="delai=semaine") == ["view-name-taken"]
    assert codes(save, world.odile, is_shared=True) == ["view-name-taken"]
    assert save(world.odile, of="conditions").pk
    assert save(world.tess).pk


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_a_view_has_a_name(world, name):
    view = save(world.odile)

    assert codes(save, world.odile, name) == ["view-unnamed"]
    assert codes(edit, view, world.odile, name) == ["view-unnamed"]


def test_who_works_here_shares_and_sees_what_is_shared(alsace):
    for person in (alsace.odile, alsace.audrey, alsace.tania):
        assert save(person, person.first_name, is_shared=True).is_shared
    save(alsace.odile, "À moi")

    assert seen(alsace.tania) == ["Audrey", "Odile", "Tania"]
    assert seen(alsace.odile) == ["À moi", "Audrey", "Odile", "Tania"]
    assert seen(alsace.alice) == []


def test_a_holder_keeps_views_but_shares_none(alsace):
    view = save(alsace.alice)

    assert codes(save, alsace.alice, "Autre", is_shared=True) == ["view-not-shareable"]
    assert codes(edit, view, alsace.alice, is_shared=True) == ["view-not-shareable"]
    assert seen(alsace.alice) == ["En retard"]


def test_fifty_views_are_enough(world):
    SavedView.objects.bulk_create(
        SavedView(owner=world.odile, list="dossiers", name=f"Vue {number}") for number in range(actions.MOST_VIEWS)
    )

    assert codes(save, world.odile, "Encore") == ["too-many-views"]
    assert save(world.odile, "Vue 7", query="") == SavedView.objects.get(name="Vue 7")
    actions.delete_view(SavedView.objects.get(name="Vue 7"), by=world.odile)
    assert save(world.odile, "Encore").pk


def test_a_view_is_renamed_shared_and_taken_back(world):
    view = save(world.odile)

    edit(view, world.odile, "Urgent", is_shared=True)
    assert seen(world.tess) == ["Urgent"]
    edit(view, world.odile, "Urgent")

    assert seen(world.tess) == []
    assert kinds(view) == [Kind.VIEW_SHARED, Kind.VIEW_UNSHARED]


def test_another_name_of_one_s_own_is_not_taken_twice(world):
    save(world.odile, "Urgent")
    view = save(world.odile)

    assert codes(edit, view, world.odile, "Urgent") == ["view-name-taken"]
    assert edit(view, world.odile, "En retard") == view


def test_nobody_changes_what_another_shares(world):
    view = save(world.odile, is_shared=True)

    assert access.get_view(world.didier, view.pk) == view
    assert codes(edit, view, world.didier, "À moi") == ["view-not-yours"]
    assert codes(actions.delete_view, view, by=world.didier) == ["view-not-yours"]
    assert codes(actions.restore_view, view, by=world.didier) == ["view-not-yours"]
    assert seen(world.odile) == ["En retard"]


def test_what_is_not_shared_is_not_there_for_others(world):
    view = save(world.odile)

    with pytest.raises(Http404):
        access.get_view(world.didier, view.pk)


def test_a_deleted_view_is_put_back(world):
    view = save(world.odile, is_shared=True)

    actions.delete_view(view, by=world.odile)
    actions.delete_view(view, by=world.odile)
    assert seen(world.odile) == seen(world.tess) == []
    assert access.get_deleted(world.odile, view.pk) == view
    assert access.deleted(world.didier, str(view.pk)) is None
    actions.restore_view(view, by=world.odile)
    actions.restore_view(view, by=world.odile)

    assert seen(world.tess) == ["En retard"]
    assert kinds(view) == [Kind.VIEW_SHARED, Kind.VIEW_UNSHARED, Kind.VIEW_SHARED]
    with pytest.raises(Http404):
        access.get_deleted(world.odile, view.pk)


def test_a_view_does_not_come_back_where_its_name_is_taken(world):
    view = save(world.odile)
    actions.delete_view(view, by=world.odile)
    save(world.odile, query="delai=semaine")

    assert codes(actions.restore_view, view, by=world.odile) == ["view-name-taken"]


def test_the_view_of_who_works_here_no_more_comes_back_for_themselves(alsace):
    view = save(alsace.tom, is_shared=True)
    actions.delete_view(view, by=alsace.tom)
    alsace.tom.groups.clear()

    actions.restore_view(view, by=alsace.tom)

    assert seen(alsace.tom) == ["En retard"]
    assert seen(alsace.odile) == []


def test_a_list_opens_with_one_view_for_oneself(world):
    mine, shared = save(world.odile), save(world.tess, "Semaine", "delai=semaine", is_shared=True)

    actions.choose_default(mine, is_default=True, by=world.odile)
    actions.choose_default(shared, is_default=True, by=world.odile)
    assert access.default_view(world.odile, "dossiers") == shared
    assert access.default_view(world.tess, "dossiers") is None
    actions.choose_default(mine, is_default=False, by=world.odile)
    assert access.default_view(world.odile, "dossiers") == shared
    actions.choose_default(shared, is_default=False, by=world.odile)

    assert access.default_view(world.odile, "dossiers") is None


def test_a_default_that_is_no_longer_shared_opens_nothing(world):
    shared = save(world.tess, is_shared=True)
    actions.choose_default(shared, is_default=True, by=world.odile)

    edit(shared, world.tess)

    assert access.default_view(world.odile, "dossiers") is None
