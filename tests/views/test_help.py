"""The help: guides that lead where their reader may go, words, a first visit that may be refused, shortcuts."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from dossiers.models import RulesVersion
from okote_flow import clock, glossary
from okote_flow.directory.models import User
from okote_flow.help import guides
from okote_flow.help.roles import codes_of
from okote_flow.menu import Shell

pytestmark = pytest.mark.django_db

INBOX = reverse("inbox")
VISIT = reverse("help:visit")
ROLES = {
    "holder": "alice", "territorial": "tania", "engagement": "marc", "officer": "odile", "accounts": "tess",
    "steering": "steve", "administrator": "adam",
}  # fmt: skip


def page(client, name, *args):
    response = client.get(reverse(f"help:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def main_of(client):
    """The guide of a person's main work."""
    return client.get(VISIT).context["guide"].code


def offered(client, **asked):
    """The first visit that one's first page offers, if any."""
    return client.get(INBOX, asked).context["visite"]()


# Guides


@pytest.mark.parametrize(("code", "name"), ROLES.items())
def test_each_person_meets_the_guide_of_their_work_first(alsace, client, code, name):
    client.force_login(getattr(alsace, name))

    assert main_of(client) == code
    assert client.get(reverse("help:index")).context["mine"][0].code == code


def test_whoever_does_two_things_has_two_guides(alsace):
    assert codes_of(Shell(alsace.didier, "/")) == ["accounts", "steering"]
    assert codes_of(Shell(alsace.zoe, "/")) == ["holder"]


@pytest.mark.parametrize(("code", "name"), ROLES.items())
def test_a_guide_leads_only_where_its_reader_may_go(alsace, client, code, name):
    client.force_login(getattr(alsace, name))
    guide = guides.of_code(code)

    shut = [one.url for one in (*guide.steps, *guide.stops) if one.url and client.get(one.url).status_code != 200]

    assert shut == []


@pytest.mark.parametrize("guide", guides.raw(), ids=lambda guide: guide["code"])
def test_a_guide_is_whole(guide):
    assert 3 <= len(guide["steps"]) <= 6
    assert 4 <= len(guide["stops"]) <= 6
    assert guide["questions"]
    assert guide["stops"][-1]["page"] == "help:index"
    for step in guide["steps"]:
        assert bool(step["page"]) == bool(step["link"])


def test_figures_are_the_rules_of_today_and_stand_nowhere_else(alsace, client):
    RulesVersion.objects.update(values=alsace.rules.values | {"threshold_bps": 6000, "fee_bps": 550})
    written = [text for text in re.findall(r'"(.*)"', guides_source()) if re.search(r"\d", text.replace("book-2", ""))]

    html = page(client, "guide", "porter-un-projet")

    assert "60\u00a0% de leur part" in html
    assert "5,5\u00a0% des dons" in html
    assert written == []


def guides_source():
    return Path(guides.__file__).with_suffix(".toml").read_text("utf-8")


def test_a_stranger_reads_the_help_and_finds_whom_to_write_to(client, settings):
    settings.CONTACT_EMAIL = "bonjour@okote.test"

    html = page(client, "index")

    assert html.count('<h3 class="h3') == len(guides.raw())
    assert "mailto:bonjour@okote.test" in html
    assert client.get(reverse("help:guide", args=["rien-de-tel"])).status_code == 404


def test_the_help_costs_the_same_whoever_asks(alsace, client, django_assert_max_num_queries):
    client.force_login(alsace.odile)

    with django_assert_max_num_queries(14):
        page(client, "index")


# Words


def test_every_word_has_its_place_and_its_letter_on_the_page(client):
    html = page(client, "words")

    for term in glossary.terms().values():
        assert f'<div id="{term.code}">' in html
        assert f'href="#lettre-{term.letter}"' in html
    assert html.count("à confirmer</span>") == sum(term.is_unsure for term in glossary.terms().values())


# The first visit


def test_it_is_offered_on_the_first_page_only(alsace, client):
    client.force_login(alsace.odile)

    assert 'id="visite"' in client.get(INBOX).content.decode()
    assert 'id="visite"' not in client.get(reverse("dossiers:list")).content.decode()


def test_put_off_it_comes_back_the_day_after(alsace, client):
    client.force_login(alsace.odile)

    answered = client.post(VISIT, {"answer": "plus-tard", "tour": "officer"})

    assert answered.url == INBOX
    assert offered(client) is None
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert offered(client) is not None


def test_refused_it_is_never_offered_again_and_may_be_replayed(alsace, client):
    client.force_login(alsace.odile)

    client.post(VISIT, {"answer": "non", "tour": "officer"})
    client.post(VISIT, {"answer": "non", "tour": "officer"})

    assert User.objects.get(pk=alsace.odile.pk).tours_closed == ["officer"]
    assert offered(client) is None
    assert offered(client, visite="oui").is_asked_for
    assert client.get(VISIT).content.decode().count("<li") > 5


def test_another_work_has_a_visit_of_its_own(alsace, client):
    alsace.zoe.tours_closed = ["holder"]
    alsace.zoe.save()
    client.force_login(alsace.zoe)
    before = offered(client)

    alsace.zoe.appointments.create(office="treasurer", starts_on=clock.today())

    assert before is None
    assert offered(client).guide.code == "accounts"


def test_an_answer_that_nobody_offered_changes_nothing(alsace, client):
    client.force_login(alsace.odile)

    client.post(VISIT, {"answer": "peut-être", "tour": "officer"})
    client.post(VISIT, {"answer": "non", "tour": "x" * 500})

    kept = User.objects.get(pk=alsace.odile.pk)
    assert (kept.tours_closed, kept.no_tour_before) == ([], None)


# The keyboard


def test_shortcuts_are_there_until_their_owner_switches_them_off(alsace, client):
    client.force_login(alsace.odile)
    before = client.get(INBOX).content.decode()

    client.post(reverse("help:shortcuts"), {})

    after = client.get(INBOX).content.decode()
    assert "keys.js" in before and 'id="raccourcis"' in before
    assert "keys.js" not in after and 'id="raccourcis"' not in after
    assert "Activer les raccourcis" in client.get(reverse("accounts:me")).content.decode()

    client.post(reverse("help:shortcuts"), {"on": "on"})

    assert "keys.js" in client.get(INBOX).content.decode()


def test_shortcuts_lead_a_holder_to_their_projects(alsace, client):
    client.force_login(alsace.alice)
    of_holder = page(client, "shortcuts")
    client.force_login(alsace.odile)
    of_officer = page(client, "shortcuts")

    assert f'data-va="gd" data-url="{reverse("dossiers:mine")}"' in of_holder
    assert 'data-va="gs"' not in of_holder
    assert f'data-va="gd" data-url="{reverse("dossiers:list")}"' in of_officer


def test_a_stranger_is_given_no_shortcut(client):
    assert "keys.js" not in client.get(reverse("home")).content.decode()


# Where it stands


@pytest.mark.parametrize("name", ["alice", "odile", "nobody"])
def test_help_is_one_click_away_at_the_same_place_everywhere(alsace, client, name):
    if name != "nobody":
        client.force_login(getattr(alsace, name))

    html = client.get(reverse("accessibility")).content.decode()

    foot = html[html.index("<footer") :]
    assert f'href="{reverse("help:index")}">Aide</a>' in foot
