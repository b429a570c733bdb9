"""What a holder writes: section by section, nothing lost on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers import access, actions, checklist, guards, pieces, rules
from dossiers.lifecycle import State
from dossiers.models import Attachment, Dossier
from dossiers.models.content import AttachmentKind

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 fictif"


@pytest.fixture
def draft(world):
    return world.draft()


@pytest.fixture
def alice(client, world):
    client.force_login(world.alice)
    return client


def url(name, dossier, *more):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *more])


def project(dossier, **changes):
    given = {"title": dossier.title, "summary": dossier.summary, "territory": dossier.territory_id,
             "city": dossier.city, "goal_cents": "12 000", "seen_version": dossier.version}  # fmt: skip
    return given | changes


def structure(dossier, **changes):
    organization = dossier.organization
    names = ("name", "legal_form", "siret", "court", "volume", "folio")
    return {name: getattr(organization, name) for name in names} | {"seen_version": dossier.version} | changes


def errors_of(response):
    return [error.code for error in response.context["form"].errors.as_data().get("__all__", [])]


# A new draft


def test_a_name_is_enough_to_begin(alice, world):
    response = alice.post(reverse("dossiers:new"), {"title": "Ressourcerie"})

    dossier = Dossier.objects.get()
    assert (dossier.title, dossier.applicant, dossier.state) == ("Ressourcerie", world.alice, State.DRAFT)
    assert response.url == url("structure", dossier)


def test_without_a_name_nothing_begins(alice):
    response = alice.post(reverse("dossiers:new"), {"title": " "})

    assert response.status_code == 422
    assert not Dossier.objects.exists()


def test_a_holder_without_a_project_is_shown_the_way(alice):
    html = alice.get(reverse("dossiers:mine")).content.decode()

    assert reverse("dossiers:new") in html
    assert "Trois étapes" in html


# Sections


@pytest.mark.parametrize("name", list(checklist.SECTIONS))
def test_every_section_has_its_page_and_the_way_to_the_others(alice, draft, name):
    html = alice.get(url(name, draft)).content.decode()

    assert html.count("<h1") == 1
    for other in checklist.SECTIONS:
        assert url(other, draft) in html


def test_the_project_is_saved_in_whole_cents(alice, draft):
    response = alice.post(url("project", draft), project(draft, goal_cents="9 500,50", city="Bischwiller"))

    draft.refresh_from_db(fields=["goal_cents", "city"])
    assert response.status_code == 302
    assert (draft.goal_cents, draft.city) == (9_500_50, "Bischwiller")


def test_an_amount_that_cannot_be_read_is_kept_as_it_was_typed(alice, draft):
    response = alice.post(url("project", draft), project(draft, goal_cents="beaucoup", city="Bischwiller"))

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="beaucoup"' in html
    assert 'value="Bischwiller"' in html
    assert "n’est pas un montant" in html


def test_an_unusual_goal_is_said_and_not_refused(alice, draft):
    alice.post(url("project", draft), project(draft, goal_cents="30000"))

    html = alice.get(url("project", draft)).content.decode()

    assert "Les campagnes visent d’ordinaire au plus" in html


def test_a_wrong_siret_is_a_fault_of_the_form_with_everything_kept(alice, draft):
    response = alice.post(url("structure", draft), structure(draft, siret="12345678900011", name="Autre nom"))

    draft.organization.refresh_from_db()
    assert response.status_code == 422
    assert [error.code for error in response.context["form"].errors.as_data()["siret"]] == ["identifier-wrong"]
    assert 'value="Autre nom"' in response.content.decode()
    assert draft.organization.name == "Bocaux & Compagnie"


def test_only_the_answers_that_changed_are_written(alice, draft):
    answers = {f"criterion-{one.criterion.code}": one.text for one in draft.answers.select_related("criterion")}
    version = draft.version

    alice.post(url("criteria", draft), answers | {"criterion-impacts": "Autre chose.", "seen_version": version})

    draft.refresh_from_db(fields=["version"])
    assert draft.version == version + 1
    assert draft.answers.get(criterion__code="impacts").text == "Autre chose."


@pytest.mark.parametrize("name", ["project", "structure"])
def test_two_people_who_write_at_once_see_both_texts(alice, world, draft, name):
    given = {"project": project(draft, title="Le mien"), "structure": structure(draft, name="Le mien")}[name]
    actions.edit_project(draft, title="Celui de Bruno", by=world.alice)

    response = alice.post(url(name, draft), given)

    html = response.content.decode()
    assert response.status_code == 409
    assert errors_of(response) == ["edited-meanwhile"]
    assert "Le mien" in html
    stored = [one.stored for one, _ in response.context["differences"]]
    assert stored == [{"project": "Celui de Bruno", "structure": "Bocaux & Compagnie"}[name]]


def test_having_seen_both_texts_one_may_send_again(alice, world, draft):
    given = project(draft, title="Le mien")
    actions.edit_project(draft, title="Celui de Bruno", by=world.alice)
    seen = alice.post(url("project", draft), given).context["form"]["seen_version"].value()

    response = alice.post(url("project", draft), given | {"seen_version": seen})

    draft.refresh_from_db(fields=["title"])
    assert response.status_code == 302
    assert draft.title == "Le mien"


# Budget


def test_a_line_is_added_and_the_gap_is_said(alice, draft):
    alice.post(url("budget", draft), {"side": "expense", "label": "Four", "cents": "1 000", "section": "running"})

    response = alice.get(url("budget", draft))

    assert draft.budget_lines.get(label="Four").amount_cents == 1_000_00
    assert (response.context["gap_cents"], response.context["lacks"]) == (1_000_00, "produits")
    assert "Il manque <strong>1\u00a0000\u00a0€</strong> de produits" in response.content.decode()


def test_a_line_without_an_amount_keeps_its_label(alice, draft):
    response = alice.post(
        url("budget", draft), {"side": "expense", "label": "Four", "cents": "0", "section": "running"}
    )

    assert response.status_code == 422
    assert 'value="Four"' in response.content.decode()


def test_a_line_is_removed(alice, draft):
    line = draft.budget_lines.get(label="Autoclave")

    alice.post(url("remove_budget_line", draft, line.pk))

    assert not draft.budget_lines.filter(pk=line.pk).exists()


def test_a_line_of_another_dossier_is_not_there(alice, world, draft):
    other = actions.draft(title="Autre", by=world.alice)

    assert alice.post(url("remove_budget_line", other, draft.budget_lines.first().pk)).status_code == 404


# Pieces


def dropped(alice, draft, name="statuts.pdf", content=PDF, kind=AttachmentKind.STATUTES):
    return alice.post(url("attachments", draft), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def test_a_piece_is_dropped_and_read_as_a_file_to_save(alice, draft):
    dropped(alice, draft)

    response = alice.get(reverse("dossiers:download", args=[Attachment.objects.get().pk]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="statuts.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Type"] == "application/pdf"


def test_the_same_name_again_is_a_new_version_and_the_old_one_stays(alice, draft):
    dropped(alice, draft)
    dropped(alice, draft, content=PDF + b" 2")

    [piece] = pieces.kept_of(draft)
    assert (piece.current.version, [one.version for one in piece.older]) == (2, [1])
    assert "version 2" in alice.get(url("attachments", draft)).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("vide.pdf", b"", "file-empty"), ("macro.exe", b"MZ", "file-type"), ("faux.pdf", b"<script>", "file-disguised")],
)
def test_a_piece_that_is_not_accepted_is_told_in_the_form(alice, draft, name, content, code):
    response = dropped(alice, draft, name, content)

    assert response.status_code == 409
    assert errors_of(response) == [code]
    assert not Attachment.objects.exists()


def test_a_removed_piece_is_out_of_sight(alice, draft):
    dropped(alice, draft)

    alice.post(url("remove_attachment", draft, Attachment.objects.get().pk))

    assert "statuts.pdf" not in alice.get(url("attachments", draft)).content.decode().split('id="pieces"')[1]


def test_a_stranger_reads_no_piece(client, alice, world, draft):
    dropped(alice, draft)
    client.force_login(world.zoe)

    assert client.get(reverse("dossiers:download", args=[Attachment.objects.get().pk])).status_code == 404


# Who and when


def test_only_those_who_carry_a_project_write_in_it(client, world, draft):
    client.force_login(world.zoe)

    assert client.get(url("project", draft)).status_code == 404


def test_staff_learn_who_may_write(client, world, draft):
    actions.submit(draft, by=world.alice)
    client.force_login(world.odile)

    response = client.get(url("project", draft))

    assert response.status_code == 409
    assert [refusal.code for refusal in response.context["refusals"]] == ["not-yours"]
    assert "Alice Muster" in response.content.decode()


def test_what_was_handed_in_is_not_written_any_more(alice, world, draft):
    actions.submit(draft, by=world.alice)

    response = alice.post(url("project", draft), project(draft, title="Trop tard"))

    assert response.status_code == 409
    assert [refusal.code for refusal in response.context["refusals"]] == ["not-editable"]


# What is missing


def test_each_thing_that_is_missing_has_its_section(world):
    dossier = actions.draft(title="", by=world.alice)
    missing = {section.code: section.missing for section in checklist.checklist(dossier)}

    assert missing["structure"] == ["la structure"]
    assert "le résumé" in missing["project"]
    assert len(missing["criteria"]) == 6
    assert missing["budget"] == ["le budget"]
    assert missing["commitment"]
    assert missing["attachments"] == []


def test_every_name_of_a_missing_thing_is_known(world):
    """A new rule of completeness must say where its field is."""
    structure = rules.structure_missing("local_association", siret="", court="", volume="", folio="")
    siret = rules.structure_missing("cooperative", siret="", court="", volume="", folio="")
    named = {*guards.missing(actions.draft(title="", by=world.alice)), *structure, *siret}

    assert {name for name in named if "critère" not in name} <= checklist.WHERE.keys()


def test_the_page_that_hands_in_says_what_is_missing_with_the_way_to_it(alice, world):
    dossier = actions.draft(title="Presque rien", by=world.alice)

    response = alice.get(url("submit", dossier))

    html = response.content.decode()
    assert {refusal.code for refusal in response.context["refusals"]} == {"incomplete", "commitment-missing"}
    assert "disabled" in html
    assert url("structure", dossier) in html


def test_handing_in_leads_to_the_receipt(alice, draft):
    response = alice.post(url("submit", draft))

    dossier = Dossier.objects.get(pk=draft.pk)
    assert response.url == url("receipt", draft)
    assert dossier.status == State.SUBMITTED
    html = alice.get(response.url).content.decode()
    assert dossier.number in html
    assert "L231-4" in html


def test_a_refused_submission_leaves_a_draft_and_says_why(alice, world):
    dossier = actions.draft(title="Presque rien", by=world.alice)

    response = alice.post(url("submit", dossier))

    assert response.status_code == 409
    assert set(errors_of(response)) == {"incomplete", "commitment-missing"}
    assert Dossier.objects.get().status == State.DRAFT


def test_a_draft_has_no_receipt(alice, draft):
    assert alice.get(url("receipt", draft)).url == url("dossier", draft)


def test_colleagues_of_the_structure_see_its_drafts(client, world, draft):
    world.join(world.bruno, draft.organization)
    client.force_login(world.bruno)

    assert [card.dossier for card in client.get(reverse("dossiers:mine")).context["cards"]] == [draft]
    assert access.dossiers_for(world.bruno).count() == 1
