"""Each number of the dashboard, counted again by plain SQL over journal and ledger, on worlds of real acts."""

import random
from datetime import date

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models.screening import RecusalGround
from dossiers.lifecycle import State
from dossiers.models import Dossier
from dossiers.models.dossier import Theme
from funding.actions import refund_gift
from funding.models import Gift
from okote_flow import clock
from okote_flow.directory.models import Territory
from okote_flow.steering import board, criteria, lists, projection, scope
from okote_flow.steering.models import DossierFacts, Span
from tests import plain_figures as plain

pytestmark = pytest.mark.django_db
READERS = {"odile": "office", "audrey": "office", "steve": "steering", "serge": "territorial", "claire": "engagement"}
WAYS = [
    "submit", "ask_complements", "admit", "send_back", "reject_inadmissible", "favour", "decline_territorial",
    "rework", "postpone", "endorse", "decline", "open_campaign", "succeed", "fail", "settle", "pay_all", "close",
    "renounce", "cancel", "withdraw",
]  # fmt: skip


def asked(year=2022, **values):
    known = criteria.choices()
    return criteria.asked({"annee": str(year), **values}, known), known


def shown(person, year=2022, **values):
    wanted, known = asked(year, **values)
    return board.board(person, wanted, known)


def walk(alsace, seed, length=7):
    """Dossiers that go as far as chance takes them, some days apart; gifts given back; places and themes mixed."""
    chance = random.Random(seed)
    for step in chance.sample(WAYS, length):
        dossier = alsace.take(step)
        where = alsace.sud if dossier.status == State.SUBMITTED and chance.random() < 0.5 else alsace.nord
        Dossier.objects.filter(pk=dossier.pk).update(territory=where, theme=chance.choice(["", *Theme.values]))
        projection.refresh([dossier.pk])
        alsace.forward(days=chance.randint(0, 20))
    for gift in Gift.objects.filter(campaign__state="succeeded").order_by("pk")[:2]:
        cents = chance.choice([gift.cents, max(1, gift.cents // 3)])
        refund_gift(gift, cents=cents, key=f"retour-{gift.pk}", by=alsace.odile)


def demo_like(alsace):
    for state in (
        State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW,
        State.CAMPAIGN_PREPARATION, State.CAMPAIGN, State.MATCHING, State.PAYOUT, State.FOLLOW_UP, State.CLOSED,
        State.CAMPAIGN_FAILED, State.RENOUNCED, State.CANCELLED, State.REJECTED,
    ):  # fmt: skip
        alsace.dossier(state)
    alsace.forward(days=12)


def compare(person, kind, territory, year):
    """The whole board of one reader against the plain count."""
    keys = plain.visible(person, kind, territory)
    found = shown(person, year)
    every = {pk: one for pk, one in plain.everything().items() if pk in keys}
    compare_stages(found, every, clock.today())
    compare_targets(found, every, keys, year)
    compare_money(found, keys, year)
    compare_regions(found, every, keys, year)
    taken = plain.spans(keys, year)
    for one in found.delays:
        days = taken[one.span.value]
        assert (one.number, one.median_days, one.p90_days) == (
            len(days),
            plain.at_rank(days, 50),
            plain.at_rank(days, 90),
        )
    assert found.given_up == sum(one.state in plain.GIVEN_UP for one in every.values())


def compare_stages(found, every, today):
    late = plain.overdue(today)
    for row in found.stages:
        here = [one for one in every.values() if one.stage == row.number]
        assert row.count == len(here)
        assert row.goal_cents == sum(one.goal for one in here)
        assert row.late == sum(one.pk in late for one in here)
        assert row.median_days == plain.at_rank([(today - one.since).days for one in here], 50)
        assert {card.pk for card in row.cards} <= {one.pk for one in here}
        assert len(row.cards) + row.more == row.count
    assert found.running == sum(one.stage > 0 for one in every.values())
    assert found.late_count == sum(one.stage > 0 and one.pk in late for one in every.values())


def compare_targets(found, every, keys, year):
    supported = {pk for pk, one in every.items() if one.supported_in == year}
    assert [one.reached for one in found.targets] == [len(supported), len(supported & plain.cofunded())]
    now = min(clock.today(), date(year, 12, 31)) if year <= clock.today().year else None
    for one, target in zip(found.targets, (25, 16), strict=True):
        assert one.target == target
        assert one.expected == (int(target * now.timetuple().tm_yday / 365 + 0.5) if now else 0)


def compare_money(found, keys, year):
    given = plain.gifts(keys, year)
    months = {month: sum(one.get(month, (0, 0))[0] for one in given.values()) for month in range(1, 13)}
    total = 0
    for milestone in found.course.milestones:
        total += months[milestone.day.month]
        assert milestone.cents == total
    if year <= clock.today().year:
        assert found.gifts_cents == sum(months.values())
    good, _ = plain.won(keys, year)
    brought = plain.colleges(good)
    known = found.leverage
    assert (known.citizens_cents, known.companies_cents, known.authorities_cents) == (
        brought["citizens"], brought["company"], brought["authority"],
    )  # fmt: skip
    public = brought["authority"]
    assert known.cents == (int(100 * sum(brought.values()) / public + 0.5) if public else None)
    booked = plain.envelopes()
    for row in found.rows:
        name, of = str(row.partner), row.envelope.year
        pots = {
            role: booked.get((name, of, role), 0) for role in ("available", "reserved", "accrued", "settled", "paid")
        }
        assert row.available_cents == pots["available"]
        assert row.reserved_cents == pots["reserved"]
        assert row.accrued_cents == pots["accrued"] + pots["settled"]
        assert row.paid_cents == pots["paid"]


def compare_regions(found, every, keys, year):
    places = {one.name: one.pk for one in Territory.objects.all()}
    labels = {label: value for value, label in Theme.choices}
    for row in found.territories:
        part = {pk: one for pk, one in every.items() if one.territory == places.get(row.name)}
        compare_tally(row.tally, part, year)
    for row in found.themes:
        part = {pk: one for pk, one in every.items() if one.theme == labels.get(row.name, "")}
        compare_tally(row.tally, part, year)
    compare_tally(found.total, every, year)


def compare_tally(tally, part, year):
    keys = set(part)
    good, bad = plain.won(keys, year)
    given = [cell for months in plain.gifts(keys, year).values() for cell in months.values()]
    days = plain.spans(keys, year)["decision"]
    cents, count = sum(cell[0] for cell in given), sum(cell[1] for cell in given)
    assert tally.received == sum(one.day_of("submit").year == year for one in part.values())
    assert tally.supported == sum(one.supported_in == year for one in part.values())
    assert (tally.won, tally.ended) == (len(good), len(good) + len(bad))
    assert tally.success_percent == (len(good) * 100 // (len(good) + len(bad)) if good or bad else None)
    assert (tally.gifts_cents, tally.gifts) == (cents, count)
    assert tally.average_cents == (cents // count if count else None)
    assert tally.running == len(keys & plain.open_campaigns())
    assert (tally.decided, tally.median_days) == (len(days), plain.at_rank(days, 50))


def compare_all(alsace):
    plain.forget()
    for name, kind in READERS.items():
        for year in (2021, 2022, 2023):
            compare(getattr(alsace, name), kind, alsace.nord.pk, year)
    compare(alsace.sonia, "territorial", alsace.sud.pk, 2022)


def test_every_figure_agrees_with_journal_and_ledger_on_a_world_like_the_demo(alsace):
    demo_like(alsace)

    compare_all(alsace)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_agrees_on_worlds_that_chance_made(alsace, seed):
    walk(alsace, seed)

    compare_all(alsace)


def test_running_costs_are_those_of_the_table_of_the_report(alsace):
    plain.forget()
    found = shown(alsace.steve, budget="fonctionnement")

    for year in found.running_costs:
        assert (year.forecast_cents, year.called_cents, year.received_cents) == plain.running_costs(year.year)
    assert found.costs.forecast_cents == 196_222_00


def test_what_acts_keep_is_what_is_reckoned_again(alsace):
    walk(alsace, 11, length=9)

    assert list(projection.differing()) == []


def test_each_figure_counts_the_list_behind_it(alsace, client):
    walk(alsace, 5)
    for name in ("odile", "steve", "serge"):
        compare_lists(client, getattr(alsace, name))


def compare_lists(client, person):
    found = shown(person)
    client.force_login(person)
    counts = {
        which: client.get(reverse("steering:behind", args=[which, 2022])).context["page_obj"].paginator.count
        for which in lists.FIGURES
    }

    assert [counts[f"etape-{row.number}"] for row in found.stages] == [row.count for row in found.stages]
    assert [counts[f"delai-{one.span}"] for one in found.delays] == [one.number for one in found.delays]
    assert [counts[one.name] for one in found.targets] == [one.reached for one in found.targets]
    assert counts["en-retard"] == found.late_count
    assert counts["a-solder"] == found.given_up
    assert counts["recus"] == found.total.received
    assert (counts["gagnees"], counts["terminees"]) == (found.total.won, found.total.ended)
    assert counts["en-campagne"] == found.total.running
    given = lists.behind(scope.seen_by(person), lists.FIGURES["dons"], asked()[0], clock.today())
    assert sum(facts.value for facts in given) == found.gifts_cents
    won = lists.behind(scope.seen_by(person), lists.FIGURES["gagnees"], asked()[0], clock.today())
    assert sum(facts.value for facts in won) == found.leverage.total_cents


# What is hidden is in no number


def numbers(found):
    """Everything that a reader is told of dossiers."""
    return (
        [
            (row.count, row.goal_cents, row.late, row.median_days, [card.pk for card in row.cards])
            for row in found.stages
        ],
        [(one.reached, one.expected) for one in found.targets],
        [(one.cents) for one in found.course.milestones],
        (found.leverage.total_cents, found.leverage.cents),
        [(row.name, row.tally) for row in (*found.territories, *found.themes)],
        [(one.number, one.median_days, one.p90_days) for one in found.delays],
        (found.total, found.given_up),
        [one.wanted_cents for one in found.shortages],
    )


def test_two_worlds_that_differ_by_a_hidden_dossier_say_the_same(alsace):
    for state in (State.ENGAGEMENT_REVIEW, State.CAMPAIGN):
        alsace.dossier(state)
    hidden = alsace.dossier(State.FOLLOW_UP)
    for person in (alsace.odile, alsace.steve, alsace.serge, alsace.claire):
        whole = numbers(shown(person))
        committees.recuse(hidden, user=person, ground=RecusalGround.PRUDENCE, by=person)
        aside = numbers(shown(person))
        DossierFacts.objects.filter(pk=hidden.pk).delete()
        without = numbers(shown(person))
        projection.refresh([hidden.pk])

        assert aside == without != whole, person


def test_a_territory_never_counts_what_is_elsewhere(alsace):
    alsace.dossier(State.CAMPAIGN)
    other = alsace.dossier(State.FOLLOW_UP)
    Dossier.objects.filter(pk=other.pk).update(territory=alsace.sud)
    projection.refresh([other.pk])
    with_it = numbers(shown(alsace.serge))
    DossierFacts.objects.filter(pk=other.pk).delete()

    assert with_it == numbers(shown(alsace.serge))
    assert shown(alsace.serge, territoire="sud-alsace").total.is_empty


def test_every_span_is_measured(alsace):
    alsace.dossier(State.CLOSED)

    assert {one.span for one in shown(alsace.odile).delays if one.number} >= set(Span) - {Span.REPORT}
