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
"""What the administration keeps in a scene, and the arguments of its addresses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from dossiers.models import Call, Cohort, Dossier, GridVersion, SpecialDay
from dossiers.programme import criteria
from okote_flow import clock
from okote_flow.administration import actions
from okote_flow.administration.actions.grids import mark
from okote_flow.administration.models import Change, RuleProposal
from okote_flow.directory.models import Municipality

Arguments = dict[str, Any]
Scene = Any
SIREN = "246700488"


def keep(house: Any, dossier: Dossier) -> None:
    """A proposal that is discussed, a call with its cohort, a commune, a grid to come, a day off."""
    today = clock.today()
    actions.propose_rules(
        values={"threshold_bps": 7000},
        text="Davantage de projets aboutissent.",
        effective_on=today + timedelta(days=1),
        by=house.didier,
    )
    actions.save_town(insee="67180", name="Haguenau", territory=house.nord, by=house.adam)
    call = actions.save_call(name="Printemps", opens_on=today, closes_on=today + timedelta(days=60), by=house.adam)
    cohort = actions.save_cohort(name="Promotion", call=call, cohort_size=6, by=house.adam)
    Dossier.objects.filter(pk=dossier.pk).update(call=call)
    actions.join_cohort(cohort, dossier=Dossier.objects.get(pk=dossier.pk), by=house.didier)
    lines = [{"code": one.code, "name": one.name, "guidance": f"{one.guidance} Et pourquoi."} for one in criteria()]
    actions.adopt_grid(
        lines=lines, effective_on=today + timedelta(days=30), reference="PV du jour", seen=mark(), by=house.adam
    )
    actions.save_day(day=date(today.year, 12, 28), is_off=True, name="Fermeture", by=house.adam)


def first(model: Any, name: str = "pk", argument: str = "pk") -> Callable[[Scene], Arguments]:
    def find(scene: Scene) -> Arguments:
        found = model.objects.order_by("pk").first()
        if found is None:
            raise AttributeError(f"no {model.__name__}")
        return {argument: getattr(found, name)}

    return find


def placed(scene: Scene) -> Arguments:
    return first(Cohort, "code", "code")(scene) | {"pk": scene.dossier.pk}


ADMINISTRATION: dict[str, Callable[[Scene], Arguments]] = {
    **dict.fromkeys(
        (
            f"administration:{name}"
            for name in (
                "proposal", "effect_csv", "effect_xlsx", "weigh", "rebase", "adopt", "withdraw", "withdraw_version",
            )
        ),
        first(RuleProposal),
    ),
    **dict.fromkeys(
        (f"administration:{name}" for name in ("territory", "edit_territory", "new_epci", "new_town")),
        lambda scene: {"code": scene.house.nord.code},
    ),
    "administration:edit_epci": lambda scene: {"siren": scene.house.nord.intermunicipalities.first().siren},
    "administration:edit_town": first(Municipality, "insee", "insee"),
    **dict.fromkeys(
        (f"administration:{name}" for name in ("call", "edit_call", "new_cohort")), first(Call, "code", "code")
    ),
    **dict.fromkeys((f"administration:{name}" for name in ("cohort", "edit_cohort")), first(Cohort, "code", "code")),
    "administration:leave_cohort": placed,
    "administration:grid": first(GridVersion),
    "administration:drop_day": first(SpecialDay),
    "administration:undo": first(Change),
}  # fmt: skip
