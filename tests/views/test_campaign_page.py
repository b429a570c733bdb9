"""A campaign's page as everybody sees it, and as those see it who write it."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dossiers import actions as dossiers
from dossiers.models import Dossier
from funding import actions, page_access
from funding.models import Campaign, FirstSupporter, News, Picture, PublicQuestion, Story
from okote_flow import clock
from tests import pictures
from tests.money import MoneyWorld, again
from tests.views.crowd import queries_of


@pytest.fixture
def money(db: None) -> MoneyWorld:
    cache.clear()
    return MoneyWorld.begun()


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def text_of(response: Any) -> str:
    content: bytes = response.content
    return content.decode().replace("\u00a0", " ").replace("&#x27;", "'")


def read(page: str, client: Client | None = None) -> str:
    response = (client or Client()).get(page)
    assert response.status_code == 200
    return text_of(response)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def write_all(money: MoneyWorld, dossier: Dossier) -> None:
    told = "Une conserverie pour tous.\n\nNous sauvons les fruits.\n\nEt <b>les légumes</b>."
    actions.write_story(dossier, text=told, video_url="https://video.exemple.test/1", by=money.alice)
    for shade, alt in ((1, "Des bocaux."), (2, "L’atelier.")):
        file = pictures.upload(pictures.png(shade=shade))
        actions.add_picture(dossier, file=file, alt=alt, by=money.alice)
    actions.add_supporter(dossier, name="Jeanne Muster", by=money.alice)


# What all read


@pytest.mark.parametrize("name", ["campaign", "campaign_de"])
def test_the_page_tells_the_story_and_shows_its_pictures(money, name):
    campaign = money.running()
    write_all(money, campaign.dossier)

    page = read(url(name, campaign.pk))

    assert "Une conserverie pour tous." in page and "Nous sauvons les fruits." in page
    assert "Et &lt;b&gt;les légumes&lt;/b&gt;" in page
    cover, other = page_access.pictures_of(campaign.dossier)
    assert page.index(url("picture", cover.pk)) < page.index(url("picture", other.pk))
    assert 'alt="Des bocaux."' in page and 'alt="L’atelier."' in page
    assert 'href="https://video.exemple.test/1"' in page and "<iframe" not in page.replace("&lt;", "")
    assert "Jeanne" not in page


def test_the_page_counts_first_supporters_and_names_none(money):
    campaign = money.running()
    write_all(money, campaign.dossier)

    assert "1 premier soutien dès l’ouverture" in read(url("campaign", campaign.pk))


def test_without_a_story_the_summary_speaks_and_a_drawing_stands_at_the_head(money):
    campaign = money.running()

    page = read(url("campaign", campaign.pk))

    assert campaign.dossier.summary in page and "img/couvertures/" in page


def test_the_head_of_the_page_is_on_the_card_of_the_campaign(money):
    campaign = money.running()
    write_all(money, campaign.dossier)

    cover = page_access.pictures_of(campaign.dossier)[0]
    assert url("picture", cover.pk) in read(reverse("home"))


@pytest.mark.parametrize(("name", "heading"), [("campaign", "Nouvelles"), ("campaign_de", "Neuigkeiten")])
def test_news_and_questions_stand_on_the_page_in_both_languages(money, name, heading):
    campaign = money.running()
    actions.publish_news(campaign, title="Merci", text="Dix dons.", key="n", by=money.alice)
    waiting = actions.ask_publicly(campaign, text="Une question secrète ?", name="Jeanne Muster", key="q-1")
    answered = actions.ask_publicly(campaign, text="Où est l’atelier ?", name="Paul Muster", key="q-2")
    actions.answer_publicly(answered, text="Rue des Tonneliers.", by=money.alice)

    page = read(url(name, campaign.pk))

    assert heading in page and "Merci" in page and "Dix dons." in page
    assert "Où est l’atelier ?" in page and "Rue des Tonneliers." in page
    assert "secrète" not in page and "Muster" not in page.replace("Alice Muster", "")
    assert waiting.state == "waiting"


def test_the_page_shows_the_mentions_the_extension_and_the_stop(money):
    campaign = money.running()
    actions.extend_campaign(campaign, days=10, reason="La fête est reportée.", by=money.odile)
    page = read(url("campaign", campaign.pk))
    assert "Qui répond de cette page" in page and "Prolongée de 10 jours : La fête est reportée." in page

    dossiers.ask_renounce(campaign.dossier, reason="Un motif interne.", by=money.alice)
    dossiers.renounce(campaign.dossier, by=money.odile)
    assert url("explain_stop", campaign.dossier_id) in read(url("newsroom", campaign.dossier_id), as_(money.odile))
    said = {"text": "Le local n’est plus disponible."}
    as_(money.odile).post(url("explain_stop", campaign.dossier_id), said)

    stopped = read(url("campaign", campaign.pk))
    assert "les dons sont rendus" in stopped and "Le local n’est plus disponible." in stopped
    assert "Un motif interne" not in stopped


def test_all_news_are_read_page_by_page_and_as_a_feed(money):
    campaign = money.running()
    for number in range(11):
        actions.publish_news(campaign, title=f"Nouvelle {number}", text="Texte.", key=f"n-{number}", by=money.alice)
    actions.withdraw_news(News.objects.get(title="Nouvelle 5"), reason="Erreur.", by=money.alice)

    first, second = read(url("news", campaign.pk)), read(url("news", campaign.pk) + "?page=2")
    assert "Nouvelle 10<" in first and "Nouvelle 5<" not in first + second
    assert url("news", campaign.pk) in read(url("campaign", campaign.pk))

    feed = Client().get(url("news_feed", campaign.pk))
    assert feed["Content-Type"].startswith("application/atom+xml")
    titles = [one.text for one in ElementTree.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}title")]
    assert len(titles) == 11 and "Nouvelle 5" not in titles


def test_a_letter_that_xml_cannot_hold_does_not_silence_the_feed(money):
    campaign = money.running()
    actions.publish_news(campaign, title="Mer\x0bci", text="Dix\x08 dons.\ufffe", key="n-1", by=money.alice)

    feed = ElementTree.fromstring(Client().get(url("news_feed", campaign.pk)).content)

    assert "Merci" in [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]


@pytest.mark.parametrize("name", ["news", "news_feed", "ask"])
def test_before_the_opening_nothing_of_the_page_is_public(money, name):
    campaign = money.prepared()

    assert Client().get(url(name, campaign.pk)).status_code == 404


# Pictures


def test_a_picture_is_served_as_what_it_is_and_never_runs(money):
    campaign = money.running()
    write_all(money, campaign.dossier)

    response = Client().get(url("picture", page_access.pictures_of(campaign.dossier)[0].pk))

    assert b"".join(response.streaming_content) == pictures.png(shade=1)
    assert response["Content-Type"] == "image/png" and response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"] and "public" in response["Cache-Control"]


def test_before_the_opening_only_those_who_see_the_dossier_see_its_pictures(money):
    dossier = money.endorsed()
    picture = actions.add_picture(dossier, file=pictures.upload(), alt="x", by=money.alice)

    response = as_(money.alice).get(url("picture", picture.pk))
    assert response.status_code == 200 and response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content)
    for client in (Client(), as_(money.zoe)):
        assert client.get(url("picture", picture.pk)).status_code == 404


def test_what_was_taken_off_the_page_is_served_no_more(money):
    campaign = money.running()
    write_all(money, campaign.dossier)
    removed = page_access.pictures_of(campaign.dossier)[0]
    actions.remove_picture(removed, by=money.alice)
    file = pictures.upload(pictures.png(shade=9))
    news = actions.publish_news(campaign, title="x", text="x", key="n", file=file, alt="x", by=money.alice)
    actions.withdraw_news(news, reason="Erreur.", by=money.alice)

    for pk in (removed.pk, news.picture.pk):
        assert Client().get(url("picture", pk)).status_code == 404


# Those who write


def test_the_holder_writes_shows_and_names(money):
    dossier, alice = money.endorsed(), as_(money.alice)
    page = url("story", dossier.pk)

    alice.post(page, {"text": "Un récit.", "video_url": "", "seen_version": "0"})
    alice.post(url("add_picture", dossier.pk), {"file": pictures.upload(), "alt": "Des bocaux."})
    alice.post(url("add_supporter", dossier.pk), {"name": "Jeanne Muster"})

    shown = read(page, alice)
    assert "Un récit." in shown and "Des bocaux." in shown and "Jeanne Muster" in shown
    picture, supporter = Picture.objects.get(), FirstSupporter.objects.get()
    alice.post(url("describe_picture", picture.pk), {"alt": "Dix bocaux.", "place": "1", "is_cover": "on"})
    alice.post(url("remove_supporter", supporter.pk))
    assert Picture.objects.get().alt == "Dix bocaux." and not FirstSupporter.objects.exists()
    alice.post(url("remove_picture", picture.pk))
    assert not page_access.pictures_of(dossier).exists()


def test_a_refused_form_keeps_what_was_typed(money):
    dossier, alice = money.endorsed(), as_(money.alice)
    actions.write_story(dossier, text="De l’officier.", by=money.odile)

    typed = {"text": "Du porteur.", "video_url": "", "seen_version": "0"}
    story = alice.post(url("story", dossier.pk), typed)
    svg = pictures.upload(b"<svg/>", "logo.svg")
    picture = alice.post(url("add_picture", dossier.pk), {"file": svg, "alt": "Notre logo."})
    supporter = alice.post(url("add_supporter", dossier.pk), {"name": ""})

    assert story.status_code == 409 and "Du porteur." in text_of(story) and 'value="1"' in text_of(story)
    assert picture.status_code == 409 and "Notre logo." in text_of(picture) and "logo.svg" in text_of(picture)
    assert supporter.status_code == 422
    assert not Picture.objects.exists() and Story.objects.count() == 1


@pytest.mark.parametrize(("who", "reads"), [("alice", True), ("odile", True), ("tess", False), ("didier", False)])
def test_names_are_read_by_the_holder_and_the_officer_alone(money, who, reads):
    campaign = money.running()
    write_all(money, campaign.dossier)
    actions.ask_publicly(campaign, text="Où ?", name="Paul Exemple", key="q")
    client = as_(getattr(money, who))

    assert ("Jeanne Muster" in read(url("story", campaign.dossier_id), client)) is reads
    assert ("Paul Exemple" in read(url("public_questions", campaign.dossier_id), client)) is reads
    supporter = FirstSupporter.objects.get()
    assert client.get(url("remove_supporter", supporter.pk)).status_code == (200 if reads else 404)


def test_the_officer_gives_news_and_answers(money):
    campaign, odile = money.running(), as_(money.odile)
    news = {"title": "Merci", "text": "Dix dons.", "key": "n-1", "file": pictures.upload(), "alt": "La fête."}
    odile.post(url("publish_news", campaign.dossier_id), news)
    Client().post(url("ask", campaign.pk), {"text": "Où est l’atelier ?", "name": "", "key": "q-1"})
    [question] = PublicQuestion.objects.all()

    odile.post(url("answer_publicly", question.pk), {"text": "Rue des Tonneliers."})
    odile.post(url("correct_news", News.objects.get().pk), {"title": "Merci", "text": "Onze dons."})

    page = read(url("campaign", campaign.pk))
    assert "Onze dons." in page and "Rue des Tonneliers." in page and 'alt="La fête."' in page
    assert "modifiée le" in read(url("newsroom", campaign.dossier_id), odile)
    odile.post(url("withdraw_news", News.objects.get().pk), {"reason": "Une erreur."})
    odile.post(url("refuse_question", question.pk), {"reason": "Hors sujet."})
    odile.post(url("erase_question", question.pk))
    page = read(url("campaign", campaign.pk))
    assert "Onze dons." not in page and "Tonneliers" not in page
    assert "Retirée" in read(url("newsroom", campaign.dossier_id), odile)
    assert "Il ne reste rien" in read(url("public_questions", campaign.dossier_id), odile)


def test_a_question_may_be_published_without_answer_from_its_page(money):
    campaign, alice = money.running(), as_(money.alice)
    question = actions.ask_publicly(campaign, text="Où ?", key="q")

    alice.post(url("publish_question", question.pk))

    assert "Pas encore de réponse." in read(url("ask", campaign.pk))


# Strangers


def test_anybody_asks_and_is_thanked_once_per_form(money):
    campaign = money.running()
    key = re.search(r'name="key" value="([^"]+)"', read(url("ask", campaign.pk))).group(1)
    for _ in range(2):
        answer = Client().post(url("ask", campaign.pk), {"text": "Où ?", "name": "Paul", "key": key})

    assert PublicQuestion.objects.count() == 1
    thanked = read(answer["Location"])
    assert "votre question est transmise" in thanked and "Paul" not in thanked


def test_who_asks_too_often_waits(money):
    campaign = money.running()
    said = [
        Client().post(url("ask", campaign.pk), {"text": "Où ?", "name": "", "key": f"q-{number}"}).status_code
        for number in range(7)
    ]

    assert said == [302] * 6 + [429]


def test_a_mistyped_question_keeps_its_words(money):
    campaign = money.running()

    answer = Client().post(url("ask", campaign.pk), {"text": "", "name": "Paul", "key": "q"})

    assert answer.status_code == 422 and "Paul" in text_of(answer)


def test_a_closed_page_takes_no_question_and_says_so(money):
    campaign = money.closed()
    with clock.frozen(campaign.window.decides_at):
        dossiers.close(again(campaign).dossier, by=money.odile)

    page = read(url("ask", campaign.pk))

    assert "la page de la campagne ne change plus" in page and 'method="post"' not in page


# Preparation


def test_the_preparation_shows_what_is_missing_and_who_does_it(money):
    dossier = money.endorsed(cea=4_000_00)

    page = read(url("preparation", dossier.pk), as_(money.odile))

    assert "Avant l’ouverture" in page and url("story", dossier.pk) in page
    assert page.count("Manque") == 2 and page.count("Conseillé") == 4


def test_the_holder_confirms_the_mentions_that_stand_on_the_page(money):
    dossier = money.endorsed(cea=4_000_00)
    actions.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=money.odile)

    assert "Qui répond de cette page" in read(url("preparation", dossier.pk), as_(money.alice))
    assert "mentions légales" in read(url("agree_campaign", dossier.pk), as_(money.alice))


# Constant


def test_many_news_questions_and_pictures_take_the_queries_of_few(money):
    campaign = money.running()
    odile = as_(money.odile)
    pages = [url(name, campaign.pk) for name in ("campaign", "campaign_de", "news", "ask")]
    inside = [url(name, campaign.dossier_id) for name in ("newsroom", "public_questions", "story")]
    furnish(money, campaign, 1)
    few = [queries_of(odile, page) for page in (*pages, *inside)]

    furnish(money, campaign, 7)

    assert [queries_of(odile, page) for page in (*pages, *inside)] == few


def furnish(money: MoneyWorld, campaign: Campaign, many: int) -> None:
    for number in range(many):
        name, file = f"{many}-{number}", pictures.upload(pictures.png(shade=16 * many + number))
        actions.add_picture(campaign.dossier, file=file, alt=name, by=money.alice)
        actions.publish_news(
            again(campaign), title=name, text="x", key=name, file=pictures.upload(), alt="x", by=money.alice
        )
        question = actions.ask_publicly(campaign, text=name, name="Paul", key=name)
        if number % 2 == 0:
            actions.answer_publicly(question, text="Oui.", by=money.alice)
        actions.add_supporter(campaign.dossier, name=name, by=money.alice)
