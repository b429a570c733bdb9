"""Rules of the administration: which values are rules, how an effect is said, when Alsace does not work."""

from dataclasses import replace
from datetime import date

import pytest

from dossiers.holidays import easter, holidays
from okote_flow.administration.rules import places
from okote_flow.administration.rules.impact import Finding, Group, Line, lead
from okote_flow.administration.rules.values import changed, value_refusals
from okote_flow.parameters import Parameters

NOW = Parameters()


def codes(refusals) -> list[str]:
    return [one.code for one in refusals]


@pytest.mark.parametrize(
    "wished",
    [
        {"threshold_bps": 10_001}, {"threshold_bps": 0}, {"quorum_num": 1, "quorum_den": 3}, {"sheets_num": 3},
        {"campaign_days": 61}, {"goal_low_cents": 13_000_00}, {"advance_bps": 5_000}, {"matching_mode": "other"},
        {"unknown": 1}, {"threshold_bps": True}, {"casting_vote": 0}, {"notice_days": -1},
        {"report_late_days": 60}, {"draft_notice_days": 360},
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_refused_by_name(wished):
    assert set(codes(value_refusals(NOW, wished))) == {"rules-unfit"}


@pytest.mark.parametrize("name", [name for name, value in Parameters().values().items() if type(value) is int])
def test_every_rule_that_is_a_number_has_an_end(name):
    assert set(codes(value_refusals(NOW, {name: 10**12}))) == {"rules-unfit"}


def test_public_figures_always_rest_on_somebody():
    assert codes(value_refusals(NOW, {"public_least": 0})) == ["rules-unfit"]


def test_what_changes_nothing_is_no_proposal():
    assert codes(value_refusals(NOW, {"threshold_bps": 7500})) == ["rules-nothing"]
    assert changed(NOW, {"threshold_bps": 7500, "fee_bps": 0}) == {"fee_bps": 0}


def test_values_that_fit_together_are_accepted():
    wished = {"campaign_days": 70, "campaign_max_days": 90, "quorum_num": 2, "quorum_den": 3, "postponements": 0}

    assert codes(value_refusals(NOW, wished)) == []


WON = Line("A", "échouée", "réussie", turn=1, dossier=1, partners={"la CeA": 3_150_00, "Moulin": 3_000_00})
LOST = Line("B", "réussie", "échouée", turn=-1, dossier=2, partners={"la CeA": -1_000_00})


def test_the_effect_on_campaigns_is_said_with_what_each_partner_would_pay():
    finding = Finding(Group.CAMPAIGNS, lead(["70\u00a0%"]), (WON, replace(WON, dossier=3, partners={})), (1, 2, 3))

    assert finding.sentence == (
        "Avec 70\u00a0%, 2\u00a0campagnes de plus auraient réussi\u00a0; "
        "3\u00a0150\u00a0€ de plus pour la CeA, 3\u00a0000\u00a0€ de plus pour Moulin."
    )


def test_what_a_reader_may_not_open_is_in_no_list_and_in_no_sum():
    whole = Finding(Group.CAMPAIGNS, "Avec ces règles", (WON, LOST), (1, 2))

    theirs = whole.for_reader({2}, ())

    assert theirs.lines == (LOST,)
    assert theirs.tried == 1
    assert theirs.partners == {"la CeA": -1_000_00}
    assert "1\u00a0000\u00a0€ de moins pour la CeA" in theirs.sentence and "réussi" not in theirs.sentence


def test_a_meeting_is_shown_with_its_committee_alone():
    line = Line("Séance", "5 jours", "trop tard", turn=-1, committee="engagement")
    whole = Finding(Group.NOTICE, "Avec 8\u00a0jours", (line,), meetings=("engagement",))

    assert whole.for_reader({1, 2}, {"steering"}).tried == 0
    assert whole.for_reader((), {"engagement"}).lines == (line,)


def test_a_finding_is_stored_and_read_back():
    whole = Finding(Group.CAMPAIGNS, "Avec ces règles", (WON, LOST), (1, 2), note="Note.")

    assert Finding.of(whole.stored()) == whole


def test_nothing_tried_is_said_as_such():
    assert Finding(Group.CAMPAIGNS, "Avec 70\u00a0%", ()).sentence == (
        "Avec 70\u00a0%\u00a0: aucune campagne n’est encore finie."
    )


EASTERS = {1900: (4, 15), 1954: (4, 18), 2000: (4, 23), 2008: (3, 23), 2022: (4, 17), 2024: (3, 31), 2038: (4, 25)}


@pytest.mark.parametrize(("year", "day"), EASTERS.items())
def test_easter_is_where_the_almanac_has_it(year, day):
    assert easter(year) == date(year, *day)


def test_alsace_rests_on_good_friday_and_on_saint_stephen():
    found = holidays(2022)

    assert len(found) == 13
    assert found[date(2022, 4, 15)] == "Vendredi saint"
    assert found[date(2022, 12, 26)].startswith("Saint-Étienne")
    assert found[date(2022, 5, 26)] == "Ascension"
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("siren", "good"), [("246700488", True), ("246700489", False), ("24670048", False), ("", False)]
)
def test_a_siren_has_its_key(siren, good):
    assert (codes(places.siren_refusals(siren)) == []) is good


@pytest.mark.parametrize(("insee", "good"), [("67180", True), ("2A004", True), ("2C004", False), ("6718", False)])
def test_a_commune_has_a_code_of_the_insee(insee, good):
    assert (codes(places.insee_refusals(insee)) == []) is good


def test_what_the_calendar_says_already_is_not_entered():
    assert codes(places.usual_refusals(date(2022, 5, 26), "Ascension", is_off=True)) == ["day-usual"]
    assert codes(places.usual_refusals(date(2022, 5, 27), "", is_off=False)) == ["day-usual"]
    assert codes(places.usual_refusals(date(2022, 5, 27), "", is_off=True)) == []
    assert codes(places.usual_refusals(date(2022, 5, 28), "", is_off=False)) == []
