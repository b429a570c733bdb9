"""What a mail says, in both shapes: the same words as the screen, one button, the stage, who signs, the way out."""

import re
from html import unescape

import pytest

from dossiers import actions
from notifications import dispatch, letter, mail, optout, post
from notifications.families import OPTIONAL, Family
from notifications.models import Delivery, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    dispatch.catch_up()
    Notification.objects.all().delete()
    dossier = actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    return dossier


def to(person, **filters):
    return Delivery.objects.get(notification__recipient=person, **filters)


def html_of(message):
    return message.alternatives[0].content


def words(html):
    body = html[html.index("<body") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_both_shapes_say_the_same(dossier, world):
    delivery = to(world.alice)
    message = post.message([delivery])

    told = delivery.notification
    for part in (told.text.rstrip("."), told.detail, "Bonjour Alice", "parce que vous portez ce projet."):
        assert part in message.body
        assert " ".join(part.split()) in words(html_of(message))
    for link in ("/notifications/preferences/", f"/courriels/{delivery.pk}/", told.url):
        assert link in message.body
        assert link in html_of(message)


def test_the_mail_is_in_french_and_says_so(dossier, world):
    html = html_of(post.message([to(world.alice)]))

    assert '<html lang="fr"' in html
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html


def test_a_mail_fetches_nothing(dossier, world):
    html = html_of(post.message([to(world.alice)]))

    assert not re.search(r"<(img|script|link|iframe)|url\(|\son\w+=", html)


def test_a_dossier_says_where_it_stands(dossier, world):
    said = letter.of_one(to(world.alice).notification)

    assert said.stage.title == "Étape 2 sur 7\u00a0: recevabilité"
    assert said.stage.detail.startswith("C’est à l’équipe d’Alsace Active")


def test_the_officer_in_charge_signs_but_not_to_themself(dossier, world):
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)
    told = Notification.objects.filter(dossier=dossier)

    to_alice = letter.of_one(told.filter(recipient=world.alice).first())
    to_odile = letter.of_one(told.filter(recipient=world.odile).first())

    assert (to_alice.signature, to_alice.signed_for) == ("Odile Muster", "Alsace Active, pour Okoté")
    assert to_odile.signature == "L’équipe d’Okoté"


def test_the_button_says_what_is_asked(dossier, world):
    told = Notification.objects.get(recipient=world.odile, dossier=dossier)
    told.verb = ""

    said = letter.of_one(told)

    assert said.button not in ("Ouvrir la page", "")
    assert letter.of_one(to(world.alice).notification).button == "Ouvrir le dossier"


def test_a_hostile_title_stays_a_word(dossier, world):
    actions_title = "<b onclick=x>Gras</b>"
    Notification.objects.filter(recipient=world.alice).update(text=actions_title, detail=actions_title)

    message = post.message([to(world.alice)])

    assert "<b onclick" not in html_of(message)
    assert actions_title in message.body


# The way out


def test_what_is_mandatory_has_no_way_out_and_says_so(dossier, world):
    Notification.objects.update(family=Family.LEGAL)
    message = post.message([to(world.alice)])

    assert "List-Unsubscribe" not in message.extra_headers
    assert "Ce courriel ne se désactive pas." in message.body


@pytest.mark.parametrize("family", OPTIONAL)
def test_what_is_optional_has_a_way_out_of_one_click(dossier, world, family):
    Notification.objects.update(family=family)
    message = post.message([to(world.alice)])

    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    found = optout.read(url.rstrip("/").rpartition("/")[2])
    assert (found.person, found.families) == (world.alice, [family])
    assert "ne se désactive pas" not in message.body


def test_a_signature_of_something_else_is_nobodys(dossier, world):
    token = optout.address(world.alice, [Family.PROGRESS]).rstrip("/").rpartition("/")[2]

    assert optout.read(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert optout.read("x") is None
    assert optout.address(world.alice, [Family.LEGAL]) == ""


def test_mails_about_one_dossier_stand_together(dossier, world):
    actions.withdraw(dossier, by=world.alice)
    dispatch.catch_up()

    threads = {
        post.message([one]).extra_headers["References"]
        for one in Delivery.objects.filter(notification__recipient=world.odile)
    }

    assert len(threads) == 1
    assert mail.post.identity(to(world.alice, notification__event__kind="dossier.submit")) not in threads
