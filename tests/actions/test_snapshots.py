"""What a holder hands over is frozen: once when they submit, once each time that they answer."""

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers import actions, comparing, snapshots
from dossiers.models import DossierSnapshot
from dossiers.models.content import Side
from okote_flow import triggers
from okote_flow.operations.audit import lives
from okote_flow.refusals import Refused

pytestmark = pytest.mark.django_db


def answered(world):
    """Submitted, then asked about its premises, changed and answered."""
    dossier = actions.submit(world.draft(), by=world.alice)
    question = actions.ask_question(dossier, text="Quel local ?", by=world.odile)
    dossier = actions.ask_complements(dossier, by=world.odile)
    actions.answer_question(question, text="L’ancienne boulangerie.", by=world.alice)
    actions.edit_project(dossier, by=world.alice, summary="Une conserverie de village qui sauve les surplus.")
    actions.remove_budget_line(dossier.budget_lines.get(label="Autoclave"), by=world.alice)
    actions.add_budget_line(dossier, side=Side.EXPENSE, label="Autoclave", cents=12_000_00, by=world.alice)
    world.piece(dossier)
    return actions.answer_complements(dossier, by=world.alice)


def test_a_submission_is_frozen_whole(world):
    dossier = actions.submit(world.draft(), by=world.alice)

    [kept] = dossier.snapshots.all()
    assert (kept.number, kept.occasion) == (1, "submit")
    assert kept.content["project"]["title"] == "Conserverie solidaire"
    assert kept.content["structure"]["siret"] == "24670048800017"
    assert [line["cents"] for line in kept.content["budget"]] == [12_000_00, 12_000_00]
    assert kept.sha256 == snapshots.digest(kept.content)


def test_answers_are_frozen_as_a_second_version(world):
    first, second = answered(world).snapshots.all()

    assert (first.number, second.number) == (1, 2)
    assert first.content["project"]["summary"] != second.content["project"]["summary"]
    assert second.content["questions"] == [{"text": "Quel local ?", "answer": "L’ancienne boulangerie."}]


def test_a_refused_submission_freezes_nothing(world):
    draft = actions.draft(title="Vide", by=world.alice)

    with pytest.raises(Refused):
        actions.submit(draft, by=world.alice)

    assert not DossierSnapshot.objects.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_what_was_handed_over_never_changes(world, verb):
    actions.submit(world.draft(), by=world.alice)

    with pytest.raises(IntegrityError), transaction.atomic():
        DossierSnapshot.objects.update(sha256="x") if verb == "update" else DossierSnapshot.objects.all().delete()


def test_the_audit_says_that_a_version_was_spoilt(world):
    kept = actions.submit(world.draft(), by=world.alice).snapshots.get()
    assert list(lives.snapshots()) == []

    with triggers.lifted(connection):
        DossierSnapshot.objects.update(content=kept.content | {"structure": {"name": "Une autre"}}, number=2)

    assert [fault.code for fault in lives.snapshots()] == ["snapshot-changed", "snapshot-gap"]


# Two versions side by side


def test_what_changed_is_said_word_by_word(world):
    first, second = answered(world).snapshots.all()

    found = {one.label: one.bits for one in comparing.changes(first.content, second.content, {})}

    assert [(bit.kind, bit.text.strip()) for bit in found["Résumé"]] == [
        ("same", "Une conserverie de"),
        ("del", "quartier"),
        ("ins", "village"),
        ("same", "qui sauve les surplus."),
    ]
    assert set(found) == {"Résumé", "Charge\u00a0: Autoclave", "Devis\u00a0: devis.pdf", "Quel local ?"}
    assert [bit.kind for bit in found["Devis\u00a0: devis.pdf"]] == ["ins"]


def test_a_version_compared_with_itself_says_nothing(world):
    kept = answered(world).snapshots.last()

    assert comparing.changes(kept.content, kept.content, {}) == []


@pytest.mark.parametrize("text", ["", "mot", "  espaces   doubles ", "a " * 5000, "é\u00a0» \u202e", "x" * 9000])
def test_the_words_that_stay_or_come_make_the_new_text(text):
    bits = list(comparing.words("un texte plus ancien", text))

    assert "".join(bit.text for bit in bits if bit.kind != "del") == text.rstrip() or len(text.split()) > 4000
    assert "".join(bit.text for bit in bits if bit.kind != "ins") == "un texte plus ancien"
