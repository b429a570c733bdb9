"""The verbs of places: territories, their EPCI, their communes. What is used is renamed or ended, never removed."""

from datetime import date

from okote_flow.acts import action
from okote_flow.administration.actions.writing import REFUSES, write
from okote_flow.administration.models import Thing
from okote_flow.directory.models import Intermunicipality, Municipality, Territory, User


@action("administration.save_territory", refuses=(*REFUSES, "reference-ends-early"))
def save_territory(  # noqa: PLR0913 - the fields of one form
    *,
    name: str,
    by: User,
    code: str = "",
    is_priority: bool = False,
    source: str = "",
    ends_on: date | None = None,
    territory: Territory | None = None,
) -> Territory:
    """Create a territory (it needs a `code` then), rename it or say until when it is used."""
    values = {"code": code, "name": name, "is_priority": is_priority, "source": source, "ends_on": ends_on}
    saved: Territory = write(Thing.TERRITORY, territory.code if territory else None, values, by=by)
    return saved


@action("administration.save_epci", refuses=(*REFUSES, "reference-siren", "reference-ends-early"))
def save_epci(  # noqa: PLR0913 - the fields of one form
    *,
    name: str,
    territory: Territory,
    by: User,
    siren: str = "",
    source: str = "",
    ends_on: date | None = None,
    epci: Intermunicipality | None = None,
) -> Intermunicipality:
    """Add an EPCI to a territory, correct it, move it or end its use."""
    number = "".join(siren.split())
    values = {"siren": number, "name": name, "territory": territory, "source": source, "ends_on": ends_on}
    saved: Intermunicipality = write(Thing.EPCI, epci.siren if epci else None, values, by=by)
    return saved


@action("administration.save_town", refuses=(*REFUSES, "reference-insee", "reference-ends-early"))
def save_town(  # noqa: PLR0913 - the fields of one form
    *,
    name: str,
    territory: Territory,
    by: User,
    insee: str = "",
    epci: Intermunicipality | None = None,
    ends_on: date | None = None,
    town: Municipality | None = None,
) -> Municipality:
    """Add a commune to a territory, correct it, move it or end its use."""
    values = {"insee": insee.upper(), "name": name, "territory": territory, "epci": epci, "ends_on": ends_on}
    saved: Municipality = write(Thing.TOWN, town.insee if town else None, values, by=by)
    return saved
