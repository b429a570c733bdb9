"""What a hostile or unlucky hand puts into a form: for each form, sendings with a name and what must come of them."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.views.read_page import Control, Form

SCRIPT = "<script>alert(1)</script>"
ODD = f"{SCRIPT} '; DROP TABLE dossiers; -- \u202eevil\u2066 \U0001f9d1\u200d\U0001f33e {{{{ 7 }}}} \ud7ff"
NULL = "avant\x00après"
LONG = "é" * 100_000
HUGE = str(10**30)
NOWHERE = "n’existe-pas"
MIB = 2**20

AMOUNTS = (("-1", True), (HUGE, True), ("1e9", True), ("NaN", True), ("١٢", False))
CHOICES = ((NOWHERE, True), (HUGE, True))
VALUES: dict[str, tuple[tuple[str, bool], ...]] = {
    "hidden": ((NULL, False), (HUGE, False)),
    "select": CHOICES,
    "radio": CHOICES,
    "number": (("-1", False), (HUGE, False), ("1e9", True), ("NaN", True), ("١٢", False)),
    "date": (("0001-01-01", False), ("9999-12-31", False), ("2022-02-30", True), ("hier", True)),
    "datetime-local": (("0001-01-01T00:00", False), ("9999-12-31T23:59", False), ("2022-02-30T10:00", True)),
    "time": (("25:61", True),),
    "email": (("pas une adresse", True),),
}
"""Kind of a field -> values, and whether no form can take them."""


@dataclass
class Sending:
    """`wrong` are the fields that no form can take; with none the house may well accept.

    `is_about_another` is one whose hidden field names something else: it may well not be found.
    """

    label: str
    data: dict[str, Any]
    wrong: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    is_about_another: bool = False


def sendings(form: Form) -> Iterator[Sending]:
    """Every hostile sending of this form."""
    clicked = next((one.name for one in form.controls.values() if one.kind == "submit"), "")
    sent = [one for one in form.controls.values() if one.kind != "submit" or one.name == clicked]
    good = {one.name: honest(one) for one in sent if honest(one) != "" or one.name == clicked}
    shown = [one for one in form.controls.values() if one.kind not in {"hidden", "submit"}]
    texts = [one for one in shown if one.is_text and not one.is_amount]
    hidden = {one.name: one.value for one in sent if one.kind in {"hidden", "submit"}}
    yield Sending("as it should be", good)
    yield Sending("nothing at all", {})
    yield Sending("everything empty", hidden | {one.name: "" for one in shown if one.kind != "file"})
    yield Sending(
        "everything twice", {name: value if is_file(value) else [value, "2"] for name, value in good.items()}
    )
    if texts:
        yield _all(good, texts, "odd text", ODD)
        yield _all(good, texts, "null byte", NULL, wrong=True)
        yield _all(good, [one for one in texts if one.kind != "password"], "100,000 letters", LONG, wrong=True)
        yield _all(good, texts, "only spaces", " \u00a0\u200b\t ")
    for one in form.controls.values():
        for label, value, is_wrong in _values(one):
            typed = {} if is_file(value) or one.kind == "hidden" else {one.name: value}
            wrong = (one.name,) if is_wrong else ()
            yield Sending(f"{one.name}={label}", good | {one.name: value}, wrong, typed, one.kind == "hidden")


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
    if one.kind == "file":
        yield from files()
    elif one.name != "csrfmiddlewaretoken":
        for value, is_wrong in AMOUNTS if one.is_amount else VALUES.get(one.kind, ()):
            yield ascii(value)[:40], value, is_wrong


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


@cache
def bomb() -> bytes:
    """210 MiB of nothing in a few hundred kilobytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as inner:
        for _ in range(210):
            inner.write(b"\0" * MIB)
    return held.getvalue()
