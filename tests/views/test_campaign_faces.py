"""A campaign beside its French page: in German, as a picture to share, embedded in others' pages."""

import re

import pytest
from django.urls import reverse

from funding import actions, wording
from funding.wording import Language
from okote_flow import clock
from tests.money import MoneyWorld


@pytest.fixture
def money(db: None) -> MoneyWorld:
    return MoneyWorld.begun()


@pytest.fixture
def running(money):
    campaign = money.running()
    money.gift(campaign, 1_234_50)
    return campaign


def page(client, name: str, campaign, **asked: str):
    return client.get(reverse(f"funding:{name}", args=[campaign.pk]), asked)


def test_the_german_page_is_german_and_says_which_words_are_french(client, running):
    text = page(client, "campaign_de", running).content.decode()

    assert '<html lang="de"' in text
    assert "1.234,50\u00a0€" in text and "Bürgerinnen und Bürger" in text
    assert f'lang="fr">{running.dossier.title}' in text
    assert 'hreflang="fr"' in text


def test_the_french_page_leads_to_the_german_one_to_the_card_and_to_the_frame(client, running):
    text = page(client, "campaign", running).content.decode()

    assert '<html lang="fr"' in text
    for name in ("campaign_de", "card", "embedded"):
        assert reverse(f"funding:{name}", args=[running.pk]) in text
    assert re.search(r'property="og:image" content="http://[^"]+/carte.png"', text)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_embedded_progress_may_be_framed_and_sets_no_cookie(client, running, language):
    response = page(client, "embedded", running, langue=language)

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    text = response.content.decode()
    assert f'<html lang="{language}"' in text
    assert "<script" not in text and "<form" not in text and "csrf" not in text


def test_other_pages_may_not_be_framed(client, running):
    response = page(client, "campaign", running)

    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", ["fr", "de", "xx"])
def test_the_card_is_a_picture_of_the_size_that_networks_want(client, running, language):
    response = page(client, "card", running, langue=language)

    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(response.content[16:20]), int.from_bytes(response.content[20:24])) == (1200, 630)


@pytest.mark.parametrize("gift_cents", [100_00, 4_000_00])
def test_every_face_of_a_campaign_that_ended_says_how(client, money, gift_cents):
    campaign = money.closed(gift_cents)
    said = {"fr": "Campagne gagnée", "de": "Kampagne erfolgreich"}
    missed = {"fr": "Seuil non atteint", "de": "Schwelle nicht erreicht"}

    for language in ("fr", "de"):
        text = page(client, "embedded", campaign, langue=language).content.decode()
        assert (said if gift_cents == 4_000_00 else missed)[language] in text


def test_a_campaign_in_preparation_has_no_face(client, money):
    campaign = money.prepared()

    assert {page(client, name, campaign).status_code for name in ("campaign_de", "embedded", "card")} == {404}


def test_during_the_grace_the_faces_say_that_gifts_are_over(client, running):
    with clock.frozen(running.window.ends_at):
        text = page(client, "campaign_de", running).content.decode()

    assert "Spendenzeit beendet" in text
    assert "#donner" not in text


def test_a_joined_partner_stands_on_the_german_page(client, money, running):
    actions.add_partner(running, partner=money.mill, cap_cents=70_00, decision="Oui", key="A-1", by=money.odile)

    text = page(client, "campaign_de", running).content.decode()

    assert money.mill.name in text and "bis zu 70\u00a0€" in text


def test_both_languages_fill_the_same_blanks():
    for key, (french, german) in wording.TEXTS.items():
        assert german, key
        if french:
            assert set(re.findall(r"\{\w+\}", french)) == set(re.findall(r"\{\w+\}", german)), key


def test_amounts_and_days_are_written_as_each_language_does():
    assert wording.amount(Language.GERMAN, 12_000_00) == "12.000\u00a0€"
    assert wording.amount(Language.FRENCH, 12_000_00) == "12\u00a0000\u00a0€"
    assert wording.day(Language.GERMAN, clock.now()).count(".") == 1
