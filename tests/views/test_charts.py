"""Charts: their lengths are right, they say their figures, and no style hides in them."""

import re
from itertools import pairwise

import pytest

from okote_flow import charts
from okote_flow.charts import Curve, SeatMark, SeatState


def widths(svg: str, css: str) -> list[str]:
    return re.findall(rf'<rect class="{css}"[^>]*?width="([^"]+)"', svg)


def label(svg: str) -> str:
    found = re.search(r'role="img" aria-label="([^"]+)"', svg)
    assert found
    return found[1]


# Geometry


@pytest.mark.parametrize(("part", "whole", "length"), [(1, 3, 3333), (0, 5, 0), (7, 5, 10_000), (-1, 5, 0), (4, 0, 0)])
def test_a_share_stays_within_its_whole(part, whole, length):
    assert charts.share(part, whole) == length


def test_a_length_is_written_with_two_places():
    assert [charts.percent(length) for length in (0, 5, 3634, 10_000)] == ["0.00%", "0.05%", "36.34%", "100.00%"]


def test_what_is_stacked_leaves_no_gap_and_stays_within_the_scale():
    bars = charts.stacked([1, 1, 1], 3)
    too_long = charts.stacked([4, 4, 4], 6)

    assert bars == [(0, 3333), (3333, 3333), (6666, 3334)]
    assert too_long == [(0, 6666), (6666, 3334), (10_000, 0)]


@pytest.mark.parametrize(("amount", "round_one"), [(1, 1), (3, 5), (9_900, 10_000), (10_001, 20_000), (600, 1_000)])
def test_a_scale_ends_on_a_round_figure(amount, round_one):
    assert charts.round_up(amount) == round_one


def test_a_curve_stands_on_zero():
    assert charts.height(0, 100) == charts.BOTTOM
    assert charts.height(100, 100) == charts.TOP


def test_seats_stand_on_a_half_circle_side_by_side():
    places = charts.seats_on_arc(11)

    assert places[0] == (231, 1086)
    assert places[5] == (1300, 160)
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert {places[n][1] - places[10 - n][1] for n in range(11)} == {0}
    assert charts.seats_on_arc(1) == [(1300, 160)]


@pytest.mark.parametrize("count", [1, 2, 11, 15, 30])
def test_seats_do_not_touch(count):
    places, radius = charts.seats_on_arc(count), charts.seat_radius(count)

    apart = [((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 for (x1, y1), (x2, y2) in pairwise(places)]
    assert all(distance >= 19 * radius for distance in apart)


# What is drawn


def test_a_target_is_reached_on_one_scale_with_its_pace():
    svg = charts.balle(16, 25, 9, "marque", "Projets accompagnés")

    assert widths(svg, "plein") == ["64.00%"]
    assert '<rect class="rythme" x="36.00%"' in svg
    assert '<rect class="cible" x="100.00%"' in svg
    assert label(svg) == "Projets accompagnés\u00a0: 16 sur 25, 9 à un rythme régulier"


def test_beyond_its_target_the_bar_goes_on_and_the_tick_stays():
    svg = charts.balle(50, 25, None, "col", "Projets")

    assert widths(svg, "plein") == ["100.00%"]
    assert '<rect class="cible" x="50.00%"' in svg
    assert "rythme" not in svg
    assert label(svg) == "Projets\u00a0: 50 sur 25"


def test_without_a_target_a_figure_is_only_said():
    svg = charts.balle(1_200_00, 0, None, "cit", "Dons", money=True)

    assert label(svg) == "Dons\u00a0: 1\u00a0200\u00a0€"
    assert "cible" not in svg


def test_an_envelope_shows_what_has_become_of_it_on_the_panel_s_scale():
    svg = charts.enveloppe(15_000_00, 3_900_00, 1_500_00, 3_100_00, 50_000_00, "Mulhouse")

    assert [widths(svg, css) for css in ("piste", "v", "e", "r", "h")] == [
        ["30.00%"], ["7.80%"], ["3.00%"], ["6.20%"], ["6.20%"],
    ]  # fmt: skip
    assert 'fill="url(#hachure-col)"' in svg
    assert label(svg) == (
        "Mulhouse\u00a0: 15\u00a0000\u00a0€, dont 3\u00a0900\u00a0€ versés, 1\u00a0500\u00a0€ dus, "
        "3\u00a0100\u00a0€ réservés et 6\u00a0500\u00a0€ libres"
    )


def test_an_untouched_envelope_is_a_track_alone():
    svg = charts.enveloppe(50_000_00, 0, 0, 0, 50_000_00, "CeA")

    assert svg.count("<rect") == 1
    assert widths(svg, "piste") == ["100.00%"]


def test_a_curve_shows_its_course_its_goal_and_its_last_figure():
    svg = charts.courbe(Curve("Dons", ((0, 0), (59, 24_300_00), (132, 43_007_00)), 100_000_00))

    assert 'points="0,92.00 365,12.00"' in svg
    assert '<polyline class="trace" points="0,92.00 59,72.56 132,57.60"/>' in svg
    assert ">43\u00a0007\u00a0€</text>" in svg
    assert 'preserveAspectRatio="none"' in svg
    assert (
        label(svg)
        == "Dons\u00a0: 43\u00a0007\u00a0€ au 133e jour de l’année\u00a0; repère, 100\u00a0000\u00a0€ en fin d’année"
    )


@pytest.mark.parametrize(("day", "side"), [(3, "debut"), (180, ""), (360, "fin")])
def test_the_last_figure_stays_inside_the_drawing(day, side):
    assert f'class="val {side}"' in charts.courbe(Curve("Dons", ((0, 0), (day, 100_00))))


def test_a_curve_without_points_draws_nothing():
    assert charts.courbe(Curve("Dons", ())) == ""


def test_each_state_of_a_seat_has_its_own_look_and_word():
    seats = [SeatMark("HO", state) for state in SeatState]

    svg = charts.hemicycle(seats)

    assert all(f'<g class="{state.value}"' in svg for state in SeatState)
    assert all(f'<li class="{state.value}"><i></i>{state.label}</li>' in svg for state in SeatState)
    assert label(svg) == "5 sièges\u00a0: en salle 1, à distance 1, pouvoir 1, déport 1, absence 1"
    assert '<text class="gros" x="130" y="104">2</text>' in svg


def test_small_seats_hold_no_initials():
    many = charts.hemicycle([SeatMark("HO", SeatState.ROOM)] * 20)

    assert "HO" not in many
    assert "20 sièges" in many


def test_a_gift_becomes_three_times_itself_and_says_so():
    html = charts.equation(20_00, 20_00, 20_00)

    assert "Votre don de 20\u00a0€ devient 60\u00a0€ pour le projet." in html
    assert html.count('aria-hidden="true"') == 7
    assert "ok-equation-xl" in charts.equation(20_00, 20_00, 20_00, large=True)


def test_a_campaign_s_equation_is_what_was_brought_together_before_any_fee():
    html = charts.equation(3_000_00, 2_000_00, 1_000_00, of_one=False)

    assert "citoyens 3\u00a0000\u00a0€, entreprises 2\u00a0000\u00a0€, collectivités 1\u00a0000\u00a0€" in html
    assert "<b>6\u00a0000\u00a0€</b><small>réunis</small>" in html
    assert "pour le projet" not in html


def test_what_is_given_is_escaped_and_no_style_is_written():
    hostile = '"><script>'
    drawn = [
        charts.balle(1, 2, 1, "marque", hostile),
        charts.enveloppe(2, 1, 0, 1, 2, hostile),
        charts.courbe(Curve(hostile, ((0, 0), (5, 100)))),
        charts.hemicycle([SeatMark(hostile, SeatState.ROOM)]),
    ]

    assert not [svg for svg in [*drawn, charts.equation(1, 1, 1)] if "<script>" in svg or "style=" in svg]
    assert all("&lt;script&gt;" in svg for svg in drawn)
