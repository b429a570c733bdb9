"""What the clock does by itself: once, in the right order of things, and whatever else fails."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from committees.actions import found_committee, install
from committees.models import CommitteeKind, Role
from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.seal import SUBJECT
from okote_flow.operations import clockwork, sweep
from okote_flow.operations.audit.everything import faults
from okote_flow.search import following

TODAY = datetime(2022, 3, 1, 9, tzinfo=UTC)


def sweep_after(days: int) -> sweep.Report:
    with clock.frozen(TODAY + timedelta(days=days)):
        return sweep.run()


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_silent_draft_is_announced_a_month_before_and_then_withdrawn(world):
    draft = actions.draft(title="Radio", by=world.alice)

    early, announced = sweep_after(320), sweep_after(335)
    waiting, over = sweep_after(360), sweep_after(366)

    assert "Radio" not in early.summary
    assert announced.done[0] == "retrait annoncé pour «\u00a0Radio\u00a0»"
    assert "Radio" not in waiting.summary
    assert "Radio" in over.summary
    assert Dossier.objects.get(pk=draft.pk).state == State.WITHDRAWN


def test_a_draft_that_is_touched_again_stays(world):
    draft = actions.draft(title="Radio", by=world.alice)
    sweep_after(335)
    with clock.frozen(TODAY + timedelta(days=340)):
        actions.edit_project(draft, by=world.again(world.alice), summary="Encore là.")

    sweep_after(400)

    assert Dossier.objects.get(pk=draft.pk).state == State.DRAFT


def test_a_second_pass_at_the_same_time_does_nothing(world):
    actions.draft(title="Radio", by=world.alice)
    sweep_after(335)
    before = kinds()

    report = sweep_after(335)

    assert report.done == []
    assert report.summary == "Rien n’était échu."
    assert kinds() == before


def test_the_journal_is_sealed_once_a_day(world):
    actions.draft(title="Radio", by=world.alice)

    for days in (1, 1, 2):
        sweep_after(days)

    following.rebuild()
    assert kinds().count(Kind.SEAL) == 2
    assert Event.objects.filter(subject=SUBJECT).order_by("-seq").first().at.date() == date(2022, 3, 3)
    following.rebuild()  # the guide, which was written by no act
    assert list(faults()) == []


@pytest.mark.django_db
def test_an_empty_house_has_nothing_to_seal():
    assert sweep_after(0).done == []


def test_a_mandate_that_ended_by_its_date_leaves_its_group(world):
    committee = found_committee(
        kind=CommitteeKind.TERRITORIAL, code="nord", name="Comité", territory=world.nord, by=None
    )
    install(committee, user=world.zoe, role=Role.MEMBER, by=None, ends_on=date(2022, 3, 10))

    during, after, again = sweep_after(9), sweep_after(10), sweep_after(10)

    assert "mandats" not in during.summary
    assert "mandats" in after.summary
    assert "mandats" not in again.summary
    assert not world.zoe.groups.exists()


def test_one_act_that_fails_is_told_and_the_others_are_done(world, monkeypatch, caplog):
    actions.draft(title="Radio", by=world.alice)

    def broken(draft: Dossier) -> None:
        Dossier.objects.filter(pk=draft.pk).update(title="Changé")
        raise RuntimeError("broken")

    monkeypatch.setattr("okote_flow.operations.sweep.dossiers.announce_expiry", broken)
    report = sweep_after(335)

    assert len(report.failed) == 1
    assert "1" in report.summary
    assert report.done == ["journal scellé", "recherche mise à jour"]
    assert Dossier.objects.get().title == "Radio"  # what failed left no trace
    assert "broken" in caplog.text


def test_a_turn_goes_on_when_its_sweep_breaks(monkeypatch, db, caplog):
    def broken() -> sweep.Report:
        raise RuntimeError("broken")

    told: list[str] = []
    monkeypatch.setattr(clockwork.sweep, "run", broken)
    monkeypatch.setattr(clockwork, "catch_up", lambda: told.append("told"))

    report = clockwork.turn()

    assert report.failed == ["échéances"]
    assert told == ["told"]
    assert "broken" in caplog.text


def test_the_clockwork_turns_until_it_is_stopped(monkeypatch):
    turned = threading.Event()
    monkeypatch.setattr(clockwork, "turn", turned.set)
    work = clockwork.Clockwork(every_seconds=3600)

    work.start()
    assert turned.wait(10)
    work.stop()

    assert not work.is_alive()
