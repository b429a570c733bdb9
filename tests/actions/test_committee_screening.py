"""Sheets on the six criteria, sealed until one's own is given, and the territorial committee's opinion."""

import pytest
from django.db import IntegrityError, transaction

from committees import access, actions
from committees.models import Mandate, Opinion, Overall, Role, ScreeningSheet, SheetState
from dossiers import actions as dossiers
from dossiers.access import dossiers_for, step_refusals
from dossiers.lifecycle import State
from dossiers.models import Criterion, Dossier, DossierProcess
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from tests.actions.committee_cast import answers, codes, later, seated, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker):
    yield from stage(django_db_blocker, waiting=1, ready=1)


@pytest.fixture
def bench(walked, monkeypatch):
    return seated(walked, monkeypatch)


@pytest.fixture
def dossier(bench):
    return bench.admitted()


def tasks(dossier, duty):
    """Who is asked: the person, or the body."""
    asked = DossierProcess.objects.filter(dossier=dossier, duty=duty, status="NEW")
    return {str(process.person or process.keeper).split()[0] for process in asked}


def fresh(dossier):
    return Dossier.objects.get(pk=dossier.pk)


# Sight


def test_a_territorial_committee_sees_the_dossiers_of_its_territory_once_admitted(bench):
    draft = bench.world.draft()

    def seen_by(*people):
        return [person.first_name for person in people if dossiers_for(person).filter(pk=draft.pk).exists()]

    committee = (bench.serge, bench.marc, bench.irma)
    assert seen_by(*committee) == []
    submitted = dossiers.submit(draft, by=bench.world.alice)
    assert seen_by(*committee) == []
    dossiers.find_competence(submitted, competent=True, ground="x", by=bench.world.odile)
    dossiers.admit(submitted, by=bench.world.odile)
    assert seen_by(*committee, bench.claire) == ["Serge", "Marc", "Irma"]
    Dossier.objects.update(territory=bench.world.sud)
    assert seen_by(*committee) == []


def test_a_former_member_sees_nothing_any_more(bench, dossier):
    with later(days=1):
        assert dossiers_for(bench.marc).exists()
        actions.end_mandate(Mandate.objects.get(user=bench.marc), by=None)

        assert not dossiers_for(bench.marc).exists()
        assert codes(actions.save_sheet, dossier, marks={}, by=bench.marc) == ["not-yours"]


# Sheets


def test_admission_asks_a_sheet_of_every_member_with_a_voice_and_the_opinion_of_the_secretary(bench, dossier):
    assert tasks(dossier, "screening") == {"Marc", "Nadia", "Paul"}
    assert tasks(dossier, "opinion") == {"territorial_secretary"}


def test_a_draft_sheet_is_kept_as_it_grows_and_journalled_once(bench, dossier):
    said = answers(impacts="no")
    impacts = Criterion.objects.get(code="impacts")

    actions.save_sheet(dossier, marks={impacts: said["marks"][impacts]}, by=bench.marc)
    sheet = actions.save_sheet(dossier, marks={}, remarks={impacts: " Peu de partenaires. "}, by=bench.marc)

    mark = sheet.marks.get()
    assert (mark.value, mark.remark, sheet.state) == ("no", "Peu de partenaires.", SheetState.DRAFT)
    kinds = [line.kind for line in story(dossier.subject)]
    assert kinds.count(Kind.SHEET_SAVED) == 1


def test_a_sheet_is_given_whole_and_closes_its_task(bench, dossier):
    said = answers(project="partly")
    project = Criterion.objects.get(code="project")

    assert codes(actions.give_sheet, dossier, by=bench.marc) == ["criterion-unjudged"] * 6 + ["overall-missing"]
    assert codes(actions.give_sheet, dossier, by=bench.marc, marks=said["marks"]) == [
        "remark-missing",
        "overall-missing",
    ]
    assert not ScreeningSheet.objects.filter(dossier=dossier).exists()
    sheet = actions.give_sheet(
        dossier, by=bench.marc, marks=said["marks"], remarks={project: "Peu nouveau."}, overall=Overall.FAVOURABLE
    )

    assert sheet.state == SheetState.GIVEN
    assert tasks(dossier, "screening") == {"Nadia", "Paul"}
    assert codes(actions.save_sheet, dossier, marks={}, by=bench.marc) == ["sheet-given"]
    assert codes(actions.give_sheet, dossier, by=bench.marc) == ["sheet-given"]


def test_a_sheet_may_be_taken_back_until_the_opinion_is_recorded(bench, dossier):
    assert codes(actions.take_back_sheet, dossier, by=bench.marc) == ["sheet-not-given"]
    actions.give_sheet(dossier, by=bench.marc, **answers())

    assert actions.take_back_sheet(dossier, by=bench.marc).state == SheetState.DRAFT
    assert "Marc" in tasks(dossier, "screening")
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())
    actions.record_opinion(dossier, favourable=True, reason="Utile.", by=bench.serge)
    assert codes(actions.take_back_sheet, dossier, by=bench.marc) == ["wrong-state"]


def test_only_the_committees_own_members_write_sheets(bench, dossier):
    for person in (bench.serge, bench.claire, bench.world.odile, bench.world.alice, bench.world.zoe):
        assert codes(actions.save_sheet, dossier, marks={}, by=person) == ["not-yours"]
    assert actions.give_sheet(dossier, by=bench.irma, **answers()).seat.role == Role.EXPERT


def sees_sheets(person, dossier):
    return {sheet.user.first_name for sheet in access.sheets_for(person, fresh(dossier))}


def test_the_others_sheets_are_sealed_until_ones_own_is_given(bench, dossier):
    actions.give_sheet(dossier, by=bench.nadia, **answers())
    actions.save_sheet(dossier, by=bench.paul, **answers())

    assert sees_sheets(bench.marc, dossier) == set()
    assert sees_sheets(bench.nadia, dossier) == {"Nadia"}
    assert sees_sheets(bench.paul, dossier) == {"Paul"}
    actions.give_sheet(dossier, by=bench.marc, **answers())
    assert sees_sheets(bench.marc, dossier) == {"Marc", "Nadia"}
    actions.take_back_sheet(dossier, by=bench.marc)
    assert sees_sheets(bench.marc, dossier) == {"Marc"}


def test_the_secretary_reads_the_sheets_when_all_are_given_or_due(bench, dossier):
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())

    assert sees_sheets(bench.serge, dossier) == set()
    with later(days=10):
        assert sees_sheets(bench.serge, dossier) == set()
    with later(days=11):
        assert sees_sheets(bench.serge, dossier) == {"Marc", "Nadia"}
    actions.give_sheet(dossier, by=bench.paul, **answers())
    assert sees_sheets(bench.serge, dossier) == {"Marc", "Nadia", "Paul"}


def test_after_the_opinion_members_and_staff_read_the_sheets_and_the_holder_never(bench):
    dossier = bench.at_engagement()

    for person in (bench.paul, bench.serge, bench.claire, bench.world.odile):
        assert sees_sheets(person, dossier) == {"Marc", "Nadia"}
    assert sees_sheets(bench.world.alice, dossier) == set()
    assert sees_sheets(bench.world.zoe, dossier) == set()


# The opinion


def test_an_opinion_rests_on_half_of_the_sheets_and_has_reasons(bench, dossier):
    record = actions.record_opinion

    actions.give_sheet(dossier, by=bench.marc, **answers())
    actions.give_sheet(dossier, by=bench.irma, **answers())  # advice does not count
    assert codes(record, dossier, favourable=True, reason=" ", by=bench.serge) == ["reason-missing", "sheets-missing"]
    assert codes(record, dossier, favourable=True, reason="Utile.", early_reason="Pressé", by=bench.serge) == [
        "sheets-missing"
    ]
    actions.give_sheet(dossier, by=bench.paul, **answers())
    opinion = record(dossier, favourable=True, reason="Utile.", by=bench.serge)

    assert (opinion.sheets, opinion.members, opinion.verdict, opinion.round) == (2, 3, "favourable", 1)
    assert fresh(dossier).state == State.ENGAGEMENT_REVIEW
    assert tasks(dossier, "screening") | tasks(dossier, "opinion") == set()
    assert tasks(dossier, "agenda") == {"engagement_secretary"}
    assert tasks(dossier, "proclamation") == {"engagement_chair"}


def test_once_the_sheets_are_due_fewer_do_with_a_reason(bench, dossier):
    actions.give_sheet(dossier, by=bench.marc, **answers())

    with later(days=10):
        assert codes(
            actions.record_opinion, dossier, favourable=True, reason="x", early_reason="Vacances", by=bench.serge
        ) == ["sheets-missing"]
    with later(days=11):
        short = codes(actions.record_opinion, dossier, favourable=True, reason="x", by=bench.serge)
        opinion = actions.record_opinion(
            dossier, favourable=True, reason="x", early_reason="Deux absences", by=bench.serge
        )
    assert short == ["sheets-missing"]
    assert (opinion.sheets, opinion.fewer_reason) == (1, "Deux absences")


def test_an_unfavourable_opinion_ends_the_dossier(bench, dossier):
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers(interest="no"))

    actions.record_opinion(dossier, favourable=False, reason="Concurrence.", by=bench.serge)

    assert fresh(dossier).state == State.REJECTED


def test_only_the_territorial_secretary_records_the_opinion(bench, dossier):
    for person in (bench.marc, bench.esther, bench.world.odile, bench.world.didier):
        assert codes(actions.record_opinion, dossier, favourable=True, reason="x", by=person) == ["not-yours"]


def test_no_step_is_taken_without_a_recorded_opinion(bench, dossier):
    for person in (bench.marc, bench.nadia):
        actions.give_sheet(dossier, by=person, **answers())

    for step in ("favour", "decline_territorial"):
        assert codes(dossiers.advance, dossier, step, by=bench.serge, reason="x") == ["no-opinion"]
        assert step_refusals(bench.serge, fresh(dossier), step) == []


def test_a_page_says_that_sheets_are_missing(bench, dossier):
    assert [r.code for r in step_refusals(bench.serge, dossier, "favour")] == ["sheets-missing"]


def test_a_dossier_that_comes_back_is_screened_again_and_the_first_sheets_stay(bench, dossier):
    actions.give_sheet(dossier, by=bench.marc, **answers())
    dossiers.ask_question(dossier, text="Combien de bénévoles\u00a0?", by=bench.serge)
    dossiers.send_back(dossier, reason="Préciser", by=bench.serge)
    question = dossier.questions.get()
    dossiers.answer_question(question, text="Douze.", by=bench.world.alice)

    with later(days=12):
        back = dossiers.answer_complements(fresh(dossier), by=bench.world.alice)

        assert back.round == 2
        assert tasks(back, "screening") == {"Marc", "Nadia", "Paul"}
        assert codes(actions.record_opinion, back, favourable=True, reason="x", early_reason="x", by=bench.serge) == [
            "sheets-missing"
        ]
        actions.give_sheet(back, by=bench.marc, **answers())
    assert list(dossier.sheets.order_by("round").values_list("round", "state")) == [(1, "given"), (2, "given")]


def test_an_opinion_is_never_changed_nor_deleted(bench):
    opinion = Opinion.objects.get(dossier=bench.at_engagement())

    for act in (lambda: Opinion.objects.update(reasons="autre"), opinion.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
