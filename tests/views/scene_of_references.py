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


REFERENCES: dict[str, Callable[[Scene], Arguments]] = {
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
