"""The chart of disagreements of a dossier, and of a meeting."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees import access, actions, agenda, divergence, elements, room
from committees.models import MarkValue, Recusal, RecusalGround
from dossiers.models import Criterion, Dossier
from okote_flow import clock
from tests.actions.committee_cast import answers, seated, stage
from tests.views.moments import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def page(person, name, pk):
    response = client_of(person).get(reverse(f"committees:{name}", args=[pk]))
    return response.status_code, unescape(response.content.decode())


def codes():
    return list(Criterion.objects.values_list("code", flat=True))


def chart(person, dossier):
    return divergence.chart(person, dossier, elements.of(dossier))


def favoured(bench, **more):
    """At the engagement committee, Marc and Nadia having judged it, Nadia with these answers."""
    dossier = bench._admit()
    actions.give_sheet(dossier, by=bench.marc, **answers())
    actions.give_sheet(dossier, by=bench.nadia, **answers(**more))
    actions.record_opinion(dossier, favourable=True, reason="Utile.", by=bench.serge)
    return Dossier.objects.get(pk=dossier.pk)


def test_the_widest_disagreement_comes_first_and_words_stand_side_by_side(bench):
    dossier, (first, second, third, *_) = bench.admitted(), codes()
    actions.give_sheet(dossier, by=bench.marc, **answers())
    actions.give_sheet(dossier, by=bench.nadia, **answers(**{second: "partly", third: "no"}))

    found = chart(bench.marc, dossier)

    assert [row.gap for row in found.rows][:3] == [2, 1, 0]
    assert found.rows[0].spread.name == Criterion.objects.get(code=third).name
    assert (found.opposed, found.divided) == (1, 1)
    text = page(bench.marc, "divergence", dossier.pk)[1]
    assert "Oui contre non" in text and "Voici pourquoi." in text and first not in ("", None)


def test_nothing_is_shown_while_the_sheets_are_sealed(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers(**{codes()[0]: "no"}))

    status, text = page(bench.nadia, "divergence", dossier.pk)

    assert chart(bench.nadia, dossier) is None
    assert status == 200 and "Voici pourquoi." not in text and "encore fermées" in text


def test_not_applicable_awaited_and_silent_are_three_things(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers(**{codes()[0]: "not_applicable"}))
    labels = {(cell.label, cell.css) for row in chart(bench.marc, dossier).rows for cell in row.cells}
    assert labels == {
        (MarkValue.YES.label, "oui"),
        (MarkValue.NOT_APPLICABLE.label, "sans"),
        ("grille attendue", "attente"),
    }

    actions.give_sheet(dossier, by=bench.nadia, **answers())
    actions.record_opinion(dossier, favourable=True, reason="Utile.", by=bench.serge)
    found = chart(bench.marc, Dossier.objects.get(pk=dossier.pk))
    silent = found.rows[0].cells[found.people.index(str(bench.paul))]
    assert (silent.label, silent.css) == ("n’a pas rendu de grille", "absence")


def test_who_stands_aside_is_neither_a_reader_nor_a_column(bench):
    dossier = bench.admitted()
    actions.give_sheet(dossier, by=bench.marc, **answers())
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.paul)

    assert str(bench.paul) not in chart(bench.marc, dossier).people
    assert page(bench.paul, "divergence", dossier.pk)[0] == 404


def meeting_of(bench, *dossiers):
    return bench.planned(*dossiers)[0]


def lines_for(person, meeting):
    return divergence.lines(person, agenda.points(meeting, room.agenda(person, meeting)))


def test_a_meeting_gives_its_time_to_the_widest_disagreement(bench):
    first, second, *_ = codes()
    agreed, neighbours, opposed = (
        favoured(bench),
        favoured(bench, **{first: "partly", second: "partly"}),
        favoured(bench, **{first: "no"}),
    )
    meeting = meeting_of(bench, agreed, neighbours, opposed)

    found = lines_for(bench.ines, meeting)

    assert [line.point.line.dossier for line in found] == [opposed, neighbours, agreed]
    assert [line.is_agreed for line in found] == [False, False, True]
    status, text = page(bench.esther, "divergences", meeting.pk)
    assert status == 200 and "Ranger l’ordre du jour ainsi" in text
    order = agenda.written(divergence.ordered(agenda.points(meeting, room.agenda(bench.esther, meeting)), found))
    client_of(bench.esther).post(reverse("committees:order_agenda", args=[meeting.pk]), {"order": order})
    assert "Ranger l’ordre du jour ainsi" not in page(bench.esther, "divergences", meeting.pk)[1]
    assert [item.dossier for item in meeting.items.order_by("position")] == [opposed, neighbours, agreed]


def test_a_recused_member_finds_no_trace_of_the_dossier(bench):
    dossier, other = favoured(bench, **{codes()[0]: "no"}), favoured(bench)
    meeting = meeting_of(bench, dossier, other)
    actions.recuse(dossier, ground=RecusalGround.PRUDENCE, by=bench.ines)

    text = page(bench.ines, "divergences", meeting.pk)[1]

    assert dossier.number not in text and other.number in text
    assert Recusal.objects.count() == 1


def test_the_bulk_rule_never_opens_more_than_the_rule_of_one(bench):
    sealed, open_one = bench.admitted(), favoured(bench)
    actions.give_sheet(sealed, by=bench.marc, **answers())
    pks = [sealed.pk, open_one.pk]

    for person in (bench.marc, bench.nadia, bench.serge, bench.irma, bench.ines, bench.world.odile):
        opened = {one.pk for one in (sealed, open_one) if access.is_unsealed(person, one)}
        assert divergence.unsealed(person, pks) <= opened, person
    assert divergence.unsealed(bench.marc, pks) == set(pks)
    assert divergence.unsealed(bench.nadia, pks) == {open_one.pk}


def test_a_long_agenda_asks_no_more_than_a_short_one(bench):
    short = meeting_of(bench, favoured(bench))
    with clock.frozen(clock.now() + timedelta(hours=1)):
        long = meeting_of(bench, *(favoured(bench) for _ in range(4)))
    counts = []
    for meeting in (short, long):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            lines_for(bench.world.again(bench.ines), meeting)
        counts.append(len(seen))

    assert counts[0] == counts[1]
