"""The pages of the texts of the house: who reads, who words, what is previewed, compared and given back."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.texts import actions, wording
from okote_flow.texts.models import TextVersion
from tests.views.committee_pages import as_, text

pytestmark = pytest.mark.django_db
GREETING = "mail.greeting"


def page(key=GREETING):
    return reverse("administration:text", args=[key])


def sent(person, key=GREETING, **data):
    return as_(person).post(page(key), {"version": "0", **data})


@pytest.mark.parametrize(("reader", "status"), [("adam", 200), ("didier", 200), ("odile", 200), ("audrey", 200),
    ("alice", 404), ("zoe", 404), ("tess", 404), ("serge", 404)])  # fmt: skip
def test_the_list_and_a_text_are_for_those_who_answer_for_them(alsace, reader, status):
    client = as_(getattr(alsace, reader))

    assert client.get(reverse("administration:texts")).status_code == status
    assert client.get(page()).status_code == status


def test_the_list_is_found_by_words_family_and_state(alsace):
    actions.write(key=GREETING, body="Bonjour {prenom} et merci,", reason="Plus doux", by=alsace.adam)
    client, address = as_(alsace.adam), reverse("administration:texts")

    assert "Salutation" in text(client.get(address, {"q": "salutation"}))
    assert "Aucun texte ne répond" in text(client.get(address, {"q": "xyzzy"}))
    changed = text(client.get(address, {"etat": "modifie"}))
    assert "Salutation" in changed and "1 texte<" in changed
    assert "Mentions légales" in text(client.get(address, {"famille": "mentions"}))


def test_an_administrator_words_a_text_and_the_history_keeps_both(alsace):
    answer = sent(alsace.adam, body="Bonjour {prenom} et merci,", reason="Plus doux", keep="")

    assert answer.status_code == 302
    said = text(as_(alsace.adam).get(page()))
    assert "Plus doux" in said and "Annuler le dernier changement" in said and "et merci" in said
    back = as_(alsace.adam).post(reverse("administration:revert_text", args=[GREETING]), {"to": "0", "version": "1"})
    assert back.status_code == 302
    assert wording.current().phrase(GREETING, prenom="Alice") == "Bonjour Alice,"
    assert TextVersion.objects.count() == 2


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(alsace):
    answer = sent(alsace.adam, body="Bonjour {nom.__class__},", reason="Essai", keep="")

    assert answer.status_code == 409
    assert "{nom.__class__} n’existe pas dans ce texte" in text(answer)
    assert "Bonjour {nom.__class__}," in text(answer)
    assert TextVersion.objects.count() == 0


def test_an_officer_reads_and_does_not_word(alsace):
    assert "disabled" in text(as_(alsace.odile).get(page()))
    assert sent(alsace.odile, body="Salut,", reason="Court", keep="").status_code == 409
    assert TextVersion.objects.count() == 0


def test_another_who_saved_meanwhile_is_named_and_nothing_is_lost(alsace):
    actions.write(key=GREETING, body="Madame, Monsieur,", reason="Formel", by=alsace.didier)

    answer = sent(alsace.adam, body="Bonjour à vous,", reason="Doux", keep="")

    said = text(answer)
    assert answer.status_code == 409
    assert "Didier Muster" in said and "Madame, Monsieur," in said and "Bonjour à vous," in said
    assert 'name="version" value="1"' in said


def test_the_preview_writes_nothing_and_shows_the_typed_words_in_their_frame(alsace):
    answer = sent(alsace.adam, body="Chère {prenom},", preview="1")

    assert answer.status_code == 200
    assert "Chère Adam," in text(answer)
    assert TextVersion.objects.count() == 0 and not Event.objects.filter(kind=Kind.TEXT_WRITTEN).exists()


def test_a_mailbox_preview_runs_no_script(alsace):
    answer = sent(alsace.adam, body="<script>alert(1)</script>", html="1")

    assert "&lt;script&gt;" in text(answer) and "<script>alert" not in text(answer)
    assert "script-src 'none'" in answer["Content-Security-Policy"]


def test_a_letter_is_tried_on_paper_and_on_a_real_decision(alsace):
    dossier = alsace.dossier("campaign_preparation")
    body = "{decision}\n\n{plafonds}\n\n{recours}\n\nMotif du test pour {projet}."
    typed = {"subject": "Votre projet", "body": body, "sample": dossier.number}

    shown = sent(alsace.didier, "decision.favourable", **typed, preview="1")
    paper = sent(alsace.didier, "decision.favourable", **typed, pdf="1")

    assert f"Motif du test pour {dossier.title}" in text(shown)
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF-")


def test_a_dossier_that_one_may_not_see_is_no_example(alsace):
    dossier = alsace.dossier("campaign_preparation")

    answer = sent(alsace.adam, "decision.favourable", subject="x", body="{decision} {recours}", sample=dossier.number)

    assert dossier.title not in text(answer)


def test_a_trial_goes_to_oneself_alone(alsace):
    sent(alsace.adam, body="Chère {prenom},", send="1")

    assert [(one.to, one.subject.startswith("[Essai]")) for one in mail.outbox] == [([alsace.adam.email], True)]
    assert "Chère Adam," in mail.outbox[0].body


def test_a_version_is_compared_with_the_one_before(alsace):
    actions.write(key=GREETING, body="Madame, Monsieur,", reason="Formel", by=alsace.didier)

    said = text(as_(alsace.odile).get(reverse("administration:text_version", args=[GREETING, 1])))

    assert "Madame, Monsieur," in said and "<del>" in said
    missing = as_(alsace.odile).get(reverse("administration:text_version", args=[GREETING, 2]))
    assert missing.status_code == 404


def test_an_unknown_text_is_no_page(alsace):
    assert as_(alsace.adam).get(page("mail.nothing")).status_code == 404
    assert Client().get(page()).status_code == 302


def test_the_pages_ask_as_many_questions_however_many_versions(alsace, django_assert_max_num_queries):
    for number in range(3):
        actions.write(key=GREETING, body=f"Bonjour {number},", reason="x", version=number, by=alsace.adam)
    client = as_(alsace.adam)
    client.get(page())
    with django_assert_max_num_queries(14):
        client.get(page())
    for number in range(3, 9):
        actions.write(key=GREETING, body=f"Bonjour {number},", reason="x", version=number, by=alsace.adam)
    client.get(page())
    with django_assert_max_num_queries(14):
        client.get(page())


def test_who_corrects_what_is_to_come_corrects_it_on_its_day(alsace):
    """The field proposes the day: else the correction would hold too early, and then give way to the mistake."""
    given = {"key": GREETING, "body": "Bone année {prenom},", "reason": "Vœux", "by": alsace.adam}
    actions.write(**given, starts_on=date(2022, 3, 5))

    assert 'value="2022-03-05"' in text(as_(alsace.adam).get(page()))


def test_undoing_the_last_change_says_again_what_held_before_it_and_not_what_is_to_come(alsace):
    given = {"key": GREETING, "reason": "Essai", "by": alsace.adam}
    actions.write(**given, body="Bonne année {prenom},", starts_on=date(2022, 3, 5))
    actions.write(**given, body="Salut {prenom},", version=1)

    form = text(as_(alsace.adam).get(page())).partition("Annuler le dernier changement")[0].rpartition("<form")[2]

    assert '<input type="hidden" name="to" value="0"' in form
