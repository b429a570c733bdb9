"""One sentence of foresight for another page: from the last forecast that was kept. It never simulates."""

from dataclasses import dataclass

from okote_flow.charts_fan import jour_court
from okote_flow.directory.models import User
from okote_flow.foresight import access, page, projection
from okote_flow.foresight.inputs import Outlook
from okote_flow.foresight.models import Forecast


@dataclass(frozen=True, slots=True)
class Summary:
    """What the last forecast said, and where it is read whole."""

    forecast: Forecast
    first: page.Panel | None  # the envelope that runs dry before the others
    supported: tuple[int, int, int]

    @property
    def said(self) -> str:
        """The sentence; its link is the forecast's own page (`foresight:forecast`)."""
        begun = f"Selon la prévision du {jour_court(self.forecast.at)}, "
        if self.first is None:
            return f"{begun}aucune enveloppe ne s’épuise plus d’une fois sur dix."
        pot, middle = self.first.pot, jour_court(self.first.dry[1])
        dry = f"{begun}l’enveloppe {self.first.name} {pot.year} est à sec {self.first.chance}"
        return f"{dry}, et alors une fois sur deux avant le {middle}."


def summary(user: User) -> Summary | None:
    """The last forecast of the programme as it is, of those that this reader may read; None when there is none.

    Two queries, whatever the size of the programme.
    """
    as_is = projection.as_values(projection.AS_IS)
    forecast = access.forecasts_for(user).filter(archived_at=None, change=as_is).first()
    if forecast is None:
        return None
    outlook = Outlook.of(forecast.result)
    first = projection.first_to_fail(outlook)
    panel = next((one for one in page.panels(outlook) if first and one.pot == first), None)
    return Summary(forecast, panel, outlook.supported)
