"""Kept forecasts: question and answer are those that the journal sealed, and the latest ones are simulated again."""

from collections.abc import Iterator

from okote_flow.foresight.engine import simulate
from okote_flow.foresight.inputs import ENGINE, Outlook
from okote_flow.foresight.models import Forecast
from okote_flow.foresight.projection import question_of
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row

AGAIN = 3  # of the latest, each as much work as a page


def kept() -> Iterator[Fault]:
    """Row, question and journal agree; the same question still has the same answer."""
    told = {event.subject: event.facts for event in Event.objects.filter(kind=Kind.FORECAST_SAVED)}
    for place, forecast in enumerate(Forecast.objects.order_by("-pk")):
        subject, facts = row("foresight_forecast", forecast.pk), told.get(forecast.subject)
        if facts is None or any(facts.get(name) != value for name, value in forecast.seal.items()):
            yield Fault("forecast-unsealed", subject, "Le journal ne scelle pas cette prévision.")
        question = question_of(forecast)
        if question.digest != forecast.digest:
            yield Fault("forecast-question", subject, "La prévision ne répond pas à la question qu’elle dit.")
        elif place < AGAIN and forecast.engine == ENGINE and simulate(question) != Outlook.of(forecast.result):
            yield Fault("forecast-changed", subject, "La même question n’a plus la réponse qui est gardée.")
    there = set(Forecast.objects.values_list("pk", flat=True))
    for lost in told.keys() - {f"forecast:{pk}" for pk in there}:
        yield Fault("forecast-lost", lost, "Une prévision gardée n’existe plus.")
