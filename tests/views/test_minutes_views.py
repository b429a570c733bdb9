"""Minutes on their pages: written beside the record, read, approved, signed, verified by anybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees import actions as committees
from committees import minutes
from committees.models import Minutes
from dossiers.lifecycle import State
from tests import strides
from tests.minuted import meet, next_meeting, signed
from tests.views.moments import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(alsace):
    return meet(alsace)


def at(name, item):
    return reverse(f"committees:{name}", args=[item.meeting_id])


def test_from_the_meeting_to_the_signature(alsace, item):
    esther, claire = client_of(alsace.esther), client_of(alsace.claire)
    page = at("minutes", item)
    assert page in esther.get(reverse("committees:meeting", args=[item.meeting_id])).content.decode()
    assert "Commencer le procès-verbal" in esther.get(page).content.decode()
    assert esther.post(at("draft_minutes", item)).status_code == 302
    key = minutes.item_key(item)

    sent = {"part": key, "text": "Débat nourri.", "version": 0}
    assert esther.post(at("write_minutes", item), sent).status_code == 302
    late = claire.post(at("write_minutes", item), sent | {"text": "Débat bref."})
    assert late.status_code == 409
    assert "Débat bref." in late.content.decode()
    assert 'name="version" value="1"' in late.content.decode()

    assert esther.post(at("review_minutes", item)).status_code == 302
    assert "Débat nourri." in client_of(alsace.nadia).get(page).content.decode()
    assert "une fois qu’elle est ouverte" in esther.get(page).content.decode()
    later = next_meeting(alsace)
    assert claire.post(at("approve_minutes", item), {"at": later.pk, "remarks": ""}).status_code == 302
    assert claire.post(at("sign_minutes", item)).status_code == 302
    assert Minutes.objects.get().number in claire.get(page).content.decode()
    assert b"".join(claire.get(at("sealed_minutes", item))).startswith(b"%PDF")


def test_the_recused_read_the_rest_and_are_refused_the_whole(alsace, item):
    signed(alsace, committees.draft_minutes(item.meeting, by=alsace.esther))
    client = client_of(alsace.marc)

    page = client.get(at("minutes", item)).content.decode()

    assert "Point réservé" in page
    assert item.dossier.number not in page
    assert item.dossier.title not in page
    refused = client.get(at("sealed_minutes", item))
    assert refused.status_code == 409
    assert "Vous n’avez pas pris part" in refused.content.decode()
    assert client.get(reverse("committees:extract", args=[item.pk])).status_code == 404


def test_a_holder_takes_the_extract_of_her_own_point_and_nothing_more(alsace, item):
    client = client_of(alsace.alice)
    extract = reverse("committees:extract", args=[item.pk])
    assert client.get(extract).status_code == 404
    signed(alsace, committees.draft_minutes(item.meeting, by=alsace.esther))

    assert client.get(extract).content.startswith(b"%PDF")
    assert client.get(at("minutes", item)).status_code == 404


def test_anybody_verifies_a_document_or_its_code(alsace, item):
    done = signed(alsace, committees.draft_minutes(item.meeting, by=alsace.esther))
    with done.file.open("rb") as kept:
        document = kept.read()
    client, page = Client(), reverse("committees:verify")
    assert client.get(page).status_code == 200

    def asked(**said):
        return client.post(page, said).content.decode()

    assert "Ce document est authentique" in asked(file=SimpleUploadedFile("pv.pdf", document))
    assert "n’est ni un procès-verbal scellé" in asked(file=SimpleUploadedFile("pv.pdf", document + b" "))
    assert "Ce code est celui" in asked(code=done.code.lower())
    assert "Ce code n’est pas celui" in asked(code="AAAA-AAAA-AAAA")
    assert item.dossier.title not in asked(code=done.code)
    empty = client.post(page, {})
    assert empty.status_code == 422
    assert "saisissez son code" in empty.content.decode()


def test_codes_are_not_tried_one_after_the_other(settings):
    settings.ACCOUNT_RATE_LIMITS = {"verify": "2/m/ip"}
    client, page = Client(REMOTE_ADDR="203.0.113.7"), reverse("committees:verify")

    assert [client.post(page, {"code": "AAAA-AAAA-AAAA"}).status_code for _ in range(3)] == [422, 422, 429]


def test_a_file_that_is_too_large_is_none_of_ours(alsace, monkeypatch):
    monkeypatch.setattr("committees.minutes_forms.MAX_BYTES", 3)
    answer = Client().post(reverse("committees:verify"), {"file": SimpleUploadedFile("pv.pdf", b"12345")})
    assert answer.status_code == 422


def test_the_page_asks_as_much_whatever_was_voted(alsace):
    """A meeting without a decision, then one with a vote, a recusal and a decision: the same number of queries."""
    empty = strides.call(alsace, alsace.dossier(State.ENGAGEMENT_REVIEW))
    committees.leave_item(empty, by=alsace.claire)
    committees.close_meeting(empty.meeting, by=alsace.esther)
    client, counts = client_of(alsace.esther), []
    for item in (empty, meet(alsace)):
        committees.draft_minutes(item.meeting, by=alsace.esther)
        client.get(at("minutes", item))
        with CaptureQueriesContext(connection) as asked:
            client.get(at("minutes", item))
        counts.append(len(asked))

    # The roll, its ballots, the ceilings with their partners, the conditions and the sheets of paper are only asked
    # for where a vote was.
    assert counts[1] - counts[0] <= 6
    assert counts[1] <= 45
