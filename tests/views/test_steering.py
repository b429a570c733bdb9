"""The dashboard: every figure is the length of a list, within the reader's rights, in a constant number of queries."""

from datetime import date

import pytest
from django.http import Http404
from django.urls import reverse

from dossiers.lifecycle import State
from dossiers.models import Dossier
from funding.actions import refund_gift
from funding.models import Gift
from okote_flow import clock
from okote_flow.steering import access, board, criteria, projection
from okote_flow.steering.rules import expected, percent
from tests.views.crowd import queries_of

pytestmark = pytest.mark.django_db

STEERS = """
odile didier tess audrey paula
serge tom tania sonia claire victor vera esther marc nadia quentin steve
"""
OTHERS = "alice bruno archie adam zoe"


def seen_by(person, year=2022):
    known = criteria.choices()
    return board.board(person, criteria.asked({"annee": str(year)}, known), known)


def stages(found):
    return {row.number: row.count for row in found.stages if row.count}


# Who


def test_who_steers_opens_it_and_nobody_else(alsace, client):
    answers = {}
    for name in [*STEERS.split(), *OTHERS.split()]:
        client.force_login(getattr(alsace, name))
        answers[name] = client.get(reverse("steering:board")).status_code

    assert answers == dict.fromkeys(STEERS.split(), 200) | dict.fromkeys(OTHERS.split(), 404)


def test_the_lists_behind_the_figures_are_for_the_same_people(alsace, client):
    client.force_login(alsace.zoe)

    assert client.get(reverse("steering:behind", args=["accompagnes", 2022])).status_code == 404


@pytest.mark.parametrize(("which", "year"), [("secrets", 2022), ("accompagnes", 99999999), ("accompagnes", 0)])
def test_an_unknown_list_does_not_exist(alsace, client, which, year):
    client.force_login(alsace.odile)

    assert client.get(reverse("steering:behind", args=[which, year])).status_code == 404


def test_a_stranger_learns_nothing(alsace):
    with pytest.raises(Http404):
        access.check(alsace.zoe)


# Only what one may see


def test_only_dossiers_that_one_may_see_are_counted(alsace):
    alsace.dossier(State.SUBMITTED)
    alsace.dossier(State.TERRITORIAL_REVIEW)
    alsace.dossier(State.ENGAGEMENT_REVIEW)

    seen = {name: stages(seen_by(getattr(alsace, name))) for name in ("odile", "serge", "claire", "sonia", "steve")}

    assert seen == {
        "odile": {2: 1, 3: 1, 4: 1},
        "serge": {3: 1, 4: 1},
        "claire": {4: 1},
        "sonia": {},
        "steve": {3: 1, 4: 1},
    }


def test_drafts_are_counted_for_nobody(alsace):
    alsace.dossier(State.DRAFT)

    assert seen_by(alsace.odile).running == 0


def test_a_partner_s_officer_sees_the_envelope_of_their_partner_only(alsace):
    mine = seen_by(alsace.paula).envelopes
    all_of_them = seen_by(alsace.odile).envelopes

    assert [row.envelope.partner.code for row in mine] == ["cea"]
    assert {row.envelope.partner.code for row in all_of_them} == {"cea", "ems", "m2a"}


@pytest.mark.parametrize(("name", "count"), [("steve", 3), ("claire", 3), ("serge", 0), ("audrey", 3)])
def test_envelopes_are_shown_to_who_steers_or_decides(alsace, name, count):
    assert len(seen_by(getattr(alsace, name)).envelopes) == count


def test_an_envelope_leads_to_its_page_for_who_may_open_it(alsace, client):
    links = {}
    for name in ("odile", "paula", "steve"):
        client.force_login(getattr(alsace, name))
        page = client.get(reverse("steering:board"))
        rows = page.context["board"].envelopes
        addresses = [reverse("funding:envelope", args=[row.envelope.pk]) for row in rows]
        links[name] = [address for address in addresses if address in page.content.decode()]
        assert [client.get(address).status_code for address in links[name]] == [200] * len(links[name])

    assert {name: len(found) for name, found in links.items()} == {"odile": 3, "paula": 1, "steve": 0}


def test_the_page_says_when_its_figures_are_a_part(alsace, client):
    said = {}
    for name in ("serge", "odile"):
        client.force_login(getattr(alsace, name))
        said[name] = "que vous pouvez voir" in client.get(reverse("steering:board")).content.decode()

    assert said == {"serge": True, "odile": False}


# Figures


def test_each_dossier_is_counted_on_the_step_where_it_stands(alsace):
    states = [
        State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW,
        State.CAMPAIGN_PREPARATION, State.CAMPAIGN, State.MATCHING, State.PAYOUT, State.FOLLOW_UP, State.CLOSED,
    ]  # fmt: skip
    dossiers = [alsace.dossier(state) for state in states]

    found = seen_by(alsace.odile)

    running = [dossier for dossier in dossiers if not dossier.is_over]
    assert stages(found) == {number: [d.stage for d in running].count(number) for number in {d.stage for d in running}}
    assert (found.running, found.goal_cents) == (9, 9 * 12_000_00)


def test_a_dossier_sent_back_by_a_committee_stands_at_that_committee(alsace):
    alsace.take("send_back")

    assert stages(seen_by(alsace.odile)) == {3: 1}


def test_the_figures_of_the_steps_are_the_length_of_the_lists_they_open(alsace, client):
    for state in (
        State.SUBMITTED,
        State.COMPLEMENTS_REQUESTED,
        State.CAMPAIGN,
        State.CAMPAIGN_FAILED,
        State.RENOUNCED,
    ):
        alsace.dossier(state)
    alsace.take("send_back")
    client.force_login(alsace.odile)

    lengths = {}
    for number in range(1, 8):
        page = client.get(reverse("steering:behind", args=[f"etape-{number}", 2022]))
        lengths[number] = page.context["page_obj"].paginator.count

    assert {row.number: row.count for row in seen_by(alsace.odile).stages} == lengths


def test_what_was_given_up_is_shown_apart_until_it_is_closed(alsace, client):
    alsace.dossier(State.RENOUNCED)
    alsace.dossier(State.CANCELLED)
    client.force_login(alsace.odile)

    page = client.get(reverse("steering:board"))
    behind = client.get(reverse("steering:behind", args=["a-solder", 2022]))

    assert page.context["board"].given_up == behind.context["page_obj"].paginator.count == 2
    assert "2 projets abandonnés" in page.content.decode()


def test_supported_projects_are_those_endorsed_in_the_year_and_not_given_up(alsace, client):
    for state in (State.CAMPAIGN, State.CAMPAIGN_FAILED, State.FOLLOW_UP):
        alsace.dossier(state)
    for step in ("renounce", "cancel", "decline"):
        alsace.take(step)

    counted = {year: [target.reached for target in seen_by(alsace.odile, year).targets] for year in (2021, 2022, 2023)}

    assert counted == {2021: [0, 0], 2022: [3, 3], 2023: [0, 0]}
    client.force_login(alsace.odile)
    for name in ("accompagnes", "abondes-cea"):
        assert client.get(reverse("steering:behind", args=[name, 2022])).context["page_obj"].paginator.count == 3


def test_a_project_without_cea_money_is_supported_but_not_cofunded(alsace):
    dossier = alsace.dossier(State.CAMPAIGN_PREPARATION)
    dossier.ceilings.all().delete()
    projection.rebuild()

    assert [target.reached for target in seen_by(alsace.odile).targets] == [1, 0]


def test_targets_are_those_of_the_report(alsace):
    assert [target.target for target in seen_by(alsace.odile).targets] == [25, 16]


def test_gifts_of_the_year_less_what_was_given_back(alsace):
    alsace.ready("succeed")
    given = sum(Gift.objects.values_list("cents", flat=True))

    assert seen_by(alsace.odile).gifts_cents == given == 4_000_00
    assert seen_by(alsace.odile, 2021).gifts_cents == 0
    assert seen_by(alsace.sonia).gifts_cents == 0


def test_gifts_that_are_given_back_are_not_counted(alsace):
    alsace.ready("succeed")
    alsace.come_back()
    gift = Gift.objects.first()
    refund_gift(gift, cents=gift.cents, key="retour-1", by=alsace.odile)

    assert seen_by(alsace.odile).gifts_cents == 4_000_00 - gift.cents


@pytest.mark.parametrize(
    ("state", "pots"),
    [
        (State.CAMPAIGN_PREPARATION, (50_000_00, 0, 0, 0)),
        (State.CAMPAIGN, (46_000_00, 4_000_00, 0, 0)),
        (State.MATCHING, (46_000_00, 0, 4_000_00, 0)),
        (State.PAYOUT, (46_000_00, 0, 4_000_00, 0)),
        (State.FOLLOW_UP, (46_000_00, 0, 0, 4_000_00)),
        (State.CAMPAIGN_FAILED, (50_000_00, 0, 0, 0)),
    ],
)
def test_an_envelope_shows_what_has_become_of_it(alsace, state, pots):
    alsace.dossier(state)

    row = next(row for row in seen_by(alsace.steve).envelopes if row.envelope.partner == alsace.cea)

    assert (row.available_cents, row.reserved_cents, row.accrued_cents, row.paid_cents) == pots
    assert row.total_cents == sum(pots) == 50_000_00


def test_a_forecast_envelope_shows_its_forecast_and_holds_nothing(alsace):
    row = next(row for row in seen_by(alsace.steve).envelopes if row.envelope.partner.code == "m2a")

    assert (row.envelope.is_voted, row.total_cents, row.available_cents) == (False, 15_000_00, 0)


def test_territories_count_their_own(alsace):
    alsace.dossier(State.SUBMITTED)
    alsace.dossier(State.CLOSED)

    (row,) = seen_by(alsace.odile).territories

    assert (row.name, row.tally.received, row.tally.supported, row.tally.won) == ("Nord Alsace", 2, 1, 1)


# Late


def test_the_longest_overdue_comes_first(alsace, client):
    first = alsace.dossier(State.SUBMITTED)
    alsace.forward(days=3)
    second = alsace.dossier(State.SUBMITTED)
    alsace.forward(days=16)

    found = seen_by(alsace.odile)

    assert [(card.pk, card.is_late) for card in found.stages[1].cards] == [(first.pk, True), (second.pk, True)]
    assert found.late_count == found.stages[1].late == 2
    client.force_login(alsace.odile)
    page = client.get(reverse("steering:behind", args=["en-retard", 2022]))
    assert [facts.dossier for facts in page.context["page_obj"]] == [first, second]
    assert "jours de retard" in page.content.decode()
    assert "2 dossiers en retard" in client.get(reverse("steering:board")).content.decode()


def test_on_its_last_day_nothing_is_late(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    due_on = dossier.processes.get().due_on

    alsace.travel(clock.local(due_on, 23))
    assert seen_by(alsace.odile).late_count == 0
    alsace.forward(hours=2)
    assert seen_by(alsace.odile).late_count == 1


# Arithmetic and speed


@pytest.mark.parametrize(
    ("target", "day", "by_then"),
    [(25, date(2022, 5, 12), 9), (16, date(2022, 5, 12), 6), (25, date(2022, 12, 31), 25), (25, date(2022, 1, 1), 0)],
)
def test_an_even_pace_reaches_the_target_on_the_last_day(target, day, by_then):
    assert expected(target, day) == by_then


def test_percents_are_whole_and_never_above_what_is_reached():
    assert [percent(part, whole) for part, whole in ((1, 3), (2, 3), (3, 3), (5, 4), (1, 0))] == [33, 66, 100, 125, 0]


@pytest.mark.parametrize("year", ["", "?annee=2021", "?annee=1999", "?annee=x", "?annee=²", "?annee=" + "9" * 5000])
def test_any_year_opens_a_page(alsace, client, year):
    client.force_login(alsace.odile)

    shown = client.get(reverse("steering:board") + year).context["board"].year

    assert shown == (2021 if year == "?annee=2021" else 2022)


def copies(dossier, numbers):
    """More dossiers like this one, each with a number of its own."""
    names = [field.name for field in Dossier._meta.concrete_fields if field.name not in ("id", "number")]
    values = {name: getattr(dossier, name) for name in names}
    Dossier.objects.bulk_create(Dossier(number=f"COPIE-{number}", **values) for number in numbers)


@pytest.mark.parametrize("name", ["odile", "serge", "steve", "paula"])
def test_the_number_of_queries_does_not_grow_with_the_dossiers(alsace, client, name):
    dossier = alsace.dossier(State.CAMPAIGN)
    client.force_login(getattr(alsace, name))
    counts = []
    for numbers in (range(20), range(20, 200)):
        copies(dossier, numbers)
        projection.rebuild()
        counts.append(queries_of(client, reverse("steering:board")))

    assert counts[0] == counts[1]
