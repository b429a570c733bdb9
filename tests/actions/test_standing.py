"""What stands as long as nothing happens is counted once; a fact, a day or another name has it counted anew."""

import pytest

from dossiers.actions import claim, release
from dossiers.inbox import View, tasks
from dossiers.lifecycle import State
from okote_flow.journal.standing import until_moved
from okote_flow.menu import Shell

pytestmark = pytest.mark.django_db


def test_nothing_is_counted_again_before_something_happens(alsace):
    counted = []

    def count():
        counted.append(len(counted))
        return 0  # nothing to count is an answer too

    until_moved("a", count), until_moved("a", count)
    assert counted == [0]
    until_moved("b", count)
    assert counted == [0, 1]
    alsace.dossier(State.DRAFT)
    until_moved("a", count)
    assert counted == [0, 1, 2]
    alsace.forward(days=1)
    until_moved("a", count)
    assert counted == [0, 1, 2, 3]


def test_the_menu_follows_what_is_claimed_and_given_back(alsace, django_assert_num_queries):
    alsace.dossier(State.TERRITORIAL_REVIEW)
    before = Shell(alsace.serge, "/").awaiting
    task = tasks(alsace.serge, View.TO_CLAIM).first()

    claim(task, by=alsace.serge)
    assert Shell(alsace.serge, "/").awaiting == before + 1
    release(task, by=alsace.serge)
    assert Shell(alsace.serge, "/").awaiting == before

    with django_assert_num_queries(1):
        assert Shell(alsace.serge, "/").awaiting == before
