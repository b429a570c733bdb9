"""The proof of a dossier holds by itself, in another Python, and one changed byte anywhere makes it fail."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from dossiers import actions
from okote_flow.journal import chain
from okote_flow.journal.models import Identity
from okote_flow.journal.seal import seal
from okote_flow.records import proof, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    """Handed in; the journal was sealed before and after, and something happened since."""
    other = world.draft()
    seal()
    dossier = actions.submit(world.draft(), by=world.alice)
    seal()
    actions.assign_officer(dossier, officer=world.odile, by=world.odile)
    seal()
    actions.write_note(dossier, text="À rappeler.", key="n", by=world.odile)
    actions.submit(other, by=world.alice)
    return dossier


def text_of(dossier, *, names=True):
    return chain.canonical(proof.proof(dossier.subject, names=names))


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-I", "verify.py", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def unpacked(dossier, folder, *, names=True):
    with zipfile.ZipFile(io.BytesIO(proof.bundle(dossier, publisher="Alsace Active", names=names))) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


def test_the_script_alone_says_that_it_holds(dossier, tmp_path):
    done = run(unpacked(dossier, tmp_path))

    assert done.returncode == 0, done.stderr
    assert "La preuve tient." in done.stdout
    assert "1 faits plus récents attendent le scellé suivant" in done.stdout


def test_one_byte_changed_and_the_script_alone_says_no(dossier, tmp_path):
    folder = unpacked(dossier, tmp_path)
    file = folder / "preuve.json"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    done = run(folder)

    assert done.returncode == 1
    assert done.stderr.startswith("LA PREUVE NE TIENT PAS")


def test_no_byte_can_be_changed(dossier):
    """All of them in turn would take long: every 23rd, by another letter or digit."""
    text = text_of(dossier)
    assert verify.check(text)

    for place in range(0, len(text), 23):
        other = "7" if text[place] != "7" else "8"
        with pytest.raises((verify.Broken, ValueError, KeyError, TypeError, AttributeError)):
            verify.check(text[:place] + other + text[place + 1 :])


def test_a_fact_taken_out_or_swapped_is_seen(dossier):
    for spoil in (lambda events: events.pop(1), lambda events: events.reverse(), lambda events: events.pop(0)):
        told = json.loads(text_of(dossier))
        spoil(told["events"])
        with pytest.raises(verify.Broken):
            verify.check(chain.canonical(told))


def test_a_whole_chain_written_anew_does_not_reach_the_seal(dossier):
    told = json.loads(text_of(dossier))
    previous = verify.GENESIS
    for event in told["events"]:
        event["office"] = "nobody"
        said = {name: event[name] for name in verify.SAID} | {"subject": told["subject"], "seq": event["seq"]}
        event["previous_hash"], event["hash"] = previous, chain.digest(chain.canonical([previous, said]))
        previous = event["hash"]

    with pytest.raises(verify.Broken, match="racine"):
        verify.check(chain.canonical(told))


def test_the_published_seal_is_one_that_covers_the_dossier(dossier):
    seals = json.loads(text_of(dossier))["seals"]

    assert "est l’un d’eux" in verify.check(text_of(dossier), seals[-1]["hash"])[-1]
    for other in (seals[0]["hash"], "0" * 64):
        with pytest.raises(verify.Broken, match="publié"):
            verify.check(text_of(dossier), other)


def test_without_names_nobody_is_named(dossier, world):
    assert "Alice Muster" in text_of(dossier)
    assert "Muster" not in text_of(dossier, names=False)
    assert verify.check(text_of(dossier, names=False))


def test_an_erased_name_leaves_the_proof_whole(dossier, world):
    Identity.objects.filter(user=world.alice).update(name="", salt="", user=None)

    assert "Alice" not in text_of(dossier)
    assert verify.check(text_of(dossier))


def test_the_same_journal_gives_the_same_file(dossier):
    made = [proof.bundle(dossier, publisher="Alsace Active", names=True) for _ in range(2)]

    assert made[0] == made[1]


@pytest.mark.parametrize("count", range(1, 12))
def test_the_path_leads_every_leaf_to_the_root(count):
    leaves = [f"leaf {n}" for n in range(count)]
    for place, leaf in enumerate(leaves):
        reached = leaf
        for side, beside in chain.merkle_path(leaves, place):
            reached = chain.digest(beside + reached if side == "left" else reached + beside)
        assert reached == chain.merkle_root(leaves)
