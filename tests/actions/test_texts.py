"""Versions of texts: written by those who may, for now or later, given back, never changed; what was issued stays."""

from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from committees import letters
from committees.models import DecisionLetter
from dossiers import receipt
from notifications import dispatch, letter
from notifications.examples import WORDS
from notifications.mail_texts import notices
from notifications.models import Notification
from okote_flow import clock
from okote_flow.accounts.letters import send_invitation
from okote_flow.directory.models import Office
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.refusals import Refused
from okote_flow.texts import actions, registry, wording
from okote_flow.texts.models import TextVersion
from okote_flow.texts.registry import Family
from okote_flow.texts.wording import Said
from tests.conftest import OPENING

pytestmark = pytest.mark.django_db
GREETING = "mail.greeting"
RECOURS = "mention.recours"


def codes(act, **kwargs):
    with pytest.raises(Refused) as refused:
        act(**kwargs)
    return [refusal.code for refusal in refused.value.refusals]


def written(by, body, key=GREETING, **given):
    return actions.write(key=key, body=body, by=by, **({"reason": "Plus clair"} | given))


def greeting():
    return wording.current().phrase(GREETING, prenom="Alice")


def test_a_text_is_worded_from_now_on_and_the_journal_knows(alsace):
    made = written(alsace.adam, "Chère {prenom},\u202e")

    assert greeting() == "Chère Alice,"
    event = Event.objects.get(kind=Kind.TEXT_WRITTEN)
    assert (event.subject, event.office, event.facts["version"]) == (f"text:{GREETING}", Office.ADMINISTRATOR, 1)
    assert made.body == "Chère {prenom},"


@pytest.mark.parametrize("who", ["alice", "odile", "audrey", "tess", "zoe", "serge"])
def test_others_word_nothing(alsace, who):
    assert codes(actions.write, key=GREETING, body="Salut,", reason="x", by=getattr(alsace, who)) == ["text-not-yours"]
    assert codes(actions.revert, key=GREETING, to=0, by=getattr(alsace, who)) == ["text-not-yours"]
    assert not TextVersion.objects.exists()


def test_what_is_wrong_with_a_text_is_refused_and_leaves_no_trace(alsace):
    body = "Saisissez {tribunal}."

    assert codes(actions.write, key=RECOURS, body=body, reason="x", by=alsace.didier) == ["text-word-missing"]
    assert codes(actions.write, key=GREETING, body="{nom.pk}", reason="x", by=alsace.didier) == ["text-unknown-word"]
    assert codes(actions.write, key=GREETING, body="Salut {", reason="x", by=alsace.didier) == ["text-brace"]
    assert codes(actions.write, key=GREETING, body="Salut,", reason=" ", by=alsace.didier) == ["reason-missing"]
    assert codes(actions.write, key="nothing", body="Salut,", reason="x", by=alsace.didier) == ["text-unknown"]
    yesterday = clock.today() - timedelta(1)
    given = {"key": GREETING, "body": "Salut,", "reason": "x", "by": alsace.didier}
    assert codes(actions.write, **given, starts_on=yesterday) == ["text-past"]
    assert not TextVersion.objects.exists() and not Event.objects.filter(subject__startswith="text:").exists()


def test_the_same_words_once_more_change_nothing(alsace):
    first = written(alsace.adam, "Salut,")

    assert written(alsace.adam, "Salut,") == first == written(alsace.adam, "Salut,", version=1)
    original = registry.find(GREETING).body
    assert codes(actions.write, key="mail.team", body="L’équipe d’Okoté", reason="x", by=alsace.adam) == ["text-same"]
    assert original == "Bonjour {prenom},"


def test_two_writers_do_not_overwrite_each_other(alsace):
    written(alsace.adam, "Salut,")

    assert codes(actions.write, key=GREETING, body="Coucou,", reason="x", by=alsace.didier) == [
        "text-edited-meanwhile"
    ]
    assert codes(actions.revert, key=GREETING, to=0, by=alsace.didier) == ["text-edited-meanwhile"]
    assert greeting() == "Salut,"


def test_a_wording_may_hold_from_a_day_to_come(alsace):
    written(alsace.adam, "Bonne année {prenom},", starts_on=date(2022, 3, 5))

    assert greeting() == "Bonjour Alice,"
    with clock.frozen(OPENING + timedelta(days=4)):
        assert greeting() == "Bonne année Alice,"


def test_what_was_to_come_is_taken_back_on_its_day(alsace):
    written(alsace.adam, "Bonne année {prenom},", starts_on=date(2022, 3, 5))
    actions.revert(key=GREETING, to=0, version=1, by=alsace.adam)

    with clock.frozen(OPENING + timedelta(days=4)):
        assert greeting() == "Bonjour Alice,"


def test_words_that_are_to_come_may_be_said_at_once(alsace):
    coming = written(alsace.adam, "Bonne année {prenom},", starts_on=date(2022, 3, 5))

    now = written(alsace.adam, "Bonne année {prenom},", version=1)

    assert now != coming and greeting() == "Bonne année Alice,"


def test_an_earlier_wording_is_said_again_as_a_new_version(alsace):
    written(alsace.adam, "Salut,")
    written(alsace.adam, "Coucou,", version=1)

    back = actions.revert(key=GREETING, to=1, version=2, by=alsace.didier)

    assert (back.version, back.copies, greeting()) == (3, 1, "Salut,")
    assert codes(actions.revert, key=GREETING, to=1, version=3, by=alsace.didier) == ["text-same"]
    assert codes(actions.revert, key=GREETING, to=9, version=3, by=alsace.didier) == ["text-unknown"]
    assert Event.objects.get(kind=Kind.TEXT_RESTORED).facts["version"] == 3


def test_the_database_keeps_every_version(alsace):
    written(alsace.adam, "Salut,")

    for sql in ("UPDATE texts_textversion SET body = 'x'", "DELETE FROM texts_textversion"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_wording_is_read_in_one_query_and_seen_at_once(alsace, django_assert_num_queries):
    written(alsace.adam, "Salut,")
    wording.current()
    with django_assert_num_queries(1):
        now = wording.current()
        assert [now.phrase(GREETING, prenom="x") for _ in range(10)] == ["Salut,"] * 10
    written(alsace.adam, "Coucou,", version=1)
    assert greeting() == "Coucou,"


def test_a_broken_wording_holds_nothing_up_and_is_named(alsace):
    TextVersion.objects.create(
        key=GREETING, version=1, body="Bonjour {disparu},", reason="x", by=alsace.adam, from_at=clock.now()
    )

    assert greeting() == "Bonjour Alice,"
    assert [text.key for text in wording.current().broken()] == [GREETING]


def test_a_word_that_is_unknown_here_brings_the_default_back(alsace):
    assert (
        wording.current().trying(GREETING, Said("", "Chère {prenom},")).say(GREETING, {"prenom": "A"}).body
        == "Chère A,"
    )


def test_a_mail_says_its_frame_as_it_is_worded(alsace):
    written(alsace.adam, "Chère {prenom},")
    alsace.dossier("submitted")
    dispatch.catch_up()

    mail = letter.of_one(Notification.objects.filter(recipient=alsace.alice).first())

    assert mail.frame.greeting == "Chère Alice,"
    assert mail.frame.footer.startswith("Vous recevez ce message parce que ")


def notice_of(kind, start):
    return next(text for text in registry.everything() if text.key.startswith(kind) and text.subject.startswith(start))


def test_a_notice_is_told_in_its_new_words(alsace):
    text = notice_of("dossier.submit.", "Votre dossier")
    said = "Nous avons bien reçu {dossier}."
    actions.write(key=text.key, subject=said, body=text.body, reason="Plus court", by=alsace.adam)

    dossier = alsace.dossier("submitted")
    dispatch.catch_up()

    told = Notification.objects.filter(recipient=alsace.alice, event__kind=Kind.DOSSIER_SUBMIT).first()
    assert told.text.startswith("Nous avons bien reçu ") and dossier.title in told.text


def test_a_legal_notice_keeps_all_that_it_says(alsace):
    text = next(one for one in registry.everything() if one.key.startswith("dossier.reject_inadmissible."))

    assert "reason" in text.required
    given = {"key": text.key, "subject": text.subject, "body": "C’est ainsi.", "reason": "x", "by": alsace.adam}
    assert codes(actions.write, **given) == ["text-word-missing"]


def test_every_sentence_of_the_catalogue_is_a_text_with_an_example_of_each_word():
    texts = list(notices())

    assert len({text.key for text in texts}) == len(texts) > 200
    assert all(name in WORDS for text in texts for name in text.variables)
    assert {text.family for text in registry.everything()} == set(Family)


def test_an_invitation_keeps_its_link(alsace, mailoutbox, django_capture_on_commit_callbacks):
    text = registry.find("invitation.seat")
    assert codes(actions.write, key=text.key, subject=text.subject, body="{invitant}", reason="x", by=alsace.adam) == [
        "text-word-missing"
    ]
    actions.write(key=text.key, subject="Rejoignez-nous", body="{invitant} : {lien}", reason="Court", by=alsace.adam)

    with django_capture_on_commit_callbacks(execute=True):
        send_invitation("x@okote.test", "jeton", by=alsace.adam)

    assert mailoutbox[0].subject == "Rejoignez-nous"
    assert mailoutbox[0].body.startswith("Adam Muster : http") and "jeton" in mailoutbox[0].body


def test_a_letter_that_is_signed_keeps_its_words_and_the_next_one_says_the_new(alsace):
    dossier = alsace.dossier("campaign_preparation")
    drafted = DecisionLetter.objects.get(proclamation__item__dossier=dossier)
    before = letters.content_of(drafted, at=clock.now())
    written(alsace.didier, "Saisissez {tribunal} dans les {delai}.", key=RECOURS)

    after = letters.content_of(drafted, at=clock.now())

    assert ["Saisissez le tribunal administratif de Strasbourg dans les deux mois."] in after["paragraphs"]
    assert before["paragraphs"] != after["paragraphs"]
    house = letters.in_force(drafted.proclamation.item.meeting.committee, "favourable")
    actions.write(
        key="decision.favourable", subject="Bonne nouvelle", body="{decision} {recours}", reason="x", by=alsace.didier
    )
    assert house.title != letters.in_force(house.committee, "favourable").title == "Bonne nouvelle"


def test_a_receipt_says_what_it_said_on_its_day(alsace):
    dossier = alsace.dossier("submitted")
    then = receipt.context(dossier)["sections"]
    with clock.frozen(clock.now() + timedelta(days=3)):
        written(alsace.didier, "Voyez {tribunal}, dans les {delai}.", key="accuse.recours")

        assert receipt.context(dossier)["sections"] == then


def test_who_words_texts_is_told_of_a_broken_one(alsace, client):
    TextVersion.objects.create(
        key=GREETING, version=1, body="Bonjour {disparu},", reason="x", by=alsace.adam, from_at=clock.now()
    )
    for person, told in ((alsace.adam, True), (alsace.odile, False)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert ("Textes à corriger" in client.get("/ma-corbeille/").content.decode()) is told
