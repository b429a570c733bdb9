"""The verbs of a dossier: what they write, what they refuse, that a refusal leaves no trace."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from dossiers import access, actions, stages
from dossiers.lifecycle import State
from dossiers.models import Counter, DossierProcess, RulesVersion
from dossiers.models.content import AttachmentKind, Side
from okote_flow import clock
from okote_flow.accounts.actions import end_appointment
from okote_flow.directory.models import LegalForm, Office
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a short one"


@pytest.fixture
def submitted(world):
    return actions.submit(world.draft(), by=world.alice)


def refused(act, *args, **kwargs):
    """The codes with which an act is refused, and that nothing was written."""
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert Event.objects.count() == before
    return [refusal.code for refusal in caught.value.refusals]


def later(**delta):
    return clock.frozen(clock.now() + timedelta(**delta))


# Drafting


def test_a_submission_gets_number_date_and_the_rules_of_that_day(world):
    RulesVersion.objects.create(
        programme=world.programme, effective_on=clock.today() + timedelta(days=1), values={"fee_bps": 0}, reference="x"
    )

    dossier = actions.submit(world.draft(), by=world.alice)

    assert (dossier.number, dossier.state, dossier.submitted_at) == ("OKT-2022-001", State.SUBMITTED, clock.now())
    assert dossier.rules == world.rules


def test_numbers_have_no_gaps_even_when_a_submission_is_refused(world, submitted):
    empty = actions.draft(title="Vide", by=world.alice)

    assert refused(actions.submit, empty, by=world.alice) == ["incomplete", "commitment-missing"]
    assert actions.submit(world.draft(), by=world.alice).number == "OKT-2022-002"
    assert Counter.objects.get().value == 2


def test_a_second_click_changes_nothing_and_reads_who_was_first(world):
    draft = world.draft()
    actions.submit(draft, by=world.alice)

    assert refused(actions.submit, draft, by=world.alice) == ["moved-meanwhile"]


def test_only_the_holder_and_their_organization_write_in_a_draft(world):
    draft = world.draft()

    for stranger in (world.bruno, world.odile, world.zoe):
        assert refused(actions.edit_project, draft, by=stranger, title="x") == ["not-yours"]

    world.join(world.bruno, draft.organization)
    assert actions.edit_project(draft, by=world.bruno, title="À deux").title == "À deux"


def test_a_submitted_dossier_is_not_rewritten(world, submitted):
    assert refused(actions.edit_project, submitted, by=world.alice, title="x") == ["not-editable"]
    assert refused(actions.add_budget_line, submitted, side=Side.EXPENSE, label="x", cents=1, by=world.alice) == [
        "not-editable"
    ]


def test_two_tabs_the_second_is_told_and_nothing_is_lost(world):
    draft = world.draft()
    seen = draft.version
    actions.edit_project(draft, by=world.alice, title="Premier onglet", seen_version=seen)

    assert refused(actions.edit_project, draft, by=world.alice, title="Second", seen_version=seen) == [
        "edited-meanwhile"
    ]
    draft.refresh_from_db(fields=["title"])
    assert draft.title == "Premier onglet"


def test_a_wrong_siret_is_refused_by_its_key(world):
    draft = world.draft()

    codes = refused(
        actions.edit_structure,
        draft,
        by=world.alice,
        name="x",
        legal_form=LegalForm.ASSOCIATION_1901,
        siret="24670048800018",
    )

    assert codes == ["identifier-wrong"]


def test_an_empty_amount_is_no_budget_line(world):
    assert refused(actions.add_budget_line, world.draft(), side=Side.EXPENSE, label="x", cents=0, by=world.alice) == [
        "amount-missing"
    ]


# Attachments


def zipped(member, size=10):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, b"0" * size)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "file-empty"),
        ("a.pdf", PDF + b"0" * (10 * 2**20), "file-too-big"),
        ("a.exe", b"MZ", "file-type"),
        ("a.html", b"<script>", "file-type"),
        ("a", PDF, "file-type"),
        ("a.pdf", b"MZ not a pdf", "file-disguised"),
        ("a.png", PDF, "file-disguised"),
        ("a.docx", b"PK not a zip", "file-disguised"),
        ("a.docx", zipped("xl/workbook.xml"), "file-disguised"),
        ("a.docx", zipped("word/x", 201 * 2**20), "file-disguised"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_may_not_be_attached_is_named(world, name, content, code):
    draft = world.draft()

    assert refused(
        actions.attach, draft, kind=AttachmentKind.QUOTE, file=ContentFile(content, name), by=world.alice
    ) == [code]


def test_the_same_name_is_a_new_version_and_the_same_content_is_nothing_new(world):
    draft = world.draft()

    def attach(content, name="../../etc/devis\u202e.pdf"):
        return actions.attach(draft, kind=AttachmentKind.QUOTE, file=ContentFile(content, name), by=world.alice)

    first, again, second = attach(PDF), attach(PDF), attach(PDF + b"2")

    assert first == again
    assert (first.version, second.version) == (1, 2)
    assert second.name == "devis.pdf"
    assert second.media_type == "application/pdf"


def test_a_removed_piece_is_out_of_sight_and_kept(world):
    draft = world.draft()
    piece = actions.attach(draft, kind=AttachmentKind.QUOTE, file=ContentFile(PDF, "a.pdf"), by=world.alice)
    actions.remove_attachment(piece, by=world.alice)

    assert refused(actions.remove_attachment, piece, by=world.alice) == ["file-gone"]
    piece.refresh_from_db()
    with piece.file.open() as kept:
        assert kept.read() == PDF


# Admissibility and complements


def test_questions_leave_together_and_answers_come_back_to_who_asked(world, submitted):
    actions.find_competence(submitted, competent=True, ground="Insertion", by=world.odile)
    first = actions.ask_question(submitted, text="Quel local ?", by=world.odile)
    actions.ask_question(submitted, text="Quel bail ?", by=world.odile)

    assert refused(actions.admit, submitted, by=world.odile) == ["open-questions"]
    waiting = actions.ask_complements(submitted, by=world.odile)
    actions.answer_question(first, text="Celui de la rue.", by=world.alice)
    assert refused(actions.answer_complements, waiting, by=world.alice) == ["unanswered"]
    second = waiting.questions.last()
    actions.answer_question(second, text="Trois ans.", by=world.alice)
    back = actions.answer_complements(waiting, by=world.alice)

    assert (back.state, back.officer, back.round) == (State.SUBMITTED, world.odile, 1)
    assert back.complements.get().answered_at == clock.now()


def test_a_sent_question_is_not_taken_back(world, submitted):
    question = actions.ask_question(submitted, text="Quel local ?", by=world.odile)
    actions.ask_complements(submitted, by=world.odile)

    assert refused(actions.remove_question, question, by=world.odile) == ["wrong-state"]


def test_a_dossier_is_dropped_only_after_its_delay_and_with_a_reason(world, submitted):
    actions.ask_question(submitted, text="Quel local ?", by=world.odile)
    waiting = actions.ask_complements(submitted, by=world.odile)

    with later(days=15):
        assert refused(actions.drop, waiting, reason="Sans réponse", by=world.odile) == ["delay-running"]
    with later(days=16):
        assert refused(actions.drop, waiting, reason=" ", by=world.odile) == ["reason-missing"]
        assert actions.drop(waiting, reason="Sans réponse", by=world.odile).state == State.DROPPED


def test_competence_is_fixed_once_the_dossier_is_admitted(world, submitted):
    actions.find_competence(submitted, competent=True, ground="Insertion", by=world.odile)
    admitted = actions.admit(submitted, by=world.odile)

    assert refused(actions.find_competence, admitted, competent=False, ground="x", by=world.odile) == [
        "competence-fixed"
    ]


def test_another_officer_learns_who_is_in_charge(world, submitted):
    oscar = world.officer("Oscar")
    actions.assign_officer(submitted, officer=world.odile, by=world.odile)

    [refusal] = access.step_refusals(oscar, submitted, "reject_inadmissible")

    assert refusal.code == "not-yours"
    assert "Odile" in refusal.message


def test_only_an_officer_is_put_in_charge(world, submitted):
    assert refused(actions.assign_officer, submitted, officer=world.zoe, by=world.odile) == ["not-an-officer"]


# Tasks


def task(dossier, duty):
    return DossierProcess.objects.get(dossier=dossier, duty=duty, status="NEW")


def test_a_claimed_task_is_seen_as_taken_until_it_is_released(world, submitted):
    oscar = world.officer("Oscar")
    waiting = task(submitted, "admissibility")
    actions.claim(waiting, by=world.odile)

    assert refused(actions.claim, waiting, by=oscar) == ["task-taken"]
    assert refused(actions.release, waiting, by=oscar) == ["task-not-yours"]
    actions.release(waiting, by=world.odile)
    actions.claim(waiting, by=oscar)


def test_claiming_twice_writes_once(world, submitted):
    waiting = task(submitted, "admissibility")
    actions.claim(waiting, by=world.odile)
    count = Event.objects.count()
    actions.claim(waiting, by=world.odile)

    assert Event.objects.count() == count


def test_a_stranger_claims_nothing(world, submitted):
    assert refused(actions.claim, task(submitted, "admissibility"), by=world.zoe) == ["task-not-yours"]


def test_who_lost_the_office_after_claiming_cannot_do_the_task(world, submitted):
    actions.find_competence(submitted, competent=True, ground="Insertion", by=world.odile)
    actions.claim(task(submitted, "admissibility"), by=world.odile)
    end_appointment(world.odile, office=Office.OFFICER, by=None)

    with later(days=1):
        assert refused(actions.admit, submitted, by=world.again(world.odile)) == ["not-yours"]


def test_leaving_a_state_closes_what_it_had_opened(world, submitted):
    withdrawn = actions.withdraw(submitted, by=world.alice)

    assert not stages.open_processes(withdrawn).exists()
    assert refused(actions.claim, DossierProcess.objects.get(), by=world.odile) == ["task-done"]


# Drafts that sleep


def test_a_sleeping_draft_is_announced_then_withdrawn(world):
    draft = world.draft()

    with later(days=335):
        draft = actions.announce_expiry(draft)
        assert refused(actions.expire, draft) == ["still-active"]
    with later(days=366):
        assert actions.expire(draft).state == State.WITHDRAWN


def test_writing_in_a_draft_takes_the_announcement_back(world):
    draft = world.draft()
    with later(days=335):
        actions.announce_expiry(draft)
        draft = actions.edit_project(draft, by=world.alice, city="Saverne")

    with later(days=366):
        assert refused(actions.expire, draft) == ["still-active"]


# Nobody judges their own project


def test_an_officer_who_holds_a_project_is_no_officer_of_it(world):
    world.alice.appointments.create(office=Office.OFFICER, starts_on=clock.today())
    dossier = actions.submit(world.draft(), by=world.alice)

    assert refused(actions.reject_inadmissible, dossier, reason="x", by=world.again(world.alice)) == ["not-yours"]


def test_a_colleague_may_do_what_another_has_claimed(world, submitted):
    oscar = world.officer("Oscar")
    actions.claim(task(submitted, "admissibility"), by=oscar)

    rejected = actions.reject_inadmissible(submitted, reason="Hors du territoire.", by=world.odile)

    assert rejected.state == State.REJECTED
    assert DossierProcess.objects.get().task_set.get(flow_task_type="HUMAN").owner == world.odile
