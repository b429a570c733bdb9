"""The way in: what managers of passwords fill in, where one goes afterwards, what is said when it fails."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from okote_flow.directory.models import User

PASSWORD = "quatre mots font un chemin"
ASKED = "/mes-projets/nouveau/"


@pytest.fixture(autouse=True)
def fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def gerard(world) -> User:
    user = User.objects.create_user("gerard", "gerard@okote.test", PASSWORD, first_name="Gérard", last_name="Muster")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_up(client: Client, **more: str):
    told = {"first_name": "Gérard", "last_name": "Muster", "email": "gerard@okote.test", "password1": PASSWORD}
    return client.post(reverse("account_signup"), told | more)


def log_in(client: Client, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": "gerard@okote.test", "password": password} | more)


def link() -> str:
    found = re.search(r"https?://\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def text(response) -> str:
    html: str = response.content.decode()
    return html.replace("\u00a0", " ")


def test_whoever_signs_up_to_bring_a_project_confirms_and_is_there(client, world):
    sign_up(client, next=ASKED)

    confirmed = client.post(link())

    assert confirmed.url == ASKED
    assert client.get(confirmed.url).status_code == 200


def test_a_link_opened_elsewhere_confirms_and_lets_nobody_in(client, world):
    sign_up(client, next=ASKED)
    other = Client()

    confirmed = other.post(link())

    assert confirmed.url == reverse("account_login")
    assert other.get(ASKED).status_code == 302
    assert log_in(other, next=ASKED).url == ASKED


def test_the_page_that_was_asked_is_kept_through_every_way_in(client, gerard):
    door = client.get(ASKED)
    html = text(client.get(door.url))

    assert f"next={ASKED}" in door.url
    assert html.count(f"next={ASKED.replace('/', '%2F')}") == 2  # signing up, and the code
    asked = client.post(reverse("account_request_login_code"), {"email": gerard.email, "next": ASKED}, follow=True)
    code = re.search(r"^([A-Z0-9-]{6,10})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    assert f'name="next" value="{ASKED}"' in text(asked)
    assert client.post(reverse("account_confirm_login_code"), {"code": code[1], "next": ASKED}).url == ASKED


def test_password_managers_find_their_fields(client, world):
    login, signup = text(client.get(reverse("account_login"))), text(client.get(reverse("account_signup")))

    assert 'autocomplete="username"' in login and 'autocomplete="current-password"' in login
    assert all(f'autocomplete="{name}"' in signup for name in ("given-name", "family-name", "email", "new-password"))
    assert "onpaste" not in login + signup
    assert login.count("data-okote-voir") == signup.count("data-okote-voir") == 1


def test_a_device_is_remembered_only_when_asked(gerard):
    passing, staying = Client(), Client()

    log_in(passing)
    log_in(staying, remember="on")

    cookies = [one.cookies[django_settings.SESSION_COOKIE_NAME]["max-age"] for one in (passing, staying)]
    assert cookies[0] == "" and int(cookies[1]) > 86_400


def test_a_wrong_password_is_told_with_the_way_out(client, gerard):
    response = log_in(client, "pas le bon")

    assert "Vérifiez-les, ou recevez un code de connexion par courriel." in text(response)
    assert 'value="gerard@okote.test"' in text(response)


def test_after_too_many_tries_one_waits_or_takes_another_way(client, gerard):
    for _ in range(6):
        response = log_in(client, "pas le bon")

    assert "attendez cinq minutes, ou choisissez un nouveau mot de passe" in text(response)


def test_too_many_requests_are_answered_in_french(client, gerard):
    for _ in range(30):
        response = client.post(reverse("account_reset_password"), {"email": "gerard@okote.test"})

    assert response.status_code == 429
    assert "Trop d’essais en peu de temps" in text(response)


def test_a_forgotten_password_is_replaced_by_mail(client, gerard):
    client.post(reverse("account_reset_password"), {"email": gerard.email})
    form = client.get(link(), follow=True)
    new = "cinq mots font un sentier"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)

    assert "Votre nouveau mot de passe est enregistré." in text(done)
    assert log_in(Client(), new).status_code == 302
    assert log_in(Client()).status_code == 200


def test_a_short_password_is_told_what_it_lacks(client, world):
    response = sign_up(client, password1="court")

    assert "10 caractères" in text(response)
    assert 'value="Gérard"' in text(response)


def test_no_cookie_is_set_but_those_that_the_privacy_page_names(client, gerard):
    client.get(reverse("account_login"))
    log_in(client, remember="on")
    client.post(reverse("account_logout"), follow=True)  # says goodbye in a message
    named = client.get(reverse("privacy")).content.decode()

    assert client.cookies
    assert all(f"<code>{name}</code>" in named for name in client.cookies)


def test_a_page_that_is_not_there_offers_two_ways_on(client, db):
    response = client.get("/nulle-part/")

    assert response.status_code == 404
    assert reverse("home") in text(response) and reverse("account_login") in text(response)
