"""A prepared file is given no more once its asker may see less than when they asked."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from committees.actions import end_mandate, recuse
from committees.models import Mandate, RecusalGround
from okote_flow import clock
from okote_flow.accounts import actions as accounts
from okote_flow.directory.models import Appointment, Office, User
from okote_flow.refusals import Refused
from okote_flow.tables import access, actions
from okote_flow.tables.tasks import make_exports
from tests.actions.test_table_preparation import fresh, made, text

pytestmark = pytest.mark.django_db


def given(job, by):
    """Whether its file is still given, and the code of the refusal if not."""
    try:
        return access.get_ready(User.objects.get(pk=by.pk), job.pk) == job
    except Refused as refused:
        return refused.refusals[0].code


def test_a_recusal_takes_the_file_that_was_ready_and_another_is_prepared(alsace):
    dossier = alsace.take("admit")
    job, other = made(alsace.odile), made(alsace.tess)
    place = Path(job.file.path)
    assert given(job, alsace.odile) is True

    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)

    assert given(job, alsace.odile) == "export-rights-changed"
    assert given(other, alsace.tess) is True
    actions.retry_export(job, by=alsace.odile)
    make_exports.call()
    assert given(fresh(job), alsace.odile) is True
    assert dossier.title not in text(job)
    assert not place.exists()


def test_the_end_of_an_office_takes_the_file(alsace):
    alsace.take("admit")
    job = made(alsace.odile)

    accounts.end_appointment(alsace.odile, office=Office.OFFICER, by=alsace.adam)

    assert given(job, alsace.odile) == "export-rights-changed"


@pytest.mark.parametrize("model", [Appointment, Mandate])
def test_a_term_that_runs_out_by_itself_takes_the_file(alsace, model):
    alsace.take("admit")
    asker = alsace.odile if model is Appointment else alsace.serge
    model.objects.filter(user=asker).update(ends_on=clock.today())
    job = made(asker)
    assert given(job, asker) is True

    with clock.frozen(clock.now() + timedelta(days=1)):
        assert given(job, asker) == "export-rights-changed"


def test_the_end_of_a_seat_takes_the_file(alsace):
    alsace.take("admit")
    job = made(alsace.serge)

    end_mandate(Mandate.objects.get(user=alsace.serge), by=alsace.adam)

    assert given(job, alsace.serge) == "export-rights-changed"


def test_the_page_says_why_it_gives_the_file_no_more_and_offers_another(alsace, client):
    dossier = alsace.take("admit")
    job = made(alsace.odile)
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)
    client.force_login(alsace.odile)

    page = client.get(reverse("tables:export", args=[job.pk])).content.decode()
    refused = client.get(reverse("tables:file", args=[job.pk]))

    assert "ce fichier n’est plus donné" in page and "Préparer de nouveau" in page and "Télécharger" not in page
    assert refused.status_code in (403, 409, 422)
    assert "préparez-le de nouveau" in refused.content.decode()
