"""Spreadsheets that tests bring, plain ones and hostile ones."""

import io
import zipfile

from django.core.files.base import ContentFile
from openpyxl import Workbook

SIRET, OTHER_SIRET, THIRD_SIRET = "24670048800017", "73282932000074", "55203253400646"
HEADINGS = ["Nom", "Forme juridique", "SIRET", "Commune", "CP", "Courriel"]


def csv(*rows, headings=HEADINGS, separator=";", encoding="utf-8-sig", name="structures.csv"):
    text = "\r\n".join(separator.join(row) for row in [headings, *rows])
    return ContentFile(text.encode(encoding), name=name)


def book(*rows, headings=HEADINGS):
    """A workbook as bytes."""
    made = Workbook()
    for row in [headings, *rows]:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def xlsx(*rows, headings=HEADINGS, name="structures.xlsx"):
    return ContentFile(book(*rows, headings=headings), name=name)


def with_part(content, name, part):
    """The same workbook with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member.filename))
        new.writestr(name, part)
    return file.getvalue()
