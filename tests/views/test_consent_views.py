"""The agenda's consent list on its page."""

import pytest
from django.urls import reverse

from committees import actions as committees
from committees.models import AgendaItem
from tests.views.committee_moments import planned
from tests.views.moments import client_of

pytestmark = pytest.mark.django_db


def test_the_agenda_says_on_what_all_agree_and_a_member_asks_for_a_debate(alsace):
    dossier = planned(alsace)
    item = AgendaItem.objects.get(dossier=dossier)
    page = reverse("committees:meeting", args=[item.meeting_id])
    assert "Sans désaccord" in client_of(alsace.esther).get(page).content.decode()
    committees.convene(item.meeting, by=alsace.esther)
    assert "Demander un débat" not in client_of(alsace.esther).get(page).content.decode()
    marc = client_of(alsace.marc)
    assert "Demander un débat" in marc.get(page).content.decode()

    assert marc.post(reverse("committees:ask_debate", args=[item.pk])).status_code == 302

    after = client_of(alsace.nadia).get(page).content.decode()
    assert "Débat demandé" in after
    assert "Sans désaccord" not in after
