"""Places, calls, grids and days: written with a history, taken back, never removed once they have served."""

from datetime import date, timedelta

import pytest

from committees import examination
from dossiers import actions as dossiers
from dossiers import clocks, grids, workdays
from dossiers.models import Call, Cohort, Criterion, Deadline, Dossier, GridVersion, RulesVersion, SpecialDay
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.administration import actions
from okote_flow.administration.actions.grids import mark
from okote_flow.administration.models import Change
from okote_flow.directory.models import Municipality, Office, Territory
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import lives
from okote_flow.refusals import Refused
from tests.tape import PLAYER
from tests.world import World

SIREN = "246700488"


class Kept(World):
    """The small world, and who keeps its accounts and references."""

    def __init__(self) -> None:
        super().__init__()
        self.adam = self.person("Adam")


@pytest.fixture
def world(db: None) -> "Kept":
    PLAYER.start("empty")
    made = Kept()
    appoint(made.adam, office=Office.ADMINISTRATOR, by=None, starts_on=date(2021, 1, 1))
    return made


def refused(act) -> list[str]:
    with pytest.raises(Refused) as found:
        act()
    return [one.code for one in found.value.refusals]


# Territories


def test_a_territory_is_created_renamed_and_put_back(world):
    made = actions.save_territory(name="Centre Alsace", source="CP-2022", by=world.adam)
    actions.save_territory(name="Alsace centrale", source="CP-2022", territory=made, by=world.adam)
    renaming = Change.objects.first()

    actions.undo_change(renaming, by=world.didier)

    assert made.code == "centre-alsace"
    assert Territory.objects.get(pk=made.pk).name == "Centre Alsace"
    assert (renaming.before["name"], renaming.after["name"]) == ("Centre Alsace", "Alsace centrale")
    kinds = Event.objects.filter(subject="territory:centre-alsace").values_list("kind", flat=True)
    assert list(kinds) == [Kind.REFERENCE_CHANGED, Kind.REFERENCE_CHANGED, Kind.REFERENCE_UNDONE]


def test_a_change_is_undone_once_and_only_while_nothing_came_after(world):
    made = actions.save_territory(name="Centre", by=world.adam)
    created = Change.objects.get()
    actions.save_territory(name="Milieu", territory=made, by=world.adam)
    renamed = Change.objects.first()

    assert refused(lambda: actions.undo_change(created, by=world.adam)) == ["reference-moved"]
    actions.undo_change(renamed, by=world.adam)
    assert refused(lambda: actions.undo_change(renamed, by=world.adam)) == ["reference-undone"]
    actions.undo_change(created, by=world.adam)
    assert not Territory.objects.filter(code="centre").exists()


def test_what_was_undone_is_done_again_by_undoing_that(world):
    made = actions.save_territory(name="Centre", by=world.adam)
    actions.save_territory(name="Milieu", territory=made, by=world.adam)
    back = actions.undo_change(Change.objects.first(), by=world.adam)

    actions.undo_change(back, by=world.adam)

    assert Territory.objects.get(pk=made.pk).name == "Milieu"


def test_what_serves_is_never_removed(world):
    made = actions.save_territory(name="Centre", by=world.adam)
    created = Change.objects.get()
    actions.save_epci(siren="246 700 488", name="CC du Centre", territory=made, by=world.adam)

    assert refused(lambda: actions.undo_change(created, by=world.adam)) == ["reference-used"]
    assert Territory.objects.filter(pk=made.pk).exists()


def test_an_ended_territory_is_offered_to_no_new_draft_and_stays_where_it_is(world):
    kept = world.draft()
    actions.save_territory(
        name="Nord Alsace", is_priority=True, ends_on=clock.today(), territory=world.nord, by=world.adam
    )
    nord = Territory.objects.get(pk=world.nord.pk)
    fresh = dossiers.draft(title="Nouveau", by=world.alice)

    assert refused(lambda: dossiers.edit_project(fresh, by=world.alice, territory=nord)) == ["territory-over"]
    dossiers.edit_project(Dossier.objects.get(pk=kept.pk), by=world.alice, title="Autre", territory=nord)
    assert refused(
        lambda: actions.save_territory(
            name="Nord Alsace", is_priority=True, ends_on=date(2021, 1, 1), territory=nord, by=world.adam
        )
    ) == ["reference-ends-early"]


def test_numbers_and_names_are_checked(world):
    save = actions.save_epci
    assert refused(lambda: save(siren="246700489", name="CC", territory=world.nord, by=world.adam)) == [
        "reference-siren"
    ]
    assert refused(lambda: save(siren=SIREN, name=" ", territory=world.nord, by=world.adam)) == [
        "reference-missing-text"
    ]
    save(siren=SIREN, name="CC", territory=world.nord, by=world.adam)
    assert refused(lambda: save(siren=SIREN, name="Autre", territory=world.nord, by=world.adam)) == ["thing-known"]
    town = actions.save_town
    assert refused(lambda: town(insee="X", name="Haguenau", territory=world.nord, by=world.adam)) == [
        "reference-insee"
    ]
    town(insee="67180", name="Haguenau", territory=world.nord, by=world.adam)
    assert Municipality.objects.get().name == "Haguenau"
    assert refused(lambda: actions.save_territory(name="Nord Alsace", by=world.adam)) == ["thing-known"]


def test_a_saving_that_changes_nothing_leaves_no_trace(world):
    actions.save_territory(name="Centre", by=world.adam)
    made = Territory.objects.get(code="centre")

    assert refused(lambda: actions.save_territory(name="Centre", territory=made, by=world.adam)) == [
        "reference-unchanged"
    ]
    assert Change.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "odile", "tess", "zoe"])
def test_others_keep_no_reference(world, who):
    person = getattr(world, who)

    assert refused(lambda: actions.save_territory(name="Centre", by=person)) == ["reference-not-yours"]
    assert Change.objects.count() == 0


# Calls and cohorts


def make_call(world, **given):
    today = clock.today()
    dates = {"opens_on": today, "closes_on": today + timedelta(days=60)}
    return actions.save_call(name="Appel du printemps", by=world.adam, **dates | given)


def test_a_call_has_dates_in_order_and_its_meeting_before_its_end(world):
    today = clock.today()

    assert refused(lambda: make_call(world, closes_on=today - timedelta(days=1))) == ["call-reversed"]
    assert refused(lambda: make_call(world, webinar_at=clock.now() + timedelta(days=90))) == ["call-webinar-late"]
    assert make_call(world).code == "appel-du-printemps"


def test_a_call_that_was_answered_keeps_its_territory(world):
    call = make_call(world)
    dossiers.draft(title="Nouveau", by=world.alice, call=call)
    dates = {"opens_on": call.opens_on, "closes_on": call.closes_on}

    act = lambda: actions.save_call(name=call.name, territory=world.sud, call=call, by=world.adam, **dates)  # noqa: E731

    assert refused(act) == ["call-crowded"]


def answered(world, call) -> Dossier:
    dossier = world.draft()
    Dossier.objects.filter(pk=dossier.pk).update(call=call)
    return dossiers.submit(Dossier.objects.get(pk=dossier.pk), by=world.alice)


def test_a_cohort_has_as_many_dossiers_as_places(world):
    call = make_call(world)
    cohort = actions.save_cohort(name="Promotion 1", call=call, cohort_size=1, by=world.adam)
    first, second = answered(world, call), answered(world, call)

    actions.join_cohort(cohort, dossier=first, by=world.didier)
    actions.join_cohort(cohort, dossier=first, by=world.didier)  # a second click

    assert refused(lambda: actions.join_cohort(cohort, dossier=second, by=world.didier)) == ["cohort-full"]
    assert refused(
        lambda: actions.save_cohort(name="Promotion 1", call=call, cohort_size=0, cohort=cohort, by=world.adam)
    ) == ["cohort-crowded"]
    actions.leave_cohort(cohort, dossier=first, by=world.didier)
    actions.join_cohort(cohort, dossier=second, by=world.didier)
    assert refused(lambda: actions.leave_cohort(cohort, dossier=first, by=world.didier)) == ["cohort-absent"]
    assert Event.objects.filter(kind=Kind.COHORT_JOINED).count() == 2
    other = actions.save_cohort(name="Promotion 2", call=call, cohort_size=1, by=world.adam)
    assert refused(lambda: actions.join_cohort(other, dossier=second, by=world.didier)) == ["cohort-elsewhere"]


def test_only_who_answered_the_call_joins_and_only_the_director_says_so(world):
    call, other = make_call(world), make_call(world)
    cohort = actions.save_cohort(name="Promotion", call=call, cohort_size=6, by=world.adam)
    elsewhere = answered(world, other)

    assert refused(lambda: actions.join_cohort(cohort, dossier=elsewhere, by=world.didier)) == ["cohort-unfit"]
    assert refused(lambda: actions.join_cohort(cohort, dossier=elsewhere, by=world.adam)) == ["rules-director"]
    assert Cohort.objects.get().dossiers.count() == 0


def test_an_open_call_is_offered_to_a_new_draft(world, client):
    make_call(world)
    make_call(world, ends_on=clock.today())
    client.force_login(world.alice)

    page = client.get("/mes-projets/nouveau/").content.decode()
    client.post("/mes-projets/nouveau/", {"title": "Nouveau", "call": Call.objects.first().pk})

    assert page.count("Appel du printemps") == 1
    assert Dossier.objects.get().call == Call.objects.first()


# The criteria grid


def lines(**changes):
    found = [{"code": one.code, "name": one.name, "guidance": one.guidance} for one in grids.today()]
    found[0] |= changes
    return found


def adopt_grid(world, wanted=None, days=1, seen=None, **given):
    wished = {"lines": wanted or lines(name="Ancrage local"), "reference": "PV du jour", "by": world.adam}
    day = clock.today() + timedelta(days=days)
    return actions.adopt_grid(effective_on=day, seen=mark() if seen is None else seen, **wished | given)


def test_a_dossier_keeps_the_grid_of_its_submission(world):
    before = dossiers.submit(world.draft(), by=world.alice)
    adopt_grid(world)
    assert grids.today()[0].name == "Territory"

    with clock.frozen(clock.now() + timedelta(days=1)):
        draft = world.draft()
        after = dossiers.submit(Dossier.objects.get(pk=draft.pk), by=world.alice)

        assert examination.criteria(Dossier.objects.get(pk=before.pk))[0].name == "Territory"
        assert examination.criteria(Dossier.objects.get(pk=after.pk))[0].name == "Ancrage local"
        assert len(grids.worded(after, after.answers.select_related("criterion"))) == 6


def test_a_new_criterion_is_asked_of_those_alone_who_come_later(world):
    before = dossiers.submit(world.draft(), by=world.alice)
    adopt_grid(world, [*lines(), {"name": "Climat", "guidance": "Ce que le projet change.", "code": ""}])

    with clock.frozen(clock.now() + timedelta(days=1)):
        assert [one.name for one in grids.today()][-1] == "Climat"
        assert len(grids.of(Dossier.objects.get(pk=before.pk))) == 6
        draft = world.draft()
        assert len(grids.of(Dossier.objects.get(pk=draft.pk))) == 7
    assert Criterion.objects.count() == 7


def test_a_criterion_that_is_left_out_is_asked_no_more(world):
    adopt_grid(world, lines()[1:])

    with clock.frozen(clock.now() + timedelta(days=1)):
        assert len(grids.today()) == 5
        assert dossiers.submit(world.draft(), by=world.alice).grid is not None


def test_a_grid_is_refused_when_it_is_old_empty_double_unchanged_or_overtaken(world):
    assert refused(lambda: adopt_grid(world, days=-1)) == ["grid-past"]
    assert refused(lambda: adopt_grid(world, lines())) == ["grid-unchanged"]
    assert refused(lambda: adopt_grid(world, lines(guidance=""))) == ["grid-empty"]
    assert refused(lambda: adopt_grid(world, lines(name="Structure"))) == ["grid-twice"]
    assert refused(lambda: adopt_grid(world, reference=" ")) == ["rules-reference-missing"]
    seen = mark()
    adopt_grid(world)
    assert refused(lambda: adopt_grid(world, seen=seen, days=2)) == ["grid-moved"]
    assert refused(lambda: adopt_grid(world, lines(name="Encore"))) == ["grid-past"]


def test_a_grid_is_withdrawn_before_its_day_and_not_after(world):
    made = adopt_grid(world)
    change = Change.objects.get(thing="grid")

    actions.undo_change(change, by=world.didier)

    assert refused(lambda: actions.withdraw_grid(made, by=world.adam)) == ["reference-undone"]
    again = adopt_grid(world)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert refused(lambda: actions.withdraw_grid(again, by=world.adam)) == ["grid-in-force"]
    assert GridVersion.objects.standing().count() == 2


# Days


def rolling(world) -> None:
    values = RulesVersion.objects.get().values | {"deadlines_roll": True}
    RulesVersion.objects.update(values=values)


def asked(world, day: date) -> Deadline:
    """A request for complements of that day; they are due fifteen days later."""
    with clock.frozen(clock.local(day)):
        dossier = dossiers.submit(world.draft(), by=world.alice)
        dossiers.ask_question(dossier, text="Quand\u00a0?", by=world.odile)
        dossiers.ask_complements(Dossier.objects.get(pk=dossier.pk), by=world.odile)
    return Deadline.objects.get(dossier=dossier, kind="complements")


THURSDAY = date(2022, 5, 11)  # fifteen days before the Ascension


def test_a_deadline_of_a_holiday_stays_unless_the_rules_move_it(world):
    assert asked(world, THURSDAY).due_on == date(2022, 5, 26)


def test_where_the_rules_say_so_it_moves_to_the_next_day_on_which_one_works(world):
    rolling(world)
    actions.save_day(day=date(2022, 5, 27), is_off=True, name="Pont", by=world.adam)

    found = asked(world, THURSDAY)

    assert found.due_on == date(2022, 5, 30)  # Ascension, bridge day, Saturday, Sunday
    assert Dossier.objects.get().complements.get().due_on == found.due_on
    assert found.due_on == clocks.due(found.terms)
    assert list(lives.deadlines()) == []


def test_a_clock_that_rolls_says_so_in_its_sum(world):
    rolling(world)
    dossier = dossiers.submit(world.draft(), by=world.alice)
    terms = clocks.Terms(date(2022, 5, 16), 10, rolled=1)

    assert clocks.arithmetic("déposé", terms).endswith("+ 1\u00a0jour jusqu’au jour ouvré = 27\u00a0mai")
    assert Deadline.objects.get(dossier=dossier, kind="silence").rolled_days == 0


def test_a_holiday_on_which_one_works_moves_nothing(world):
    rolling(world)
    actions.save_day(day=date(2022, 5, 26), is_off=False, name="Ouvert", by=world.adam)

    assert asked(world, THURSDAY).due_on == date(2022, 5, 26)


def test_a_day_is_special_for_the_future_once_and_can_be_dropped(world):
    day = clock.today() + timedelta(days=(7 - clock.today().weekday()) + 8)
    made = actions.save_day(day=day, is_off=True, name="Fermeture", by=world.adam)

    assert refused(lambda: actions.save_day(day=day, is_off=True, name="Encore", by=world.adam)) == ["thing-known"]
    assert (
        refused(
            lambda: actions.save_day(day=clock.today() - timedelta(days=1), is_off=True, name="Hier", by=world.adam)
        )[0]
        == "day-past"
    )
    actions.drop_day(made, by=world.adam)
    assert not SpecialDay.objects.exists()
    assert refused(lambda: actions.drop_day(made, by=world.adam)) == ["reference-moved"]
    actions.undo_change(Change.objects.first(), by=world.adam)
    assert SpecialDay.objects.get().name == "Fermeture"


def test_the_calendar_never_looks_further_than_it_has_read():
    assert workdays.Calendar({}).next(date(2022, 12, 24)) == date(2022, 12, 27)
