"""The budget: lines corrected where they stand, removed and put back; pieces, several at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dossiers import actions
from dossiers.models.content import AttachmentKind, Section, Side
from okote_flow.refusals import Refused
from tests.views.crowd import queries_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 fictif"


@pytest.fixture
def draft(world):
    return world.draft()


@pytest.fixture
def line(draft):
    return draft.budget_lines.get(label="Autoclave")


@pytest.fixture
def alice(client, world):
    client.force_login(world.alice)
    return client


def url(name, dossier, *more):
    return reverse(f"dossiers:{name}", args=[dossier.pk, *more])


def row(client, line):
    """The fields of a line as the page shows them."""
    response = client.get(url("budget", line.dossier))
    rows = response.context["expense_rows"] + response.context["resource_rows"]
    form = next(one for one in rows if one.line.pk == line.pk)
    return {field.html_name: field.form[field.name].value() for field in form}


def typed(line, **values):
    return {f"line-{line.pk}-{name}": value for name, value in values.items()}


def test_a_line_is_corrected_where_it_stands(alice, draft, line):
    given = row(alice, line) | typed(line, label="Grand autoclave", cents="13 000,50", section="running")

    response = alice.post(url("edit_budget_line", draft, line.pk), given)

    line.refresh_from_db()
    assert response.url == url("budget", draft)
    assert (line.label, line.amount_cents, line.section) == ("Grand autoclave", 13_000_50, Section.RUNNING)


def test_an_amount_that_cannot_be_read_stays_in_its_row(alice, draft, line):
    response = alice.post(url("edit_budget_line", draft, line.pk), row(alice, line) | typed(line, cents="cher"))

    line.refresh_from_db()
    assert response.status_code == 422
    assert 'value="cher"' in response.content.decode()
    assert line.amount_cents == 12_000_00


def test_a_line_that_somebody_else_corrected_shows_both(alice, world, draft, line):
    given = row(alice, line) | typed(line, cents="11 000")
    actions.edit_budget_line(line, label=line.label, cents=10_000_00, section=Section(line.section), by=world.alice)

    response = alice.post(url("edit_budget_line", draft, line.pk), given)

    assert response.status_code == 409
    [(difference, _)] = response.context["differences"]
    assert (difference.stored, difference.typed) == ("10\u00a0000", "11\u00a0000")
    assert not difference.is_text


def test_a_line_that_was_removed_meanwhile_is_told(alice, world, draft, line):
    given = row(alice, line)
    actions.remove_budget_line(line, by=world.alice)

    response = alice.post(url("edit_budget_line", draft, line.pk), given, headers={"accept": "application/json"})

    assert response.status_code == 409
    assert "a été retirée entre-temps" in response.json()["said"]


@pytest.mark.parametrize(("cents", "code"), [(0, "amount-missing"), (-1, "amount-missing")])
def test_a_line_is_worth_something(world, line, cents, code):
    with pytest.raises(Refused) as refused:
        actions.edit_budget_line(line, label="Four", cents=cents, section=Section.RUNNING, by=world.alice)

    assert [refusal.code for refusal in refused.value.refusals] == [code]


def test_a_line_that_is_gone_is_not_edited(world, line):
    actions.remove_budget_line(line, by=world.alice)

    with pytest.raises(Refused) as refused:
        actions.edit_budget_line(line, label="Four", cents=1, section=Section.RUNNING, by=world.alice)

    assert [refusal.code for refusal in refused.value.refusals] == ["line-gone"]


def test_the_same_line_again_changes_nothing(world, draft, line):
    before = actions.lock(draft).version

    actions.edit_budget_line(
        line, label=line.label, cents=line.amount_cents, section=Section(line.section), by=world.alice
    )

    assert actions.lock(draft).version == before


def test_a_removed_line_comes_back_where_it_stood(alice, world, draft, line):
    actions.add_budget_line(draft, side=Side.EXPENSE, label="Bocaux", cents=100, by=world.alice)
    alice.post(url("remove_budget_line", draft, line.pk))
    removed = alice.get(url("budget", draft)).context["removed"]

    alice.post(url("put_back_budget_line", draft), {field.html_name: field.value() for field in removed})

    expenses = draft.budget_lines.filter(side=Side.EXPENSE)
    assert [(one.label, one.amount_cents) for one in expenses] == [("Autoclave", 12_000_00), ("Bocaux", 100)]
    assert alice.get(url("budget", draft)).context["removed"] is None


def test_what_cannot_come_back_is_said(alice, draft):
    response = alice.post(url("put_back_budget_line", draft), {}, follow=True)

    assert "La ligne n’a pas pu revenir" in response.content.decode()


def test_the_share_of_the_campaign_is_added_on_demand_and_once(alice, world, draft):
    actions.remove_budget_line(draft.budget_lines.get(label="Campagne"), by=world.alice)
    assert alice.get(url("budget", draft)).context["campaign_cents"] == 12_000_00

    alice.post(url("add_campaign_line", draft))

    assert draft.budget_lines.get(side=Side.RESOURCE).amount_cents == draft.goal_cents
    assert alice.get(url("budget", draft)).context["campaign_cents"] == 0


@pytest.mark.parametrize("page", ["budget", "preview", "attachments"])
def test_a_page_takes_the_same_queries_with_one_line_and_with_sixty(alice, world, draft, page):
    def queries():
        return queries_of(alice, url(page, draft))

    queries()
    few = queries()
    for number in range(60):
        actions.add_budget_line(draft, side=Side.EXPENSE, label=f"Ligne {number}", cents=1, by=world.alice)
        if number < 5:
            file = SimpleUploadedFile(f"{number}.pdf", PDF + bytes([number]))
            actions.attach(draft, kind=AttachmentKind.QUOTE, file=file, by=world.alice)

    assert queries() == few


# Pieces


def test_several_files_at_once_each_have_their_result(alice, draft):
    files = [
        SimpleUploadedFile("devis.pdf", PDF),
        SimpleUploadedFile("virus.exe", b"MZ"),
        SimpleUploadedFile("v.pdf", b""),
    ]

    response = alice.post(url("attachments", draft), {"kind": "quote", "file": files})

    html = response.content.decode()
    assert response.status_code == 409
    assert [piece.name for piece in draft.attachments.all()] == ["devis.pdf"]
    assert "«\u00a0devis.pdf\u00a0» est déposé." in html
    assert "«\u00a0virus.exe\u00a0» n’est pas accepté" in html
    assert "«\u00a0v.pdf\u00a0» est vide." in html


def test_a_script_is_told_of_its_file(alice, draft):
    def sent(name, content):
        data = {"kind": "quote", "file": SimpleUploadedFile(name, content)}
        return alice.post(url("attachments", draft), data, headers={"accept": "application/json"})

    good, bad = sent("devis.pdf", PDF), sent("devis.exe", b"MZ")

    assert (good.status_code, good.json()["state"]) == (200, "saved")
    assert (bad.status_code, bad.json()["state"]) == (409, "refused")


def test_a_link_chooses_the_kind(alice, draft):
    response = alice.get(url("attachments", draft) + "?type=statutes")

    assert response.context["form"]["kind"].value() == "statutes"


LATER = (AttachmentKind.PROOF, AttachmentKind.REPORT)  # handed in with a condition, with the final report


def test_every_kind_of_piece_says_what_it_is_for(alice, draft):
    shelves = alice.get(url("attachments", draft)).context["shelves"]

    assert [shelf.kind for shelf in shelves] == [kind for kind in AttachmentKind if kind not in LATER]
    assert all(shelf.purpose and shelf.example for shelf in shelves)
