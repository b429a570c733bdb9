"""What is private in a text is masked, and what is of public function is given out."""

import pytest

from okote_flow.records import masking

NAMES = masking.names_of([("Alice", "Einmachglas"), ("Théo", "Lévy")])


@pytest.mark.parametrize(
    "private",
    [
        "alice.e+projet@exemple.fr",
        "03 88 12 34 56",
        "+33 6 12 34 56 78",
        "0612345678",
        "FR14 2004 1010 0505 0001 3M02 606",
        "FR1420041010050500013M02606",
        "12 bis, rue des Prés",
        "4 place du Marché, 67500 Haguenau",
        "68100 Mulhouse",
        "Alice Einmachglas",
        "EINMACHGLAS Alice",
        "Theo Levy",
        "Madame Zénaïde Inconnue",
        "M. Inconnu",
        "M.\u00a0Inconnu",
        "Mlle Inconnue",
        "Alice\u00a0Einmachglas",
        "+33 (0)3 88 12 34 56",
        "+33 (0) 3 88 12 34 56",
        "0033 3 88 12 34 56",
        "03/88/12/34/56",
    ],
)
def test_what_is_private_is_masked(private):
    said, count = masking.masked(f"Écrire à {private}, pour le projet.", NAMES)

    assert count >= 1
    assert not any(part in said for part in private.split() if len(part) > 5 and part not in ("Madame",))
    assert said.startswith("Écrire à ") and said.endswith(", pour le projet.")


@pytest.mark.parametrize(
    "plain",
    ["12 000,00 € en 2022", "SIRET 24670048800017", "le 12/05/2022 à 14 h", "Levyathan et Cie", "la rue", "Alice"],
)
def test_what_is_not_private_stays(plain):
    assert masking.masked(plain, NAMES) == (plain, 0)


def test_who_acts_in_public_function_is_named():
    text = "Signé par Mme Claire Muster, présidente ; pour Alice Einmachglas."

    said, _ = masking.masked(text, NAMES, ["Claire Muster", "Muster"])

    assert "Claire Muster" in said and "Einmachglas" not in said


@pytest.mark.parametrize("namesake", ["Mme Roytelet", "Mme Leroy", "M. Jean Roy", "Mme Marie Muster"])
def test_whoever_bears_a_part_of_a_public_name_is_masked(namesake):
    said, count = masking.masked(
        f"Rencontré {namesake} hier.", [], masking.names_of([("Paul", "Roy"), ("Claire", "Muster")])
    )

    assert (count, said) == (1, f"Rencontré {namesake.split()[0]} {masking.MASK} hier.")


def test_segments_put_together_are_the_text():
    text = "Alice Einmachglas, 3 rue du Four, 67000 Strasbourg, 06 12 34 56 78, a@b.fr"

    assert "".join(one.text for one in masking.segments(text, NAMES)) == text
