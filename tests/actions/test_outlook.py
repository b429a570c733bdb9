"""A dossier's place in the lists: when it is due next and who has the ball follow its tasks, whatever moves them."""

from datetime import timedelta

import pytest

from dossiers import actions, deadlines
from dossiers.lifecycle import Keeper, State
from dossiers.models import Deadline, DeadlineKind, Dossier, DossierProcess
from dossiers.models.dossier import OVER, UNDATED
from dossiers.models.process import outlook
from okote_flow import clock
from okote_flow.operations.audit import lives

pytestmark = pytest.mark.django_db


def place(dossier):
    found = Dossier.objects.get(pk=dossier.pk)
    return found.next_due_on, found.next_keeper


def first_task(dossier):
    """What the place should be, from the open tasks, said without the rule itself."""
    waiting = DossierProcess.objects.filter(dossier=dossier, status="NEW")
    found = sorted((process.due_on or UNDATED, process.pk, process.keeper) for process in waiting)
    return (found[0][0], found[0][2]) if found else (UNDATED, "")


def test_a_draft_waits_for_its_holder_without_a_date(alsace):
    dossier = alsace.draft()

    assert place(dossier) == first_task(dossier)
    assert place(dossier)[0] == UNDATED


@pytest.mark.parametrize("state", list(State))
def test_the_place_of_every_state_is_that_of_its_first_task(alsace, state):
    dossier = alsace.dossier(state)

    expected = first_task(dossier)
    assert place(dossier) == ((OVER, expected[1]) if dossier.is_over else expected)
    assert list(lives.outlooks()) == []


def test_a_task_that_opens_and_closes_moves_the_dossier(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    assert place(dossier)[1] == Keeper.OFFICER
    due = place(dossier)[0]
    assert clock.today() < due < UNDATED

    dossier = alsace.take("send_back")
    assert place(dossier) == first_task(dossier)

    actions.withdraw(dossier, by=alsace.alice)
    assert place(dossier) == (OVER, "")


def test_a_deadline_that_moves_takes_its_dossier_along(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    deadline = Deadline.objects.get(dossier=dossier, kind=DeadlineKind.ADMISSIBILITY, closed_at=None)
    before = place(dossier)[0]

    deadline.added_days += 10
    deadlines._write(deadline)

    assert place(dossier)[0] == DossierProcess.objects.get(deadline=deadline, status="NEW").due_on > before


def test_of_several_tasks_the_first_due_counts_and_those_without_a_date_come_last(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    task = DossierProcess.objects.get(dossier=dossier, status="NEW")

    later = DossierProcess.objects.create(
        flow_class=task.flow_class, dossier=dossier, duty="a", keeper=Keeper.DIRECTOR, due_on=None
    )
    assert place(dossier) == (task.due_on, Keeper.OFFICER)
    later.due_on = clock.today()
    later.save()
    assert place(dossier) == (clock.today(), Keeper.DIRECTOR)
    later.status = "DONE"
    later.save()

    assert place(dossier) == (task.due_on, Keeper.OFFICER)


@pytest.mark.parametrize(
    "wrong", [{"next_due_on": clock.today() + timedelta(400)}, {"next_keeper": "director"}, {"next_due_on": OVER}]
)
def test_the_audit_sees_a_dossier_that_stands_elsewhere(alsace, wrong):
    dossier = alsace.dossier(State.SUBMITTED)
    assert list(lives.outlooks()) == []

    Dossier.objects.filter(pk=dossier.pk).update(**wrong)
    assert [(fault.code, fault.subject) for fault in lives.outlooks()] == [
        ("outlook-wrong", f"dossiers_dossier:{dossier.pk}")
    ]

    Dossier.objects.filter(pk=dossier.pk).update(**outlook())
    assert list(lives.outlooks()) == []


def test_saving_a_dossier_read_before_does_not_move_it_back(alsace):
    old = alsace.dossier(State.SUBMITTED)
    Dossier.objects.filter(pk=old.pk).update(next_due_on=clock.today(), next_keeper="director")

    old.title = "Autre nom"
    old.save()

    assert place(old) == (clock.today(), "director")
