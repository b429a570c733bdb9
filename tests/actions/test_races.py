"""Many at once on a dossier, on PostgreSQL: one takes the step, the others read who did."""

from functools import partial

import pytest

from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Dossier, DossierProcess
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from tests.races import all_at_once
from tests.world import World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town():
    return World()


def test_of_twelve_who_take_one_step_one_wins(town):
    dossier = actions.submit(town.draft(), by=town.alice)
    acts = [lambda: actions.reject_inadmissible(dossier, reason="Hors du territoire.", by=town.odile)] * 12

    ended = all_at_once(acts)

    assert ended == {"done": 1, "moved-meanwhile": 11}
    assert Event.objects.filter(kind=Kind.DOSSIER_REJECT_INADMISSIBLE).count() == 1
    assert not DossierProcess.objects.filter(status="NEW").exists()


def test_of_twelve_withdrawals_one_is_written(town):
    dossier = actions.submit(town.draft(), by=town.alice)

    ended = all_at_once([lambda: actions.withdraw(dossier, by=town.alice)] * 12)

    assert ended == {"done": 1, "moved-meanwhile": 11}
    assert Event.objects.filter(kind=Kind.DOSSIER_WITHDRAW).count() == 1


def test_a_withdrawal_against_an_admission_leaves_one_of_the_two(town):
    dossier = actions.submit(town.draft(), by=town.alice)
    actions.find_competence(dossier, competent=True, ground="Insertion", by=town.odile)

    ended = all_at_once(
        [lambda: actions.withdraw(dossier, by=town.alice), lambda: actions.admit(dossier, by=town.odile)] * 3
    )

    dossier = Dossier.objects.get()
    steps = set(Event.objects.values_list("kind", flat=True)) & {Kind.DOSSIER_WITHDRAW, Kind.DOSSIER_ADMIT}
    assert dossier.state == State.WITHDRAWN or steps == {Kind.DOSSIER_ADMIT}
    assert ended["done"] == len(steps)


def test_twelve_submissions_at_once_are_numbered_without_gap(town):
    drafts = [town.draft() for _ in range(12)]

    ended = all_at_once([lambda one=one: actions.submit(one, by=town.alice) for one in drafts])

    assert ended == {"done": 12}
    assert sorted(Dossier.objects.values_list("number", flat=True)) == [f"OKT-2022-{n:03d}" for n in range(1, 13)]


def test_of_twelve_who_claim_a_task_one_has_it(town):
    officers = [town.officer(f"Officer{n}") for n in range(12)]
    actions.submit(town.draft(), by=town.alice)
    task = DossierProcess.objects.get()

    ended = all_at_once([lambda one=one: actions.claim(task, by=one) for one in officers])

    assert ended == {"done": 1, "task-taken": 11}


def test_of_officers_who_answer_at_once_one_is_heard_and_the_others_read_it(town):
    officers = [town.officer(f"Officer{n}") for n in range(6)]
    dossier = actions.submit(town.draft(), by=town.alice)
    asked = actions.write_message(dossier, text="Est-ce possible ?", key="k", by=town.alice)
    answer = partial(actions.write_message, dossier, text="Oui.", key="k", seen=asked.pk)

    ended = all_at_once([partial(answer, by=one) for one in officers])

    assert ended == {"done": 1, "answered-meanwhile": 5}
    assert Event.objects.filter(kind=Kind.MESSAGE_SENT).count() == 2


def test_of_twelve_clicks_one_message_leaves(town):
    dossier = actions.submit(town.draft(), by=town.alice)

    ended = all_at_once([partial(actions.write_message, dossier, text="Une fois.", key="clic", by=town.alice)] * 12)

    assert ended == {"done": 12}
    assert dossier.messages.count() == Event.objects.filter(kind=Kind.MESSAGE_SENT).count() == 1


def test_a_message_is_either_read_or_taken_back(town):
    dossier = actions.submit(town.draft(), by=town.alice)
    message = actions.write_message(dossier, text="Erreur.", key="k", by=town.alice)
    retract, read = (
        partial(actions.retract_message, message, by=town.alice),
        partial(actions.mark_thread_read, dossier, by=town.odile),
    )

    ended = all_at_once([retract, read] * 4)

    message.refresh_from_db()
    assert message.retracted_at is not None or ended == {"done": 4, "already-read": 4}
    assert dossier.thread_marks.count() == 1
