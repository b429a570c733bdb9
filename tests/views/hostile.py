"""What a hostile or unlucky hand puts into a form: for each form, sendings with a name and what must come of them."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.views.read_page import Control, Form

SCRIPT = "<script>alert(1)</script>"
ODD = f"{SCRIPT} '; DROP TABLE dossiers; -- \u202eevil\u2066 \U0001f9d1\u200d\U0001f33e {{{{ 7 }}}} \ud7ff"
NULL = "avant\x00après"
LONG = "é" * 100_000
NUMBERS = ("-1", str(10**30), "1e9", "NaN", "Infinity", "0x10", "١٢", "1,2,3")
DAYS = ("0001-01-01", "9999-12-31", "2022-02-30", "hier", "2022-13-01")
MOMENTS = ("2022-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "demain")
HOURS = ("25:61", "midi")
NOWHERE = "n’existe-pas"
MIB = 2**20


@dataclass
class Sending:
    """`wrong` are the fields that no form can take; with none the house may well accept."""

    label: str
    data: dict[str, Any]
    wrong: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)


def sendings(form: Form) -> Iterator[Sending]:
    """Every hostile sending of this form."""
    good = {name: value for name, value in ((one.name, honest(one)) for one in form.controls.values()) if value != ""}
    shown = [one for one in form.controls.values() if one.kind not in {"hidden", "submit"}]
    texts = [one for one in shown if one.is_text and not one.is_amount]
    hidden = {one.name: one.value for one in form.controls.values() if one.kind in {"hidden", "submit"}}
    yield Sending("as it should be", good)
    yield Sending("nothing at all", {})
    yield Sending("everything empty", hidden | {one.name: "" for one in shown if one.kind != "file"})
    yield Sending("everything twice", {name: value if is_file(value) else [value, "2"] for name, value in good.items()})
    if texts:
        yield _all(good, texts, "odd text", ODD)
        yield _all(good, texts, "null byte", NULL, wrong=True)
        yield _all(good, texts, "100,000 letters", LONG, wrong=True)
        yield _all(good, texts, "only spaces", " \u00a0\u200b\t ")
    for one in form.controls.values():
        for label, value, is_wrong in _values(one):
            typed = {} if is_file(value) or one.kind == "hidden" else {one.name: value}
            yield Sending(f"{one.name}={label}", good | {one.name: value}, (one.name,) if is_wrong else (), typed)


def _all(good: dict[str, Any], texts: list[Control], label: str, value: str, *, wrong: bool = False) -> Sending:
    typed = {one.name: value for one in texts}
    return Sending(label, good | typed, tuple(typed) if wrong else (), typed)


def honest(one: Control) -> Any:
    """Something that the field takes."""
    if one.kind in {"hidden", "submit"}:
        return one.value or (one.options[0] if one.options else "")
    if one.kind in {"radio", "select", "checkbox"}:
        return one.value or next((option for option in one.options if option), "")
    if one.is_amount:
        return "100"
    plain = {
        "number": "2", "date": "2022-05-17", "time": "10:00", "datetime-local": "", "email": "quelqu-un@exemple.test",
        "file": SimpleUploadedFile("devis.pdf", b"%PDF-1.7 a quote", "application/pdf"),
    }  # fmt: skip
    return plain.get(one.kind, one.value or "Un texte qui convient")


def is_file(value: Any) -> bool:
    return hasattr(value, "read")


def _values(one: Control) -> Iterator[tuple[str, Any, bool]]:
    """(label, value, whether no form can take it)."""
    if one.kind == "csrfmiddlewaretoken" or one.name == "csrfmiddlewaretoken":
        return
    if one.kind == "hidden":
        for value in (NULL, "-1", str(10**30), SCRIPT):
            yield ascii(value)[:40], value, False
    elif one.kind in {"select", "radio"}:
        for value in (NOWHERE, NULL, "-1", str(10**30)):
            yield ascii(value)[:40], value, True
    elif one.kind == "number":
        yield from ((value, value, value not in {"-1", "١٢", str(10**30), "1e9"}) for value in NUMBERS)
    elif one.is_amount:
        yield from ((value, value, value != "1,2") for value in NUMBERS)
    elif one.kind == "date":
        yield from ((value, value, value in DAYS[2:]) for value in DAYS)
    elif one.kind == "datetime-local":
        yield from ((value, value, value in {MOMENTS[0], MOMENTS[3]}) for value in MOMENTS)
    elif one.kind == "time":
        yield from ((value, value, True) for value in HOURS)
    elif one.kind == "email":
        yield "no address", "pas une adresse", True
    elif one.kind == "file":
        yield from ((label, file, is_wrong) for label, file, is_wrong in files())


def files() -> Iterator[tuple[str, SimpleUploadedFile, bool]]:
    """(label, file, whether the house must refuse it)."""
    yield "wrong extension", SimpleUploadedFile("outil.exe", b"MZ\x90"), True
    yield "disguised", SimpleUploadedFile("statuts.pdf", b"MZ\x90\x00", "application/pdf"), True
    yield "empty", SimpleUploadedFile("vide.pdf", b""), True
    yield "11 MiB", SimpleUploadedFile("gros.pdf", b"%PDF-" + b"0" * (11 * MIB)), True
    yield "bomb", SimpleUploadedFile("bombe.docx", bomb()), True
    yield "broken archive", SimpleUploadedFile("casse.docx", b"PK\x03\x04" + b"\xff" * 60), True
    yield "path in its name", SimpleUploadedFile("x.pdf", b"%PDF-1", "application/pdf"), False
    yield "300 letters", SimpleUploadedFile("n" * 300 + ".pdf", b"%PDF-1"), False
    yield "reversed name", SimpleUploadedFile("facture\u202efdp.exe", b"MZ"), True
    yield "no name", SimpleUploadedFile(".pdf", b"%PDF-1"), False
    yield "null in its name", SimpleUploadedFile("a\x00b.pdf", b"%PDF-1"), False
    yield "script in its name", SimpleUploadedFile("<img src=x onerror=alert(1)>.pdf", b"%PDF-1"), False


def bomb() -> bytes:
    """300 MiB of nothing in a few hundred kilobytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w") as inner:
            for _ in range(300):
                inner.write(b"\0" * MIB)
    return held.getvalue()
