"""The fan: the same picture for the same question, two bands and never one line alone, its figures said."""

import re
from datetime import date
from xml.etree import ElementTree

from okote_flow.charts_fan import Fan, euros_ronds, euros_signe, eventail, jour_court, signe
from okote_flow.foresight.engine import simulate
from okote_flow.foresight.inputs import Question
from okote_flow.foresight.page import Panel, chance, panels
from tests.rules.test_foresight_engine import STANDING

DAYS = (date(2022, 5, 12), date(2022, 5, 31), date(2022, 12, 31))
FAN = Fan(
    "CeA 2022", DAYS, ((10_00,) * 5, (10_00, 20_00, 30_00, 40_00, 50_00), (20_00, 30_00, 40_00, 50_00, 60_00)), 40_00
)


def test_the_same_question_gives_the_same_picture_to_the_byte():
    def drawn(seed: int) -> list[bytes]:
        question = Question(STANDING, seed=seed, runs=40)
        return [eventail(panel.fan).encode() for panel in panels(simulate(question))]

    assert drawn(2022) == drawn(2022)
    assert drawn(2022) != drawn(2023)


def test_a_fan_is_two_bands_a_line_and_the_limit_and_says_its_figures():
    drawn = eventail(FAN)
    svg = ElementTree.fromstring(drawn)

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "CeA 2022\u00a0: fin décembre 2022, huit fois sur dix entre 20\u00a0€ et 60\u00a0€, une fois sur deux au plus "
        "40\u00a0€"
        "\u00a0; enveloppe, 40\u00a0€"
    )
    assert [one.get("class") for one in svg.iter("polygon")] == ["large", "serree"]
    assert len(list(svg.iter("polyline"))) == 1
    assert drawn.count('class="limite"') == 1
    assert "style=" not in drawn and "script" not in drawn


def test_no_figure_leaves_the_drawing():
    numbers = [int(number) for number in re.findall(r"\d+", " ".join(re.findall(r'points="([^"]+)"', eventail(FAN))))]

    assert numbers and all(0 <= number <= 10_000 for number in numbers)


def test_one_day_alone_is_no_picture():
    assert eventail(Fan("x", DAYS[:1], ((0,) * 5,))) == ""


def test_what_somebody_called_a_partner_is_text():
    assert "<b>" not in eventail(Fan("<b>CeA</b>", DAYS, FAN.bands, 40_00))


def test_an_envelope_is_drawn_over_its_own_year():
    shown = {panel.pot.key: panel.rows for panel in panels(simulate(Question(STANDING, runs=20)))}

    assert shown["cea/2022"][0].day == date(2022, 5, 12) and shown["cea/2022"][-1].day == date(2022, 12, 31)
    assert shown["cea/2023"][0].day == date(2022, 12, 31) and shown["cea/2023"][-1].day == date(2023, 12, 31)


def test_one_that_hardly_ever_runs_dry_says_no_day():
    [panel, *_] = panels(simulate(Question(STANDING, runs=20)))
    quiet = Panel(type(panel.pot)(**{**_values(panel.pot), "dry_permille": 50}), "CeA", panel.days)

    assert quiet.dry == [] and quiet.chance == "5 fois sur 100"
    assert (chance(0), chance(999)) == ("moins d’une fois sur 100", "plus de 99 fois sur 100")


def _values(pot: object) -> dict[str, object]:
    return {name: getattr(pot, name) for name in pot.__dataclass_fields__}  # type: ignore[attr-defined]


def test_words_beside_a_fan():
    assert euros_ronds(1234_56) == "1\u00a0235\u00a0€"
    assert [euros_signe(cents) for cents in (12_00, -12_00, 20)] == ["+12\u00a0€", "−12\u00a0€", "pareil"]
    assert [signe(number) for number in (3, -2, 0)] == ["+3", "−2", "pareil"]
    assert jour_court(date(2022, 8, 1)) == "1er août 2022" and jour_court(None) == ""


def _words_of_the_limit(fan: Fan) -> tuple[str, str]:
    """(where across, how far from the line) the words of the limit stand."""
    [(across, apart)] = re.findall(
        r'<text(?: class="dit")? x="([^"]+)" y="[^"]+" dy="([^"]+)">enveloppe, ', eventail(fan)
    )
    return str(across), str(apart)


def test_the_words_of_the_limit_stand_where_the_bands_are_not():
    rising = Fan(
        "x", DAYS, ((10_00,) * 5, (20_00, 25_00, 30_00, 35_00, 40_00), (30_00, 45_00, 60_00, 80_00, 90_00)), 60_00
    )
    falling = Fan("x", DAYS, tuple(reversed(rising.bands)), 60_00)
    crossed_soon = Fan(
        "x", DAYS, ((58_00,) * 5, (58_00, 65_00, 70_00, 75_00, 90_00), (80_00, 85_00, 90_00, 95_00, 99_00)), 60_00
    )

    assert _words_of_the_limit(rising) == ("0", "-5")
    assert _words_of_the_limit(falling) == ("100%", "-5")
    assert _words_of_the_limit(crossed_soon) == ("100%", "14")
