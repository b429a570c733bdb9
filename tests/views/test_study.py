"""The page of a dossier for those who examine it: tabs, what a decision needs, what they have not seen yet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from committees.actions import recuse
from committees.models import RecusalGround
from dossiers import actions, likeness, looks, public_money, study
from dossiers.lifecycle import State
from dossiers.models import Dossier, Look
from dossiers.models.content import Side
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.directory.models import LegalForm, Organization
from tests.actions.test_snapshots import answered
from tests.views.crowd import queries_of, submitted

pytestmark = pytest.mark.django_db


def url(dossier, tab=""):
    return reverse("dossiers:dossier", args=[dossier.pk]) + (f"?onglet={tab}" if tab else "")


def seen_by(client, person, dossier, tab=""):
    client.force_login(person)
    return client.get(url(dossier, tab))


def texts(response):
    return " ".join(point.text for point in response.context["points"])


# Tabs


@pytest.mark.parametrize("tab", list(study.TABS))
def test_each_tab_is_a_page_of_its_own_with_the_acts_beside_it(client, alsace, tab):
    dossier = alsace.ready("close")

    response = seen_by(client, alsace.odile, dossier, tab)

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('aria-current="page">' + study.TABS[tab]) == 1
    assert html.count('id="actions"') == 1
    assert html.count("<h1") == 1


def test_an_unknown_tab_is_the_first_one(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert seen_by(client, world.odile, dossier, "secret").context["tab"] == "resume"


def test_the_first_tab_shows_what_the_present_stage_is_about(client, alsace):
    at_committee, in_campaign = alsace.dossier(State.TERRITORIAL_REVIEW), alsace.dossier(State.CAMPAIGN)

    assert "Les comités" in seen_by(client, alsace.odile, at_committee).content.decode()
    assert "La campagne et l’argent" in seen_by(client, alsace.odile, in_campaign).content.decode()
    assert "La campagne et l’argent" not in seen_by(client, alsace.odile, in_campaign, "comites").content.decode()


def test_the_holder_has_no_tabs(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert "tabs" not in seen_by(client, world.alice, dossier).context


def test_acts_that_are_open_come_first_and_what_ends_the_dossier_last(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    mine = seen_by(client, world.odile, dossier).context["mine"]

    assert mine[0].is_open and not mine[0].is_grave
    assert [button.label for button in mine if button.is_grave] == [mine[-1].label]


@pytest.mark.parametrize("tab", list(study.TABS))
def test_the_queries_of_a_tab_do_not_grow_with_the_dossiers(client, world, tab):
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.odile)
    submitted(world, 30)
    few = queries_of(client, url(dossier, tab))
    submitted(world, 120)

    many = queries_of(client, url(dossier, tab))

    assert many == few
    assert many <= 61


# What to know before a decision


def test_a_dossier_without_trouble_says_what_is_in_order(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    response = seen_by(client, world.odile, dossier)

    assert "budget équilibré à 12\u00a0000\u00a0€" in response.context["in_order"]
    assert "compétence de la CeA n’est pas encore constatée" in texts(response)


def test_what_is_missing_is_said_beside_the_button(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    Dossier.objects.filter(pk=dossier.pk).update(summary="", republican_commitment_at=None)
    dossier.budget_lines.filter(side=Side.RESOURCE).update(amount_cents=10_000_00)

    said = texts(seen_by(client, world.odile, dossier))

    for word in (
        "le résumé",
        "il manque 2\u00a0000\u00a0€ de produits",
        "1 question prête",
        "L’engagement républicain",
    ):
        assert word in said


def test_two_months_of_silence_are_announced_and_never_more_than_an_alert(client, alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    assert "CRPA" not in texts(seen_by(client, alsace.odile, dossier))

    alsace.forward(days=50)

    assert "CRPA, art. L231-4" in texts(seen_by(client, alsace.odile, dossier))


# Public money


def test_public_money_is_summed_by_authority_and_year_for_the_same_siren(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    twin = alsace.dossier(State.CAMPAIGN)
    Organization.objects.filter(pk=twin.organization_id).update(siret="24670048800025")

    [year] = public_money.years(alsace.odile, dossier)

    assert year.year == 2022
    assert (year.funders[0].name, year.funders[0].dossiers) == (alsace.cea.name, 2)
    alone = sum(pledge.cap_cents for pledge in dossier.campaign.pledges.filter(partner=alsace.cea))
    assert year.funders[0].decided_cents == 2 * alone


def test_what_a_reader_may_not_see_is_not_counted(alsace):
    dossier, other = alsace.dossier(State.CAMPAIGN), alsace.dossier(State.CAMPAIGN)
    before = public_money.years(alsace.odile, dossier)[0].decided_cents

    recuse(other, ground=RecusalGround.choices[0][0], by=alsace.odile)

    assert public_money.years(alsace.odile, dossier)[0].decided_cents < before
    assert likeness.siblings(alsace.odile, dossier) == []


def test_what_was_settled_counts_and_what_was_given_up_does_not(alsace):
    paid, failed = alsace.dossier(State.FOLLOW_UP), alsace.dossier(State.CAMPAIGN_FAILED)
    paid_lines = paid.campaign.settlements.get(state="approved").lines.filter(pledge__college="authority")

    [year] = public_money.years(alsace.odile, failed)

    assert year.decided_cents == year.paid_cents == sum(line.gross_cents for line in paid_lines)


@pytest.mark.parametrize(
    ("cents", "over"), [(23_000_00, False), (23_000_01, True), (153_000_00, True), (153_000_01, True)]
)
def test_the_marks_are_passed_above_them_and_not_at_them(cents, over):
    funder = public_money.Funder("CeA", cents, 0, 1)
    year = public_money.Year(2022, (funder,))

    assert funder.is_over is over
    assert bool(year.over_one) is over
    assert year.is_over is (cents > 153_000_00)
    assert euros(23_000_00) in funder.said or "avant la convention" in funder.said


def test_the_bar_never_overflows():
    year = public_money.Year(2022, (public_money.Funder("CeA", 900_000_00, 900_000_00, 1),))

    assert year.decided_percent == year.paid_percent == 100
    assert 0 < year.convention_percent < year.accounts_percent < 100


# The same structure, the same project


def another(world, title, *, siret="24670048800025", city="Haguenau", applicant=None):
    """A handed-in dossier of somebody else, of the same SIREN unless told otherwise."""
    applicant = applicant or world.bruno
    organization = Organization.objects.create(name="Autre", legal_form=LegalForm.ASSOCIATION_1901, siret=siret)
    [dossier] = submitted(world, 1)
    Dossier.objects.filter(pk=dossier.pk).update(
        title=title, city=city, organization=organization, applicant=applicant
    )
    return dossier


@pytest.mark.parametrize(
    ("title", "siret", "city", "reasons"),
    [
        ("La conserverie solidaire", "24670048800025", "Colmar", ["même structure et intitulé proche"]),
        ("Conserveries solidaires", "", "HAGUENAU", ["même commune et intitulé proche"]),
        ("Conserverie solidaire", "", "Colmar", []),
        ("Conserverie de poissons de mer", "24670048800025", "Haguenau", []),
    ],
)
def test_a_probable_duplicate_is_named_with_its_reason(world, title, siret, city, reasons):
    dossier = actions.submit(world.draft(), by=world.alice)
    other = another(world, title, siret=siret, city=city)

    found = likeness.twins(world.odile, dossier)

    assert [(twin.dossier.pk, twin.reasons) for twin in found] == ([(other.pk, reasons)] if reasons else [])


def test_the_same_person_with_another_structure_is_named(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    another(world, "Tout autre chose", siret="", applicant=world.alice)

    assert [twin.reasons for twin in likeness.twins(world.odile, dossier)] == [["même porteur, autre structure"]]


def test_a_new_try_that_names_the_old_one_is_no_duplicate(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    other = another(world, "Conserverie solidaire")
    Dossier.objects.filter(pk=other.pk).update(previous=dossier)

    assert likeness.twins(world.odile, dossier) == []
    assert [one.pk for one in likeness.siblings(world.odile, dossier)] == [other.pk]


def test_drafts_of_others_are_neither_siblings_nor_duplicates(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    world.draft()

    assert likeness.siblings(world.odile, dossier) == []
    assert likeness.twins(world.odile, dossier) == []


@pytest.mark.parametrize("title", ["", "!!!", "de la", "\u202e", "é" * 140])
def test_any_title_can_be_compared(title):
    assert likeness.likeness(title, "Conserverie") == 0


# Since the last look


def test_a_first_visit_has_nothing_to_compare_with(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert seen_by(client, world.odile, dossier).context["since"] is None
    assert Look.objects.get().user == world.odile


def test_the_next_visit_says_what_happened_and_how_many_fields_changed(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    seen_by(client, world.odile, dossier)
    with clock.frozen(clock.now() + timedelta(days=1)):
        question = actions.ask_question(dossier, text="Quel local ?", by=world.odile)
        dossier = actions.ask_complements(dossier, by=world.odile)
        actions.answer_question(question, text="Celui-ci.", by=world.alice)
        actions.edit_project(dossier, by=world.alice, city="Saverne")
        actions.answer_complements(dossier, by=world.alice)
        response = seen_by(client, world.odile, dossier)

    since = response.context["since"]
    assert {fact.who for fact in since.facts} == {"Alice Muster"}
    assert since.fields == 2
    assert "Depuis votre visite du mardi 1er mars 2022" in response.content.decode()
    assert f"/dossiers/{dossier.pk}/comparer/?de=1&amp;a=2" in response.content.decode()


def test_changing_tabs_forgets_nothing_and_the_visit_after_does(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    seen_by(client, world.didier, dossier)
    with clock.frozen(clock.now() + timedelta(days=1)):
        actions.ask_question(dossier, text="Quel local ?", by=world.odile)
        first = seen_by(client, world.didier, dossier).context["since"]
    with clock.frozen(clock.now() + timedelta(days=1, minutes=20)):
        again = seen_by(client, world.didier, dossier, "budget").context["since"]
    with clock.frozen(clock.now() + timedelta(days=2)):
        later = seen_by(client, world.didier, dossier).context["since"]

    assert [fact.label for fact in first.facts] == ["Question préparée"]
    assert again == first
    assert later is None


def test_a_look_is_noted_without_a_fact_and_not_by_the_live_line(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)
    client.force_login(world.odile)
    facts = len(looks.versions(dossier)), dossier.looks.count()

    client.get(url(dossier), headers={"HX-Request": "true"})
    client.head(url(dossier))

    assert (len(looks.versions(dossier)), dossier.looks.count()) == facts


def test_a_holder_leaves_no_look(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    seen_by(client, world.alice, dossier)

    assert not Look.objects.exists()


# Comparing


def compared(client, person, dossier, **asked):
    client.force_login(person)
    return client.get(reverse("dossiers:compare", args=[dossier.pk]), asked)


def test_two_versions_are_compared_in_words(client, world):
    dossier = answered(world)

    html = compared(client, world.odile, dossier, de=1, a=2).content.decode()

    assert "<del>" in html and "quartier</del>" in html
    assert "village</ins>" in html


@pytest.mark.parametrize(("old", "new"), [("2", "1"), ("", ""), ("9", "x"), ("2", "2"), ("-1", "'"), ("²", "1")])
def test_an_address_that_names_no_versions_compares_the_nearest(client, world, old, new):
    dossier = answered(world)

    context = compared(client, world.odile, dossier, de=old, a=new).context

    assert (context["old"].number, context["new"].number) == (1, 2)


def test_a_single_version_says_so(client, world):
    dossier = actions.submit(world.draft(), by=world.alice)

    assert "Une seule version" in compared(client, world.odile, dossier).content.decode()
    assert "Aucune version" in compared(client, world.alice, world.draft()).content.decode()


def test_a_stranger_compares_nothing(client, world):
    assert compared(client, world.zoe, answered(world)).status_code == 404
