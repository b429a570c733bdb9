"""Every address of the house × every kind of reader: the answer is the one in the table, and none is undeclared."""

import pytest
from django.test import Client

from tests.views.addresses import addresses, answer
from tests.views.scene import SPECIAL, Scene
from tests.views.url_table import READERS, rows

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]


def test_every_address_is_declared_and_every_row_is_an_address():
    assert {address.name for address in addresses()} ^ rows().keys() == set()


def test_what_an_address_needs_is_in_the_scene():
    names = {address.name for address in addresses()}

    assert SPECIAL.keys() <= names
    unmet = {one.name for one in addresses() if one.needs - {"pk"} and one.name not in SPECIAL}
    assert unmet == set()


def test_a_row_says_something_of_every_reader():
    assert {name for name, answers in rows().items() if len(answers) != len(READERS)} == set()


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_is_answered_as_the_table_says(alsace, reader):
    scene, client = Scene(alsace), Client(raise_request_exception=False)
    if reader != "nobody":
        client.force_login(getattr(alsace, reader))
    expected = {name: answers[READERS.index(reader)] for name, answers in rows().items()}

    found = {one.name: answer(client, one.name, scene.arguments(one.name, one.needs)) for one in addresses()}

    assert found == expected


def test_nobody_is_let_in_but_where_the_table_says_so():
    """The pages open to everybody are these; a new one is a decision."""
    open_to_all = {name for name, answers in rows().items() if answers[0] == "o"}

    assert open_to_all == {
        "home", "accessibility", "legal", "privacy", "source_code", "health", "accounts:invitation",
        "deposit", "funding:own_account",
        "funding:ended", "funding:campaign", "funding:give", "funding:given", "funding:simulated_checkout",
        "funding:campaign_de", "funding:embedded", "funding:card", "funding:open_data", "funding:open_data_file",
        "funding:given_receipt", "funding:given_receipt_pdf",
        "funding:news", "funding:news_feed", "funding:ask", "funding:picture",
        "figures:public", "figures:file",
        "mails:optout", "agenda:feed", "live_since",
        "offline", "service_worker", "committees:verify", "committees:lead_invitation",
        "help:index", "help:words", "help:guide",
        "account_login", "account_signup", "account_inactive", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key_done", "account_request_login_code",
        "account_email_verification_sent", "account_confirm_email", "account_reset_password_from_key",
    }  # fmt: skip
