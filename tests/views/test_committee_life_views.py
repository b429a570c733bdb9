"""Pages of a committee's own life: noticed projects, help to campaigns, all of Alsace."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import Committee, Help, HelpKind, Lead, RecusalGround
from dossiers.lifecycle import State
from dossiers.models import Condition, Dossier
from dossiers.models.exchange import Gate
from okote_flow import clock
from okote_flow.steering import overview
from okote_flow.steering.overview import FATES, Criteria
from tests.views.crowd import queries_of
from tests.views.moments import client_of
from tests.views.scene import NORD, noticed

pytestmark = pytest.mark.django_db


def text(client, page, **kwargs):
    answer = client.get(page, **kwargs)
    assert answer.status_code == 200
    return answer.getvalue().decode()


# Noticed projects


def test_a_member_notes_a_project_and_a_mistake_keeps_what_was_typed(alsace):
    client, page = client_of(alsace.tania), reverse("committees:note_lead", args=[NORD])

    answer = client.post(page, {"name": "La Grange aux outils", "siren": "12"})
    assert answer.status_code == 409
    assert "La Grange aux outils" in answer.content.decode()
    assert client.post(page, {"name": ""}).status_code == 422
    done = client.post(page, {"name": "La Grange aux outils", "caller": alsace.tom.pk, "call_by": clock.today()})
    assert done.status_code == 302

    assert "La Grange aux outils" in text(client, reverse("committees:leads"))
    assert "La Grange aux outils" in text(client_of(alsace.tom), reverse("inbox"))
    again = client.post(page, {"name": "La grange aux outils"})
    assert again.status_code == 409
    assert reverse("committees:lead", args=[Lead.objects.get().pk]) in again.content.decode()


def test_the_list_is_filtered_by_its_address_and_exported_without_any_contact(alsace):
    lead, _ = noticed(alsace)
    client, page = client_of(alsace.tom), reverse("committees:leads")

    for question in ("q=fournil", "etat=to_call", f"territoire={alsace.nord.pk}", f"appelant={alsace.tania.pk}"):
        assert lead.name in text(client, f"{page}?{question}")
    for question in ("q=absent", "etat=dropped"):
        assert lead.name not in text(client, f"{page}?{question}")
    exported = text(client, reverse("committees:export_leads"))
    assert lead.name in exported
    assert "Ofen" not in exported and "fournil@okote.test" not in exported


def test_the_page_of_a_lead_says_what_to_do_next_and_takes_it_back(alsace):
    lead, call = noticed(alsace)
    client, page = client_of(alsace.tania), reverse("committees:lead", args=[lead.pk])
    said = text(client, page)
    assert "Ludivine Ofen" in said and "Elle veut être rappelée." in said and str(lead.code) in said

    client.post(reverse("committees:take_back_call", args=[call.pk]))
    assert "Personne n’a encore appelé." in text(client, page)
    assert client_of(alsace.sonia).get(page).status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_few(alsace, client):
    noticed(alsace)
    client.force_login(alsace.serge, backend="django.contrib.auth.backends.ModelBackend")
    few = [queries_of(client, reverse(f"committees:{name}")) for name in ("leads", "export_leads")]
    room = Committee.objects.get(code=NORD)
    for number in range(12):
        committees.note_lead(room, name=f"Projet {number}", caller=alsace.tom, by=alsace.tania)

    assert [queries_of(client, reverse(f"committees:{name}")) for name in ("leads", "export_leads")] == few


def test_an_invitation_leads_its_person_to_a_draft(alsace, client):
    lead, _ = noticed(alsace)
    page = reverse("committees:lead_invitation", args=[lead.code])
    stranger = text(client, page)
    assert lead.name in stranger and "Ofen" not in stranger

    zoe = client_of(alsace.zoe)
    answer = zoe.post(page)
    draft = Dossier.objects.get(title=lead.name)
    assert answer.headers["Location"] == reverse("dossiers:structure", args=[draft.pk])
    assert draft.title not in text(client_of(alsace.odile), reverse("dossiers:list"))

    committees.erase_lead_contact(lead, by=alsace.tania)
    assert client.get(page).status_code == 410


def test_steering_reads_how_many_and_no_name(alsace):
    lead, _ = noticed(alsace)
    said = text(client_of(alsace.steve), reverse("steering:leads"))

    assert "Nord Alsace" in said
    assert lead.name not in said


# Campaigns of the territory


@pytest.fixture
def campaign(alsace):
    return alsace.dossier(State.CAMPAIGN)


def test_a_member_offers_help_and_the_holder_answers_and_thanks(alsace, campaign):
    page, tania, alice = (
        reverse("committees:helps", args=[campaign.pk]),
        client_of(alsace.tania),
        client_of(alsace.alice),
    )
    assert tania.post(page, {"kind": "stand", "words": ""}).status_code == 422
    assert tania.post(page, {"kind": "stand", "words": "Au marché."}).status_code == 302
    help_ = Help.objects.get()
    assert "Au marché." in text(alice, page)
    assert "sans réponse" in text(alice, reverse("dossiers:dossier", args=[campaign.pk]) + "?onglet=comites")

    alice.post(reverse("committees:answer_help", args=[help_.pk]), {"reponse": "oui"})
    tania.post(reverse("committees:do_help", args=[help_.pk]), {"fait": "oui"})
    alice.post(reverse("committees:thank_for_help", args=[help_.pk]), {"words": "Merci du marché."})

    assert "Merci du marché." in text(tania, page)
    assert client_of(alsace.odile).post(page, {"kind": "stand", "words": "Aussi."}).status_code == 409


def test_the_campaigns_of_a_territory_say_figures_and_never_who_gave(alsace, campaign):
    committees.offer_help(campaign, kind=HelpKind.RELAY, words="Bulletin.", by=alsace.tom)
    page = reverse("steering:campaigns", args=[NORD])
    said = text(client_of(alsace.tania), page)

    assert campaign.title in said and "1 coup de main" in said
    donors = campaign.campaign.gifts.values_list("donor__name", flat=True)
    assert not [name for name in donors if name and name in said]

    committees.recuse(campaign, ground=RecusalGround.PRUDENCE, by=alsace.tania)
    assert campaign.title not in text(client_of(alsace.tania), page)
    elsewhere = reverse("steering:campaigns", args=["engagement"])
    assert client_of(alsace.marc).get(elsewhere).status_code == 404  # it follows no territory


# All of Alsace


def test_every_figure_is_the_length_of_the_list_behind_it(alsace):
    dossiers = [alsace.dossier(state) for state in (State.ENGAGEMENT_REVIEW, State.CAMPAIGN, State.FOLLOW_UP)]
    Condition.objects.create(dossier=dossiers[1], text="Fournir le bail.", blocks=Gate.PAYOUT)
    found = overview.overview(alsace.claire, Criteria())

    assert found.count == 3
    assert {cell.label: cell.number for cell in found.fates if cell.number} == {
        "À décider": 1, "En campagne": 1, "Versé": 1,
    }  # fmt: skip
    assert [(cell.label, cell.number) for cell in found.conditions] == [("À lever", 1), ("En retard", 0)]
    client, behind = client_of(alsace.claire), reverse("steering:engagement_list")
    cells = [*found.fates, *found.conditions, *(cell for line in found.verdicts for cell in line.cells)]
    for cell in cells:
        assert client.get(f"{behind}?{cell.query}").context["page_obj"].paginator.count == cell.number, cell
    for line in (*found.territories, *found.themes, *found.verdicts):
        assert client.get(f"{behind}?{line.query}").context["page_obj"].paginator.count == line.count, line
    assert all(dossier.number in text(client, reverse("steering:engagement_export")) for dossier in dossiers)


def test_the_figures_of_whoever_stands_aside_count_nothing_of_the_dossier(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks=Gate.PAYOUT)
    committees.recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.marc)
    aside, twin = (overview.overview(one, Criteria()) for one in (alsace.marc, alsace.nadia))

    assert (twin.count, twin.conditions[0].number) == (1, 1)
    assert (aside.count, aside.asked_cents, aside.granted_cents, aside.conditions[0].number) == (0, 0, 0, 0)
    assert aside.territories == aside.verdicts == []
    assert all(gap.number == 0 for gap in aside.gaps)
    assert dossier.number not in text(client_of(alsace.marc), reverse("steering:engagement_export"))


def test_the_overview_is_narrowed_by_its_address(alsace):
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    year = dossier.at_engagement_since.year
    client, page = client_of(alsace.claire), reverse("steering:engagement")

    for question, number in ((f"annee={year}", 1), ("annee=2030", 0), ("territoire=nord-alsace", 1),
                             ("territoire=sud-alsace", 0), ("annee=x&theme=y&territoire=z", 1)):  # fmt: skip
        assert client.get(f"{page}?{question}").context["found"].count == number, question
    assert client.get(f"{reverse('steering:engagement_list')}?chiffre=inconnu").status_code == 404
    assert client_of(alsace.tania).get(page).status_code == 404


def test_an_overdue_condition_is_late(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    condition = Condition.objects.create(dossier=dossier, text="Fournir le bail.", blocks=Gate.PAYOUT)
    dossier.deadlines.create(
        kind="condition", about=condition.pk, subject=dossier.subject, keeper="applicant",
        started_on=clock.today() - timedelta(30), days=29, due_on=clock.today() - timedelta(1),
    )  # fmt: skip

    assert overview.overview(alsace.claire, Criteria()).conditions[1].number == 1


def test_the_overview_takes_as_many_queries_for_many_as_for_few(alsace, client):
    alsace.dossier(State.ENGAGEMENT_REVIEW)
    client.force_login(alsace.claire, backend="django.contrib.auth.backends.ModelBackend")
    pages = [reverse(f"steering:{name}") for name in ("engagement", "engagement_list")]
    few = [queries_of(client, page) for page in pages]
    for _ in range(2):
        alsace.dossier(State.ENGAGEMENT_REVIEW)

    assert [queries_of(client, page) for page in pages] == few


@pytest.mark.parametrize("state", list(State))
def test_every_state_that_comes_after_the_committee_has_a_fate(state):
    before = {State.DRAFT, State.SUBMITTED, State.TERRITORIAL_REVIEW}

    told = [code for code, (_, rule) in FATES.items() if re.search(rf"\bState\.{state.name}\b", str(rule))]

    assert bool(told) is (state not in before)
