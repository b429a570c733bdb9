"""The pages of the archives: who sees them, what they say, what they give."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from committees import actions as committees
from dossiers.lifecycle import State
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.records import access, actions
from okote_flow.records.models import Communication, Hold, PersonRequest, Slip
from tests.pdf_text import text_of as pdf_text
from tests.views import records_moments

pytestmark = pytest.mark.django_db


@pytest.fixture
def archie(alsace, client):
    client.force_login(alsace.archie)
    return client


def page(client, name, *arguments, **query):
    return client.get(reverse(f"records:{name}", args=arguments), query)


def said(response):
    return response.content.decode().replace("\u00a0", " ")


def unzipped(response):
    content = response.getvalue() if response.streaming else response.content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_first_page_counts_by_phase_and_shows_the_rules(alsace, archie):
    alsace.dossier(State.SUBMITTED)

    html = said(page(archie, "index"))

    assert "Base active" in html and "À confirmer" in html and "Code de commerce, art. L. 123-22" in html


def test_the_list_shows_what_comes_due_by_a_day(alsace, archie):
    dossier = alsace.dossier(State.CLOSED)

    assert dossier.title not in said(page(archie, "dossiers", phase="due"))
    assert dossier.title in said(page(archie, "dossiers", phase="due", avant="2040-01-01"))
    assert dossier.title in said(page(archie, "dossiers", phase="n’importe quoi", avant="hier"))


def test_the_sheets_say_what_the_list_says(alsace, archie):
    dossier = alsace.dossier(State.CLOSED)

    text = page(archie, "dossiers_csv").getvalue().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(page(archie, "dossiers_xlsx").getvalue()))

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [dossier.number]
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == [dossier.number]


def test_a_recused_reader_counts_nothing_of_it(alsace, client):
    """The director stands aside: the dossier is in none of their numbers, and has no page."""
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    client.force_login(alsace.didier)
    assert dossier.title in said(page(client, "dossiers"))
    committees.recuse(dossier, user=alsace.didier, ground="organization", by=alsace.didier)

    assert dossier.title not in said(page(client, "dossiers"))
    assert page(client, "dossier", dossier.pk).status_code == 404
    assert page(client, "proof", dossier.pk).status_code == 404


def test_the_proof_is_given_to_the_house_and_not_to_the_holder(alsace, client):
    dossier = alsace.dossier(State.SUBMITTED)
    client.force_login(alsace.odile)
    assert {name.rpartition("/")[2] for name in unzipped(page(client, "proof", dossier.pk))} == {
        "LISEZMOI.txt", "preuve.json", "verify.py",
    }  # fmt: skip

    for person in (alsace.alice, alsace.marc, alsace.zoe):
        client.force_login(person)
        assert page(client, "proof", dossier.pk).status_code == 404


def test_a_hold_is_placed_and_lifted_from_the_pages(alsace, archie):
    dossier = alsace.dossier(State.SUBMITTED)
    address = reverse("records:place_hold", args=[dossier.pk])
    assert archie.post(address, {"reason": " "}).status_code == 422

    archie.post(address, {"reason": "Contentieux en cours."})

    assert "Contentieux en cours." in said(page(archie, "dossier", dossier.pk))
    shown = archie.get(reverse("dossiers:dossier", args=[dossier.pk]), {"onglet": "histoire"})
    assert "Contentieux en cours." in said(shown)
    archie.post(reverse("records:lift_hold", args=[Hold.objects.get().pk]), {"reason": "Jugé."})
    assert Hold.objects.get().lifted_by == alsace.archie


def test_the_reason_of_a_hold_is_shown_to_those_who_may(alsace, client):
    dossier = alsace.dossier(State.SUBMITTED)
    actions.place_hold(dossier=dossier, reason="Contentieux.", by=alsace.didier)
    for person in (alsace.alice, alsace.odile, alsace.serge):
        client.force_login(person)
        shown = client.get(reverse("dossiers:dossier", args=[dossier.pk]), {"onglet": "histoire"})
        assert "Contentieux." not in said(shown)


def test_a_slip_from_its_proposal_to_its_execution_by_the_pages(alsace, archie):
    dossier = records_moments.due(alsace)
    archie.force_login(alsace.archie)
    title = dossier.title
    propose = reverse("records:propose")
    refused = archie.post(propose, {"dossiers": [dossier.pk], "service": "Okoté"})
    assert (refused.status_code, "Litige." in said(refused)) == (409, True)
    actions.lift_hold(Hold.objects.get(), reason="Fini.", by=alsace.again(alsace.archie))

    archie.post(propose, {"dossiers": [dossier.pk], "service": "Okoté"})
    slip = Slip.objects.get()
    archie.post(reverse("records:send_slip", args=[slip.pk]))
    visa = {"number": "2035-1", "on": clock.today().isoformat(), "signatory": "La directrice"}
    scan = SimpleUploadedFile("visa.pdf", b"%PDF-1.4 visa")
    archie.post(reverse("records:record_visa", args=[slip.pk]), visa | {"file": scan})
    archie.post(reverse("records:execute_slip", args=[slip.pk]))
    again = archie.post(reverse("records:execute_slip", args=[slip.pk]))  # a second click

    assert again.status_code == 302
    assert Dossier.objects.get(pk=dossier.pk).title == access.GONE
    words = pdf_text(page(archie, "slip_pdf", slip.pk).content)
    for word in (slip.number, title, "2035-1", "Éliminé", "La directrice", "L. 212-2"):
        assert word in words, word
    assert b"".join(page(archie, "visa", slip.pk).streaming_content) == b"%PDF-1.4 visa"


def test_an_eliminated_dossier_still_has_its_pages(alsace, archie):
    dossier = records_moments.cleared(alsace)
    actions.execute(Slip.objects.get(), by=alsace.again(alsace.archie))
    archie.force_login(alsace.archie)

    for tab in ("resume", "projet", "budget", "pieces", "echanges", "comites", "argent", "histoire"):
        shown = archie.get(reverse("dossiers:dossier", args=[dossier.pk]), {"onglet": tab})
        assert shown.status_code == 200, tab
    assert page(archie, "dossier", dossier.pk).status_code == 200
    archie.force_login(alsace.alice)
    assert archie.get(reverse("dossiers:dossier", args=[dossier.pk])).status_code == 200


def test_old_drafts_are_a_number_and_are_erased(alsace, archie):
    records_moments.due(alsace)
    archie.force_login(alsace.archie)
    html = said(page(archie, "index"))
    assert "1 brouillon retiré" in html and "Jamais déposé" not in html

    archie.post(reverse("records:erase_drafts"))

    assert not access.old_drafts().exists()


def test_one_asks_downloads_and_reads_the_answer(alsace, client):
    client.force_login(alsace.alice)
    alsace.dossier(State.SUBMITTED)
    client.post(reverse("records:mine"), {"wish": "rectification", "text": "Mon nom est Einmachglas."})
    assert client.post(reverse("records:mine"), {"wish": "rectification"}).status_code == 409
    assert {"donnees.json", "donnees.html"} <= unzipped(page(client, "my_data")).keys()

    client.force_login(alsace.archie)
    asked = PersonRequest.objects.get()
    assert asked.email in said(client.get(reverse("inbox")))
    address = reverse("records:rectify", args=[asked.pk])
    client.post(address, {"first_name": "Alice", "last_name": "Einmachglas", "email": "alice@okote.test"})
    client.post(reverse("records:answer_request", args=[asked.pk]), {"outcome": "granted", "answer": "C’est corrigé."})

    client.force_login(alsace.again(alsace.alice))
    assert "C’est corrigé." in said(page(client, "mine"))
    assert alsace.again(alsace.alice).last_name == "Einmachglas"


def test_what_is_given_out_is_masked_and_written_down(alsace, archie):
    dossier = alsace.dossier(State.CLOSED)
    Dossier.objects.filter(pk=dossier.pk).update(
        summary="Projet d’Alice Muster, 12 rue du Four, 67000 Strasbourg, 06 12 34 56 78, alice@okote.test."
    )
    kept = dossier.attachments.create(
        kind="accounts", name="comptes.pdf", file=SimpleUploadedFile("c.pdf", b"%PDF-1.4 kept"), size=1,
        sha256="a" * 64, version=1, uploaded_by=alsace.alice, media_type="application/pdf",
    )  # fmt: skip
    freed = dossier.attachments.create(
        kind="other", name="plan.pdf", file=SimpleUploadedFile("p.pdf", b"%PDF-1.4 freed"), size=1,
        sha256="b" * 64, version=1, uploaded_by=alsace.alice, media_type="application/pdf",
    )  # fmt: skip
    archie.post(reverse("records:check_piece", args=[freed.pk]), {"may_go": "oui"})
    html = said(page(archie, "release", dossier.pk))
    assert "<mark" in html and "12 rue du Four" in html  # the archivist sees what is masked
    address = reverse("records:release", args=[dossier.pk])
    assert archie.post(address, {"documents": ["demande"]}).status_code == 422

    chosen = ["demande", "bilan", f"piece-{kept.pk}", f"piece-{freed.pk}"]
    given = archie.post(address, {"documents": chosen, "requester": "Un habitant", "reason": "Demande du 3 mai."})

    files = unzipped(given)
    words = " ".join(pdf_text(content) for name, content in files.items() if not name.endswith("piece.pdf"))
    for private in ("Alice", "rue du Four", "06 12", "alice@"):
        assert private not in words, private
    assert "[occulté]" in words and "Conserverie solidaire" in words
    assert [c for n, c in files.items() if n.endswith("-piece.pdf")] == [b"%PDF-1.4 freed"]
    assert not any(b"kept" in content for content in files.values())
    line = Communication.objects.get()
    assert (line.requester, len(line.documents)) == ("Un habitant", 4) and line.masked > 0


def test_the_register_is_a_page_and_a_paper(alsace, archie):
    assert "Reçus fiscaux" in said(page(archie, "register"))
    assert "Base légale" in pdf_text(page(archie, "register_pdf").content)


def test_the_list_asks_as_much_for_many_as_for_one(alsace, archie, django_assert_max_num_queries):
    alsace.dossier(State.CLOSED)
    page(archie, "dossiers")
    with django_assert_max_num_queries(60) as one:
        page(archie, "dossiers")
    count = len(one)
    for state in (State.REJECTED, State.SUBMITTED, State.CAMPAIGN_FAILED):
        alsace.dossier(state)
    archie.force_login(alsace.archie)
    page(archie, "dossiers")
    with django_assert_max_num_queries(count):
        page(archie, "dossiers")


def test_the_list_of_slips_counts_what_its_reader_may_see(alsace, archie):
    records_moments.proposed(alsace)
    archie.force_login(alsace.archie)

    assert "BE-2035-001" in said(page(archie, "slips"))


@pytest.mark.parametrize("key", ["²", "٣", "9" * 5000, "-1", "x", str(10**30)])
def test_a_key_that_is_none_chooses_nothing_for_a_slip(archie, key):
    answer = archie.post(reverse("records:propose"), {"dossiers": [key], "service": "Okoté"})

    assert answer.status_code == 409 and "choisissez au moins un dossier échu" in said(answer)
    assert not Slip.objects.exists()


def test_what_is_not_due_any_more_is_named_and_no_slip_goes_without_it_unseen(alsace, archie):
    later, due = alsace.dossier(State.SUBMITTED), alsace.dossier(State.CLOSED)
    alsace.forward(days=365 * 13)
    archie.force_login(alsace.archie)

    answer = archie.post(reverse("records:propose"), {"dossiers": [due.pk, later.pk], "service": "Okoté"})

    assert answer.status_code == 409 and f"{later.number} : la durée de conservation court encore" in said(answer)
    assert not Slip.objects.exists()
