"""Beside one's tasks: each finds what concerns them, only what they may see, in a constant number of queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from committees.actions import add_item, convene, plan_meeting, recuse
from committees.models import Committee, RecusalGround
from dossiers import actions
from dossiers.lifecycle import State
from dossiers.models import DossierProcess
from funding import actions as funding
from funding.models import Pledge
from okote_flow import clock
from tests import strides
from tests.alsace import CAST
from tests.views.crowd import queries_of, submitted, with_tasks

pytestmark = pytest.mark.django_db
INBOX = "/ma-corbeille/"
TITLES = {
    "m-seance": "séance", "m-echeances": "échéances", "m-signer": "versements", "m-enveloppes": "enveloppes",
    "m-livres": "livres", "m-objectifs": "objectifs", "m-consulter": "dossiers", "m-comptes": "comptes",
}  # fmt: skip


def page_of(client, person):
    client.force_login(person)
    response = client.get(INBOX)
    assert response.status_code == 200
    return response.content.decode()


def panels_of(client, person):
    return [TITLES[name] for name in re.findall(r'aria-labelledby="(m-\w+)"', page_of(client, person))]


@pytest.fixture
def agenda(alsace):
    """A convened meeting of the engagement committee with one dossier on its agenda."""
    dossier = alsace.dossier(State.ENGAGEMENT_REVIEW)
    committee, at = Committee.objects.get(code="engagement"), clock.now() + timedelta(days=12)
    meeting = plan_meeting(committee, scheduled_at=at, place="Colmar", by=alsace.esther)
    add_item(meeting, dossier=dossier, by=alsace.esther)
    convene(meeting, by=alsace.esther)
    return meeting, dossier


def test_each_finds_what_concerns_them(alsace, client):
    alsace.dossier(State.PAYOUT)

    found = {name.lower(): panels_of(client, getattr(alsace, name.lower())) for name in CAST}

    committee = ["séance"]
    assert found == {
        "alice": [], "bruno": [], "zoe": [],
        "odile": ["échéances"], "omar": ["échéances"],
        "didier": ["versements", "objectifs"], "tess": ["versements"],
        "archie": ["dossiers"], "audrey": ["objectifs", "livres", "dossiers"], "adam": ["comptes"],
        "serge": committee, "tom": committee, "tania": committee, "sonia": committee, "claire": committee,
        "victor": committee, "vera": committee, "esther": committee, "marc": committee, "nadia": committee,
        "quentin": committee, "steve": ["séance", "objectifs"], "paula": ["enveloppes"],
    }  # fmt: skip


def test_a_member_reads_the_next_meeting_with_its_dossiers(alsace, client, agenda):
    meeting, dossier = agenda

    html = page_of(client, alsace.marc)

    assert dossier.title in html
    assert reverse("committees:meeting", args=[meeting.pk]) in html
    assert "Colmar" in html


def test_whoever_stands_aside_reads_no_title_beside_their_tasks(alsace, client, agenda):
    _, dossier = agenda
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.marc)

    html = page_of(client, alsace.again(alsace.marc))

    assert dossier.title not in html
    assert "Aucun dossier n’est encore à l’ordre du jour" in html


def test_a_meeting_of_another_committee_is_not_shown(alsace, client, agenda):
    _, dossier = agenda

    html = page_of(client, alsace.sonia)

    assert "Aucune séance n’est prévue" in html
    assert dossier.title not in html


def test_an_officer_reads_whom_their_dossiers_wait_for(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    actions.assign_officer(dossier, officer=alsace.odile, by=alsace.odile)

    html = page_of(client, alsace.odile)

    assert html.count(dossier.title) == 1
    assert "Un membre du comité territorial, le secrétariat du comité territorial" in html
    assert dossier.title not in page_of(client, alsace.omar)


def test_a_payment_says_whose_signature_it_lacks(alsace, client):
    dossier = alsace.dossier(State.PAYOUT)
    before = page_of(client, alsace.tess)
    for pledge in Pledge.objects.filter(campaign__dossier=dossier):
        funding.record_cash(pledge, cents=pledge.cap_cents, key=f"virement-{pledge.pk}", by=alsace.tess)
    details = funding.give_bank_details(dossier, iban=strides.IBAN, holder="Bocaux & Compagnie", by=alsace.alice)
    funding.verify_bank_details(details, proof="RIB lu", by=alsace.odile)
    funding.prepare_payout(dossier, by=alsace.odile)

    html = page_of(client, alsace.tess)

    assert "Aucun versement n’attend de signature" in before
    assert "Signature attendue\u00a0: la direction, la trésorerie" in html
    assert reverse("funding:payout", args=[dossier.pk]) in html


def test_a_partner_s_officer_sees_their_own_envelopes_drawn(alsace, client):
    html = page_of(client, alsace.paula)

    assert html.count('class="ok-enveloppe"') == 1
    assert "Fonctionnement\u00a0: 50\u00a0000\u00a0€" in html


def test_what_a_colleague_just_took_stays_in_sight(world, client):
    omar = world.officer("Omar")
    actions.submit(world.draft(), by=world.alice)
    task = DossierProcess.objects.get()
    actions.claim(task, by=omar)
    client.force_login(world.odile)

    response = client.get(INBOX)

    assert [row.owner for row in response.context["free"]] == [str(omar)]
    assert response.context["free_count"] == 0
    html = response.content.decode()
    assert "vient de s’en charger" in html
    assert reverse("dossiers:claim", args=[task.pk]) not in html


def test_an_hour_later_it_has_left(world, client):
    omar = world.officer("Omar")
    actions.submit(world.draft(), by=world.alice)
    actions.claim(DossierProcess.objects.get(), by=omar)
    client.force_login(world.odile)

    with clock.frozen(clock.now() + timedelta(hours=1)):
        later = client.get(INBOX)

    assert later.context["free"] == []


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("adam", "accounts:list"), ("audrey", "funding:ledger"), ("paula", "funding:envelopes"),
        ("sonia", "committees:meetings"), ("archie", "dossiers:list"), ("zoe", "dossiers:mine"),
    ],
)  # fmt: skip
def test_an_empty_page_offers_one_way_on(alsace, client, name, page):
    html = page_of(client, getattr(alsace, name))

    empty = html[html.index("empty-title") :]
    assert f'href="{reverse(page)}"' in empty[: empty.index("</div></div>")]
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("name", ["odile", "didier", "audrey", "steve", "paula", "marc"])
def test_the_queries_of_the_panels_do_not_grow_with_the_dossiers(alsace, client, name):
    alsace.dossier(State.CAMPAIGN)
    with_tasks(submitted(alsace, 6))
    client.force_login(getattr(alsace, name))
    few = queries_of(client, INBOX)
    with_tasks(submitted(alsace, 30))

    assert queries_of(client, INBOX) == few
