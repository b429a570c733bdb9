"""Addresses that come back to us: nobody else makes them."""

import pytest

from notifications import addresses
from notifications.addresses import Signed


@pytest.fixture(autouse=True)
def _inbound(settings):
    settings.INBOUND_DOMAIN = "retour.okote.test"


def test_an_address_is_read_as_it_was_made():
    assert addresses.read(addresses.reply_to(12, 7)) == Signed("dossier", (12, 7))
    assert addresses.read(addresses.return_to(45)) == Signed("rebond", (45,))


def test_case_and_a_name_do_not_count():
    assert addresses.read(f"Okoté <{addresses.reply_to(12, 7).upper()}>") == Signed("dossier", (12, 7))


def test_the_local_part_stays_within_64_characters():
    assert len(addresses.reply_to(10**9, 10**9).partition("@")[0]) <= 64


@pytest.mark.parametrize("other", ["12-8", "13-7", "12", "12-7-7", "-12-7", "1²-7", "9" * 30 + "-7"])
def test_another_number_under_the_same_signature_is_nobodys(other):
    signature = addresses.reply_to(12, 7).partition("@")[0].rpartition("-")[2]

    assert addresses.read(f"dossier+{other}-{signature}@retour.okote.test") is None


def test_a_return_is_no_reply_under_the_same_numbers():
    made = addresses.return_to(12)

    assert addresses.read(made.replace("rebond", "dossier")) is None


@pytest.mark.parametrize("made_up", ["", "x", "dossier@retour.okote.test", "dossier+1-2-@retour.okote.test", "a@b@c"])
def test_what_is_made_up_is_nobodys(made_up):
    assert addresses.read(made_up) is None


def test_another_domain_is_not_ours():
    assert addresses.read(addresses.reply_to(12, 7).replace("retour.", "")) is None


def test_a_house_without_a_domain_reads_none(settings):
    made = addresses.reply_to(12, 7)
    settings.INBOUND_DOMAIN = ""

    assert addresses.read(made) is None


def test_a_new_key_still_reads_the_addresses_of_the_old_one(settings):
    made = addresses.reply_to(12, 7)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert addresses.read(made) == Signed("dossier", (12, 7))
    settings.SECRET_KEY_FALLBACKS = []
    assert addresses.read(made) is None
