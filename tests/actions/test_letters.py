"""Decision letters: drafted with the decision, worded, signed, sealed, sent once, corrected by another."""

import pytest
from django.db import IntegrityError, connection, transaction

from committees import actions, letter_texts, letters, letters_access
from committees.actions import recuse
from committees.models import Committee, DecisionLetter, LetterTemplate, RecusalGround, Verdict
from dossiers.lifecycle import Keeper, State
from notifications import dispatch
from notifications.models import Notification
from okote_flow import documents, triggers
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit import letters as audit
from tests.actions.test_second_acts import refused

pytestmark = pytest.mark.django_db
BODY = "{decision}. Réserves : {reserves}. Motifs : {motifs}. {reorientation} {recours}"


@pytest.fixture
def letter(alsace):
    return DecisionLetter.objects.get(proclamation__item__dossier=alsace.dossier(State.CAMPAIGN_PREPARATION))


def fresh(letter):
    return DecisionLetter.objects.get(pk=letter.pk)


def sent(alsace, letter):
    actions.sign_letter(letter, by=alsace.claire)
    return actions.send_letter(letter, by=alsace.esther)


def engagement():
    return Committee.objects.get(code="engagement")


def test_a_decision_comes_with_the_draft_of_its_letter(alsace, letter):
    said = letters.content_of(letter, at=letter.drafted_at)
    text = "\n".join(line for lines in said["paragraphs"] for line in lines)

    assert letter.is_draft and letter.proclamation.verdict == Verdict.FAVOURABLE
    assert "Conserverie solidaire" in text and "4\u00a0000\u00a0€" in text
    assert "tribunal administratif de Strasbourg" in text and "{" not in text
    assert said["draft"] and not said["signed"]


@pytest.mark.parametrize("verdict", Verdict.values)
def test_the_texts_of_the_house_keep_what_is_mandatory(verdict):
    title, body = letter_texts.DEFAULTS[verdict]

    assert list(letter_texts.text_refusals(verdict, title, body)) == []
    assert "recours" in letter_texts.REQUIRED[verdict]


@pytest.mark.parametrize(
    ("title", "body", "codes"),
    [
        ("", BODY, ["letter-empty"]),
        ("Objet", " ", ["letter-empty"]),
        ("Objet", BODY + "{prenom}", ["letter-variable"]),
        ("Objet {prenom}", BODY, ["letter-variable"]),
        ("Objet", BODY + " {", ["letter-brace"]),
        ("Objet", "{decision}", ["letter-block"]),
        ("Objet {recours}", "{decision}", ["letter-block"]),
    ],
)
def test_a_text_knows_its_variables_and_keeps_its_mandatory_blocks(alsace, letter, title, body, codes):
    assert refused(actions.edit_letter, letter, title=title, body=body, by=alsace.esther) == codes
    words = {"verdict": Verdict.FAVOURABLE, "title": title, "body": body, "by": alsace.esther}
    assert refused(actions.write_letter_template, engagement(), **words) == codes


def test_an_unknown_variable_is_named():
    [fault] = letter_texts.text_refusals("favourable", "Objet", BODY + "{prenom}")
    assert "{prenom}" in fault.message


def test_a_template_has_versions_and_letters_in_hand_keep_their_text(alsace, letter):
    said = {"verdict": Verdict.FAVOURABLE, "title": "Objet", "body": BODY, "by": alsace.esther}
    first = actions.write_letter_template(engagement(), version=0, **said)
    again = actions.write_letter_template(engagement(), version=0, **said)
    late = said | {"title": "Autre"}

    assert (first.version, again.pk) == (1, first.pk)
    assert refused(actions.write_letter_template, engagement(), version=0, **late) == ["letter-edited-meanwhile"]
    assert actions.write_letter_template(engagement(), version=1, **late).version == 2
    assert fresh(letter).body == letter.body
    other = DecisionLetter.objects.get(proclamation__item__dossier=alsace.dossier(State.CAMPAIGN_PREPARATION))
    assert (other.title, other.template_version) == ("Autre", 2)


@pytest.mark.parametrize("name", ["odile", "adam", "marc", "alice", "serge"])
def test_only_the_bureau_words_the_templates(alsace, name):
    said = {"verdict": Verdict.FAVOURABLE, "title": "Objet", "body": BODY, "by": getattr(alsace, name)}
    assert refused(actions.write_letter_template, engagement(), **said) == ["not-yours"]
    assert LetterTemplate.objects.count() == 0


def test_two_writers_do_not_overwrite_each_other(alsace, letter):
    actions.edit_letter(letter, title="Objet", body=BODY, version=0, by=alsace.esther)
    actions.edit_letter(letter, title="Objet", body=BODY, version=0, by=alsace.odile)

    late = {"title": "Autre", "body": BODY, "version": 0, "by": alsace.odile}
    assert refused(actions.edit_letter, letter, **late) == ["letter-edited-meanwhile"]
    assert fresh(letter).version == 1


def test_who_prepares_signs_and_sends(alsace, letter):
    for person in (alsace.alice, alsace.marc, alsace.serge, alsace.didier):
        assert refused(actions.edit_letter, letter, title="O", body=BODY, by=person) == ["not-yours"]
    for person in (alsace.esther, alsace.odile, alsace.victor):
        assert refused(actions.sign_letter, letter, by=person) == ["not-yours"]
    assert refused(actions.send_letter, letter, by=alsace.esther) == ["letter-state"]
    actions.sign_letter(letter, by=alsace.claire)
    assert refused(actions.send_letter, letter, by=alsace.marc) == ["not-yours"]
    assert actions.send_letter(letter, by=alsace.odile).sent_by == alsace.odile


def test_a_signature_numbers_and_seals_the_letter(alsace, letter):
    signed = actions.sign_letter(letter, by=alsace.claire)

    event = Event.objects.get(kind=Kind.LETTER_SIGNED)
    assert signed.number == f"LD-engagement-{signed.signed_at.year}-001"
    with signed.file.open("rb") as sealed:
        assert event.facts["sha256"] == signed.sha256 == documents.digest(sealed.read())
    assert documents.digest(letters.typeset(signed.content, signed.signed_at)) == signed.sha256
    assert "Claire" in signed.content["signed"]
    assert refused(actions.edit_letter, letter, title="O", body=BODY, by=alsace.esther) == ["letter-state"]


def test_a_signature_is_taken_back_until_the_letter_leaves(alsace, letter):
    assert refused(actions.unsign_letter, letter, reason="x", by=alsace.claire) == ["letter-state"]
    number = actions.sign_letter(letter, by=alsace.claire).number
    assert refused(actions.unsign_letter, letter, reason="x", by=alsace.esther) == ["not-yours"]
    assert refused(actions.unsign_letter, letter, reason=" ", by=alsace.claire) == ["reason-missing"]
    actions.unsign_letter(letter, reason="Une faute.", by=alsace.claire)

    actions.edit_letter(letter, title="Objet", body=BODY, by=alsace.esther)
    assert sent(alsace, letter).number == number
    assert refused(actions.unsign_letter, letter, reason="x", by=alsace.claire) == ["letter-state"]


def test_double_clicks_sign_and_send_once(alsace, letter):
    for _ in range(2):
        actions.sign_letter(letter, by=alsace.claire)
    for _ in range(2):
        actions.send_letter(letter, by=alsace.esther)
    dispatch.catch_up()

    assert Event.objects.filter(kind__in=[Kind.LETTER_SIGNED, Kind.LETTER_SENT]).count() == 2
    assert refused(actions.send_letter, letter, by=alsace.odile) == ["letter-state"]
    told = Notification.objects.filter(recipient=alsace.alice, event__kind=Kind.LETTER_SENT)
    assert [row.text for row in told] == [told[0].text] and "favorable" in told[0].text


def test_a_decision_is_told_to_its_holder_by_its_letter_alone(alsace, letter):
    dispatch.catch_up()
    heard = Notification.objects.filter(recipient=alsace.alice, event__kind=Kind.DOSSIER_ENDORSE)
    assert not heard.exists()
    sent(alsace, letter)
    dispatch.catch_up()

    about = Notification.objects.filter(
        recipient=alsace.alice, text__contains="favorable", text__startswith="Le comité d’eng"
    )
    assert about.count() == 1


def test_a_sent_letter_never_changes(alsace, letter):
    sent(alsace, letter)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE committees_decisionletter SET title = 'x' WHERE id = %s", [letter.pk])


def test_a_correction_is_another_letter_that_names_the_former(alsace, letter):
    assert refused(actions.correct_letter, letter, reason="x", by=alsace.esther) == ["letter-state"]
    former = sent(alsace, letter)
    assert refused(actions.correct_letter, letter, reason=" ", by=alsace.esther) == ["reason-missing"]
    assert refused(actions.correct_letter, letter, reason="x", by=alsace.marc) == ["not-yours"]
    made = actions.correct_letter(letter, reason="Un nom.", by=alsace.esther)
    again = actions.correct_letter(letter, reason="Un nom.", by=alsace.esther)

    assert again.pk == made.pk and made.replaces == former
    assert former.number in letters.content_of(made, at=made.drafted_at)["replaces"]
    sent(alsace, made)
    dispatch.catch_up()
    told = Notification.objects.filter(recipient=alsace.alice, event__kind=Kind.LETTER_SENT).values_list(
        "text", flat=True
    )
    assert sorted("corrigée" in text for text in told) == [False, True]


def test_a_decision_without_a_letter_gets_one(alsace, letter):
    decision = letter.proclamation
    assert actions.draft_letter(decision, by=alsace.esther).pk == letter.pk
    assert refused(actions.draft_letter, decision, by=alsace.marc) == ["not-yours"]
    with triggers.lifted(connection):
        letter.delete()
    assert letters_access.without_letter(decision.item.dossier) == [decision]
    assert actions.draft_letter(decision, by=alsace.esther).is_draft


@pytest.mark.parametrize(("step", "verdict"), [("decline", "unfavourable"), ("rework", "rework")])
def test_every_verdict_has_its_letter_with_its_reasons(alsace, step, verdict):
    dossier = alsace.take(step)
    found = DecisionLetter.objects.get(proclamation__item__dossier=dossier)

    said = letters.content_of(found, at=found.drafted_at)
    assert found.proclamation.verdict == verdict
    assert found.proclamation.reason in "\n".join(line for lines in said["paragraphs"] for line in lines)


def test_who_stands_aside_reads_no_letter(alsace, letter):
    dossier = letter.proclamation.item.dossier
    recuse(dossier, ground=RecusalGround.choices[0][0], by=alsace.esther)
    sent_by_another = actions.sign_letter(letter, by=alsace.claire)

    assert letters_access.of_dossier(alsace.esther, dossier, letters_access.WRITERS) == []
    assert refused(actions.send_letter, sent_by_another, by=alsace.esther) == ["not-yours"]
    assert not letters_access.in_hand(alsace.esther, frozenset({Keeper.ENGAGEMENT_SECRETARY})).exists()


def test_the_audit_reads_each_letter_again(alsace, letter):
    done = sent(alsace, letter)
    assert list(audit.documents()) == []
    with triggers.lifted(connection):
        DecisionLetter.objects.filter(pk=done.pk).update(sha256="0" * 64)
    assert [fault.code for fault in audit.documents()] == ["letter-unsealed", "letter-changed"]
    done.file.delete(save=False)
    with triggers.lifted(connection):
        DecisionLetter.objects.filter(pk=done.pk).delete()
    assert [fault.code for fault in audit.documents()] == ["letter-lost"]
