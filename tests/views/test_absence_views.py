"""The pages of an absence, what colleagues and holders read of it, and the clocks on the pages of a dossier."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dossiers import actions as dossiers
from dossiers.lifecycle import State
from funding import actions as funding
from okote_flow import clock
from okote_flow.absences import actions
from okote_flow.directory.models import Absence
from tests import strides

pytestmark = pytest.mark.django_db
PAGE = "/mon-compte/absence/"


def text_of(client, person, url):
    client.force_login(person)
    return client.get(url).content.decode().replace("\u00a0", " ")


def announce(alsace, days=5):
    today = clock.today()
    absence = actions.announce(
        stand_in=alsace.omar,
        starts_on=today,
        ends_on=today + timedelta(days),
        by=alsace.odile,
        note="Clé au secrétariat.",
    )
    alsace.omar, alsace.odile = alsace.again(alsace.omar), alsace.again(alsace.odile)
    return absence


def test_one_announces_and_lifts_one_s_absence(alsace, client):
    client.force_login(alsace.odile)
    today = clock.today()
    sent = {"starts_on": today, "ends_on": today + timedelta(3), "stand_in": alsace.omar.pk, "note": "Merci."}

    assert client.post(PAGE, sent).status_code == 302
    absence = Absence.objects.get()
    assert (absence.person, absence.stand_in, absence.note) == (alsace.odile, alsace.omar, "Merci.")
    assert "Omar Muster prend le relais" in client.get(PAGE).content.decode()

    client.post(reverse("absences:end", args=[absence.pk]), {"ends_on": ""})
    absence.refresh_from_db()
    assert absence.lifted_on == today


def test_a_refusal_keeps_what_was_typed(alsace, client):
    client.force_login(alsace.odile)
    yesterday = clock.today() - timedelta(1)

    answer = client.post(
        PAGE, {"starts_on": yesterday, "ends_on": yesterday, "stand_in": alsace.omar.pk, "note": "Mot gardé"}
    )

    assert answer.status_code == 409
    assert "Mot gardé" in answer.content.decode() and str(yesterday) in answer.content.decode()


def test_the_note_is_read_by_its_two_people_alone(alsace, client):
    announce(alsace)

    assert "Clé au secrétariat." in text_of(client, alsace.omar, PAGE)
    assert "Clé au secrétariat." in text_of(client, alsace.odile, PAGE)
    assert "Clé" not in text_of(client, alsace.didier, PAGE)


def test_nobody_lifts_the_absence_of_somebody_else(alsace, client):
    absence = announce(alsace)
    client.force_login(alsace.omar)

    assert client.get(reverse("absences:end", args=[absence.pk])).status_code == 404


def test_a_holder_reads_why_nobody_could_stand_in_for_them(alsace, client):
    assert "ne se confient pas ainsi" in text_of(client, alsace.alice, PAGE)


def test_pages_say_who_is_away_and_who_takes_over(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    announce(alsace)
    url = reverse("dossiers:dossier", args=[dossier.pk])

    for reader in (alsace.alice, alsace.didier):
        html = text_of(client, reader, url)
        assert "Odile Muster s’absente jusqu’au" in html and "Omar Muster prend le relais" in html
    assert alsace.omar.email in text_of(client, alsace.alice, url)
    assert "Vous prenez le relais : Odile Muster" in text_of(client, alsace.omar, "/ma-corbeille/")
    assert "Omar Muster prend votre relais" in text_of(client, alsace.odile, "/ma-corbeille/")


def test_the_stand_in_s_signature_stands_in_the_history(alsace, client):
    dossier = alsace.ready("drop")
    announce(alsace)
    dossiers.drop(dossier, reason="Sans réponse.", by=alsace.omar)

    for reader in (alsace.alice, alsace.didier):
        html = text_of(client, reader, reverse("dossiers:dossier", args=[dossier.pk]) + "?onglet=histoire")
        assert "Omar Muster, pour Odile Muster" in html


def test_a_statement_and_an_order_say_in_whose_place_they_were_signed(alsace, client):
    dossier = alsace.dossier(State.MATCHING)
    today = clock.today()
    actions.announce(stand_in=alsace.omar, starts_on=today, ends_on=today + timedelta(5), by=alsace.didier)
    statement = funding.prepare_settlement(dossier, by=alsace.tess)

    funding.approve_settlement(statement, by=alsace.again(alsace.omar))

    html = text_of(client, alsace.tess, reverse("funding:settlement", args=[dossier.pk]))
    assert "Omar Muster, pour Didier Muster" in html
    assert "Tess Muster, pour" not in html


# Clocks


def test_the_officer_and_the_holder_read_how_a_day_is_counted(alsace, client):
    dossier = alsace.ready("ask_complements")
    url = reverse("dossiers:dossier", args=[dossier.pk])
    alsace.forward(days=4)
    dossiers.ask_complements(dossier, by=alsace.odile)
    during = text_of(client, alsace.odile, url)
    alsace.forward(days=6)
    strides.answer(alsace, dossier)
    dossiers.answer_complements(dossier, by=alsace.alice)

    officer, holder = text_of(client, alsace.odile, url), text_of(client, alsace.alice, url)

    assert "Déposé le 1er mars + 15 jours, suspendu depuis le 5 mars" in during
    count = "Déposé le 1er mars + 15 jours + 6 jours de suspension = 22 mars"
    assert count in officer and count in holder
    assert "Silence depuis le dépôt" in officer and "ilence" not in holder
    assert "Examen de votre dossier par Alsace Active" in holder


def test_a_member_reads_the_clocks_of_the_committee_alone(alsace, client):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)

    html = text_of(client, alsace.tom, reverse("dossiers:dossier", args=[dossier.pk]))

    assert "Grilles du comité territorial" in html
    assert "Silence depuis le dépôt" not in html
