"""A person has all that is theirs and nothing of others; a correction breaks no chain, an erasure no law."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile

from committees.actions import recuse
from committees.models import Recusal, RecusalGround
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from dossiers.models import Attachment
from dossiers.models.content import AttachmentKind
from funding import actions as money
from funding.models import Campaign
from notifications import dispatch
from notifications.models import Notification
from okote_flow.directory.models import User
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event, Identity
from okote_flow.operations.audit.everything import faults
from okote_flow.records import actions, communicable, personal_data
from okote_flow.records.models import Outcome, Wish
from okote_flow.refusals import Refused
from okote_flow.tables import actions as tables
from okote_flow.tables.tasks import make_exports

pytestmark = pytest.mark.django_db


def codes(refused):
    return [one.code for one in refused.value.refusals]


def opened(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def keeper(alsace):
    return alsace.again(alsace.archie)


# What is given to them


def test_all_that_is_theirs_is_there_and_nobody_else_is_named(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    plan = ContentFile(b"%PDF-1.4 plan", "plan.pdf")
    dossiers.write_message(dossier, text="Mon message à moi.", key="k", files=[plan], by=alsace.alice)
    dossiers.write_message(dossier, text="La réponse d’Odile.", key="o", by=alsace.odile)
    dossiers.write_note(dossier, text="Note interne sur elle.", key="n", by=alsace.odile)

    files = opened(personal_data.archive(alsace.alice, alsace.alice.email))

    told = files["donnees.json"].decode()
    assert "Mon message à moi." in told and "alice@okote.test" in told and "Conserverie solidaire" in told
    assert "La réponse d’Odile." not in told and "Note interne" not in told
    for other in ("Odile", "Serge", "odile@", "Bruno"):
        assert other not in told, other
    assert alsace.alice.password not in told or not alsace.alice.password
    assert [content for name, content in files.items() if name.endswith("plan.pdf")] == [b"%PDF-1.4 plan"]
    assert b"Mon message" in files["donnees.html"]
    tables = {one["table"] for one in json.loads(told)["tables"]}
    assert {"directory_user", "dossiers_dossier", "dossiers_message", "journal_event"} <= tables


def test_whoever_works_here_is_not_given_what_is_others(alsace):
    alsace.dossier(State.SUBMITTED)
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    dossiers.write_note(dossier, text="Ma note.", key="n", by=alsace.odile)

    told = opened(personal_data.archive(alsace.odile, alsace.odile.email))["donnees.json"].decode()

    assert "Ma note." in told and "odile@okote.test" in told
    for other in ("Alice", "alice@", "Une conserverie de quartier"):
        assert other not in told, other


def test_a_donor_without_account_is_found_by_their_address(alsace):
    dossier = alsace.dossier(State.CAMPAIGN)
    campaign = Campaign.objects.get(dossier=dossier)
    for name, email in (("Zoé Donneuse", "zoe@exemple.fr"), ("Max Autre", "max@exemple.fr")):
        giver = money.Giver(name=name, email=email)
        money.start_checkout(campaign, cents=50_00, provider="transfer", giver=giver, by=None)

    told = opened(personal_data.archive(None, "zoe@exemple.fr"))["donnees.json"].decode()

    assert "Zoé Donneuse" in told and "Max Autre" not in told


def test_every_table_that_points_to_accounts_is_read():
    """A new one is found by itself; this names a few, so that the finding is not empty."""
    found = {f"{model._meta.db_table}.{name}" for model, name in personal_data.references()}

    assert {"dossiers_dossier.applicant", "committees_recusal.user", "funding_gift.entered_by"} <= found
    assert len(found) > 100


# What is corrected


def test_a_corrected_name_is_read_everywhere_and_the_chain_holds(alsace):
    dossier = alsace.dossier(State.SUBMITTED)

    actions.rectify_person(
        alsace.alice, first_name="Alicia", last_name="Nouveau", email="alicia@okote.test", by=keeper(alsace)
    )

    assert not Identity.objects.filter(name="Alice Muster").exists()
    assert story(dossier.subject)[0].who == "Alicia Nouveau"
    person = User.objects.get(pk=alsace.alice.pk)
    assert (str(person), person.email) == ("Alicia Nouveau", "alicia@okote.test")
    told = Event.objects.get(kind=Kind.PERSON_RECTIFIED)
    assert told.facts["fields"] == ["email", "first_name", "last_name"] and "Nouveau" not in json.dumps(told.facts)
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "rectify-nothing"),
        ({"first_name": " ", "last_name": ""}, "rectify-name"),
        ({"email": "ODILE@okote.test"}, "email-taken"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(alsace, change, code):
    said = {"first_name": "Alice", "last_name": "Muster", "email": "alice@okote.test"} | change

    with pytest.raises(Refused) as refused:
        actions.rectify_person(alsace.alice, **said, by=keeper(alsace))

    assert codes(refused) == [code]


# What is erased


def test_an_account_that_nothing_keeps_is_erased(alsace):
    actions.place_hold(person=alsace.zoe, reason="x", by=keeper(alsace))
    with pytest.raises(Refused) as refused:
        actions.erase_person(alsace.zoe, by=keeper(alsace))
    assert codes(refused) == ["erasure-held"]
    actions.lift_hold(alsace.zoe.holds.get(), reason="y", by=keeper(alsace))

    actions.erase_person(alsace.zoe, by=keeper(alsace))

    gone = User.objects.get(pk=alsace.zoe.pk)
    assert (str(gone), gone.is_active, "zoe" in gone.email) == ("Compte effacé", False, False)
    assert list(faults()) == []


def test_an_account_is_erased_once(alsace):
    for _ in range(2):
        actions.erase_person(alsace.zoe, by=keeper(alsace))

    assert Event.objects.filter(kind=Kind.PERSON_ERASED).count() == 1


def test_what_the_law_keeps_is_not_erased_and_the_ground_is_said(alsace):
    dossier = alsace.dossier(State.CLOSED)

    with pytest.raises(Refused) as refused:
        actions.erase_person(alsace.alice, by=keeper(alsace))

    assert codes(refused) == ["erasure-dossier"]
    assert dossier.number in refused.value.refusals[0].message


def test_whoever_holds_an_office_or_a_seat_is_not_erased(alsace):
    for person in (alsace.odile, alsace.marc):
        with pytest.raises(Refused) as refused:
            actions.erase_person(person, by=keeper(alsace))
        assert codes(refused) == ["erasure-office"]


def test_a_holder_is_erased_once_the_dossier_is_gone(alsace):
    dossier = alsace.dossier(State.CLOSED)
    alsace.forward(days=365 * 13)
    slip = actions.send_slip(
        actions.propose_slip(dossiers=[dossier], service="s", by=keeper(alsace)), by=keeper(alsace)
    )
    scan = ContentFile(b"%PDF-1.4 visa", "visa.pdf")
    day = slip.sent_at.date()
    actions.record_visa(slip, number="1", on=day, signatory="D", file=scan, by=keeper(alsace))
    actions.execute(slip, by=keeper(alsace))

    actions.erase_person(alsace.alice, by=keeper(alsace))

    assert not User.objects.filter(email="alice@okote.test").exists()
    assert list(faults()) == []


# The register


def test_a_request_is_answered_within_a_month_and_once(alsace):
    asked = actions.ask(wish=Wish.ACCESS, by=alsace.alice)
    assert (asked.due_on - asked.received_on).days in (30, 31)
    with pytest.raises(Refused) as refused:
        actions.ask(wish=Wish.ACCESS, by=alsace.alice)
    assert codes(refused) == ["wish-open"]

    actions.answer_request(asked, outcome=Outcome.GRANTED, answer="Voici.", by=keeper(alsace))

    with pytest.raises(Refused) as refused:
        actions.answer_request(asked, outcome=Outcome.GRANTED, answer="Encore.", by=keeper(alsace))
    assert codes(refused) == ["wish-answered"]


def test_a_refusal_has_its_ground(alsace):
    asked = actions.ask(wish=Wish.ERASURE, by=alsace.alice)

    with pytest.raises(Refused) as refused:
        actions.answer_request(asked, outcome=Outcome.REFUSED, answer="Non.", by=keeper(alsace))

    assert codes(refused) == ["ground-missing"]


def test_opposition_ends_with_the_vote(alsace):
    alsace.dossier(State.CAMPAIGN_PREPARATION)
    asked = actions.ask(wish=Wish.OPPOSITION, by=alsace.alice)

    with pytest.raises(Refused) as refused:
        actions.answer_request(asked, outcome=Outcome.GRANTED, answer="D’accord.", by=keeper(alsace))
    assert codes(refused) == ["opposition-after-vote"]

    said = actions.answer_request(
        asked, outcome=Outcome.REFUSED, ground="task", answer="Le vote a eu lieu.", by=keeper(alsace)
    )
    assert said.outcome == Outcome.REFUSED


def test_nobody_asks_in_the_name_of_another_but_the_archivist(alsace):
    with pytest.raises(Refused) as refused:
        actions.ask(wish=Wish.ACCESS, email="alice@okote.test", by=alsace.zoe)
    assert codes(refused) == ["not-archivist"]

    assert actions.ask(wish=Wish.ACCESS, email="alice@okote.test", by=keeper(alsace)).person == alsace.alice


# What passed through their hands and is of others


def told_to(person):
    return opened(personal_data.archive(person, person.email))


def test_whoever_took_in_what_is_of_others_is_not_given_it(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    dossiers.write_note(dossier, text="Ma note.", key="n", by=alsace.odile)
    Attachment.objects.create(
        dossier=dossier, kind=AttachmentKind.BANK_DETAILS, name="rib-alice.pdf", media_type="application/pdf",
        size=3, sha256="0" * 64, version=9, uploaded_by=alsace.odile, file=ContentFile(b"RIB", "rib.pdf"),
    )  # fmt: skip
    recuse(dossier, ground=RecusalGround.PRUDENCE, by=alsace.odile)
    Recusal.objects.filter(dossier=dossier).update(user=alsace.bruno, note="Son frère y travaille.")

    files = told_to(alsace.again(alsace.odile))

    told = files["donnees.json"].decode()
    assert "rib-alice.pdf" not in told and not [name for name in files if name.endswith("rib-alice.pdf")]
    assert "Son frère" not in told
    assert "Ma note." in told
    assert "Son frère" in told_to(alsace.again(alsace.bruno))["donnees.json"].decode()


def test_what_the_house_told_them_of_others_stays_out_of_their_data(alsace):
    dossier = alsace.dossier(State.TERRITORIAL_REVIEW)
    dossiers.write_message(dossier, text="Ma fille est malade.", key="k", by=alsace.alice)
    dispatch.catch_up()
    assert Notification.objects.filter(recipient=alsace.odile).exists()

    told = told_to(alsace.odile)["donnees.json"].decode()

    assert "notifications_notification" in told
    for other in ("Alice", "Une conserverie de quartier", "Ma fille"):
        assert other not in told, other


def test_the_reason_of_a_hold_is_of_the_house(alsace):
    actions.place_hold(person=alsace.alice, reason="Plainte de M. Voisin.", by=keeper(alsace))

    told = told_to(alsace.alice)["donnees.json"].decode()

    assert "records_hold" in told and "Plainte" not in told


def test_a_prepared_table_is_no_part_of_their_data(alsace):
    dossier = alsace.dossier(State.SUBMITTED)
    tables.ask_export(table="dossiers", title="Dossiers", ending="csv", query="", by=alsace.odile)
    make_exports.call()

    files = told_to(alsace.odile)

    assert not any(dossier.title.encode() in content for content in files.values())
    assert "tables_exportjob" in files["donnees.json"].decode()


def test_a_table_that_is_too_long_says_so(alsace, monkeypatch):
    dossier = alsace.dossier(State.SUBMITTED)
    monkeypatch.setattr(personal_data, "LIMIT", 2)
    for number in range(3):
        dossiers.write_message(dossier, text=f"Message {number}", key=str(number), by=alsace.alice)

    files = told_to(alsace.alice)

    found = {one["table"]: one for one in json.loads(files["donnees.json"])["tables"] if one["role"] != "votre projet"}
    assert (found["dossiers_message"]["total"], len(found["dossiers_message"]["rows"])) == (3, 2)
    assert "premières lignes sur 3" in files["donnees.html"].decode()


# What is given out


def test_the_slip_of_a_communication_names_no_file(alsace, monkeypatch):
    dossier = alsace.dossier(State.SUBMITTED)
    piece = Attachment.objects.create(
        dossier=dossier, kind=AttachmentKind.OTHER, name="Attestation_Zwiebelkuchen.pdf", media_type="application/pdf",
        size=3, sha256="0" * 64, version=9, uploaded_by=alsace.alice, file=ContentFile(b"PDF", "a.pdf"),
    )  # fmt: skip
    actions.check_piece(piece, may_go=True, by=keeper(alsace))
    said = []
    monkeypatch.setattr(communicable, "_paper", lambda *given: said.append(str(given)) or b"")

    chosen = [one for one in communicable.documents_of(dossier) if one.piece == piece]
    packed = opened(communicable.archive(dossier, chosen, "CADA"))

    assert chosen[0].goes and "communiquée" in said[0]
    assert not any("Zwiebelkuchen" in one for one in (*said, *packed))
