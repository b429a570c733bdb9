"""What is found, by whom, and that the index follows what happens."""

import pytest
from django.contrib.auth.models import AnonymousUser  # noqa: F401

from dossiers import actions
from okote_flow.search import following, indexing
from okote_flow.search import results as search
from okote_flow.search.models import Kind, Nature, SearchDocument, SearchPosting, SearchTrigram, SearchWord
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return World()


def titles(user, text, kind=None):
    found = search.overview(user, text)
    return [
        "".join(bit.text for bit in one.title)
        for group in found.groups
        if kind in (None, group.kind)
        for one in group.results
    ]


def test_a_misspelt_name_is_found_first(world):
    for title in ("Atelier vélo du Sundhouse", "La Fabrique à vélos du Sundgau", "Le jardin de Thann"):
        actions.draft(title=title, by=world.alice)
    following.rebuild()

    assert titles(world.alice, "velo sundgo")[0] == "La Fabrique à vélos du Sundgau"
