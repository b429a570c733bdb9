"""In the copy nobody is named, nothing that was written is read, and everything still verifies."""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models

from committees.models import PollResult
from dossiers import actions as dossiers
from dossiers.lifecycle import State
from funding import actions as money
from funding.models import BankDetails, Donor, Gift, PayoutOrder
from okote_flow.directory.models import User
from okote_flow.journal.seal import seal
from okote_flow.operations.audit.everything import faults
from okote_flow.records import actions
from okote_flow.records.pseudonyms import rechaining
from okote_flow.records.pseudonyms.columns import turn_of
from okote_flow.records.pseudonyms.fiction import Fiction
from tests.receipts import LEA

pytestmark = pytest.mark.django_db

SECRET = "Un mot de passage très reconnaissable, Zwiebelkuchen."


@pytest.fixture
def copy(alsace, tmp_path):
    """Dossiers in several states, with texts, files, donors and bank details; and their copy."""
    alsace.dossier(State.REJECTED)
    dossier = alsace.dossier(State.CLOSED)
    file = ContentFile(b"%PDF-1.4 Zwiebelkuchen", "Zwiebelkuchen.pdf")
    dossiers.write_message(dossier, text=SECRET, key="k", files=[file], by=alsace.alice)
    dossiers.write_note(dossier, text=SECRET, key="k", by=alsace.odile)
    gift = Gift.objects.filter(campaign__dossier=dossier).first()
    Donor.objects.update_or_create(gift=gift, defaults={"name": LEA.name})
    actions.place_hold(dossier=dossier, reason=SECRET, by=alsace.archie)
    money.seal_books()
    seal()
    assert list(faults()) == []
    target = tmp_path / "copie.sqlite3"
    call_command("pseudonymise", to=f"sqlite:///{target}", media=str(tmp_path / "media"), verbosity=0)
    return target


def audited(copy):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "MEDIA_ROOT": str(copy.parent / "media")}
    return subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "audit"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def originals():
    """Everything that somebody wrote, and what names them: every long text of the real database."""
    found = {SECRET, "Zwiebelkuchen", LEA.name}
    for person in User.objects.all():
        found |= {person.email, f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"}
    found |= set(BankDetails.objects.values_list("iban", flat=True))
    found |= set(PayoutOrder.objects.values_list("iban", flat=True))
    for label in ("dossiers", "funding", "committees", "notifications"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.TextField) and not isinstance(field, models.JSONField):
                    found |= {text for text in model._default_manager.values_list(field.name, flat=True) if text}
    guidance = set(apps.get_model("dossiers", "Criterion").objects.values_list("guidance", flat=True))
    counted = set(PollResult.objects.values_list("explanation", flat=True))  # numbers and rules alone
    common = {"Insertion"}  # one word, which the programme's own public figures say too
    return {text for text in found if isinstance(text, str) and len(text) > 8} - guidance - counted - common


def test_nobody_is_named_in_the_copy_and_its_audit_is_clean(alsace, copy):
    done = audited(copy)
    assert done.returncode == 0, done.stdout + done.stderr

    content = copy.read_bytes()
    for path in [copy, *copy.parent.glob("copie.sqlite3-*")]:
        content += path.read_bytes()
    told = content.decode("utf-8", "replace")
    leaks = [text for text in originals() if text in told or text.replace('"', '\\"') in told]
    assert leaks == []
    for first in ("Alice", "Odile", "Didier", "Tess", "Serge", "Esther", "Muster"):
        assert not re.search(rf"\b{first}\b", told), first


def test_no_file_of_the_copy_is_an_original(copy):
    files = [path for path in (copy.parent / "media").rglob("*") if path.is_file()]

    assert files
    assert not [path for path in files if b"Zwiebelkuchen" in path.read_bytes()]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("dossiers.ReportDraft", "values", {"text": "Merci à Zwiebelkuchen", "line": "Zwiebelkuchen"}),
        ("administration.ImportLine", "cells", ["Zwiebelkuchen", "0388123456", "z@exemple.fr"]),
        ("administration.ImportLine", "after", {"name": "Zwiebelkuchen", "phone": "0388123456"}),
        ("funding.Period", "reason", "Don de Zwiebelkuchen, 0388123456"),
        ("committees.DecisionLetter", "content", {"paragraphs": [["Zwiebelkuchen", "0388123456"]]}),
        ("dossiers.DossierSnapshot", "content", {"answers": {"need": "Zwiebelkuchen", "how": "+33388123456"}}),
    ],
)
def test_what_was_typed_stays_nowhere_though_it_is_a_single_word(table, column, value):
    model = apps.get_model(table)

    said = str(turn_of(model, model._meta.get_field(column), Fiction())(value))

    assert not re.search("Zwiebelkuchen|388123456|exemple", said)


def test_a_copy_never_takes_the_place_of_something(alsace, tmp_path):
    there = tmp_path / "x.sqlite3"
    there.write_bytes(b"")

    with pytest.raises(CommandError, match="existe"):
        call_command("pseudonymise", to=f"sqlite:///{there}", media=str(tmp_path), verbosity=0)


def test_a_real_journal_is_never_written_anew(alsace):
    with pytest.raises(AssertionError, match="no pseudonymised copy"):
        rechaining.rechain()
