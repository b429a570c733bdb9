"""The acknowledgment of receipt on paper: the same bytes for the same dossier, and words that stay words."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from dossiers import actions, receipt
from dossiers.models import Dossier
from dossiers.models.content import AttachmentKind
from okote_flow import clock, documents

pytestmark = pytest.mark.django_db
HOSTILE = '# "#panic()" \\ *gras* $x$ <lab> @ref // {{ x }} #import "/etc/passwd"'


@pytest.fixture
def dossier(world):
    draft = world.draft()
    world.piece(draft)
    return actions.submit(draft, by=world.alice)


def address(dossier):
    return reverse("dossiers:receipt_pdf", args=[dossier.pk])


def typeset(dossier):
    again = Dossier.objects.for_page().get(pk=dossier.pk)
    return documents.pdf("pdf/receipt.typ", receipt.on_paper(again), at=again.submitted_at)


def test_the_page_of_the_receipt_leads_to_the_paper(client, world, dossier):
    client.force_login(world.alice)

    html = client.get(reverse("dossiers:receipt", args=[dossier.pk])).content.decode()
    response = client.get(address(dossier))

    assert address(dossier) in html
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="accuse-{dossier.number}.pdf"'
    assert response.content.startswith(b"%PDF-")


def test_the_same_dossier_gives_the_same_bytes(dossier):
    first = typeset(dossier)

    assert first == typeset(dossier)
    assert b"CreationDate(D:20220301" in first  # the day of its receipt, not the day of the print


def test_a_plain_receipt_claims_to_be_read_aloud(dossier):
    assert b"pdfuaid" in typeset(dossier)


@pytest.mark.parametrize("title", [HOSTILE, f"{HOSTILE} \U0001f389", "\u202eabc", "\u05d0\u05d1", "a" * 140])
def test_a_hostile_title_is_text(dossier, title):
    Dossier.objects.filter(pk=dossier.pk).update(title=title)

    assert typeset(dossier).startswith(b"%PDF-")


def test_a_receipt_with_a_sign_that_no_font_has_makes_no_claim(dossier):
    Dossier.objects.filter(pk=dossier.pk).update(title="Fête \U0001f389")

    assert b"pdfuaid" not in typeset(dossier)


def test_strangers_have_no_receipt(client, world, dossier):
    client.force_login(world.zoe)

    assert client.get(address(dossier)).status_code == 404


def test_a_draft_has_no_receipt_on_paper(client, world):
    draft = world.draft()
    client.force_login(world.alice)

    assert client.get(address(draft)).url == reverse("dossiers:dossier", args=[draft.pk])


def test_a_receipt_says_what_was_received_on_that_day(world, dossier):
    with clock.frozen(clock.now() + timedelta(days=1)):
        actions.ask_question(dossier, text="Un autre devis ?", by=world.odile)
        asked = actions.ask_complements(dossier, by=world.odile)
        file = ContentFile(b"%PDF-1.7 another", "autre.pdf")
        actions.attach(asked, kind=AttachmentKind.QUOTE, file=file, by=world.alice)
        actions.remove_attachment(asked.attachments.get(name="devis.pdf"), by=world.alice)
        world.join(world.bruno, asked.organization)
        actions.transfer(asked, to=world.bruno, reason="Je déménage.", by=world.alice)

    said = receipt.on_paper(Dossier.objects.for_page().get(pk=dossier.pk))

    assert [piece["name"] for piece in said["pieces"]] == ["devis.pdf"]
    assert ("Déposé par", "Alice Muster") in said["facts"]
    assert said["is_fictional"]
