"""Who may know what on the live line: the same rule as the pages', asked again for every event."""

from types import SimpleNamespace

import pytest
from django.db import connection

from committees import actions as committees
from committees.models import Choice, Mandate, MarkValue, Overall, Poll, RecusalGround
from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import Criterion
from dossiers.models.content import Side
from notifications import changes, hub
from notifications.nudges import ME, Nudge
from okote_flow.accounts.actions import end_appointment
from okote_flow.directory.models import Office
from tests import strides
from tests.live.lines import done, line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before_the_committee(alsace):
    return alsace.dossier(State.TERRITORIAL_REVIEW)


@pytest.fixture
def poll(alsace):
    """A poll that runs, on a dossier that Vera has nothing to do with any more."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.vera)
    poll = committees.open_poll(strides.call(alsace, dossier), ceilings={alsace.cea: 4_000_00}, by=alsace.claire)
    return Poll.objects.select_related("item__dossier", "item__meeting").get(pk=poll.pk)


def marks():
    return {"marks": dict.fromkeys(Criterion.objects.all(), MarkValue.YES), "overall": Overall.FAVOURABLE}


async def heard_of(pages, subject):
    """The names of those whose page hears of this subject, of what was sent until now."""
    return {name for name, page in pages.items() if subject in await page.heard_so_far()}


async def hang_up(pages):
    for page in pages.values():
        await page.hang_up()


async def test_a_ballot_is_told_to_the_room_but_neither_to_holders_nor_to_who_stood_aside(alsace, poll):
    room = poll.item.meeting.subject
    pages = {name: await line(getattr(alsace, name), room) for name in ("claire", "marc", "esther", "odile", "vera")}
    holder = await line(alsace.alice, poll.item.dossier.subject)
    territory = await line(alsace.tom, poll.item.dossier.subject)

    await done(committees.cast_ballot, poll, choice=Choice.FOR, by=alsace.marc)

    assert await heard_of(pages, room) == {"claire", "marc", "esther", "odile"}
    await holder.heard_nothing_but()
    await territory.heard_nothing_but()
    await hang_up(pages | {"alice": holder, "tom": territory})


async def test_when_a_secret_ballot_falls_is_known_to_who_presides_alone(alsace, poll, monkeypatch):
    room = poll.item.meeting.subject
    pages = {name: await line(getattr(alsace, name), room) for name in ("claire", "victor", "esther", "odile")}

    monkeypatch.setattr(changes, "Visibility", SimpleNamespace(PUBLIC="no poll is public"))
    await done(committees.cast_ballot, poll, choice=Choice.FOR, by=alsace.marc)

    assert await heard_of(pages, room) == {"claire"}
    await hang_up(pages)


async def test_who_stood_aside_sees_the_agenda_move_but_not_the_vote(alsace, poll):
    room = poll.item.meeting.subject
    pages = {name: await line(getattr(alsace, name), room) for name in ("marc", "vera")}

    await done(committees.void_poll, poll, reason="Erreur de saisie.", by=alsace.claire)
    assert await heard_of(pages, room) == {"marc"}
    await done(committees.leave_item, poll.item, by=alsace.claire)
    assert await heard_of(pages, room) == {"marc", "vera"}

    await hang_up(pages)


async def test_who_steps_aside_loses_the_line_and_the_others_hear_of_it(alsace, before_the_committee):
    subject = before_the_committee.subject
    aside, other = await line(alsace.tania, subject), await line(alsace.tom, subject)

    await done(committees.recuse, before_the_committee, ground=RecusalGround.PRUDENCE, by=alsace.tania)

    assert await aside.closed() == 4403
    assert subject in await other.heard_so_far()
    await other.hang_up()


async def test_the_end_of_a_mandate_closes_its_lines(alsace, before_the_committee):
    mandate = await done(Mandate.objects.get, user=alsace.tania)
    pages = [
        await line(alsace.tania, before_the_committee.subject),
        await line(alsace.tania, "committee:territorial-nord-alsace"),
        await line(alsace.tania, "pipeline"),
    ]
    bell = await line(alsace.tania, "inbox")

    await done(committees.end_mandate, mandate, by=alsace.adam)

    assert [await page.closed() for page in pages] == [4403] * 3
    await bell.hang_up()


async def test_the_end_of_an_office_closes_its_lines(alsace, before_the_committee):
    page = await line(alsace.omar, before_the_committee.subject)

    await done(end_appointment, alsace.omar, office=Office.OFFICER, by=alsace.adam)

    assert await page.closed() == 4403


async def test_a_mandate_that_ends_with_the_day_closes_its_lines(alsace, before_the_committee):
    mandates = await done(Mandate.objects.filter, user=alsace.tania)
    page = await line(alsace.tania, before_the_committee.subject)

    await done(mandates.update, ends_on="2021-12-31")
    await hub.here().review(list(hub.here().lines))

    assert await page.closed() == 4403


async def test_what_is_prepared_is_not_told_to_holders(alsace, before_the_committee):
    subject = before_the_committee.subject
    holder, officer = await line(alsace.alice, subject), await line(alsace.odile, subject)

    await done(actions.ask_question, before_the_committee, text="Avec qui\u00a0?", by=alsace.serge)

    await officer.heard_nothing_but(subject)
    await holder.heard_nothing_but()
    for page in (holder, officer):
        await page.hang_up()


async def test_a_sealed_sheet_is_known_to_its_author_the_secretary_and_the_office(alsace, before_the_committee):
    subject = before_the_committee.subject
    names = ("tom", "tania", "serge", "alice", "odile")
    pages = {name: await line(getattr(alsace, name), subject) for name in names}

    await done(committees.give_sheet, before_the_committee, by=alsace.tom, **await done(marks))
    assert await heard_of(pages, subject) == {"tom", "serge", "odile"}
    await done(committees.give_sheet, before_the_committee, by=alsace.tania, **await done(marks))
    assert await heard_of(pages, subject) == {"tom", "tania", "serge", "odile"}

    await hang_up(pages)


async def test_the_thread_is_told_to_those_who_read_it_and_a_note_to_those_who_read_notes(
    alsace, before_the_committee
):
    dossier = before_the_committee
    names = ("alice", "odile", "tess", "audrey", "serge", "tom")
    pages = {name: await line(getattr(alsace, name), dossier.subject) for name in names}

    await done(actions.write_message, dossier, text="Bonjour.", key="m", by=alsace.odile)
    of_thread = await heard_of(pages, dossier.subject)
    await done(actions.write_note, dossier, text="À surveiller.", key="n", by=alsace.odile)
    of_notes = await heard_of(pages, dossier.subject)

    assert of_thread == {"alice", "odile", "tess", "audrey"}
    assert of_notes == {"odile", "tess"}
    await hang_up(pages)


async def test_of_a_draft_only_its_holders_hear(world):
    dossier = await done(world.draft)
    holder, officer = await line(world.alice, dossier.subject), await line(world.odile, "inbox", "pipeline")

    await done(actions.add_budget_line, dossier, side=Side.EXPENSE, label="Four", cents=1, by=world.alice)

    await holder.heard_nothing_but(dossier.subject)
    await officer.heard_nothing_but()
    for page in (holder, officer):
        await page.hang_up()


async def test_two_hundred_lines_take_one_query_over_people(world):
    dossier = await done(actions.submit, await done(world.draft), by=world.alice)
    crowd = await done(crowded, world, 10)
    pages = [await line(person, dossier.subject) for person in [*crowd] * 20]
    assert len(hub.here().lines) == 200

    asked = []
    await done(lambda: connection.execute_wrappers.append(noting(asked)))
    await hub.here()._tell(dossier.subject, [Nudge(dossier.subject, dossier.subject), Nudge(ME, dossier.subject)])
    await done(lambda: connection.execute_wrappers.clear())

    assert len(asked) == 2, asked
    assert sum('FROM "directory_user"' in sql for sql in asked) == 1
    for page in pages:
        await page.heard_all(dossier.subject, "me")
        await page.hang_up()


def noting(asked):
    """What is asked of the database meanwhile, in the thread of the hub."""

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    return note


def crowded(world, count):
    return [world.officer(f"Officer{number}") for number in range(count)]
