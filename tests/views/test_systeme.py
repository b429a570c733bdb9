"""The page of all components: for those who keep the design, whole, and made of what the product is made of."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse

from dossiers.lifecycle import STAGES
from okote_flow.charts import SeatState
from okote_flow.showcase import OUTCOMES, VOTES

pytestmark = pytest.mark.django_db
KEEPERS = "odile omar didier adam"
OTHERS = "tess serge claire marc steve paula archie audrey alice zoe"


@pytest.fixture
def html(alsace, client):
    client.force_login(alsace.adam)
    return client.get(reverse("system")).content.decode()


def test_officers_director_and_administrator_open_it_and_nobody_else(alsace, client):
    answers = {}
    for name in [*KEEPERS.split(), *OTHERS.split()]:
        client.force_login(getattr(alsace, name))
        answers[name] = client.get(reverse("system")).status_code

    assert answers == dict.fromkeys(KEEPERS.split(), 200) | dict.fromkeys(OTHERS.split(), 404)


def test_it_stands_in_the_menu_of_who_may_open_it(alsace, client):
    shown = {}
    for name in ("adam", "tess"):
        client.force_login(getattr(alsace, name))
        shown[name] = f'href="{reverse("system")}"' in client.get(reverse("inbox")).content.decode()

    assert shown == {"adam": True, "tess": False}


def test_every_chart_is_there_and_says_its_figures(html):
    drawn = re.findall(
        r'<svg class="(ok-(?:balle|enveloppe|courbe|hemi))[^"]*"[^>]*role="img" aria-label="([^"]+)"', html
    )

    assert {kind for kind, _ in drawn} == {"ok-balle", "ok-enveloppe", "ok-courbe", "ok-hemi"}
    assert all(re.search(r"\d", said) for _, said in drawn)
    assert html.count('class="ok-equation') == 2


def test_every_step_outcome_seat_and_vote_is_there(html):
    assert [number for number in STAGES if f"ok-etat ok-e{number}" not in html] == []
    assert [label for *_, label in OUTCOMES if label not in html] == []
    assert [state for state in SeatState if f'<g class="{state.value}"' not in html] == []
    assert [css for css, *_ in VOTES if f'value="{css}"' not in html] == []


STATES = (
    'aria-busy="true"', "disabled", "is-invalid", "a-vous", "ok-main-fini", 'class="encours', 'class="avenir',
    "2 jours de retard", "Aujourd’hui", "Demain", "Sans date", "vient de s’en charger", "Revoir", "ok-nonlu", "promis",
    "seuil", "Validée", "Refusée", "Réessayer", "ok-confirme", "placeholder", "empty-title", "ok-pouvoir",
    "Hors ligne", "Modifié ailleurs", "Contre-passée", "alert-success", "alert-danger",
)  # fmt: skip


def test_components_are_shown_in_their_states(html):
    assert [state for state in STATES if state not in html] == []


def test_the_page_takes_no_focus_away_and_keeps_its_headings_in_order(html):
    assert "autofocus" not in html
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
