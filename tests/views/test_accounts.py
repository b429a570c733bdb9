"""Accounts: signing up, invitations, offices and their terms, the way in and the shell."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from okote_flow.accounts import actions
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Appointment, Invitation, Membership, Office, User

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase assez longue"


@pytest.fixture
def adam(world):
    adam = world.person("Adam")
    actions.appoint(adam, office=Office.ADMINISTRATOR, by=None)
    return adam


@pytest.fixture(autouse=True)
def _plenty_of_tries(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def page(name, *args):
    return reverse(f"accounts:{name}", args=args)


def codes(response):
    return [error.code for error in response.context["form"].errors.as_data().get("__all__", [])]


def link_in(message):
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def sign_up(client, email="gerard@okote.test", **more):
    given = {"first_name": "Gérard", "last_name": "Muster", "email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), given | more)


def confirm(client, message):
    return client.post(link_in(message))


def log_in(client, email):
    return client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


# Signing up


def test_a_holder_signs_up_with_a_name_and_a_confirmed_address(client, world):
    sign_up(client)
    before = log_in(client, "gerard@okote.test")
    confirm(client, mail.outbox[0])

    after = log_in(client, "gerard@okote.test")

    user = User.objects.get(email="gerard@okote.test")
    assert str(user) == "Gérard Muster"
    assert user.username
    assert before.url == reverse("account_email_verification_sent")
    assert after.url == reverse("inbox")
    assert EmailAddress.objects.get(user=user).verified


@pytest.mark.parametrize("missing", ["first_name", "last_name", "email", "password1"])
def test_nothing_less_will_do(client, world, missing):
    response = sign_up(client, **{missing: ""})

    assert missing in response.context["form"].errors
    assert not User.objects.filter(last_name="Muster", first_name="Gérard").exists()


def test_two_people_of_one_name_get_two_user_names(client, world):
    sign_up(client, email="un@okote.test")
    client.logout()
    sign_up(client, email="deux@okote.test")

    assert User.objects.filter(first_name="Gérard").count() == 2


def test_an_address_that_has_an_account_is_not_given_away(client, world):
    known = sign_up(client, email=world.alice.email)
    client.logout()
    unknown = sign_up(client, email="neuve@okote.test")

    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url


# Invitations to an office


def invited(client, adam, django_capture_on_commit_callbacks, **given):
    client.force_login(adam)
    asked = {"email": "gerard@okote.test", "office": Office.OFFICER}
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(page("invite"), asked | given)
    client.logout()
    return response


def test_an_invitation_leaves_by_mail_with_its_link(client, adam, django_capture_on_commit_callbacks):
    response = invited(client, adam, django_capture_on_commit_callbacks)

    [message] = mail.outbox
    assert response.url == page("list")
    assert message.to == ["gerard@okote.test"]
    assert link_in(message).startswith("/invitation/")
    assert Invitation.objects.get().token_hash not in message.body


def test_whoever_is_invited_signs_up_and_comes_back_to_accept(client, adam, django_capture_on_commit_callbacks):
    invited(client, adam, django_capture_on_commit_callbacks)
    link = link_in(mail.outbox[0])

    shown = client.get(link)
    sign_up(client)
    confirm(client, mail.outbox[1])
    back = log_in(client, "gerard@okote.test")
    client.post(link)

    gerard = User.objects.get(email="gerard@okote.test")
    assert reverse("account_signup") in shown.content.decode()
    assert back.url == link
    assert offices_of(gerard) == {Office.OFFICER}


def test_whoever_is_to_sit_in_a_committee_is_invited_to_an_account_that_opens_nothing_else(
    client, adam, django_capture_on_commit_callbacks
):
    invited(client, adam, django_capture_on_commit_callbacks, office="seat")
    link = link_in(mail.outbox[0])
    shown = client.get(link).content.decode()
    way_in = client.get(reverse("account_signup"), {"next": link}).content.decode()
    sign_up(client)
    confirm(client, mail.outbox[1])
    log_in(client, "gerard@okote.test")
    client.post(link)

    gerard = User.objects.get(email="gerard@okote.test")
    assert "siéger dans un comité" in mail.outbox[0].body
    assert "siéger dans un comité" in shown
    assert "Déposer un projet" not in way_in.partition("<h1")[2]
    assert Invitation.objects.get().accepted_by == gerard
    assert offices_of(gerard) == frozenset()


def test_whoever_has_an_account_accepts_after_logging_in(client, world, adam, django_capture_on_commit_callbacks):
    invited(client, adam, django_capture_on_commit_callbacks, email=world.zoe.email)
    client.force_login(world.zoe)

    client.post(link_in(mail.outbox[0]))

    assert offices_of(world.again(world.zoe)) == {Office.OFFICER}


def test_an_invitation_is_for_one_address(client, world, adam, django_capture_on_commit_callbacks):
    invited(client, adam, django_capture_on_commit_callbacks)
    link = link_in(mail.outbox[0])
    client.force_login(world.zoe)

    shown, posted = client.get(link), client.post(link)

    assert [refusal.code for refusal in shown.context["refusals"]] == ["invitation-elsewhere"]
    assert posted.status_code == 409
    assert not offices_of(world.again(world.zoe))


def test_an_invitation_serves_once(client, world, adam, django_capture_on_commit_callbacks):
    invited(client, adam, django_capture_on_commit_callbacks, email=world.zoe.email)
    link = link_in(mail.outbox[0])
    client.force_login(world.zoe)
    client.post(link)

    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 409


def test_a_made_up_link_says_nothing(client, world):
    response = client.get(page("invitation", "inconnu"))

    assert response.status_code == 404
    assert "ne marche plus" in response.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"office": ""}, "office"),
        ({"office": Office.PARTNER_FINANCE}, "partner"),
    ],
)
def test_a_mistyped_invitation_is_told_beside_its_field(
    client, adam, django_capture_on_commit_callbacks, given, field
):
    response = invited(client, adam, django_capture_on_commit_callbacks, **given)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert mail.outbox == []


def test_an_office_without_a_partner_takes_none(client, world, adam, django_capture_on_commit_callbacks):
    response = invited(client, adam, django_capture_on_commit_callbacks, partner=world.cea.pk)

    assert response.status_code == 422


def test_only_an_administrator_sees_accounts(client, world, adam):
    for person in (world.odile, world.didier, world.alice):
        client.force_login(person)

        answers = [client.get(page("list")), client.get(page("invite")), client.get(page("account", world.zoe.pk))]
        assert [answer.status_code for answer in answers] == [404, 404, 404]


# Offices and their terms


def test_the_list_finds_people_by_name_and_by_office(client, world, adam):
    client.force_login(adam)

    by_name = client.get(page("list"), {"q": "zoe"}).context["page_obj"].object_list
    by_office = client.get(page("list"), {"fonction": Office.TREASURER}).context["page_obj"].object_list

    assert list(by_name) == [world.zoe]
    assert list(by_office) == [world.tess]


def test_an_administrator_gives_an_office_for_a_term(client, world, adam):
    client.force_login(adam)
    term = {"office": Office.AUDITOR, "starts_on": "2022-03-01", "ends_on": "2022-12-31"}

    client.post(page("account", world.zoe.pk), term)

    given = Appointment.objects.get(user=world.zoe)
    assert (given.office, str(given.starts_on), str(given.ends_on)) == (Office.AUDITOR, "2022-03-01", "2022-12-31")


def test_a_reversed_term_is_refused_with_everything_kept(client, world, adam):
    client.force_login(adam)
    term = {"office": Office.AUDITOR, "starts_on": "2022-03-02", "ends_on": "2022-03-01"}

    response = client.post(page("account", world.zoe.pk), term)

    assert response.status_code == 409
    assert codes(response) == ["term-reversed"]
    assert 'value="2022-03-02"' in response.content.decode()


def test_an_office_that_is_held_is_not_given_twice(client, world, adam):
    client.force_login(adam)

    response = client.post(page("account", world.tess.pk), {"office": Office.TREASURER})

    assert codes(response) == ["already-appointed"]


def test_a_term_that_is_ended_leaves_nothing(client, world, adam):
    client.force_login(adam)

    client.post(page("end", world.tess.pk), {"office": Office.TREASURER})

    assert offices_of(world.again(world.tess)) == frozenset()
    assert client.get(page("account", world.tess.pk)).context["current"] == []


# The accounts of a structure


@pytest.fixture
def organization(world):
    return world.draft().organization


def test_a_holder_invites_a_colleague(client, world, organization, django_capture_on_commit_callbacks):
    client.force_login(world.alice)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("organization", organization.pk), {"email": world.bruno.email})
    waiting = client.get(page("organization", organization.pk)).content.decode()
    client.force_login(world.bruno)

    client.post(link_in(mail.outbox[0]))

    assert world.bruno.email in waiting
    assert Membership.objects.filter(organization=organization, user=world.bruno).exists()
    assert "Bocaux &amp; Compagnie" in client.get(page("me")).content.decode()


def test_the_accounts_of_a_structure_are_its_own_business(client, world, organization):
    client.force_login(world.odile)

    assert client.get(page("organization", organization.pk)).status_code == 404


# The shell


def shell_of(client, person):
    client.force_login(person)
    context = client.get(page("me")).context
    entries = [entry.label for section in context["menu"]() for entry in section.entrees]
    return context["coquille"](), entries


def test_a_holder_has_three_entries_the_help_and_the_open_shell(client, world):
    assert shell_of(client, world.alice) == ("_porteur.html", ["Ma corbeille", "Mes projets", "Parcours", "Aide"])


def test_who_holds_an_office_has_the_shell_of_work(client, world, adam):
    template, entries = shell_of(client, adam)

    assert template == "_travail.html"
    assert "Comptes" in entries
    assert "Grand livre" not in entries


def test_a_mandate_is_enough_for_the_shell_of_work(client, alsace):
    template, entries = shell_of(client, alsace.marc)

    assert template == "_travail.html"
    assert "Séances" in entries
    assert "Comptes" not in entries


def test_whoever_works_and_carries_a_project_finds_both(client, world):
    world.join(world.odile, world.draft().organization)

    assert {"Mes projets", "Dossiers"} <= set(shell_of(client, world.odile)[1])


@pytest.mark.parametrize("name", ["odile", "tess", "serge", "marc", "paula", "adam", "alice", "audrey", "steve"])
def test_the_menu_leads_only_where_one_may_go(client, alsace, name):
    client.force_login(getattr(alsace, name))
    sections = client.get(page("me")).context["menu"]()

    answers = {entry.url: client.get(entry.url).status_code for section in sections for entry in section.entrees}

    assert set(answers.values()) == {200}


def test_the_current_page_is_marked_in_the_menu(client, world):
    client.force_login(world.odile)

    sections = client.get(reverse("dossiers:list")).context["menu"]()

    assert [entry.label for section in sections for entry in section.entrees if entry.courant] == ["Dossiers"]


def test_the_page_of_health_answers_to_anybody(client, db):
    response = client.get(reverse("health"))

    assert (response.status_code, response.content) == (200, b"ok")


def test_a_form_that_came_too_late_is_told_as_such(world):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})

    assert response.status_code == 403
    assert "resté ouvert trop longtemps" in response.content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_the_banner_of_the_demo_world_is_there_only_in_it(client, world, settings, demo):
    settings.DEMO = demo

    html = client.get(reverse("home")).content.decode()

    assert ("Démonstration, données fictives" in html) is demo
