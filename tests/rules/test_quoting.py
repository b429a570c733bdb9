"""What somebody wrote in a mail, apart from what they answered to."""

import pytest

from notifications.quoting import own_words, words_of_html

WROTE = "Bonjour,\n\nLe RIB arrive demain.\n\nÉlise"

QUOTED = {
    "gmail": f"{WROTE}\n\nLe jeu. 12 mai 2022 à 10:12, Okoté <a@b.test> a écrit :\n\n> Il manque le RIB\n> \n",
    "gmail on two lines": f"{WROTE}\n\nLe jeu. 12 mai 2022 à 10:12, Okoté <a@b.test>\na écrit\u00a0:\n\n> Il manque",
    "in english": f"{WROTE}\n\nOn Thu, May 12, 2022 at 10:12 AM Okoté <a@b.test> wrote:\n> Il manque",
    "in german": f"{WROTE}\n\nAm 12.05.2022 um 10:12 schrieb Okoté:\n> Il manque",
    "outlook": f"{WROTE}\n\n________________________________\nDe : Okoté <a@b.test>\nEnvoyé : jeudi\n\nIl manque",
    "outlook headers alone": f"{WROTE}\n\nDe : Okoté <a@b.test>\nEnvoyé : jeudi 10:12\nÀ : Élise\n\nIl",
    "thunderbird": f"{WROTE}\n\nLe 12/05/2022 à 10:12, Okoté a écrit :\n> Il manque",
    "original message": f"{WROTE}\n\n-----Message d'origine-----\nDe : Okoté\n\nIl manque",
    "signature": f"{WROTE}\n\n-- \nÉlise Muster\nRoue Libre\n06 00 00 00 00",
    "telephone": f"{WROTE}\n\nEnvoyé de mon iPhone",
    "windows lines": f"{WROTE}\n\nLe jeu. 12 mai 2022, Okoté a écrit :\n> x".replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_quotation_and_signature_are_cut(text):
    assert own_words(text) == WROTE


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_sentence_that_begins_as_a_quotation_does_is_kept_before_one(gap):
    text = f"Le RIB arrive demain.{gap}Le jeu. 12 mai 2022, Okoté\na écrit :\n> Il manque"

    assert own_words(text) == "Le RIB arrive demain."


def test_what_is_answered_between_the_quoted_lines_is_kept():
    assert own_words("> Où est le RIB ?\nIl arrive.\n> Et le devis ?\nDemain.") == "Il arrive.\nDemain."


@pytest.mark.parametrize(
    "text",
    [
        "Le comité a écrit une lettre : la voici.\nMerci.",
        "De : ce que j’ai compris, tout va bien.\nÀ bientôt.",
        "On a -- je crois -- tout envoyé.",
        "Le 12 mai, nous avons reçu le devis.\nIl est joint.",
    ],
)
def test_plain_sentences_are_left_alone(text):
    assert own_words(text) == text


def test_a_mail_of_nothing_but_a_quotation_is_empty():
    assert own_words("Le jeu. 12 mai 2022, Okoté a écrit :\n> Bonjour") == ""


def test_a_very_long_line_is_read_at_once():
    text = "Le " + "a" * 2_000_000

    assert own_words(text) == text


def test_many_lines_that_look_like_a_quotation_are_read_at_once():
    text = "\n".join(["Le mardi oui"] * 20_000)

    assert own_words(text) == text


def test_html_is_read_as_lines_without_its_quotation():
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>Bonjour,<br>le RIB&nbsp;arrive.</p><p>Élise</p>"
        '<div class="gmail_quote">Le jeu. a écrit<blockquote>Il manque</blockquote></div></body></html>'
    )

    assert own_words(words_of_html(html)) == "Bonjour,\nle RIB arrive.\n\nÉlise"


def test_a_script_in_a_mail_says_nothing():
    assert words_of_html("<script>alert(1)</script>Bon<b>jour</b>") == "Bonjour"
