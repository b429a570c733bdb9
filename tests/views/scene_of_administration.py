"""What the administration has in a scene: a text that was worded, a file that was brought and tried."""

from collections.abc import Callable
from typing import Any

from okote_flow.administration import import_work
from okote_flow.administration.actions import imports
from okote_flow.administration.models import ImportBatch
from okote_flow.administration.models.imports import ImportKind
from okote_flow.texts import actions as texts
from tests import spreadsheets

Arguments = dict[str, Any]
Scene = Any
KEY = "mail.greeting"
ROWS = (
    ["Verger d’Alsace", "Association loi 1901", spreadsheets.SIRET, "Colmar", "68000", "verger@okote.test"],
    ["Bocaux & Cie", "SCIC", "", "Haguenau", "67500", ""],
    ["Faux", "Fanfare", "1", "Colmar", "6800A", ""],
)


def worded(house: Any) -> None:
    """A greeting that the administrator has worded."""
    texts.write(key=KEY, body="Bonjour {prenom} et merci,", reason="Plus doux", by=house.adam)


def brought(house: Any) -> ImportBatch:
    """A file of structures, read and tried: one good line, one to correct, a possible twin."""
    file = spreadsheets.csv(*ROWS)
    batch: ImportBatch = imports.upload_import(kind=ImportKind.ORGANIZATIONS, file=file, by=house.odile)
    return batch


def tried(house: Any) -> ImportBatch:
    batch = brought(house)
    imports.choose_import_columns(batch, mapping=batch.mapping, by=house.odile)
    import_work.check(batch.pk)
    batch.refresh_from_db()
    return batch


def text(scene: Scene) -> Arguments:
    return {"key": KEY}


def batch(scene: Scene) -> Arguments:
    found = ImportBatch.objects.order_by("-pk").first()
    if found is None:
        raise AttributeError("nothing was brought")
    return {"pk": found.pk}


ADMINISTRATION: dict[str, Callable[[Scene], Arguments]] = {
    "administration:text": text,
    "administration:revert_text": text,
    "administration:text_version": lambda scene: {"key": KEY, "number": 1},
    "administration:import_model": lambda scene: {"code": "organizations"},
    **dict.fromkeys((f"administration:{name}" for name in (
        "import", "import_columns", "undo_import", "import_result", "check_import", "choose_import_lines",
        "confirm_import", "drop_import",
    )), batch),
}  # fmt: skip
