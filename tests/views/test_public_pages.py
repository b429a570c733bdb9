"""What everybody may read: campaigns with what a gift becomes, those that ended, how to bring a project."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from dossiers.programme import criteria
from funding import access, actions, calculator, counters, showcase
from funding.models import Refund
from funding.rules import fee_on
from okote_flow import clock
from okote_flow.directory.models import Territory
from tests.money import MoneyWorld, again
from tests.views.crowd import queries_of


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


def page_of(campaign, **asked) -> str:
    response = Client().get(reverse("funding:campaign", args=[campaign.pk]), asked)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("\u00a0", " ")


def words(campaign, **asked) -> str:
    return plain(page_of(campaign, **asked))


def home(**asked) -> str:
    return Client().get(reverse("home"), asked).content.decode()


# What a gift becomes


@pytest.mark.parametrize("already", [0, 1, 999_99, 3_999_90, 4_000_00, 5_000_00])
@pytest.mark.parametrize("cents", [5_00, 20_00, 33_33, 2_500_00])
def test_what_is_said_of_a_gift_is_what_the_books_then_do(money, already, cents):
    campaign = money.prepared(cea=4_000_00, firm=1_500_00)
    actions.pledge(campaign, partner=money.mill, cap_cents=1_000_01, by=money.odile)
    actions.agree_campaign(campaign.dossier, by=money.alice)
    actions.open_campaign(campaign.dossier, by=money.odile)
    campaign = again(campaign)
    if already >= campaign.gift_min_cents:
        money.gift(campaign, already)
    before = access.matched_cents([campaign])

    said = calculator.becomes(counters.counter(campaign), cents)
    money.gift(campaign, cents)

    after = access.matched_cents([campaign])
    done = {css: after[campaign.pk, kind] - before[campaign.pk, kind] for kind, css, *_ in calculator.COLLEGES}
    assert {answer.css: answer.cents for answer in said.answers} == done
    assert said.project_cents == cents + sum(done.values()) - fee_on(cents, campaign.fee_bps)


def test_the_fee_is_said_before_anybody_gives_and_is_that_of_the_settlement(money):
    campaign = money.running()

    said = words(campaign, don="100")

    assert "Frais, en cas de réussite : 8 % de votre don 8 €" in said
    assert "Pour le projet 292 €" in said
    settled = money.settled(4_000_00)
    assert settled.settlements.get().lines.get(pledge=None).fee_cents == fee_on(4_000_00, settled.fee_bps)


def test_a_cap_that_is_nearly_used_up_is_told_before_the_gift(money):
    campaign = money.running(firm=1_000_00)
    money.gift(campaign, 990_00)

    said = words(campaign, don="50")

    assert "Les entreprises avaient promis 1 000 €, presque tout est apporté : elles ajoutent 10 €." in said
    assert "Les collectivités avaient promis" not in said
    assert "110 € réunis" in said


def test_a_college_that_gave_all_or_that_nobody_stands_for_is_told(money):
    used_up = money.running(firm=1_000_00)
    money.gift(used_up, 1_000_00)
    alone = money.running(firm=0)

    assert "Les entreprises ont déjà apporté tout ce qu’elles avaient promis, 1 000 €." in words(used_up)
    assert "Aucune entreprise n’abonde ce projet." in words(alone)
    assert "Ils ajoutent 1 € à chacun de vos euros" in words(alone)


def test_the_gift_that_crosses_the_threshold_is_told(money):
    campaign = money.running()
    money.gift(campaign, 2_950_00)

    assert "Encore 50 € de dons" in words(campaign)
    assert "Avec votre don, le seuil est franchi." in words(campaign, don="50")
    assert "Avec votre don, le seuil est franchi." not in words(campaign, don="20")


def test_another_amount_is_calculated_without_script(money):
    html = page_of(money.running(), don="autre", montant="35,50")

    assert "106,50 € réunis" in plain(html)
    assert 'value="35,50"' in html
    assert 'value="autre" checked' in html


@pytest.mark.parametrize(
    "asked",
    [
        {"don": "autre", "montant": ""},
        {"don": "autre", "montant": "1"},
        {"don": "autre", "montant": "-20"},
        {"don": "autre", "montant": "0"},
        {"don": "autre", "montant": "999999999999"},
        {"don": "autre", "montant": "🐈" * 5000},
        {"don": "autre", "montant": "\u202e٢٠"},
        {"don": "<script>alert(1)</script>", "montant": "x"},
        {"don": "", "montant": "\x00"},
    ],
)
def test_an_amount_that_cannot_be_is_told_and_nothing_is_calculated(money, asked):
    html = page_of(money.running(), **asked)

    assert 'id="devient-erreur"' in html
    assert "réunis</small>" not in html
    assert "<script>alert" not in html


def test_the_calculator_answers_htmx_with_its_part_announced_once(money):
    campaign = money.running()

    url = reverse("funding:campaign", args=[campaign.pk])
    response = Client().get(url, {"don": "10"}, headers={"HX-Request": "true"})

    html = response.content.decode()
    assert "<html" not in html
    assert html.count('role="status"') == 1
    assert "HX-Request" in response["Vary"]
    assert page_of(campaign).count('id="devient-dit"') == 1


# The page of a campaign


def test_partners_are_hatched_until_the_threshold_is_met(money):
    campaign = money.running()
    money.gift(campaign, 2_999_00)
    before = counters.counter(campaign).lanes

    money.gift(campaign, 5_00)

    assert [lane.promised for lane in before] == [False, True, True]
    assert [lane.promised for lane in counters.counter(campaign).lanes] == [False, False, False]


def test_giving_is_by_the_form_or_by_transfer_with_the_reference(money, settings):
    settings.GIFT_IBAN = "FR76 0000 0000"
    campaign = money.running()

    html = page_of(campaign)

    assert f"DON {campaign.dossier.number}" in html
    assert "FR76 0000 0000" in html
    assert "Le formulaire mène au paiement par carte" in html
    assert 'method="post"' not in html
    assert "votre don vous est rendu en entier" in html


def test_expenses_are_shown_and_resources_are_not(money):
    campaign = money.running()
    lines = campaign.dossier.budget_lines.all()

    html = page_of(campaign)

    assert lines
    assert all((f">{line.label}</td>" in html) == (line.side == "expense") for line in lines)


def test_a_page_can_be_shared_without_asking_anybody(money):
    html = page_of(money.running())

    assert '<meta property="og:title" content="Conserverie solidaire">' in html
    assert 'property="og:description"' in html
    assert not re.search(r"(?:src|href)=\"https?://(?!testserver)", html)


def test_after_a_failure_donors_are_being_refunded_then_have_been(money):
    campaign = money.closed(1_000_00)
    early = words(campaign)
    actions.confirm_refunds(campaign.dossier, reference="SEPA-R", by=money.tess)

    late = words(campaign)

    assert "Seuil non atteint" in early and "Les donateurs sont remboursés en entier." in early
    assert "Les donateurs ont été remboursés." in late
    assert "1 000 € 1 don, sur 4 000 €" in late  # what was given stays told
    assert Refund.objects.pending().count() == 0
    assert "Comment donner" not in late


def test_a_campaign_that_won_says_what_each_brought_and_takes_nothing_more(money):
    said = words(money.settled(4_000_00))

    assert "Campagne gagnée" in said
    assert "11 680 € pour le projet, frais déduits" in said
    assert "Ils ont complété les dons" in said
    assert "Je donne" not in said


def test_between_the_end_and_the_decision_gifts_are_closed(money):
    campaign = money.running()

    with clock.frozen(campaign.window.ends_at):
        said = words(campaign)

    assert "Dons clos" in said and "Je donne" not in said


@pytest.mark.parametrize(
    ("before_end", "phase", "left"),
    [
        (timedelta(days=12), "running", "12 jours"),
        (timedelta(hours=48), "last_hours", "48 heures"),
        (timedelta(hours=1), "last_hours", "1 heure"),
        (timedelta(minutes=5), "last_hours", "moins d’une heure"),
        (timedelta(0), "counting", ""),
    ],
)
def test_the_last_two_days_are_counted_in_hours(money, before_end, phase, left):
    campaign = money.running()

    with clock.frozen(campaign.window.ends_at - before_end):
        found = showcase.phase_of(campaign), showcase.time_left(campaign)

    assert found == (phase, left)


def test_every_theme_has_a_cover_that_is_drawn(settings):
    drawn = {path.stem for path in Path(settings.BASE_DIR, "static/img/couvertures").glob("*.svg")}

    assert {cover.file for covers in showcase.COVERS.values() for cover in covers} == drawn


# The home page and the campaigns that ended


def test_the_home_page_takes_the_same_queries_with_one_campaign_and_with_five(money, client):
    money.gift(money.running(), 100_00)
    money.settled()
    few = [queries_of(client, page) for page in ("/", "/campagnes/terminees/")]
    for _ in range(4):
        money.gift(money.running(), 100_00)
    money.closed(10_00)

    many = [queries_of(client, page) for page in ("/", "/campagnes/terminees/")]

    assert many == few


def test_beyond_six_campaigns_territories_filter_and_pages_turn(money):
    for _ in range(6):
        money.running(cea=0)
    at_a_glance = home()
    for _ in range(3):
        money.running(cea=0)

    crowded = home()
    territory = access.running_campaigns().first().dossier.territory

    assert "Filtrer par territoire" not in at_a_glance
    assert "Filtrer par territoire" in crowded
    assert len(re.findall(r"/campagnes/\d+/", crowded)) == 8
    assert len(re.findall(r"/campagnes/\d+/", home(page="2"))) == 1
    assert "Page 1 sur 2" in home(territoire=territory.code)
    assert "Page 1 sur 2" in home(territoire="<nulle-part>", page="x")


def test_a_territory_without_campaign_says_so(money):
    money.running()
    elsewhere = Territory.objects.create(code="ailleurs", name="Ailleurs")

    html = home(territoire=elsewhere.code)

    assert "Aucune campagne en cours sur ce territoire" in html
    assert not re.findall(r"/campagnes/\d+/", html)


def test_cards_say_reached_won_missed_and_refunded(money):
    reached = money.running()
    money.gift(reached, 3_000_00)
    money.settled()
    missed = money.closed(10_00)

    ended = plain(Client().get(reverse("funding:ended")).content.decode())

    assert "Seuil atteint" in plain(home()) and "Campagne gagnée" in plain(home())
    assert f"/campagnes/{missed.pk}/" not in home()
    assert "Seuil non atteint" in ended and "Les donateurs sont remboursés." in ended
    assert "L’argent est en cours de versement." in ended


def test_the_figures_count_what_runs_and_what_won_and_not_what_was_given_back(money):
    money.gift(money.running(), 100_00)
    money.settled(4_000_00)
    money.closed(10_00)

    found = access.totals()

    assert (found.projects, found.gifts, found.gifts_cents, found.gathered_cents) == (1, 2, 4_100_00, 12_300_00)


def test_without_any_campaign_the_home_page_offers_to_bring_a_project(money):
    money.prepared()

    said = plain(home())

    assert "Aucune campagne en ce moment" in said


def test_what_a_project_needs_is_said_before_it_is_asked(money):
    html = Client().get(reverse("deposit")).content.decode()

    assert all(criterion.guidance.split("\n")[0][:20] in html for criterion in criteria())
    assert "Liste des dirigeants" in html
    assert f"{reverse('account_signup')}?next={reverse('dossiers:new')}" in html
