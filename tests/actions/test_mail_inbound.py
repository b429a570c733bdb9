"""Answers by mail: whose they are, what of them is kept, that nothing is taken in twice and no machine is answered."""

import io
import sys
from email.message import EmailMessage

import pytest
from django.core import mail as outbox
from django.core.management import call_command

from dossiers import actions
from dossiers.models import Enclosure, Message, Origin
from notifications import addresses, dispatch, inbound
from notifications.models import Outcome, Received

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 fictif"


@pytest.fixture(autouse=True)
def _inbound(settings):
    settings.INBOUND_DOMAIN = "retour.okote.test"


@pytest.fixture
def dossier(world):
    dossier = actions.submit(world.draft(), by=world.alice)
    return actions.assign_officer(dossier, officer=world.odile, by=world.odile)


def answer(to, sender="alice@okote.test", text="Le RIB arrive demain.", key="<1@alice.test>", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Quelqu’un <{sender}>", to, "Re: Il manque le RIB"
    if key:
        message["Message-ID"] = key
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.fixture
def theirs(dossier, world):
    """The address that Alice's mails about her dossier say to answer to."""
    return addresses.reply_to(dossier.pk, world.alice.pk)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    def take(message, **given):
        raw = message if isinstance(message, bytes) else message.as_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            return inbound.receive(raw, **given)

    return take


def refused():
    return [row.why for row in Received.objects.filter(outcome=Outcome.REFUSED)]


def test_an_answer_goes_into_the_thread_without_what_it_quotes(committed, dossier, theirs, world):
    text = "Le RIB arrive demain.\n\nLe jeu. 12 mai 2022, Okoté a écrit :\n> Il manque le RIB\n"

    assert (committed(answer(theirs, text=text)), refused()) == (Outcome.TAKEN, [])

    message = Message.objects.get()
    assert (message.dossier, message.author, message.text) == (dossier, world.alice, "Le RIB arrive demain.")
    assert message.origin == Origin.MAIL


def test_an_officer_answers_by_mail_too(committed, dossier, world):
    to = addresses.reply_to(dossier.pk, world.odile.pk)

    assert committed(answer(to, sender="odile@okote.test")) is Outcome.TAKEN
    assert Message.objects.get().author == world.odile


def test_the_same_mail_once_more_changes_nothing(committed, theirs):
    first, second = committed(answer(theirs)), committed(answer(theirs))

    assert (first, second) == (Outcome.TAKEN, Outcome.TAKEN)
    assert Message.objects.count() == 1


def test_a_mail_without_an_identity_is_known_by_its_content(committed, theirs):
    committed(answer(theirs, key=""))
    committed(answer(theirs, key=""))

    assert Message.objects.count() == 1


def test_the_envelope_says_where_it_arrived_when_the_headers_do_not(committed, theirs):
    assert committed(answer("liste@ailleurs.test"), to=theirs) is Outcome.TAKEN


def test_pieces_come_along_and_pictures_in_the_text_do_not(committed, theirs):
    message = answer(theirs)
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="rib.pdf")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<1>"
    )

    assert committed(message) is Outcome.TAKEN
    assert [one.name for one in Enclosure.objects.all()] == ["rib.pdf"]


def test_a_piece_that_the_house_does_not_take_is_refused_with_the_whole(committed, theirs):
    message = answer(theirs)
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="virus.exe")

    assert committed(message) is Outcome.REFUSED
    assert (refused(), Message.objects.count()) == (["file-type"], 0)
    assert "virus.exe" in outbox.outbox[-1].body


def test_a_mail_in_html_alone_is_read(committed, theirs):
    message = answer(theirs)
    message.set_content("<p>Le RIB arrive.</p><blockquote>Il manque</blockquote>", subtype="html")

    committed(message)

    assert Message.objects.get().text == "Le RIB arrive."


# Who it is from


def test_somebody_else_does_not_write_in_her_name(committed, theirs):
    assert committed(answer(theirs, sender="zoe@okote.test")) is Outcome.REFUSED

    assert (refused(), Message.objects.count()) == (["mail-elsewhere"], 0)


def test_a_refusal_says_the_way_out_once_and_without_a_loop(committed, theirs):
    committed(answer(theirs, sender="alice@ailleurs.test"))
    committed(answer(theirs, sender="alice@ailleurs.test"))

    (said,) = [message for message in outbox.outbox if message.to == ["alice@ailleurs.test"]]
    assert "répondez depuis l’adresse de votre compte" in said.body
    assert said.extra_headers["Auto-Submitted"] == "auto-replied"
    assert said.extra_headers["In-Reply-To"] == "<1@alice.test>"


def test_a_lost_right_closes_the_way_in(committed, dossier, world):
    world.join(world.bruno, dossier.organization)
    to = addresses.reply_to(dossier.pk, world.bruno.pk)
    dossier.organization.memberships.filter(user=world.bruno).delete()

    assert committed(answer(to, sender="bruno@okote.test")) is Outcome.REFUSED
    assert refused() == ["mail-no-access"]
    assert dossier.title not in outbox.outbox[-1].body


def test_a_closed_account_writes_no_more(committed, theirs, world):
    world.alice.is_active = False
    world.alice.save()

    assert committed(answer(theirs)) is Outcome.REFUSED
    assert Message.objects.count() == 0


def test_a_made_up_address_is_answered_to_accounts_only(committed, theirs):
    made_up = theirs.replace("@", "x@")

    assert committed(answer(made_up, key="<2@x>")) is Outcome.REFUSED
    assert committed(answer(made_up, sender="inconnu@ailleurs.test", key="<3@x>")) is Outcome.REFUSED

    assert refused() == ["mail-unknown-address"] * 2
    assert [message.to for message in outbox.outbox] == [["alice@okote.test"]]


def test_nobody_is_sent_more_than_a_few_refusals_a_day(committed, theirs):
    for number in range(8):
        committed(answer(theirs, sender="zoe@okote.test", key=f"<{number}@x>"))

    assert len(outbox.outbox) == inbound.MOST_ANSWERS


def test_a_name_of_several_writers_is_nobodys(committed, theirs):
    message = answer(theirs)
    message.replace_header("From", "alice@okote.test, zoe@okote.test")

    assert committed(message) is Outcome.REFUSED
    assert outbox.outbox == []


# What it is


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<liste>"},
        {"Return_Path": "<>"},
    ],
)
def test_a_machine_is_neither_read_nor_answered(committed, theirs, headers):
    assert committed(answer(theirs, sender="zoe@okote.test", **headers)) is Outcome.IGNORED

    assert (Message.objects.count(), outbox.outbox) == (0, [])


def test_an_empty_answer_is_refused(committed, theirs):
    assert committed(answer(theirs, text="> Il manque le RIB\n")) is Outcome.REFUSED
    assert refused() == ["mail-empty"]


def test_too_much_is_refused(committed, theirs, settings):
    settings.INBOUND_MAX_BYTES = 2000

    assert committed(answer(theirs, text="a " * 2000)) is Outcome.REFUSED
    assert refused() == ["mail-too-big"]


def test_too_many_pieces_are_refused(committed, theirs):
    message = answer(theirs)
    for number in range(inbound.MOST_FILES + 1):
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")

    assert committed(message) is Outcome.REFUSED
    assert refused() == ["mail-too-many-files"]


HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "unknown alphabet": b"From: alice@okote.test\nContent-Type: text/plain; charset=klingon\n\nBonjour",
    "broken header": b"From: =?utf-8?q?\xff\xff?= <\r\nTo: <<<>>>\nMessage-ID: <\n\nBonjour",
    "no end": b'From: alice@okote.test\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n\nBonjour',
    "deep": b"From: a@b.test\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(3000)
    ),
    "injection": b"From: zoe@okote.test\nSubject: x\r\n y\nMessage-ID: <a\n b@c>\n\nBonjour",
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_whatever_comes_in_breaks_nothing(committed, theirs, raw, caplog):
    caplog.set_level("CRITICAL")

    assert committed(raw, to=theirs) in Outcome


def test_a_zero_byte_and_a_long_text_reach_the_rules_of_messages(committed, theirs):
    assert committed(answer(theirs, text="Bonjour.\n" + "Le RIB. " * 9000)) in (Outcome.TAKEN, Outcome.REFUSED)


# The command


def test_the_command_reads_its_standard_input(dossier, theirs, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer(theirs).as_bytes())))

    call_command("receive_mail", to=theirs)

    assert capsys.readouterr().out == "Reçu\n"
    assert Message.objects.count() == 1


def test_the_mail_server_keeps_what_a_failure_of_ours_could_not_take(dossier, theirs, monkeypatch, caplog):
    caplog.set_level("CRITICAL")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer(theirs).as_bytes())))
    monkeypatch.setattr(inbound, "write_message", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("base")))

    with pytest.raises(SystemExit) as end:
        call_command("receive_mail", to=theirs)

    assert end.value.code == 75
    assert Received.objects.count() == 0


def test_what_was_written_by_mail_is_told_like_what_was_written_on_the_page(committed, theirs, world):
    committed(answer(theirs))
    dispatch.catch_up()

    assert world.odile.notifications.filter(event__kind="message.sent").count() == 1
