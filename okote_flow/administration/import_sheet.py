"""The files that an import gives: a model to fill in, and the lines that were brought with what became of each."""

import io
from collections.abc import Iterator

import xlsxwriter

from okote_flow.administration import import_access, import_fields
from okote_flow.administration.models.imports import Choice, ImportBatch, ImportLine, Outcome, Verdict
from okote_flow.directory.access import territories
from okote_flow.sheets import Column, Row, Sheet

LAST_LINE = 5_000
WIDTH = 24
LISTS = "Listes"


def model(kind: str) -> bytes:
    """A workbook with the headings of an import, what each expects, and the lists that it may be chosen from."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    page, lists = book.add_worksheet("À remplir"), book.add_worksheet(LISTS)
    must, may = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F7EBF2"}), book.add_format({"bottom": 1})
    text = book.add_format({"num_format": "@"})
    for place, field in enumerate(import_fields.fields_of(kind)):
        page.set_column(place, place, WIDTH, text)
        page.write_string(0, place, field.label, must if field.is_required else may)
        page.write_comment(0, place, _comment(field))
        choices = [one.name for one in territories()] if field.code == "territory" else list(field.choices)
        for row, choice in enumerate(choices):
            lists.write_string(row, place, choice)
        if choices:
            column = chr(ord("A") + place)
            source = f"={LISTS}!${column}$1:${column}${len(choices)}"
            page.data_validation(1, place, LAST_LINE, place, {"validate": "list", "source": source})
    lists.hide()
    page.freeze_panes(1, 0)
    book.close()
    return file.getvalue()


def _comment(field: import_fields.Field) -> str:
    must = "Obligatoire." if field.is_required else "Facultatif."
    return f"{must} {field.help}".strip()


def result(batch: ImportBatch) -> Sheet:
    """The lines as they were brought, with a column that says what the dry run or the import made of each."""
    columns = [Column(heading, width=WIDTH) for heading in batch.headings]
    columns += [Column("Ligne"), Column("Résultat", width=WIDTH), Column("Détail", width=60)]
    return Sheet(f"import-{batch.pk}-resultat", f"Import {batch.pk}", columns, _rows(batch))


def _rows(batch: ImportBatch) -> Iterator[Row]:
    for line in import_access.lines(batch).iterator(chunk_size=500):
        yield [*line.cells, str(line.number), said(line), detail(line)]


def said(line: ImportLine) -> str:
    if line.outcome:
        return Outcome(line.outcome).label
    return Verdict(line.verdict).label if line.verdict else "À vérifier"


def detail(line: ImportLine) -> str:
    """Why, in one cell."""
    told = [f"{column}\u00a0: {why}" for column, why in [*line.problems, *line.notes]]
    told += [f"Ressemble à {twin['label']} ({twin['why']})" for twin in line.twins]
    if line.message:
        told = [line.message]
    if line.choice and not line.outcome:
        told.append(f"Choix\u00a0: {Choice(line.choice).label}")
    return " · ".join(told)
