"""Nothing is destroyed without the visa; with it the content is gone, and books, journal and slip still verify."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from dossiers import actions as dossiers
from dossiers import joints
from dossiers.lifecycle import State
from dossiers.models import Attachment, Dossier, DossierSnapshot, Enclosure, Message
from funding.models import BankDetails, Entry
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.models import Event, Identity
from okote_flow.journal.seal import seal
from okote_flow.operations.audit.everything import faults
from okote_flow.records import access, actions, retention
from okote_flow.records.actions import execution
from okote_flow.records.models import ItemState, Slip, SlipItem, SlipState
from okote_flow.records.rules import Phase
from okote_flow.refusals import Refused
from tests.alsace import again

pytestmark = pytest.mark.django_db

YEARS = 365 * 13


@pytest.fixture
def closed(alsace):
    """Paid and closed, with a thread and a piece; ten years and more later."""
    dossier = alsace.dossier(State.CLOSED)
    file = ContentFile(b"%PDF-1.4 plan", "plan.pdf")
    Attachment.objects.create(
        dossier=dossier, kind="quote", name="devis.pdf", file=ContentFile(b"%PDF-1.4 x", "devis.pdf"), size=10,
        sha256="a" * 64, version=7, uploaded_by=alsace.alice, media_type="application/pdf",
    )  # fmt: skip
    dossiers.write_message(dossier, text="Voici notre plan secret.", key="k", files=[file], by=alsace.alice)
    seal()
    alsace.forward(days=YEARS)
    return again(dossier)


def keeper(alsace):
    return alsace.again(alsace.archie)


def proposed(alsace, *found):
    return actions.propose_slip(dossiers=list(found), service="Okoté", by=keeper(alsace))


def cleared(alsace, *found):
    slip = actions.send_slip(proposed(alsace, *found), by=keeper(alsace))
    scan = ContentFile(b"%PDF-1.4 visa", "visa.pdf")
    return actions.record_visa(
        slip, number="2035-17", on=clock.today(), signatory="La directrice", file=scan, by=keeper(alsace)
    )


def codes(refused):
    return [one.code for one in refused.value.refusals]


def test_the_phase_on_the_page_is_the_one_that_the_database_finds(alsace, closed):
    rejected = alsace.dossier(State.REJECTED)
    running = alsace.dossier(State.SUBMITTED)
    for days in (0, 200, 365, 366, 365 * 5, 365 * 5 + 200, 365 * 11, 365 * 14):
        on = date.fromordinal(clock.day_of(closed.state_since).toordinal() + days)
        dated = retention.dated(Dossier.objects.filter(pk__in=[closed.pk, rejected.pk, running.pk]))
        for phase in Phase:
            found = {one.pk for one in retention.in_phase(dated, phase, on)}
            assert found == {one.pk for one in dated if retention.keeping_of(one, on).phase is phase}, (phase, on)


def test_with_the_visa_the_content_is_gone_and_everything_still_verifies(
    alsace, closed, django_capture_on_commit_callbacks
):
    names = [piece.file.name for piece in Attachment.objects.filter(dossier=closed)]
    names += [one.file.name for one in Enclosure.objects.filter(message__dossier=closed)]
    entries, events = Entry.objects.count(), Event.objects.filter(subject=closed.subject).count()
    assert all(default_storage.exists(name) for name in names) and len(names) >= 2
    assert list(faults()) == []

    with django_capture_on_commit_callbacks(execute=True):
        slip = actions.execute(cleared(alsace, closed), by=keeper(alsace))

    assert slip.state == SlipState.EXECUTED
    gone = again(closed)
    assert (gone.title, gone.summary, gone.answers.count()) == (access.GONE, "", 0)
    assert not any(default_storage.exists(name) for name in names)
    assert {one.content == {} for one in DossierSnapshot.objects.filter(dossier=closed)} == {True}
    assert set(Message.objects.filter(dossier=closed).values_list("text", "salt")) == {("", "")}
    assert not BankDetails.objects.filter(dossier=closed).exists()
    assert Entry.objects.count() == entries and Event.objects.filter(subject=closed.subject).count() > events
    item = slip.items.get()
    assert (item.title, item.files) == (closed.title, []) and item.size > 0
    assert list(faults()) == []


def test_the_holders_names_go_and_those_of_public_function_stay(alsace, closed):
    actions.execute(cleared(alsace, closed), by=keeper(alsace))

    assert not Identity.objects.filter(user=alsace.alice).exclude(name="").exists()
    assert not Identity.objects.filter(name__startswith="Alice").exists()
    assert Identity.objects.filter(name="Odile Muster").exists()


def test_a_name_that_another_dossier_needs_stays(alsace, closed):
    dossiers.draft(title="Un autre", by=alsace.alice)

    actions.execute(cleared(alsace, closed), by=keeper(alsace))

    assert Identity.objects.filter(name="Alice Muster").exists()


@pytest.mark.parametrize("step", ["proposed", "sent"])
def test_nothing_is_destroyed_without_the_visa(alsace, closed, step):
    slip = proposed(alsace, closed)
    if step == "sent":
        slip = actions.send_slip(slip, by=keeper(alsace))

    with pytest.raises(Refused) as refused:
        actions.execute(slip, by=keeper(alsace))

    assert codes(refused) == ["visa-missing"]
    assert again(closed).title == closed.title
    assert SlipItem.objects.get().state == ItemState.LISTED


def test_the_database_itself_lets_no_slip_be_executed_without_a_visa(alsace, closed):
    slip = proposed(alsace, closed)

    with pytest.raises(IntegrityError), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(state="executed")


def test_a_run_that_broke_off_is_taken_up_again(alsace, closed, monkeypatch):
    """The machine dies after the first of two: the first is done once, the second at the next run."""
    rejected = alsace.dossier(State.REJECTED)
    alsace.forward(days=YEARS)
    slip = cleared(alsace, closed, rejected)
    real = execution.destruction.empty
    calls = []

    def dies(dossier, by):
        calls.append(dossier.pk)
        if len(calls) == 2:
            raise RuntimeError("power is gone")
        return real(dossier, by)

    with monkeypatch.context() as patch:
        patch.setattr(execution.destruction, "empty", dies)
        with pytest.raises(RuntimeError):
            actions.execute(slip, by=keeper(alsace))
    first, second = slip.items.order_by("pk")
    assert (first.state, second.state) == (ItemState.DESTROYED, ItemState.LISTED)
    assert again(second.dossier).title != access.GONE

    actions.execute(slip, by=keeper(alsace))
    told = Event.objects.count()
    actions.execute(slip, by=keeper(alsace))  # once more changes nothing

    assert Event.objects.count() == told
    assert set(slip.items.values_list("state", flat=True)) == {ItemState.DESTROYED}
    assert list(faults()) == []


def test_a_hold_placed_after_the_visa_takes_the_dossier_out_with_the_reason(alsace, closed):
    slip = cleared(alsace, closed)
    actions.place_hold(dossier=closed, reason="Litige en cours.", by=alsace.again(alsace.didier))

    slip = actions.execute(slip, by=keeper(alsace))

    item = slip.items.get()
    assert (item.state, "Litige en cours." in item.why) == (ItemState.WITHHELD, True)
    assert again(closed).title == closed.title
    assert slip.state == SlipState.EXECUTED and list(faults()) == []


@pytest.mark.parametrize("on", ["dossier", "organization", "person"])
def test_what_is_held_is_not_listed(alsace, closed, on):
    target = {"dossier": closed, "organization": closed.organization, "person": closed.applicant}[on]
    hold = actions.place_hold(**{on: target}, reason="Contrôle.", by=keeper(alsace))

    with pytest.raises(Refused) as refused:
        proposed(alsace, closed)
    assert codes(refused) == ["held"]

    actions.lift_hold(hold, reason="Contrôle fini.", by=keeper(alsace))
    assert proposed(alsace, closed).items.count() == 1


def test_what_is_not_due_is_not_listed(alsace):
    closed = alsace.dossier(State.CLOSED)

    with pytest.raises(Refused) as refused:
        proposed(alsace, closed)

    assert codes(refused) == ["kept-still"]


def test_a_dossier_is_on_one_slip_and_a_refused_slip_lets_it_go(alsace, closed):
    slip = proposed(alsace, closed)
    with pytest.raises(Refused) as refused:
        proposed(alsace, closed)
    assert codes(refused) == ["on-a-slip"]

    actions.refuse_visa(actions.send_slip(slip, by=keeper(alsace)), reason="À verser.", by=keeper(alsace))

    assert proposed(alsace, closed).number.endswith("-002")


@pytest.mark.parametrize("who", ["didier", "audrey", "adam", "odile", "alice"])
def test_only_the_archivist_keeps_the_archives(alsace, closed, who):
    person = alsace.again(getattr(alsace, who))
    for act in (
        lambda: actions.propose_slip(dossiers=[closed], service="x", by=person),
        lambda: actions.execute(cleared(alsace, closed), by=person),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["not-archivist"]


def test_a_visa_has_its_number_its_day_and_its_scan(alsace, closed):
    slip = actions.send_slip(proposed(alsace, closed), by=keeper(alsace))
    scan = ContentFile(b"%PDF-1.4 visa", "visa.pdf")
    wrong = (
        ({"number": " "}, "visa-incomplete"),
        ({"on": date(2021, 1, 1)}, "visa-early"),
        ({"file": ContentFile(b"MZ", "visa.exe")}, "file-type"),
    )
    for change, code in wrong:
        said = {"number": "1", "on": clock.today(), "signatory": "X", "file": scan} | change
        with pytest.raises(Refused) as refused:
            actions.record_visa(slip, **said, by=keeper(alsace))
        assert codes(refused) == [code]


def test_a_snapshot_is_emptied_and_nothing_else(alsace, closed):
    """The database lets the content go, never change."""
    key = DossierSnapshot.objects.filter(dossier=closed).first().pk
    for change in ("content = '{\"a\": 1}'", "content = '{}', number = 9", "sha256 = ''"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE dossiers_dossiersnapshot SET {change} WHERE id = {key}")
    DossierSnapshot.objects.filter(pk=key).update(content={})

    assert [fault.code for fault in faults()] == ["snapshot-changed"]  # emptied by nobody's visa


def test_what_others_copied_of_its_words_goes_too(alsace, closed, monkeypatch):
    told = []
    monkeypatch.setattr(joints, "erasures", [])
    joints.erase(lambda dossier: told.append(dossier.pk))

    actions.execute(cleared(alsace, closed), by=keeper(alsace))

    assert told == [closed.pk]


def test_a_withdrawn_draft_is_erased_without_a_visa_and_only_once(alsace):
    draft = dossiers.withdraw(alsace.draft(), by=alsace.alice)
    with pytest.raises(Refused) as refused:
        actions.erase_draft(draft, by=keeper(alsace))
    assert codes(refused) == ["no-draft-due"]
    alsace.forward(days=400)

    actions.erase_draft(draft, by=keeper(alsace))

    assert again(draft).title == access.GONE
    assert not access.old_drafts().exists() and list(faults()) == []
    assert User.objects.filter(pk=alsace.alice.pk).exists()
