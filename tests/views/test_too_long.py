"""What the server does not even read is answered with the way out."""

import pytest
from django.urls import reverse

from okote_flow.journal.models import Event
from tests.views.moments import client_of

pytestmark = pytest.mark.django_db


def test_ten_megabytes_of_text_are_refused_with_the_way_out(world):
    client, written = client_of(world.alice), Event.objects.count()

    response = client.post(reverse("dossiers:new"), {"title": "o" * 10 * 2**20})

    page = response.content.decode()
    assert response.status_code == 413
    assert 'lang="fr"' in page
    assert 'role="alert"' in page
    assert "au plus 5\u00a0Mo de texte" in page
    assert "revenez en arrière" in page
    assert Event.objects.count() == written


def test_thousands_of_fields_are_refused_with_the_way_out(world):
    client = client_of(world.alice)

    response = client.post(reverse("dossiers:new"), {f"field-{number}": "x" for number in range(2_000)})

    assert response.status_code == 400
    assert "Rien n’a été enregistré" in response.content.decode()


def test_ten_megabytes_sent_as_one_line_are_refused_too(world):
    client = client_of(world.alice)

    response = client.post(
        reverse("dossiers:new"), "title=" + "o" * 10 * 2**20, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 413
