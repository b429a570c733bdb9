"""The verbs of foresight: keep a forecast with all that it rests on, put it away, take it back."""

import hashlib

from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.foresight import access, history, projection, rules
from okote_flow.foresight.inputs import Assumptions, Change
from okote_flow.foresight.models import Forecast, LeftOut
from okote_flow.foresight.sentences import refuse
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action(
    "foresight.save",
    refuses=("forecast-not-yours", "forecast-unnamed", "forecast-empty", "assumption-out-of-range", "goals-reversed"),
)
def save(
    *, name: str, by: User, assumptions: Assumptions | None = None, change: Change | None = None, seed: int = 2022
) -> Forecast:
    """Simulate once more and keep assumptions, chance and answer under a name. The same again changes nothing."""
    assumed, change, name = assumptions or Assumptions(), change or Change(), " ".join(name.split())[:120]
    require([*access.saving_refusals(by), *rules.assumption_refusals(assumed), *rules.change_refusals(change)])
    if not name:
        raise Refused([refuse("forecast-unnamed")])
    standing = history.read(by)
    if not standing.pots:
        raise Refused([refuse("forecast-empty")])
    question, outlook = projection.ask(standing, assumed, change, min(max(seed, 0), rules.SEEDS[1]))
    key = hashlib.sha256(f"{name}/{question.digest}".encode()).hexdigest()[:40]
    forecast, is_new = Forecast.objects.get_or_create(
        key=key,
        defaults={
            "name": name,
            "by": by,
            "assumptions": projection.as_values(assumed),
            "change": projection.as_values(change),
            "seed": question.seed,
            "runs": question.runs,
            "digest": question.digest,
            "engine": question.engine,
            "standing": projection.as_json(standing),
            "result": outlook.values(),
        },
    )
    if is_new:
        LeftOut.objects.bulk_create(LeftOut(forecast=forecast, dossier=one) for one in access.kept_away(by))
        digest, answer = forecast.seal["digest"], forecast.seal["answer"]
        record(Kind.FORECAST_SAVED, subject=forecast.subject, by=by, name=name, digest=digest, answer=answer)
    return forecast


@action("foresight.archive", refuses=("forecast-not-yours", "forecast-archived"))
def archive(forecast: Forecast, *, by: User) -> Forecast:
    """Put a forecast away: it is read no more on the dashboard, and can be taken back."""
    return _put(forecast, by, away=True)


@action("foresight.restore", refuses=("forecast-not-yours", "forecast-not-archived"))
def restore(forecast: Forecast, *, by: User) -> Forecast:
    """Take a forecast back that was put away."""
    return _put(forecast, by, away=False)


def _put(forecast: Forecast, by: User, *, away: bool) -> Forecast:
    forecast = Forecast.objects.select_for_update().get(pk=forecast.pk)
    require(access.saving_refusals(by))
    if away == (forecast.archived_at is not None):
        raise Refused([refuse("forecast-archived" if away else "forecast-not-archived")])
    forecast.archived_at = clock.now() if away else None
    forecast.save(update_fields=["archived_at"])
    record(Kind.FORECAST_ARCHIVED if away else Kind.FORECAST_RESTORED, subject=forecast.subject, by=by)
    return forecast
