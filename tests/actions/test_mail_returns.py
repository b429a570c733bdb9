"""Mails that come back: which one, in whose words, and what becomes of the address."""

from email.message import EmailMessage

import pytest

from dossiers import actions
from notifications import addresses, deliveries, dispatch, inbound, mail
from notifications.models import Delivery, DeliveryStatus, Notification, Outcome
from okote_flow.accounts import doubts
from okote_flow.directory.models import Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inbound(settings):
    settings.INBOUND_DOMAIN = "retour.okote.test"


@pytest.fixture
def dossier(world):
    dispatch.catch_up()
    Notification.objects.all().delete()
    dossier = actions.submit(world.draft(), by=world.alice)
    return actions.assign_officer(dossier, officer=world.odile, by=world.odile)


@pytest.fixture
def sent(dossier, world):
    dispatch.catch_up()
    mail.send_waiting()
    return Delivery.objects.filter(notification__recipient=world.alice, status=DeliveryStatus.SENT).first()


def report(to, action="failed", status="5.1.1", words="smtp; 550 5.1.1 Utilisateur inconnu", key="<r1@mx.test>"):
    """What a mail server says of a mail that it could not hand over (RFC 3464)."""
    lines = [
        "From: MAILER-DAEMON@mx.test", f"To: {to}", f"Message-ID: {key}", "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "Undelivered", "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.test", "",
        "Final-Recipient: rfc822; alice@okote.test", f"Action: {action}", f"Status: {status}",
        f"Diagnostic-Code: {words}", "", "--b--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def doubted(person):
    person.refresh_from_db()
    return person.is_address_doubtful


def test_a_return_marks_the_mail_and_the_address_and_tells_the_officer(sent, world):
    assert inbound.receive(report(addresses.return_to(sent.pk))) is Outcome.RETURNED

    sent.refresh_from_db()
    assert (sent.status, sent.error) == (DeliveryStatus.BOUNCED, "5.1.1 550 5.1.1 Utilisateur inconnu")
    assert doubted(world.alice)
    dispatch.catch_up()
    told = Notification.objects.get(event__kind=Kind.ADDRESS_DOUBTFUL)
    assert told.recipient == world.odile
    assert told.text == "Nos courriels à Alice Muster reviennent."


def test_the_journal_knows_of_the_doubt_without_the_address(sent, world):
    inbound.receive(report(addresses.return_to(sent.pk)))

    facts = str(Event.objects.get(kind=Kind.ADDRESS_DOUBTFUL).facts)
    assert "alice@okote.test" not in facts
    assert "550" not in facts


def test_the_same_return_and_another_one_say_it_once(sent, world):
    for key in ("<r1@mx.test>", "<r1@mx.test>", "<r2@mx.test>"):
        inbound.receive(report(addresses.return_to(sent.pk), key=key))

    assert Event.objects.filter(kind=Kind.ADDRESS_DOUBTFUL).count() == 1


def test_all_that_a_digest_told_comes_back_with_it(sent, dossier, world):
    Delivery.objects.filter(notification__recipient=world.alice).update(
        message_id=sent.message_id, status=DeliveryStatus.SENT, sent_at=sent.sent_at
    )

    inbound.receive(report(addresses.return_to(sent.pk)))

    found = Delivery.objects.filter(notification__recipient=world.alice)
    assert set(found.values_list("status", flat=True)) == {DeliveryStatus.BOUNCED}


@pytest.mark.parametrize("given", [{"action": "delayed", "status": "4.4.1"}, {"action": "delivered"}])
def test_a_delay_is_no_return(sent, world, given):
    assert inbound.receive(report(addresses.return_to(sent.pk), **given)) is Outcome.IGNORED

    assert not doubted(world.alice)


def test_an_absence_that_comes_to_the_address_of_returns_is_no_return(sent, world):
    message = EmailMessage()
    message["From"], message["To"], message["Auto-Submitted"] = "alice@okote.test", "x@y.test", "auto-replied"
    message.set_content("Absente jusqu’à lundi.")

    assert inbound.receive(message.as_bytes(), to=addresses.return_to(sent.pk)) is Outcome.IGNORED
    assert not doubted(world.alice)


def test_a_made_up_return_changes_nothing(sent, world):
    made_up = addresses.return_to(sent.pk).replace("@", "x@")

    assert inbound.receive(report(made_up)) is Outcome.IGNORED
    assert not doubted(world.alice)


def test_a_return_from_an_address_that_was_left_casts_no_doubt_on_the_new_one(sent, world):
    world.alice.email = "alice@ailleurs.test"
    world.alice.save()

    inbound.receive(report(addresses.return_to(sent.pk)))

    sent.refresh_from_db()
    assert sent.status == DeliveryStatus.BOUNCED
    assert not doubted(world.alice)


def test_without_an_officer_in_charge_all_officers_are_told(world, dossier):
    other = world.officer("Omar")
    doubts.doubt_address(world.zoe, by=None, why="550")
    dispatch.catch_up()

    told = Notification.objects.filter(event__kind=Kind.ADDRESS_DOUBTFUL)
    assert {one.recipient for one in told} == {world.odile, other}


# The end of a doubt


def test_the_person_an_officer_and_an_administrator_end_a_doubt(world, dossier):
    for by in (world.alice, world.odile):
        doubts.doubt_address(world.alice, by=None, why="550")
        doubts.trust_address(world.alice, by=by)
        assert not doubted(world.alice)
    assert Event.objects.filter(kind=Kind.ADDRESS_TRUSTED).count() == 2


def test_nobody_else_ends_it(world, dossier):
    doubts.doubt_address(world.alice, by=None, why="550")

    with pytest.raises(Refused) as refused:
        doubts.trust_address(world.alice, by=world.tess)

    assert [one.code for one in refused.value.refusals] == ["address-not-yours"]
    assert Office.TREASURER not in doubts.CLEARS


def test_a_good_address_stays_good_without_a_word(world, dossier):
    doubts.trust_address(world.alice, by=world.alice)

    assert not Event.objects.filter(kind=Kind.ADDRESS_TRUSTED).exists()


# Once more


def test_what_came_back_is_sent_once_more(sent, world, mailoutbox):
    inbound.receive(report(addresses.return_to(sent.pk)))
    sent.refresh_from_db()

    deliveries.resend(sent, by=world.odile)
    deliveries.resend(sent, by=world.odile)

    assert (sent.status, sent.tries, sent.error) == (DeliveryStatus.QUEUED, 0, "")
    before = len(mailoutbox)
    world.alice.refresh_from_db()
    doubts.trust_address(world.alice, by=world.odile)
    mail.send_waiting()
    assert len([one for one in mailoutbox[before:] if one.to == ["alice@okote.test"]]) == 1


def test_what_left_is_not_sent_again(sent, world):
    with pytest.raises(Refused) as refused:
        deliveries.resend(sent, by=world.odile)

    assert [one.code for one in refused.value.refusals] == ["mail-not-failed"]
