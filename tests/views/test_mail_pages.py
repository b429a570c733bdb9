"""The pages of mails: who reads what left, one's own in the browser, the way out of one click, the outbox for play."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from dossiers import actions
from notifications import dispatch, mail, optout, outbox
from notifications.families import Cadence, Family
from notifications.models import Delivery, DeliveryStatus, Notification, Preference
from okote_flow import clock
from okote_flow.accounts.actions import appoint
from okote_flow.accounts.doubts import doubt_address
from okote_flow.directory.models import Office
from tests.views.crowd import queries_of

pytestmark = pytest.mark.django_db
LIST = "/courriels/"


@pytest.fixture
def sent(world):
    """Alice's dossier is handed in, and its receipt has left."""
    dossier = actions.submit(world.draft(), by=world.alice)
    dispatch.catch_up()
    mail.send_waiting()
    return Delivery.objects.get(notification__recipient=world.alice, notification__dossier=dossier)


@pytest.fixture
def adam(world):
    person = world.person("Adam")
    appoint(person, office=Office.ADMINISTRATOR, by=None)
    return person


@pytest.fixture
def as_(client):
    def log_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def text_of(response):
    return response.content.decode()


def failed(delivery):
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.FAILED, sent_at=None, error="550 Inconnu")


# What left


def test_an_officer_reads_the_mails_of_the_dossiers_that_they_see(as_, sent, world):
    page = text_of(as_(world.odile).get(LIST))

    assert sent.notification.text in page
    assert "alice@okote.test" in page


def test_an_administrator_reads_where_mails_went_and_not_what_they_say(as_, sent, adam):
    page = text_of(as_(adam).get(LIST))

    assert "alice@okote.test" in page
    assert sent.notification.dossier.title not in page
    assert sent.notification.text not in page


def test_mails_of_a_dossier_that_an_officer_carries_are_not_shown_to_them(as_, sent, world):
    world.join(world.odile, sent.notification.dossier.organization)

    assert sent.notification.text not in text_of(as_(world.odile).get(LIST))


@pytest.mark.parametrize("name", ["alice", "zoe", "tess", "didier"])
def test_to_the_others_the_list_is_not_there(as_, sent, world, name):
    assert as_(getattr(world, name)).get(LIST).status_code == 404


def test_a_failure_is_shown_with_the_words_of_the_server_and_a_way_on(as_, sent, world):
    failed(sent)
    client = as_(world.odile)

    page = text_of(client.get(LIST + "?etat=failed"))
    assert "550 Inconnu" in page
    assert "Renvoyer" in page

    client.post(reverse("mails:resend", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.QUEUED


def test_filters_count_what_they_show(as_, sent, world):
    response = as_(world.odile).get(LIST)

    counts = {one.label: one.count for one in response.context["filters"]}
    assert counts["Tous"] == len(response.context["rows"]) == counts["Partis"]
    assert as_(world.odile).get(LIST + "?q=zoe").context["rows"] == []


@pytest.mark.parametrize("query", ["etat=x", "famille=x", "page=99999", "q=" + "a" * 500, "q=%00"])
def test_a_spoiled_address_shows_a_list(as_, sent, world, query):
    assert as_(world.odile).get(f"{LIST}?{query}").status_code == 200


def test_nobody_sends_again_what_they_do_not_see(as_, sent, world):
    failed(sent)

    assert as_(world.tess).post(reverse("mails:resend", args=[sent.pk])).status_code == 404
    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.FAILED


def test_a_hundred_mails_take_the_queries_of_two(as_, sent, world):
    client = as_(world.odile)
    few = queries_of(client, LIST)
    dossiers = [actions.submit(world.draft(), by=world.alice) for _ in range(3)]
    dispatch.catch_up()

    assert len(dossiers) == 3
    assert queries_of(client, LIST) == few


def test_the_page_of_a_dossier_says_what_left_about_it(as_, sent, world):
    url = reverse("dossiers:dossier", args=[sent.notification.dossier_id]) + "?onglet=echanges"

    assert "Courriels envoyés" in text_of(as_(world.odile).get(url))
    assert "Courriels envoyés" not in text_of(as_(world.alice).get(url))
    assert "Courriels envoyés" not in text_of(as_(world.didier).get(url))


# One's own, in the browser


def test_a_mail_is_read_in_the_browser_by_whom_it_was_sent_to(as_, sent, world):
    url = reverse("mails:letter", args=[sent.pk])

    response = as_(world.alice).get(url)

    assert sent.notification.text.rstrip(".") in text_of(response)
    assert "style=" not in text_of(response)
    assert as_(world.odile).get(url).status_code == 404


def test_a_mail_about_what_one_lost_sight_of_is_not_there_any_more(as_, sent, world):
    mine = Delivery.objects.get(notification__recipient=world.odile, notification__dossier=sent.notification.dossier)
    world.odile.appointments.update(office=Office.TREASURER, ends_on=clock.today().replace(year=2021))

    assert as_(world.again(world.odile)).get(reverse("mails:letter", args=[mine.pk])).status_code == 404


# The way out


def way_out(person, *families):
    return optout.address(person, families)


def test_one_click_of_a_mailbox_is_enough(world):
    mailbox = Client(enforce_csrf_checks=True)

    response = mailbox.post(way_out(world.alice, Family.PROGRESS), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    chosen = Preference.objects.get(user=world.alice)
    assert (chosen.family, chosen.cadence) == (Family.PROGRESS, Cadence.NEVER)


def test_reading_the_page_changes_nothing(client, world):
    page = text_of(client.get(way_out(world.alice, Family.PROGRESS)))

    assert "Ne plus les recevoir" in page
    assert Family.PROGRESS.label in page
    assert not Preference.objects.exists()


def test_a_second_click_changes_nothing(client, world):
    for _ in range(2):
        client.post(way_out(world.alice, Family.PROGRESS, Family.CAMPAIGN))

    assert Preference.objects.filter(user=world.alice).count() == 2


def test_a_link_that_was_tampered_with_says_what_to_do(client, world):
    response = client.post(way_out(world.alice, Family.PROGRESS)[:-3] + "xx/")

    assert response.status_code == 404
    assert "Ce lien n’est pas valable" in text_of(response)
    assert not Preference.objects.exists()


def test_a_closed_account_has_nothing_left_to_choose(client, world):
    url = way_out(world.alice, Family.PROGRESS)
    world.alice.is_active = False
    world.alice.save()

    assert client.post(url).status_code == 404


# A doubtful address


def test_the_person_is_told_on_their_pages_and_says_that_it_is_good(as_, world):
    doubt_address(world.alice, by=None, why="550 Inconnu")
    client = as_(world.again(world.alice))

    assert "Nos courriels à alice@okote.test reviennent." in text_of(client.get("/ma-corbeille/"))

    client.post(reverse("mails:trust-mine"), {"next": "https://ailleurs.test/"})
    assert "reviennent" not in text_of(client.get("/ma-corbeille/"))


def test_one_goes_back_to_the_page_one_was_on_and_nowhere_else(as_, world):
    client = as_(world.alice)

    assert client.post(reverse("mails:trust-mine"), {"next": "/mon-compte/"}).url == "/mon-compte/"
    assert client.post(reverse("mails:trust-mine"), {"next": "https://ailleurs.test/"}).url == "/ma-corbeille/"


def test_whoever_comes_in_by_a_code_has_read_a_mail(client, world, mailoutbox):
    doubt_address(world.alice, by=None, why="550 Inconnu")

    EmailAddress.objects.create(user=world.alice, email=world.alice.email, verified=True, primary=True)
    client.post(reverse("account_request_login_code"), {"email": "alice@okote.test"})
    words = re.findall(r"^\s*([A-Z0-9-]{6,12})\s*$", mailoutbox[-1].body, re.MULTILINE)
    client.post(reverse("account_confirm_login_code"), {"code": words[0]})

    assert client.session.get("_auth_user_id") == str(world.alice.pk)
    world.alice.refresh_from_db()
    assert not world.alice.is_address_doubtful


def test_a_password_proves_nothing_about_an_address(client, world):
    world.alice.set_password("un long mot de passe")
    world.alice.save()
    EmailAddress.objects.create(user=world.alice, email=world.alice.email, verified=True, primary=True)
    doubt_address(world.alice, by=None, why="550 Inconnu")

    client.post(reverse("account_login"), {"login": "alice@okote.test", "password": "un long mot de passe"})

    world.alice.refresh_from_db()
    assert client.session.get("_auth_user_id") == str(world.alice.pk)
    assert world.alice.is_address_doubtful


def test_whoever_confirms_an_address_has_read_a_mail(client, world):
    address = EmailAddress.objects.create(user=world.alice, email="alice@ailleurs.test", primary=False)
    doubt_address(world.alice, by=None, why="550 Inconnu")

    client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))

    world.alice.refresh_from_db()
    assert not world.alice.is_address_doubtful


def test_an_officer_who_called_says_that_it_is_good(as_, sent, world):
    doubt_address(world.alice, by=None, why="550 Inconnu")
    failed(sent)
    client = as_(world.odile)
    assert "Adresse douteuse" in text_of(client.get(LIST))

    client.post(reverse("mails:trust", args=[sent.pk]))

    world.alice.refresh_from_db()
    assert not world.alice.is_address_doubtful


# For play only


@pytest.fixture
def playing(settings, tmp_path):
    settings.DEMO, settings.EMAIL_BACKEND, settings.OUTBOX_ROOT = True, outbox.BACKEND, tmp_path
    return settings


def test_what_would_leave_is_read_in_the_outbox(client, playing):
    message = EmailMultiAlternatives("Sujet à lire", "Bonjour <b>vous</b>", to=["alice@okote.test"])
    message.attach_alternative('<p style="color:red">Bonjour</p>', "text/html")
    message.send()

    page = text_of(client.get(reverse("mails:outbox")))
    (name,) = outbox.names()
    one = text_of(client.get(reverse("mails:outbox-mail", args=[name])))
    html = client.get(reverse("mails:outbox-html", args=[name]))

    assert "Sujet à lire" in page
    assert "Bonjour &lt;b&gt;" in one
    assert text_of(html).startswith('<p style="color:red">')
    policy = html["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src 'none'" in policy


def test_an_empty_outbox_says_so(client, playing):
    assert "Rien n’est parti" in text_of(client.get(reverse("mails:outbox")))


def test_a_mail_that_is_not_there_is_not_there(client, playing):
    assert client.get(reverse("mails:outbox-mail", args=["inconnu"])).status_code == 404


def test_a_house_that_really_sends_shows_no_outbox(client, playing):
    playing.DEMO = False
    assert client.get(reverse("mails:outbox")).status_code == 404

    playing.DEMO, playing.EMAIL_BACKEND = True, "django.core.mail.backends.smtp.EmailBackend"
    assert client.get(reverse("mails:outbox")).status_code == 404


def test_nothing_is_told_of_others_in_the_counts(as_, sent, world, adam):
    Notification.objects.filter(recipient=world.odile).delete()
    world.join(world.odile, sent.notification.dossier.organization)

    assert as_(world.odile).get(LIST).context["filters"][0].count == 0
