"""The pages of an import, from the file to its result, and who sees them."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from okote_flow.administration import import_file, tasks
from okote_flow.administration.models import ImportBatch
from okote_flow.administration.models.imports import ImportKind, ImportState
from okote_flow.directory.models import LegalForm, Organization
from tests import spreadsheets as given
from tests.views.committee_pages import as_, text

pytestmark = pytest.mark.django_db
GOOD = ["Verger d’Alsace", "Association loi 1901", given.SIRET, "Colmar", "68000", ""]
BAD = ["Faux", "Fanfare", "1", "Colmar", "68000", ""]


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


def brought(client, *rows, kind="organizations", file=None):
    file = file or given.csv(*rows)
    return client.post(url("imports"), {"kind": kind, "file": file})


def checked(client, *rows):
    """As far as the confirmation."""
    brought(client, *rows)
    batch = ImportBatch.objects.latest("pk")
    client.post(url("import_columns", batch.pk), batch.mapping)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(
    ("reader", "status"),
    [("odile", 200), ("didier", 200), ("adam", 200), ("alice", 404), ("zoe", 404), ("audrey", 404), ("serge", 404)],
)
def test_imports_are_for_three_offices(alsace, reader, status):
    client = as_(getattr(alsace, reader))

    assert client.get(url("imports")).status_code == status
    assert client.get(url("import_model", "organizations")).status_code == status


def test_the_model_can_be_filled_in_and_brought_back(alsace):
    client = as_(alsace.odile)
    for kind in ImportKind:
        content = client.get(url("import_model", kind.value)).content
        book = load_workbook(io.BytesIO(content))
        assert book.worksheets[0].cell(1, 1).comment.text.startswith("Obligatoire.")
        assert book.worksheets[0].data_validations.dataValidation
        book.worksheets[0].append(GOOD)
        file = io.BytesIO()
        book.save(file)
        assert import_file.read(file.getvalue(), "modele.xlsx").rows[0].cells[0] == GOOD[0]
    assert client.get(url("import_model", "nothing")).status_code == 404


def test_a_file_goes_from_its_columns_to_its_result(alsace):
    client = as_(alsace.odile)
    first = brought(client, GOOD, BAD)
    batch = ImportBatch.objects.get()
    assert first.url == url("import_columns", batch.pk)
    assert '<option value="0" selected>Nom</option>' in text(client.get(first.url))

    client.post(first.url, batch.mapping)
    shown = text(client.get(url("import", batch.pk)))
    assert "1 ligne à corriger" in shown and "Forme juridique" in shown and "Fanfare" in shown
    assert not Organization.objects.filter(siret=given.SIRET).exists()
    batch.refresh_from_db()
    answer = client.post(url("confirm_import", batch.pk), {"version": batch.version}, follow=True)

    assert "L’import est fait." in text(answer) and "Créée" in text(answer)
    assert Organization.objects.filter(siret=given.SIRET).count() == 1
    again = client.post(url("confirm_import", batch.pk), {"version": batch.version})
    assert again.status_code == 302 and Organization.objects.filter(siret=given.SIRET).count() == 1


def test_a_page_that_is_old_confirms_nothing(alsace):
    client = as_(alsace.odile)
    batch = checked(client, GOOD)

    assert client.post(url("confirm_import", batch.pk), {"version": 0}).status_code == 409
    assert client.post(url("confirm_import", batch.pk)).status_code == 409


def test_a_file_that_is_refused_is_named(alsace):
    answer = brought(as_(alsace.odile), file=given.csv(GOOD, name="liste.pdf"))

    assert answer.status_code == 409
    assert "«\u00a0liste.pdf\u00a0» n’est pas un tableau" in text(answer)


def test_twins_are_chosen_one_by_one_or_all_at_once(alsace):
    Organization.objects.create(name="Verger", legal_form=LegalForm.COOPERATIVE, siret=given.SIRET)
    client = as_(alsace.odile)
    batch = checked(client, GOOD)
    assert "Ressemble à Verger" in text(client.get(url("import", batch.pk)))

    client.post(url("choose_import_lines", batch.pk), {"version": batch.version, "line-2": "update"})
    assert batch.lines.get().choice == "update"
    batch.refresh_from_db()
    client.post(url("choose_import_lines", batch.pk), {"version": batch.version, "every": "skip"})
    assert batch.lines.get().choice == "skip"
    bad = client.post(url("choose_import_lines", batch.pk), {"version": "0", "line-2": "destroy"})
    assert bad.status_code == 422 and batch.lines.get().choice == "skip"


def test_an_import_is_taken_back_with_a_reason(alsace):
    client = as_(alsace.odile)
    batch = checked(client, GOOD)
    client.post(url("confirm_import", batch.pk), {"version": batch.version})

    assert client.post(url("undo_import", batch.pk), {"reason": ""}).status_code == 422
    client.post(url("undo_import", batch.pk), {"reason": "Mauvais fichier"})

    batch.refresh_from_db()
    assert batch.status == ImportState.UNDONE and not Organization.objects.filter(siret=given.SIRET).exists()


def test_the_result_runs_no_formula_in_a_spreadsheet(alsace):
    client = as_(alsace.odile)
    batch = checked(client, ["+33 1", *GOOD[1:]])

    said = b"".join(client.get(url("import_result", batch.pk), {"format": "csv"}).streaming_content).decode()
    book = load_workbook(io.BytesIO(client.get(url("import_result", batch.pk)).content))

    assert "'+33 1" in said and "Bonne" in said
    assert book.active.cell(2, 1).data_type == "s" and book.active.cell(2, 1).value == "+33 1"


def test_what_a_cell_says_is_never_markup(alsace):
    client = as_(alsace.odile)
    batch = checked(client, ["<script>alert(1)</script>", *GOOD[1:]])

    for page in (url("import", batch.pk), url("import_columns", batch.pk)):
        assert "<script>alert" not in text(client.get(page)) and "&lt;script&gt;" in text(client.get(page))


def test_a_long_file_is_left_to_the_queue(alsace, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.import_work, "AT_ONCE", 1)
    monkeypatch.setattr(type(tasks.check_import), "enqueue", lambda self, pk: asked.append((self.func.__name__, pk)))
    client = as_(alsace.odile)
    batch = checked(client, GOOD, BAD)

    assert batch.status == ImportState.CHECKING and asked == [("check_import", batch.pk)]
    assert "en cours" in text(client.get(url("import", batch.pk)))
    tasks.import_work.check(batch.pk)
    batch.refresh_from_db()
    client.post(url("confirm_import", batch.pk), {"version": batch.version})
    assert asked[-1] == ("run_import", batch.pk)
    assert "sur 2." in text(client.get(url("import", batch.pk)))


def test_an_import_can_be_given_up(alsace):
    client = as_(alsace.odile)
    batch = checked(client, GOOD)

    client.post(url("drop_import", batch.pk))

    batch.refresh_from_db()
    assert batch.status == ImportState.DROPPED and batch.lines.count() == 0
    assert client.get(url("import", batch.pk)).status_code == 200


def test_the_page_of_an_import_asks_as_many_questions_however_many_lines(alsace, django_assert_max_num_queries):
    client = as_(alsace.odile)
    small = checked(client, GOOD)
    rows = [[f"Structure {number} {'abcdefghij'[number % 10] * 5}", *BAD[1:]] for number in range(60)]
    large = checked(client, *rows)
    client.get(url("import", small.pk))
    for batch in (small, large):
        with django_assert_max_num_queries(15):
            client.get(url("import", batch.pk))
    with django_assert_max_num_queries(12):
        client.get(url("imports"))
