"""The pages of a committee's rules: what holds, a version to adopt, a count to try."""

import pytest

from committees import rulesets
from committees.models import RuleSet
from okote_flow import clock
from tests.actions.committee_cast import seated, stage
from tests.views.committee_pages import as_, form_codes, get, post, text, url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


def typed(bench, **changes):
    """The form of a version, as a browser sends it."""
    now = rulesets.holding(bench.ce).values()
    act = {"reference": "Procès-verbal du 2 mai 2022, point 3", "adopted_on": clock.today().isoformat()}
    return {name: value for name, value in (now | act | changes).items() if value is not False}


def test_a_member_reads_what_holds_and_where_each_value_comes_from(bench):
    page = text(get(bench.ines, "rules", "ce"))

    assert "n’a pas encore adopté ses propres règles" in page
    assert "CRPA, art. R133-3 et suivants (modèle)" in page
    assert "Adopter un règlement" not in page
    assert "Aucune version adoptée" in page


def test_the_secretary_enters_a_version_and_everybody_reads_what_it_changes(bench):
    answer = post(bench.esther, "adopt_rules", "ce", **typed(bench, notice_days=8, counts_proxies=False))

    assert answer.status_code == 302
    page = text(get(bench.ines, "rules", "ce")).replace("\u00a0", " ")
    assert "Version 1, en vigueur depuis le" in page
    assert "Convocation avant la séance : 5 jours → 8 jours" in page
    assert "Les membres représentés comptent : oui → non" in page


def test_what_is_refused_stays_as_it_was_typed(bench):
    answer = post(bench.esther, "adopt_rules", "ce", **typed(bench, majority_num=1, majority_den=3, reference="PV 3"))

    assert form_codes(answer) == ["no-majority"]
    assert 'value="PV 3"' in text(answer)
    assert not RuleSet.objects.exists()


def test_a_member_sees_why_they_do_not_enter_it(bench):
    page = text(get(bench.ines, "adopt_rules", "ce"))

    assert "le secrétariat ou la présidence du comité" in page
    assert form_codes(post(bench.ines, "adopt_rules", "ce", **typed(bench, notice_days=8))) == ["not-yours"]


THERE = {"room": 4, "remote": 0, "represented": 0, "qualified": 0, "absent": 0, "recused": 0, "recused_aside": 0}
SAID = {"n_for": 2, "n_for_with_conditions": 0, "n_against": 2, "n_abstain": 0, "conditions": 0, "presiding": ""}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Égalité, sans voix prépondérante : non adopté."),
        ({"presiding": "for"}, "Égalité, la voix de la présidence l’emporte : adopté."),
        ({"presiding": "for", "secret": "on"}, "Égalité, sans voix prépondérante : non adopté."),
        ({"absent": 5}, "Le quorum manque : le comité ne se prononce pas."),
        ({"absent": 5, "second_call": "on", "n_against": 1}, "À la majorité des suffrages exprimés : adopté."),
        ({"absent": 5, "recused_aside": 1}, "Quorum : 4 pour 5 requis, sur 9."),
    ],
)  # fmt: skip
def test_any_count_is_read_with_the_sentence_of_a_real_result(bench, change, sentence):
    page = get_count(bench.ines, THERE | SAID | change)

    assert sentence in text(page).replace("\u00a0", " ")


def get_count(person, count):
    return as_(person).get(url("simulator", "ce"), count)


def test_more_votes_than_voices_are_refused_and_kept(bench):
    answer = get_count(bench.ines, THERE | SAID | {"n_for": 9})

    assert "11 votes pour 4 voix présentes ou représentées" in text(answer).replace("\u00a0", " ")
    assert 'name="n_for" value="9"' in text(answer)


def test_without_a_count_it_shows_one_to_start_from(bench):
    assert "À la majorité des suffrages exprimés" in text(get(bench.ines, "simulator", "ce"))


@pytest.mark.parametrize("versions", [1, 4])
def test_the_page_takes_as_many_queries_for_many_versions_as_for_one(bench, versions, django_assert_max_num_queries):
    for number in range(versions):
        post(bench.esther, "adopt_rules", "ce", **typed(bench, notice_days=6 + number))
    with django_assert_max_num_queries(31):
        get(bench.ines, "rules", "ce")
