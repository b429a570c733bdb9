"""Minutes: what they say is the record, what is added is somebody's, what is signed is sealed."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from committees import actions as committees
from committees import minutes, minutes_access
from committees.models import AgendaItem, FreeItem, Meeting, Minutes, MinutesState, RecusalGround
from dossiers.lifecycle import State
from okote_flow import documents
from okote_flow.cents import euros
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.journal.record import record
from okote_flow.operations.audit import minutes as audit
from okote_flow.refusals import Refused
from tests import strides
from tests.minuted import approved, meet, next_meeting, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(alsace):
    return meet(alsace)


@pytest.fixture
def drafted(alsace, item):
    return committees.draft_minutes(item.meeting, by=alsace.esther)


def now(given):
    return Minutes.objects.select_related("meeting__committee", "approved_in").get(pk=given.pk)


def record_of(meeting):
    return "\n".join(line for part in minutes.parts_of(meeting, {}) for line in part["lines"])


def read(given):
    with given.file.open("rb") as kept:
        return kept.read()


def test_the_record_says_who_was_there_who_stood_aside_what_was_voted_and_decided(alsace, item):
    said = record_of(item.meeting)

    assert item.dossier.number in said
    assert f"Présidence\u00a0: {alsace.claire}." in said
    assert f"Présidence de la séance\u00a0: {alsace.claire}." in said
    assert f"Déport\u00a0: {alsace.marc}." in said
    assert item.polls.get().result.explanation in said
    assert f"Défavorable\u00a0: {alsace.nadia}." in said
    assert "Montant soumis au vote, " in said
    assert euros(4_000_00) in said
    assert "Décision proclamée" in said
    rows = {row[1]: row[2] for row in minutes.parts_of(item.meeting, {})[0]["seats"]}
    assert rows[str(alsace.claire)].startswith("Dans la salle, de ")
    assert rows[str(alsace.vera)] == "Absence"


def test_points_about_no_dossier_stand_in_their_place(alsace, item):
    FreeItem.objects.create(meeting=item.meeting, position=9, title="Questions diverses", text="Calendrier de l’été.")

    titles = [part["title"] for part in minutes.parts_of(item.meeting, {})]

    assert titles == [
        "Ouverture et présences",
        "Point 1. Conserverie solidaire",
        "Point 9. Questions diverses",
        "Clôture",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Le montant de 4\u202f000 est retenu.", []),
        ("Trois voix sur 5, soit 4 500 euros.", ["5", "4500"]),
        ("Aucun nombre.", []),
    ],
)
def test_what_is_written_with_other_figures_than_the_record_is_looked_at_twice(written, found):
    part = {"title": "Point 1", "lines": ["Montant soumis au vote\u00a0: 4\u202f000\u00a0€."], "written": written}

    assert minutes.doubts(part) == found


def test_minutes_are_drafted_once_by_the_bureau_when_the_meeting_is_over(alsace):
    running = strides.call(alsace, alsace.dossier(State.ENGAGEMENT_REVIEW)).meeting
    with pytest.raises(Refused, match="meeting-not-over"):
        committees.draft_minutes(running, by=alsace.esther)
    item = running.items.get()
    committees.leave_item(item, by=alsace.claire)
    committees.close_meeting(running, by=alsace.esther)

    with pytest.raises(Refused, match="not-yours"):
        committees.draft_minutes(running, by=alsace.marc)
    first = committees.draft_minutes(running, by=alsace.esther)
    assert committees.draft_minutes(running, by=alsace.claire) == first
    assert Event.objects.filter(kind=Kind.MINUTES_DRAFTED).count() == 1


def test_two_writers_do_not_overwrite_each_other(alsace, item, drafted):
    key = minutes.item_key(item)
    committees.write_minutes(drafted, part=key, text="Débat nourri.", version=0, by=alsace.esther)
    with pytest.raises(Refused, match="minutes-edited-meanwhile"):
        committees.write_minutes(drafted, part=key, text="Débat bref.", version=0, by=alsace.claire)
    committees.write_minutes(drafted, part=key, text="Débat nourri.", version=0, by=alsace.claire)  # the same: no act

    assert now(drafted).written == {key: "Débat nourri."}
    assert Event.objects.filter(kind=Kind.MINUTES_WRITTEN).count() == 1


def test_only_parts_that_exist_and_are_ones_own_are_written(alsace, item, drafted):
    with pytest.raises(Refused, match="part-unknown"):
        committees.write_minutes(drafted, part="item-0", text="x", version=0, by=alsace.esther)
    committees.recuse(item.dossier, ground=RecusalGround.PRUDENCE, by=alsace.esther)
    with pytest.raises(Refused, match="part-reserved"):
        committees.write_minutes(drafted, part=minutes.item_key(item), text="x", version=0, by=alsace.esther)
    committees.write_minutes(drafted, part=minutes.OPENING, text="Accueil.", version=0, by=alsace.esther)


def test_what_is_read_is_not_written_and_is_taken_back_with_a_reason(alsace, item, drafted):
    committees.review_minutes(drafted, by=alsace.esther)
    with pytest.raises(Refused, match="minutes-not-draft"):
        committees.write_minutes(drafted, part=minutes.OPENING, text="x", version=0, by=alsace.esther)
    with pytest.raises(Refused, match="reason-missing"):
        committees.reopen_minutes(drafted, reason=" ", by=alsace.esther)
    committees.reopen_minutes(drafted, reason="Une faute au point 1.", by=alsace.esther)
    with pytest.raises(Refused, match="minutes-not-read"):
        committees.reopen_minutes(drafted, reason="Encore.", by=alsace.esther)

    assert now(drafted).state == MinutesState.DRAFT


def test_minutes_are_approved_at_a_later_meeting_of_the_same_committee(alsace, item, drafted):
    with pytest.raises(Refused, match="minutes-not-read"):
        committees.approve_minutes(drafted, at=item.meeting, by=alsace.claire)
    committees.review_minutes(drafted, by=alsace.esther)
    with pytest.raises(Refused, match="not-a-later-meeting"):
        committees.approve_minutes(drafted, at=item.meeting, by=alsace.claire)
    later = next_meeting(alsace)
    with pytest.raises(Refused, match="not-yours"):
        committees.approve_minutes(drafted, at=later, by=alsace.marc)
    committees.approve_minutes(drafted, at=later, by=alsace.claire)

    assert now(drafted).approved_in == later


def test_signed_minutes_are_numbered_typeset_once_and_sealed_in_the_journal(alsace, item, drafted):
    with pytest.raises(Refused, match="minutes-not-approved"):
        committees.sign_minutes(drafted, by=alsace.claire)
    done = signed(alsace, drafted)

    assert done.number == "PV-engagement-2022-001"
    made = read(done)
    assert made.startswith(b"%PDF")
    assert documents.digest(made) == done.sha256
    [event] = Event.objects.filter(kind=Kind.MINUTES_SIGNED)
    assert (event.facts["sha256"], event.facts["number"]) == (done.sha256, done.number)
    assert b"pdfaid" in made or b"pdfuaid" in made


def test_the_same_record_gives_the_same_bytes(alsace, item, drafted):
    done = signed(alsace, drafted)
    stored = now(done)

    assert minutes.sealed_pdf(stored, stored.content) == read(done)
    assert minutes.extract_pdf(stored, item) == minutes.extract_pdf(stored, item)


def test_neither_database_changes_signed_minutes(alsace, item, drafted):
    done = signed(alsace, drafted)
    for change in ({"written": {}}, {"state": MinutesState.DRAFT}, {"sha256": "0" * 64}, {"remarks": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.filter(pk=done.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        done.delete()


def test_whoever_stood_aside_neither_signs_nor_reads_that_point(alsace, item, drafted):
    ready = approved(alsace, drafted)
    committees.recuse(item.dossier, ground=RecusalGround.PRUDENCE, by=alsace.esther)

    with pytest.raises(Refused, match="part-reserved"):
        committees.sign_minutes(ready, by=alsace.esther)
    parts = minutes.of(now(ready))
    shown = str(minutes.shown(parts, minutes.readable(alsace.marc, parts)))
    assert item.dossier.number not in shown
    assert item.dossier.title not in shown
    assert item.dossier.number in str(minutes.shown(parts, minutes.readable(alsace.nadia, parts)))


def test_members_read_once_they_are_given_it_to_read(alsace, item, drafted):
    assert minutes_access.of_meeting(alsace.nadia, item.meeting) is None
    assert minutes_access.of_meeting(alsace.claire, item.meeting) == drafted
    committees.review_minutes(drafted, by=alsace.esther)
    assert minutes_access.of_meeting(alsace.nadia, item.meeting) == drafted


def test_an_extract_is_for_who_sees_the_dossier_and_names_nobody_else(alsace, item, drafted):
    assert minutes_access.extract_of(alsace.nadia, item.pk) is None, "not before it is signed"
    signed(alsace, drafted)

    for person in (alsace.nadia, alsace.alice, alsace.odile):
        assert minutes_access.extract_of(person, item.pk) is not None
    for person in (alsace.marc, alsace.zoe, alsace.sonia):
        assert minutes_access.extract_of(person, item.pk) is None
    lines = "\n".join(minutes.item_lines(AgendaItem.objects.get(pk=item.pk), with_names=False))
    for person in (alsace.marc, alsace.nadia, alsace.victor):
        assert str(person) not in lines
    assert item.polls.get().result.explanation in lines


def test_a_document_or_its_code_is_known_and_nothing_else_is(alsace, item, drafted):
    done = signed(alsace, drafted)

    assert minutes_access.that_is(documents.digest(read(done))) == done
    assert minutes_access.with_code(done.code.lower().replace("-", " ")) == done
    assert minutes_access.with_code("AAAA-AAAA-AAAA") is None
    assert minutes_access.with_code("") is None


def test_numbers_have_no_gap_and_are_given_back_by_what_is_undone(alsace, item, drafted):
    ready = approved(alsace, drafted)
    with transaction.atomic():
        committees.sign_minutes(ready, by=alsace.claire)
        transaction.set_rollback(True)
    assert committees.sign_minutes(now(ready), by=alsace.claire).number.endswith("-001")
    assert Meeting.objects.filter(minutes__number__endswith="-001").count() == 1


def faults():
    return [fault.code for fault in audit.documents()]


def test_the_audit_reads_every_document_again(alsace, item, drafted):
    done = signed(alsace, drafted)
    assert faults() == []

    Path(done.file.path).write_bytes(b"%PDF another")
    assert faults() == ["minutes-changed"]
    Path(done.file.path).unlink()
    assert faults() == ["minutes-changed"]


def test_the_audit_misses_what_the_journal_sealed_and_what_it_did_not(alsace, item, drafted, monkeypatch):
    ready = approved(alsace, drafted)
    record(Kind.MINUTES_SIGNED, subject=item.meeting.subject, by=alsace.claire, number="PV-0", sha256="0")
    assert faults() == ["minutes-lost"]

    monkeypatch.setattr("committees.actions.minutes.record", lambda *_, **__: None)
    committees.sign_minutes(ready, by=alsace.claire)
    assert faults() == ["minutes-unsealed", "minutes-lost"]
