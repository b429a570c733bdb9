"""The pages of the final report: written, kept while it is typed, read, on paper, sent back, accepted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers import actions
from dossiers import report as reports
from dossiers.forms.report import name_of
from dossiers.lifecycle import State
from dossiers.models import FinalReport, ReportDraft
from dossiers.models.content import Side

pytestmark = pytest.mark.django_db


def url(name, dossier):
    return reverse(f"dossiers:{name}", args=[dossier.pk])


def as_(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def dossier(alsace):
    return alsace.dossier(State.FOLLOW_UP)


def typed(client, dossier, **changes):
    """What the page would send: all as foreseen, but for these fields."""
    form = client.get(url("report", dossier)).context["form"]
    said = {"text": "Tout est fait.", "reached": "", "seen": form["seen"].value(), "seen_version": dossier.version}
    for line in reports.budget_of(dossier):
        said[f"{name_of(line)}-actual"] = f"{line.amount_cents // 100}"
    return said | changes


def test_a_report_is_written_kept_and_handed_in(client, alsace, dossier):
    first = reports.budget_of(dossier)[0]
    as_(client, alsace.alice)

    kept = client.post(url("report", dossier), typed(client, dossier, text="Nous avons"))
    page = client.get(url("report", dossier))
    given = client.post(
        url("report", dossier),
        typed(client, dossier, act="send") | {"expense-0-label": "Transport", "expense-0-actual": "80,50"},
    )
    read = client.get(url("report_page", dossier)).content.decode()

    assert (kept.status_code, given.status_code) == (302, 302)
    assert page.context["form"]["text"].value() == "Nous avons"
    assert not ReportDraft.objects.exists()
    report = FinalReport.objects.get()
    foreseen = sum(line.amount_cents for line in reports.budget_of(dossier) if line.side == Side.EXPENSE)
    assert report.spent_cents == foreseen + 80_50
    assert "Transport" in read
    assert first.label in read


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, alsace, dossier):
    name = f"{name_of(reports.budget_of(dossier)[0])}-actual"
    as_(client, alsace.alice)

    response = client.post(url("report", dossier), typed(client, dossier, act="send", **{name: ""}))

    assert response.status_code == 409
    assert "report-incomplete" in [error.code for error in response.context["form"].errors.as_data()["__all__"]]
    assert ReportDraft.objects.get().values["text"] == "Tout est fait."
    assert not FinalReport.objects.exists()


def test_a_line_of_ones_own_has_a_name_and_an_amount(client, alsace, dossier):
    as_(client, alsace.alice)

    response = client.post(
        url("report", dossier),
        typed(client, dossier, **{"expense-0-label": "Transport", "resource-1-actual": "10", "expense-2-actual": "x"}),
    )

    errors = response.context["form"].errors
    assert response.status_code == 422
    assert set(errors) == {"expense-0-actual", "resource-1-label", "expense-2-actual"}


def test_typing_is_saved_by_the_script_and_says_what_is_mistyped(client, alsace, dossier):
    name = f"{name_of(reports.budget_of(dossier)[0])}-actual"
    as_(client, alsace.alice)

    sound = client.post(url("report", dossier), typed(client, dossier), headers={"Accept": "application/json"})
    wrong = client.post(
        url("report", dossier), typed(client, dossier, **{name: "beaucoup"}), headers={"Accept": "application/json"}
    )

    assert (sound.status_code, sound.json()["state"]) == (200, "saved")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, [name])


def test_two_people_of_a_structure_do_not_overwrite_each_other(client, alsace, dossier):
    as_(client, alsace.alice)
    mine = typed(client, dossier, text="Le mien.")
    actions.save_report_draft(dossier, values={"text": "Le leur."}, by=alsace.bruno)

    response = client.post(url("report", dossier), mine)

    assert response.status_code == 409
    assert [one.stored for one in response.context["elsewhere"] if one.label == "Ce qui a été fait"] == ["Le leur."]


def test_what_is_begun_is_read_by_nobody_else(client, alsace, dossier):
    actions.save_report_draft(dossier, values={"text": "Un secret de brouillon."}, by=alsace.alice)
    as_(client, alsace.odile)

    page = client.get(url("report", dossier))
    stale = client.post(url("report", dossier), {"text": "x", "seen": "text:000000000000", "seen_version": 0})
    script = client.post(url("report", dossier), {"text": "x"}, headers={"Accept": "application/json"})

    assert page.status_code == 200
    assert [one.code for one in page.context["refusals"]] == ["not-yours"]
    for answer in (page, stale, script, client.get(url("report_page", dossier))):
        assert "secret de brouillon" not in answer.content.decode()
    assert (stale.status_code, script.status_code) == (409, 409)


def test_a_proof_is_joined_and_read(client, alsace, dossier):
    as_(client, alsace.alice)

    joined = client.post(
        url("attach_to_report", dossier), {"file": SimpleUploadedFile("facture.pdf", b"%PDF-1.4 fictif")}
    )
    wrong = client.post(url("attach_to_report", dossier), {"file": SimpleUploadedFile("facture.exe", b"MZ")})

    assert (joined.status_code, wrong.status_code) == (302, 409)
    assert "facture.pdf" in client.get(url("report", dossier)).content.decode()


def test_the_officer_reads_sends_back_and_accepts(client, alsace, dossier):
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)
    as_(client, alsace.odile)

    buttons = client.get(url("report_page", dossier)).context["buttons"]
    client.post(url("send_back_report", dossier), {"reason": "Le transport manque."})
    told = as_(client, alsace.alice).get(url("report", dossier)).content.decode()
    actions.give_report(dossier, text="Fait, transport compris.", spent_cents=12_000_00, by=alsace.alice)
    client.force_login(alsace.odile)
    client.post(url("accept_report", dossier))

    assert [one.label for one in buttons] == ["Renvoyer le bilan", "Accepter le bilan"]
    assert "Le transport manque." in told
    assert FinalReport.objects.get().accepted_by == alsace.odile
    assert "Accepté" in client.get(url("report_page", dossier)).content.decode()


def test_what_is_left_is_asked_of_the_officer_on_the_page(client, alsace, dossier):
    actions.give_report(dossier, text="Fait.", spent_cents=11_000_00, by=alsace.alice)
    as_(client, alsace.odile)

    page = client.get(url("accept_report", dossier))
    silent = client.post(url("accept_report", dossier), {"repay_cents": "", "kept_reason": ""})
    said = client.post(url("accept_report", dossier), {"repay_cents": "100", "kept_reason": "Deux ateliers."})

    assert "680\u00a0€ non dépensés" in page.content.decode()
    assert silent.status_code == 409
    assert said.status_code == 302
    report = FinalReport.objects.get()
    assert (report.unspent_cents, report.repay_cents, report.kept_cents) == (680_00, 100_00, 580_00)


def test_a_report_is_on_paper_once_it_is_there(client, alsace, dossier):
    as_(client, alsace.odile)
    before = client.get(url("report_pdf", dossier))
    as_(client, alsace.alice)
    client.post(url("report", dossier), typed(client, dossier, act="send"))
    as_(client, alsace.odile)

    made = client.get(url("report_pdf", dossier))

    assert before.status_code == 302
    assert made.content.startswith(b"%PDF-")
    assert made["Content-Type"] == "application/pdf"
    assert client.get(url("report_pdf", dossier)).content == made.content


def test_a_report_is_not_for_strangers(client, alsace, dossier):
    actions.give_report(dossier, text="Fait.", spent_cents=12_000_00, by=alsace.alice)

    for name in ("report", "report_page", "report_pdf", "attach_to_report"):
        assert as_(client, alsace.zoe).get(url(name, dossier)).status_code == 404
