"""What stands in a copy instead of what was said."""

import pytest
from schwifty import IBAN
from stdnum.fr import siret

from okote_flow.records.pseudonyms.fiction import Fiction

FICTION = Fiction(["Aurore", "Muster"])


def test_the_same_person_is_the_same_everywhere():
    assert FICTION.person("Alice Einmachglas").split() == [
        FICTION.first_name("Alice"), FICTION.last_name("Einmachglas"),
    ]  # fmt: skip


def test_a_name_that_really_occurs_is_never_drawn():
    assert "Aurore" not in {FICTION.first_name(str(n)) for n in range(500)}


@pytest.mark.parametrize("n", range(40))
def test_an_account_and_a_siret_are_right_and_nobodys(n):
    made = FICTION.iban(f"FR{n}")
    assert IBAN(made, validate_bban=True).is_valid and made[4:9] == "99999"
    assert siret.is_valid(FICTION.siret(f"2467004880001{n % 10}"))


def test_an_address_and_a_telephone_are_fictional():
    assert FICTION.email("A@b.fr").endswith("@okote.test") and FICTION.email("A@b.fr") == FICTION.email("a@B.fr")
    assert FICTION.phone("0612345678").startswith("01 99 00")


def test_a_text_is_as_long_and_says_nothing():
    said = FICTION.text("Une conserverie de quartier.\nElle sauve les surplus.")

    assert [len(line) for line in said.split("\n")] == [28, 23]
    assert "conserverie" not in said


def test_two_copies_do_not_say_the_same():
    assert Fiction().email("a@b.fr") != Fiction().email("a@b.fr")
