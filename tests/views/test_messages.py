"""The pages of a thread: what each reader sees, what a form keeps, what is marked as new."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers import actions, thread
from dossiers.models import Message, Note, ThreadDraft, ThreadMark
from tests.views.crowd import queries_of, submitted
from tests.views.moments import client_of
from tests.views.read_page import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    return actions.submit(world.draft(), by=world.alice)


def url(dossier, name="messages"):
    return reverse(f"dossiers:{name}", args=[dossier.pk])


def tab(dossier):
    return reverse("dossiers:dossier", args=[dossier.pk]) + "?onglet=echanges"


def form_of(client, page, name):
    """The form that is sent to that address, as its page gives it."""
    html = client.get(page).content.decode()
    [form] = [one for one in read(html).forms if one.action == name]
    return {control.name: control.value for control in form.controls.values() if control.kind == "hidden"}


def send(client, dossier, text, *, page="", **more):
    hidden = form_of(client, page or url(dossier), url(dossier))
    return client.post(url(dossier), {**hidden, "text": text, "act": "send", **more})


def test_a_holder_writes_and_the_officer_answers_from_the_dossier(world, dossier):
    alice, odile = client_of(world.alice), client_of(world.odile)
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan", "application/pdf")

    sent = send(alice, dossier, "Voici le plan.", file=plan)
    answered = send(odile, dossier, "Merci.", page=tab(dossier))

    assert (sent.url, answered.url) == (url(dossier), tab(dossier))
    page = alice.get(url(dossier)).content.decode()
    assert "Merci." in page and "Odile Muster, Alsace Active" in page and "plan.pdf" in page
    assert "Notes internes" not in page and "note interne" not in page.lower()
    assert [one.text for one in Message.objects.all()] == ["Voici le plan.", "Merci."]


def test_words_are_shown_as_words(world, dossier):
    alice = client_of(world.alice)
    send(alice, dossier, "<b>un</b>\r\n<script>deux</script>")

    html = alice.get(url(dossier)).content.decode()

    assert "&lt;b&gt;un&lt;/b&gt;<br>&lt;script&gt;" in html
    assert "<script>deux" not in html


def test_a_refused_message_keeps_what_was_typed_and_says_why(world, dossier):
    alice = client_of(world.alice)

    long = send(alice, dossier, "é" * 4001)
    bad = send(alice, dossier, "Le devis.", file=SimpleUploadedFile("outil.exe", b"MZ"))

    assert (long.status_code, bad.status_code) == (422, 409)
    html = bad.content.decode()
    assert "Le devis.</textarea>" in html
    assert "n’est pas accepté" in html and "Choisissez de nouveau vos fichiers" in html
    assert not Message.objects.exists()


def test_the_second_officer_reads_the_answer_and_keeps_their_text(world, dossier):
    omar = client_of(world.officer("Omar"))
    send(client_of(world.alice), dossier, "Est-ce possible ?")
    hidden = form_of(omar, tab(dossier), url(dossier))
    send(client_of(world.odile), dossier, "Oui, jusqu’à mardi.")

    refused = omar.post(url(dossier), {**hidden, "text": "Oui, demain.", "act": "send"})

    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Odile Muster a écrit à" in html and "Oui, jusqu’à mardi." in html and "Oui, demain.</textarea>" in html
    again = {one.name: one.value for one in read(html).forms[-2].controls.values() if one.kind == "hidden"}
    assert again["seen"] == str(Message.objects.latest("pk").pk)
    assert omar.post(url(dossier), {**again, "text": "Oui, demain.", "act": "send"}).status_code == 302


def test_a_second_click_is_the_same_message(world, dossier):
    alice = client_of(world.alice)
    given = {**form_of(alice, url(dossier), url(dossier)), "text": "Une fois.", "act": "send"}

    assert [alice.post(url(dossier), given).status_code for _ in "12"] == [302, 302]
    assert Message.objects.count() == 1


def test_a_note_is_written_beside_the_thread_and_names_a_colleague(world, dossier):
    odile = client_of(world.odile)
    hidden = form_of(odile, tab(dossier), url(dossier, "note"))

    response = odile.post(
        url(dossier, "note"), {**hidden, "text": "À revoir.", "colleague": world.didier.pk, "act": "send"}
    )

    assert response.url == tab(dossier)
    assert list(Note.objects.get().colleagues.all()) == [world.didier]
    html = odile.get(tab(dossier)).content.decode()
    assert "À revoir." in html and "Note interne, invisible du porteur" in html and "pour Didier Muster" in html


def test_a_refused_note_keeps_what_was_typed(world, dossier):
    odile = client_of(world.odile)
    hidden = form_of(odile, tab(dossier), url(dossier, "note"))

    response = odile.post(url(dossier, "note"), {**hidden, "text": "Voir.", "colleague": world.alice.pk})

    assert response.status_code == 422
    assert "Voir.</textarea>" in response.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize(("name", "is_note"), [("messages", False), ("note", True)])
def test_a_draft_is_kept_by_its_button_and_by_the_script(world, dossier, name, is_note):
    odile = client_of(world.odile)
    hidden = form_of(odile, tab(dossier), url(dossier, name))
    typed = {**hidden, "text": "Je commence", "act": "keep"}

    by_button = odile.post(url(dossier, name), typed)
    by_script = odile.post(
        url(dossier, name), {**typed, "text": "Je commence à"}, headers={"accept": "application/json"}
    )
    too_long = odile.post(url(dossier, name), {**typed, "text": "é" * 4001}, headers={"accept": "application/json"})

    assert by_button.url == tab(dossier)
    assert by_script.json() == {"state": "saved", "said": "Brouillon gardé à 10\u00a0h"}
    assert too_long.status_code == 422 and too_long.json()["state"] == "refused" and too_long.json()["said"]
    assert ThreadDraft.objects.get().is_note is is_note
    html = odile.get(tab(dossier)).content.decode()
    assert "Je commence à</textarea>" in html and "Brouillon retrouvé" in html
    assert not Message.objects.exists() and not Note.objects.exists()


def test_a_message_is_taken_back_by_its_button_until_it_was_read(world, dossier):
    alice, odile = client_of(world.alice), client_of(world.odile)
    for text in ("Erreur.", "Juste."):
        send(alice, dossier, text)
    first, second = Message.objects.order_by("pk")
    back = [reverse("dossiers:retract_message", args=[dossier.pk, one.pk]) for one in (first, second)]

    assert alice.post(back[0]).url == url(dossier)
    html = odile.get(tab(dossier)).content.decode()
    refused = alice.post(back[1])

    assert "Message retiré" in html and "Erreur." not in html
    assert refused.status_code == 409 and "déjà été lu" in refused.content.decode()
    assert odile.post(back[1]).status_code == 409
    assert client_of(world.zoe).post(back[1]).status_code == 404


def test_what_is_new_is_marked_everywhere_until_it_is_read(world, dossier):
    alice, odile = client_of(world.alice), client_of(world.odile)
    send(alice, dossier, "Bonjour.")
    send(alice, dossier, "Encore un mot.")

    pages = ["/ma-corbeille/", "/dossiers/", reverse("dossiers:dossier", args=[dossier.pk])]
    marks = ["2 messages à lire", "2 messages à lire", ", 2 à lire"]
    for page, mark in zip(pages, marks, strict=True):
        assert mark in odile.get(page).content.decode(), page
    assert odile.get(tab(dossier)).content.decode().count(">Nouveau<") == 2
    for page in [*pages, tab(dossier)]:
        html = odile.get(page).content.decode()
        assert "à lire" not in html.replace("À lire", "") and ">Nouveau<" not in html, page


def test_a_holder_sees_what_is_new_on_their_pages(world, dossier):
    alice = client_of(world.alice)
    assert "Écrire un message" in alice.get(reverse("dossiers:dossier", args=[dossier.pk])).content.decode()
    send(client_of(world.odile), dossier, "Il manque le bail.")

    for page in ("/ma-corbeille/", "/mes-projets/", reverse("dossiers:dossier", args=[dossier.pk])):
        assert "1 message à lire" in alice.get(page).content.decode(), page
    assert "Il manque le bail." in alice.get(reverse("dossiers:dossier", args=[dossier.pk])).content.decode()
    alice.get(url(dossier))
    assert "message à lire" not in alice.get("/mes-projets/").content.decode()


def test_looking_without_reading_marks_nothing(world, dossier):
    send(client_of(world.alice), dossier, "Bonjour.")

    client_of(world.odile).head(tab(dossier))
    client_of(world.odile).get(reverse("dossiers:dossier", args=[dossier.pk]))

    assert not ThreadMark.objects.filter(user=world.odile).exists()


def test_a_draft_of_a_project_has_neither_thread_nor_words_about_it(world):
    draft, alice = world.draft(), client_of(world.alice)

    assert alice.get(url(draft)).status_code == 404
    assert "apercu-messages" not in alice.get(reverse("dossiers:dossier", args=[draft.pk])).content.decode()


def test_the_newest_are_shown_and_the_older_a_click_away(world, dossier):
    rows = [
        Message(dossier=dossier, author=world.alice, party="holder", text=f"Message {n}.", key=str(n))
        for n in range(thread.AT_ONCE + 5)
    ]
    Message.objects.bulk_create(rows)
    odile = client_of(world.odile)

    newest = odile.get(url(dossier)).content.decode()
    above = odile.get(f"{url(dossier)}?avant={rows[5].pk}").content.decode()

    assert "Message 44." in newest and "Message 5." in newest and "Message 4." not in newest
    assert f"?avant={rows[5].pk}" in newest
    assert "Message 4." in above and "Message 5." not in above
    assert odile.get(f"{url(dossier)}?avant=²&notes-avant=x").status_code == 200


def test_the_queries_do_not_grow_with_messages_nor_with_dossiers(world, dossier):
    odile = client_of(world.odile)
    pages = [url(dossier), tab(dossier), "/ma-corbeille/", "/dossiers/"]

    def fill(count):
        found = [dossier, *submitted(world, count)]
        for one in found:
            key = Message.objects.count()
            Message.objects.bulk_create(
                Message(dossier=one, author=world.alice, party="holder", text="…", key=f"{key}-{n}") for n in range(3)
            )
        actions.mark_thread_read(dossier, by=world.odile)

    fill(30)
    few = [queries_of(odile, page) for page in pages]
    fill(60)

    assert [queries_of(odile, page) for page in pages] == few
