"""What the addresses of foresight are about: one forecast that was kept."""

from collections.abc import Callable
from typing import Any

from okote_flow.foresight import projection
from okote_flow.foresight.engine import simulate
from okote_flow.foresight.inputs import Assumptions, Change, Question
from okote_flow.foresight.models import Forecast
from tests.rules.test_foresight_engine import STANDING


def kept(scene: Any) -> dict[str, Any]:
    """One for the whole scene, made of a small programme."""
    found = Forecast.objects.first()
    if found is None:
        question = Question(STANDING, runs=5)
        found = Forecast.objects.create(
            key="scene",
            name="Avant l’été",
            by=scene.house.didier,
            assumptions=projection.as_values(Assumptions()),
            change=projection.as_values(Change()),
            seed=question.seed,
            runs=question.runs,
            digest=question.digest,
            standing=projection.as_json(STANDING),
            result=simulate(question).values(),
        )
    return {"pk": found.pk}


FORESIGHT: dict[str, Callable[[Any], dict[str, Any]]] = dict.fromkeys(
    (f"foresight:{name}" for name in ("forecast", "archive", "restore")), kept
)
